"""What the figures and orders of an evaluation are called, and how they are written."""

from collections.abc import Callable, Mapping

import numpy as np

from riskmap.evaluation.evaluation import Evaluation
from riskmap.language import Language, translator
from riskmap.marks import marks_where_known
from riskmap.notation import number

SHARES = frozenset(
    {"hit_rate", "precision", "recall", "pei", "pei_same_area", "overall_rate", "first_half"}
)


_SMALL_PERCENT = 9.95
_DAYS = frozenset({"days_earlier", "days_later"})


def figure_names(translate: Callable[[str], str]) -> Mapping[str, str]:
    """Return figure -> its name for a reader."""
    return {
        "hit_rate": translate("Hit rate (share of all that was found, n/N)"),
        "precision": translate("Precision (share of the visits with a find)"),
        "recall": translate("Recall (share of the places with a find)"),
        "lift": translate("Lift (times better than by lot)"),
        "pai": translate("PAI (hit rate over share of the area)"),
        "penalised_pai": translate("Penalised PAI (counts a small area for less)"),
        "pei": translate("PEI (PAI over the best PAI of as many places)"),
        "pei_same_area": translate("PEI (over the best choice of the same area)"),
        "found_per_visited_place": translate("Found per visited place"),
        "rri": translate("RRI (concentration over that of the last period)"),
        "overall_rate": translate("Overall rate (share of all visits with a find)"),
        "auc": translate("AUC (how often a place with a find stands above one without)"),
        "gini": translate("Gini (2 AUC - 1)"),
        "area_under_hit_curve": translate("Area under the hit curve (0.5 is by lot)"),
    }


def short_name(name: str) -> str:
    """Return the name of a figure without what explains it: after a colon, or in brackets."""
    return name.partition(":")[0].partition(" (")[0]


def order_names(translate: Callable[[str], str]) -> Mapping[str, str]:
    """Return order -> its name for a reader."""
    return {
        "list": translate("this list"),
        "last_period": translate("most found in the last period"),
        "area": translate("largest places first"),
        "current": translate("the current order"),
        "random": translate("by lot"),
        "best": translate("the best possible order"),
    }


def verdict_names(translate: Callable[[str], str]) -> Mapping[str, str]:
    """Return verdict -> its words."""
    return {
        "better": translate("the list is better"),
        "worse": translate("the list is worse"),
        "same": translate("cannot be told apart"),
        "unknown": translate("unknown"),
    }


def written(figure: str, value: float, language: Language) -> str:
    """Return a figure as a reader writes it: shares as percentages, others with two decimals.

    Percentages are whole; below ten they have a decimal, because there it says something.
    """
    if np.isinf(value):
        return "∞"
    if figure not in SHARES or np.isnan(value):
        return number(value, language, 1 if figure in _DAYS else 2)
    percent = value * 100
    small = 0 < abs(percent) < _SMALL_PERCENT
    return f"{number(percent, language, 1 if small else 0)}%"


def with_interval(figure: str, three: tuple[float, float, float], language: Language) -> str:
    """Return a figure with its interval behind it, where it has one."""
    value, low, high = three
    text = written(figure, value, language)
    if np.isnan(value) or (np.isnan(low) and np.isnan(high)):
        return text
    translate = translator(language)
    lowest, highest = written(figure, low, language), written(figure, high, language)
    return translate("{value} ({low} to {high})").format(value=text, low=lowest, high=highest)


def evaluation_lines(evaluation: Evaluation, language: Language) -> list[str]:
    """Return what the command prints: findings, figures with intervals, warnings."""
    translate = translator(language)
    names, made = figure_names(translate), evaluation
    lines = [said.text(translate) for said in made.conclusions]
    lines.append("")
    heading = translate("At {k} places, with {percent}% intervals:")
    percent = number(made.settings.confidence * 100, language)
    lines.append(heading.format(k=made.extent.capacity, percent=percent))
    for row in made.table.to_dict("records"):
        three = (row["value"], row["low"], row["high"])
        if np.isnan(row["value"]):
            continue
        name = names[row["figure"]]
        lines.append(f"  {name}: {with_interval(row['figure'], three, language)}")
    lines.append("")
    if made.guard is not None and made.guard.sentences:
        lines += [one.text(translate) for one in made.guard.sentences] + [""]
    said = (*made.warnings, *(made.guard.alarms if made.guard else ()))
    lines += [one.text(translate) for one in said]
    lines += marks_where_known(made.description, language)
    return lines
