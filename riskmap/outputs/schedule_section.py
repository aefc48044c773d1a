"""The part of a page that shows visits in the order of a list, at the same daily capacity."""

from xml.etree import ElementTree as ET

from riskmap.evaluation.evaluation import Schedule
from riskmap.language import Language, translator
from riskmap.notation import as_set, day, number
from riskmap.outputs.charts import line_chart
from riskmap.outputs.evaluation_words import order_names, with_interval, written
from riskmap.outputs.html import element, figure, figure_head, table

_DAYS = 60


def schedule_section(schedule: Schedule | None, language: Language) -> list[ET.Element]:
    """Return days earlier, the first half, and the table day by day; nothing without dates."""
    if schedule is None:
        return []
    translate = translator(language)
    names = {
        "days_earlier": translate("Days earlier, mean over hits"),
        "first_half_real": translate("Hits in the first half of the visits, as it went"),
        "first_half_list": translate("Hits in the first half of the visits, by the list"),
        "share_later": translate("Hits that would come later"),
        "days_later": translate("Days later, mean over those"),
        "share_same_day": translate("Hits on the same day"),
    }
    shares = {"first_half_real", "first_half_list", "share_later", "share_same_day"}
    rows: list[list[ET.Element | str]] = []
    for row in schedule.table.to_dict("records"):
        kind = "hit_rate" if row["figure"] in shares else row["figure"]
        text = with_interval(kind, (row["value"], row["low"], row["high"]), language)
        rows.append([names[row["figure"]], figure(text)])
    told = translate(
        "{visits} visits with a date, {hits} with a find, made again in the order of the list with "
        "as many visits on every day as there were. It is assumed that a visit would have found "
        "the same on any date."
    ).format(visits=number(schedule.visits, language), hits=number(schedule.hits, language))
    heads: list[ET.Element | str] = [
        translate("Figure"),
        figure_head(translate("Value and interval")),
    ]
    return [
        element("h2", translate("The same visits in the order of the list")),
        element("p", told),
        table(heads, rows, caption=translate("What the order would have changed")),
        _orders(schedule, language),
        _chart(schedule, language),
        _days(schedule, language),
    ]


def _orders(schedule: Schedule, language: Language) -> ET.Element:
    translate = translator(language)
    names = order_names(translate)
    rows: list[list[ET.Element | str]] = [
        [
            names[row["order"]],
            figure(number(row["days_earlier"], language, 1)),
            figure(written("first_half", row["first_half"], language)),
        ]
        for row in schedule.orders.to_dict("records")
    ]
    heads: list[ET.Element | str] = [
        translate("Order"),
        figure_head(translate("Days earlier")),
        figure_head(translate("Hits in the first half")),
    ]
    return table(heads, rows, caption=translate("Beside other orders"))


def _chart(schedule: Schedule, language: Language) -> ET.Element:
    translate = translator(language)
    days = schedule.days
    made = days["cumulative_visits"] / days["visits"].sum()
    lines = {
        translate("as it went"): list(zip(made, days["cumulative_hits_real"], strict=True)),
        translate("by the list"): list(zip(made, days["cumulative_hits_list"], strict=True)),
    }
    return line_chart(
        lines,
        x_title=translate("share of the visits made"),
        y_title=translate("hits so far"),
        caption=translate("Hits in the course of the period"),
        language=language,
        x_share=True,
    )


def _days(schedule: Schedule, language: Language) -> ET.Element:
    translate = translator(language)
    rows: list[list[ET.Element | str]] = []
    shown = schedule.days.head(_DAYS)
    for row in shown.to_dict("records"):
        counts = [row[f"{part}{name}"] for part in ("", "cumulative_") for name in _COLUMNS]
        cells = [figure(as_set(round(count, 1), language)) for count in counts]
        rows.append([element("td", day(row["date"].date(), language), class_="day"), *cells])
    heads = [
        translate("Visits"),
        translate("Hits, as it went"),
        translate("Hits, by the list"),
        translate("Visits so far"),
        translate("Hits so far, as it went"),
        translate("Hits so far, by the list"),
    ]
    caption = translate("Day by day")
    if len(schedule.days) > len(shown):
        caption = translate("Day by day: the first {shown} of {days} days").format(
            shown=len(shown), days=len(schedule.days)
        )
    return table([translate("Day"), *map(figure_head, heads)], rows, caption=caption)


_COLUMNS = ("visits", "hits_real", "hits_list")
