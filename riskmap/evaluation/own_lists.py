"""Whether a layer of a map was itself made by earlier lists."""

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from riskmap.layers.naming import LAYER_NAMES
from riskmap.maps import Description, LayerDescription
from riskmap.messages import Message
from riskmap.notation import spoken_number

# Beginnings of words that say a layer comes from looking, in Dutch and English.
_WORDS = re.compile(
    r"\b(controle|inspectie|inspection|handhaving|toezicht|schouw|bevinding|aangetroffen|ontdekt|"
    r"geconstateerd|opgespoord|ontmantel|discover|visits?\b|bezoek|enforcement|raids?\b|inval\b|"
    r"invallen\b|riskmap)",
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


def layers_from_lists(
    description: Description,
    visits: pd.DataFrame,
    risk: "pd.Series[float] | None" = None,
) -> tuple[OwnList, ...]:
    """Return the layers of a map that may hold what earlier lists found.

    A layer is named when its source or edition (of the police layer its notes
    too) speaks of inspections; the police layer also when it is of later
    than the first visit that was made by score. None of this is proof; it is
    a question to whoever made the layer.

    Parameters
    ----------
    visits
        One row each, as `Matched.rows`.
    risk
        The police layer at each place: where it is of after visits by score,
        and stands higher at those that found something, the alarm says so.
    """
    first = first_by_score(visits)
    layers = dict(description.layers)
    if description.combination and description.combination.risk_layer:
        layers["risk"] = description.combination.risk_layer
    named = []
    for name, layer in layers.items():
        words = tuple(dict.fromkeys(m.lower() for m in _WORDS.findall(_told(name, layer))))
        dated = layer.date if name == "risk" and first and layer.date else None
        after = first if first and dated and dated >= first else None
        if not words and after is None:
            continue
        echo = _echo(visits, dated, risk) if after and dated and risk is not None else None
        named.append(OwnList(name, words, after is not None, echo or _alarm(name, words, after)))
    return tuple(named)


def first_by_score(visits: pd.DataFrame) -> dt.date | None:
    """Return the day of the first visit that was made by score; None where none is known."""
    days = visits.loc[visits["selection"] == "score", "date"].dropna()
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


def _echo(visits: pd.DataFrame, dated: dt.date, risk: "pd.Series[float]") -> Message | None:
    """Return the alarm that the police layer stands higher where earlier visits found something."""
    earlier = visits[(visits["selection"] == "score") & (visits["date"] <= pd.Timestamp(dated))]
    found = earlier.groupby("place_id")["found"].max().reindex(risk.index)
    area, chance = follows_finds(risk, found)
    if np.isnan(area) or chance > _RARE:
        return None
    return Message(
        "The police layer is of after the first visits by score and stands higher where they found "
        "something (AUC {area}): it may hold their finds. Judge the list without it too.",
        area=spoken_number(area, 2),
    )


def _told(name: str, layer: LayerDescription) -> str:
    # Notes of other layers tell what the border did to them, not who made them.
    notes = [text for note in layer.notes for text in (note.nl, note.en)] if name == "risk" else []
    return " ".join([layer.source, layer.edition, *notes]).replace("_", " ")


def _alarm(name: str, words: tuple[str, ...], first: dt.date | None) -> Message:
    if first is not None:
        return Message(
            "Layer {layer} is of after the first visit by score ({first}): what those visits found "
            "may be in it, and the list then confirms itself. Ask who made it, and from what.",
            layer=LAYER_NAMES.get(name, name),
            first=first.isoformat(),
        )
    return Message(
        "Layer {layer} speaks of {words}: it may come from earlier visits, and the list then "
        "confirms itself. Ask who made it, and from what.",
        layer=LAYER_NAMES.get(name, name),
        words=", ".join(words),
    )
