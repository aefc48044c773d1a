"""The feedback guard on a page and as JSON: alarms first, then rates, spread and shuffles."""

import math
from collections.abc import Callable, Mapping
from xml.etree import ElementTree as ET

from riskmap.evaluation.concentration import Concentration
from riskmap.evaluation.feedback import Feedback
from riskmap.evaluation.guard import FeedbackGuard
from riskmap.evaluation.negative_control import NegativeControl
from riskmap.language import Language, translator
from riskmap.messages import untranslated
from riskmap.notation import number, percentage
from riskmap.outcomes import ORIGINS
from riskmap.outputs.charts import interval_chart
from riskmap.outputs.html import bullets, element, figure, figure_head, pairs, table
from riskmap.statistics.selection import Estimate

Translate = Callable[[str], str]


def feedback_section(guard: FeedbackGuard, language: Language) -> list[ET.Element]:
    """Return what a reader must know about feedback: words first, then figures."""
    translate = translator(language)
    told = guard.feedback
    content = [element("h2", translate("Why people looked where they did"))]
    content += [element("p", alarm.text(translate), class_="warning") for alarm in guard.alarms]
    content.append(bullets([said.text(translate) for said in guard.sentences]))
    if told.rates["visits"].sum():
        content += [_rates_chart(told, language), _rates_table(told, language)]
    if told.incidents.loc[list(ORIGINS), "rows"].sum():
        content.append(_origins_table(told, language))
    if told.concentration is not None:
        content.append(_spread(told.concentration, language))
    if guard.control is not None:
        content += _control(guard.control, language)
    content.append(bullets([note.text(translate) for note in told.notes]))
    return content


def feedback_json(guard: FeedbackGuard, translate: Translate = untranslated) -> dict[str, object]:
    """Return the guard for a program: every figure, unrounded."""
    told, control = guard.feedback, guard.control
    content: dict[str, object] = {
        "level": told.level,
        "alarms": [alarm.text(translate) for alarm in guard.alarms],
        "findings": [said.text(translate) for said in guard.sentences],
        "rates": told.rates.to_dict(orient="index"),
        "base_rate": told.base_rate._asdict(),
        "weighted_rate": told.weighted_rate._asdict(),
        "lift_over_chance": told.lift._asdict(),
        "incidents": told.incidents.to_dict(orient="index"),
        "random_visits_needed": told.needed,
        "concentration": None if told.concentration is None else vars(told.concentration),
        "layers_from_lists": [
            {"layer": one.layer, "words": one.words, "dated_after": one.dated_after}
            for one in guard.own_lists
        ],
        "notes": [note.text(translate) for note in told.notes],
    }
    if control is not None:
        names = ("lift", "auc", "k", "places", "hits", "repeats", "seed")
        figures = {name: getattr(control, name) for name in names}
        shuffles = control.shuffles.to_dict(orient="index")
        content["negative_control"] = {**figures, "shuffles": shuffles}
    return content


def grounds(translate: Translate) -> dict[str, str]:
    """Return the words for why a visit was made."""
    return {
        "score": translate("by score"),
        "random": translate("by chance"),
        "follow_up": translate("follow-up"),
        "signal": translate("after a signal"),
        "unknown": translate("unknown"),
    }


def _named(told: Feedback, translate: Translate) -> list[tuple[str, Estimate, int, int]]:
    """Return name, rate, visits and hits of every ground with visits, and the weighted rate."""
    words, rows = grounds(translate), []
    for ground, row in told.rates[told.rates["visits"] > 0].iterrows():
        estimate = Estimate(row["rate"], row["low"], row["high"], row["seen"])
        rows.append((words[str(ground)], estimate, int(row["visits"]), int(row["hits"])))
    return rows


def _rates_chart(told: Feedback, language: Language) -> ET.Element:
    translate = translator(language)
    rows = [(name, rate.low, rate.value, rate.high) for name, rate, *_ in _named(told, translate)]
    if told.weighs:
        value, low, high, _ = told.weighted_rate
        rows.append((translate("base rate, weighted"), low, value, high))
    return interval_chart(
        rows,
        x_title=translate("share of the visits that found something"),
        caption=translate("How often visits find something, by why they were made"),
        language=language,
        share=True,
    )


def _rates_table(told: Feedback, language: Language) -> ET.Element:
    translate = translator(language)
    rows = [
        (
            element("th", name, scope="row"),
            *(figure(number(count, language)) for count in (visits, rate.effective, hits)),
            figure(_with_limits(rate, language)),
        )
        for name, rate, visits, hits in _named(told, translate)
    ]
    names = ("Selected", "Visits", "Seen", "Hits", "Rate")
    words = {
        "Selected": translate("Selected"),
        "Visits": translate("Visits"),
        "Seen": translate("With a known outcome"),
        "Hits": translate("Found something"),
        "Rate": translate("Rate, with interval"),
    }
    head: list[ET.Element | str] = [
        words[names[0]],
        *(figure_head(words[name]) for name in names[1:]),
    ]
    return table(head, rows, caption=translate("Visits by why they were made"))


def _with_limits(rate: Estimate, language: Language) -> str:
    if math.isnan(rate.value):
        return "?"
    value, low, high = (percentage(part, language) for part in rate[:3])
    translate = translator(language)
    return translate("{value} ({low} to {high})").format(value=value, low=low, high=high)


def _origins_table(told: Feedback, language: Language) -> ET.Element:
    translate = translator(language)
    words = {
        "reported": translate("reported"),
        "discovered": translate("discovered"),
        "unknown": translate("unknown"),
    }
    rows = [
        (
            element("th", words[str(origin)], scope="row"),
            *(figure(number(row[name], language)) for name in ("rows", "found", "places")),
            figure("?" if math.isnan(row["top_share"]) else percentage(row["top_share"], language)),
        )
        for origin, row in told.incidents.iterrows()
        if row["rows"]
    ]
    names = (
        translate("Outcomes"),
        translate("Found"),
        translate("Places"),
        translate("At the top of the list"),
    )
    head: list[ET.Element | str] = [translate("Origin"), *(figure_head(name) for name in names)]
    return table(head, rows, caption=translate("Reported and discovered, never added up"))


def _spread(spread: Concentration, language: Language) -> ET.Element:
    translate = translator(language)
    rows = [
        (translate("Visits"), number(spread.visits, language)),
        (
            translate("Places visited"),
            translate("{visited} of {places}").format(
                visited=number(spread.visited, language), places=number(spread.places, language)
            ),
        ),
        (
            translate("Went to a place visited before in this file"),
            percentage(spread.repeat_share, language) if spread.visits else "?",
        ),
        (
            translate("Gini of visits over places; if spread evenly"),
            f"{number(spread.gini, language, 2)}; {number(spread.even_gini, language, 2)}",
        ),
    ]
    if not math.isnan(spread.top_visited_before):
        before = percentage(spread.top_visited_before, language)
        rows.append((translate("Top of the list visited in an earlier period"), before))
    return pairs(rows, caption=translate("How the visits spread"))


def _control(control: NegativeControl, language: Language) -> list[ET.Element]:
    translate = translator(language)
    words: Mapping[str, str] = {
        "labels": translate("outcomes shuffled"),
        "places": translate("places shuffled"),
        "shifted": translate("outcomes moved over the map"),
    }
    rows = [
        (words[str(name)], row["lift_low"], row["lift"], row["lift_high"])
        for name, row in control.shuffles.iterrows()
    ]
    chart = interval_chart(
        rows,
        x_title=translate("lift at the capacity of {k} places").format(k=control.k),
        caption=translate("Negative control: what is shuffled gives no lift"),
        language=language,
        reference=(translate("the list itself"), control.lift),
    )
    return [
        element("h3", translate("Negative control")),
        chart,
        _control_table(control, words, language),
    ]


def _control_table(
    control: NegativeControl, words: Mapping[str, str], language: Language
) -> ET.Element:
    translate = translator(language)
    cells = [
        (
            element("th", words[str(name)], scope="row"),
            *(figure(number(row[column], language, 2)) for column in ("lift", "auc")),
            *(figure(number(row[column], language, 3)) for column in ("lift_p", "auc_p")),
        )
        for name, row in control.shuffles.iterrows()
    ]
    own = (element("th", translate("the list itself"), scope="row"),
           *(figure(number(part, language, 2)) for part in (control.lift, control.auc)),
           figure(""), figure(""))  # fmt: skip
    names = (
        translate("Lift"),
        translate("AUC"),
        translate("p of the list's lift"),
        translate("p of its AUC"),
    )
    caption = translate("{repeats} shuffles of each kind (seed {seed})").format(
        repeats=control.repeats, seed=control.seed
    )
    head: list[ET.Element | str] = [translate("Control"), *(figure_head(name) for name in names)]
    return table(head, [own, *cells], caption=caption)
