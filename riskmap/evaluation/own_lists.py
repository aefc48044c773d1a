"""Whether a layer of a map was itself made by earlier lists."""

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from riskmap.maps import Description, LayerDescription
from riskmap.messages import Message
from riskmap.notation import spoken_number
from riskmap.outcomes.records import Outcomes

# Beginnings of words that say a layer comes from looking, in Dutch and English.
_WORDS = re.compile(
    r"\b(controle|inspecti|inspect|handhav|toezicht|schouw|bevinding|aangetroffen|ontdekt|"
    r"geconstateerd|opgespoord|hennepruiming|ontmantel|discover|visit|bezoek|enforce|raid|"
    r"inval|riskmap|inspection_list|controlelijst)",
    re.IGNORECASE,
)
_RARE = 0.05


@dataclass(frozen=True)
class OwnList:
    """A layer that may be an echo of earlier lists.

    Attributes
    ----------
    layer
        Its name in the map.
    words
        What in its description says so; empty when nothing does.
    dated_after
        Whether it is of later than the first visit by score.
    alarm
        In words.
    """

    layer: str
    words: tuple[str, ...]
    dated_after: bool
    alarm: Message


def layers_from_lists(description: Description, outcomes: Outcomes | None) -> tuple[OwnList, ...]:
    """Return the layers of a map that may hold what earlier lists found.

    A layer is named when its source, edition or notes speak of inspections,
    or when it is the police layer and of later than the first visit that was made
    by score. Neither is proof; both are a question to whoever made the layer.

    Parameters
    ----------
    outcomes
        Visits with their dates and grounds, where there are any.
    """
    first = first_by_score(outcomes)
    risk = description.combination.risk_layer if description.combination else None
    layers = dict(description.layers) | ({"risk": risk} if risk is not None else {})
    named = []
    for name, layer in layers.items():
        words = tuple(dict.fromkeys(m.lower() for m in _WORDS.findall(_told(layer))))
        after = bool(name == "risk" and first and layer.date and layer.date >= first)
        if words or after:
            named.append(OwnList(name, words, after, _alarm(name, words, first if after else None)))
    return tuple(named)


def first_by_score(outcomes: Outcomes | None) -> dt.date | None:
    """Return the day of the first visit that was made by score; None where none is known."""
    if outcomes is None:
        return None
    days = outcomes.frame.loc[outcomes.frame["selection"] == "score", "date"].dropna()
    return days.min().date() if len(days) else None


def follows_finds(values: "pd.Series[float]", found: "pd.Series[float]") -> tuple[float, float]:
    """Return how well a layer tells earlier finds from visits in vain, and the p-value.

    A layer made before those visits may do so by being right. One made after
    them that does so may simply hold them: with the date this is the test of
    an echo.

    Parameters
    ----------
    values
        The layer at each place.
    found
        Of earlier visits, on the same index; NaN where nobody looked.

    Returns
    -------
    tuple
        AUC (0.5 says nothing) and the one-sided p-value of Mann and Whitney
        1947; NaN where either group is empty.
    """
    known = values.notna() & found.notna()
    hit = known & (found > 0)
    above, below = values[hit].to_numpy(float), values[known & ~hit].to_numpy(float)
    if not len(above) or not len(below):
        return (float("nan"), float("nan"))
    test = stats.mannwhitneyu(above, below, alternative="greater")
    return (float(test.statistic / (len(above) * len(below))), float(test.pvalue))


def echo_alarm(
    name: str, dated: dt.date | None, first: dt.date | None, values: "pd.Series[float]",
    found: "pd.Series[float]",
) -> Message | None:  # fmt: skip
    """Return the alarm that a layer dated after visits holds their finds; None without reason."""
    if dated is None or first is None or dated < first:
        return None
    area, chance = follows_finds(values, found)
    if np.isnan(area) or chance > _RARE:
        return None
    return Message(
        "Layer {layer} is of after the first visits by score and stands higher where they found "
        "something (AUC {area}): it may hold their finds. Judge the list without it.",
        layer=name,
        area=spoken_number(area, 2),
    )


def _told(layer: LayerDescription) -> str:
    notes = [text for note in layer.notes for text in (note.nl, note.en)]
    return " ".join([layer.source, layer.edition, *notes]).replace("_", " ")


def _alarm(name: str, words: tuple[str, ...], first: dt.date | None) -> Message:
    if first is not None:
        return Message(
            "Layer {layer} is of after the first visit by score ({first}): what those visits found "
            "may be in it, and the list then confirms itself. Ask who made it, and from what.",
            layer=name,
            first=first.isoformat(),
        )
    return Message(
        "Layer {layer} speaks of {words}: it may come from earlier visits, and the list then "
        "confirms itself. Ask who made it, and from what.",
        layer=name,
        words=", ".join(words),
    )
