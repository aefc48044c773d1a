"""A police layer as it came in, to a risk per area: shrunken where it holds counts."""

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from riskmap.errors import ScoringError
from riskmap.layers.layer import Layer
from riskmap.maps import PoliceDescription
from riskmap.messages import Message
from riskmap.police.normalisation import NORMALISATION_TEXTS, Normaliser
from riskmap.police.overlapping import counted_once
from riskmap.project import CombineSettings
from riskmap.statistics.empirical_bayes import Shrunken, shrink
from riskmap.statistics.gamma_poisson import gamma_likelihood
from riskmap.statistics.spatial_weights import queen_weights

Floats = NDArray[np.float64]

_CHANCE = 0.9
_M2_PER_HECTARE = 10_000.0
_TOWARD = {
    "global": Message("the mean of all areas"),
    "gamma_poisson": Message("the mean of all areas, by maximum likelihood"),
    "local": Message("the mean of each area and its neighbours"),
}


@dataclass(frozen=True)
class PoliceMap:
    """A police layer whose figures are risks.

    Attributes
    ----------
    layer
        ``risk`` (0..1) per area, or in the cells of its raster. Where it came
        with counts, ``risk_low`` and ``risk_high`` (0..1, bounds of the risk)
        and ``expected``, ``expected_low``, ``expected_high`` (events,
        shrunken, over the period counted); the counts themselves are gone.
    card
        How that was done.
    """

    layer: Layer
    card: PoliceDescription

    @property
    def counted(self) -> bool:
        """Tell whether there are counts to spread over places."""
        return self.card.measure == "count"


def police_map(layer: Layer, settings: CombineSettings) -> PoliceMap:
    """Return a police layer with a risk from 0 to 1 in every area with a known figure.

    Parameters
    ----------
    layer
        As the border gives it: a risk or class as it is, counts, rates or
        densities with what they are in `Layer.measure`.
    settings
        How counts are shrunken, from how many events on they are used, and
        how figures are made 0..1.

    Raises
    ------
    ScoringError
        When counts of areas that lie within each other are given, or none can
        be used.
    """
    if layer.measure in ("", "risk", "class"):
        return PoliceMap(layer, PoliceDescription(measure=layer.measure or "risk"))
    if layer.raster is not None:
        return _of_raster(layer, settings)
    if layer.measure == "count":
        return _of_counts(layer, settings)
    frame = layer.frame.copy()
    rates = frame["rate"].to_numpy(dtype=float)
    normaliser = Normaliser.of(settings.normalise, rates)
    frame["risk"] = normaliser.risk(rates)
    return _made(layer, frame, normaliser, PoliceDescription(measure=layer.measure))


def _of_raster(layer: Layer, settings: CombineSettings) -> PoliceMap:
    raster = layer.raster
    assert raster is not None  # noqa: S101 (for the type checker; the caller asked)
    normaliser = Normaliser.of(settings.normalise, raster.values)
    risks = replace(raster, values=normaliser.risk(raster.values))
    made = replace(layer, raster=risks)
    return _made(made, layer.frame, normaliser, PoliceDescription(measure=layer.measure))


def _of_counts(layer: Layer, settings: CombineSettings) -> PoliceMap:
    frame, said = counted_once(layer.frame, layer.source)
    in_file = layer.report.matched.values()
    named = [theirs for theirs, ours in layer.report.matched.items() if ours == "exposure"]
    exposure = frame["exposure"].to_numpy(dtype=float)
    if "exposure" not in in_file:
        exposure = frame["years"].to_numpy(dtype=float) * frame.geometry.area / _M2_PER_HECTARE
    else:
        exposure = exposure * frame["years"].to_numpy(dtype=float)
    counts = frame["count"].to_numpy(dtype=float)
    try:
        found = _rates(frame, counts, np.where(exposure > 0, exposure, np.nan), settings)
    except ScoringError as wrong:
        problem = Message(
            "The police layer {file}: {problem}", file=layer.source, problem=wrong.problem
        )
        raise ScoringError(problem, wrong.next_step) from None
    normaliser = Normaliser.of(settings.normalise, found.rate)
    frame = frame.drop(columns=["count"])
    for name, rates in (("", found.rate), ("_low", found.low), ("_high", found.high)):
        frame["risk" + name] = normaliser.risk(rates)
        frame["expected" + name] = rates * exposure
    card = PoliceDescription(
        measure="count",
        exposure=named[0] if named else "area",
        shrink=settings.shrink,
        min_count=settings.min_count,
        areas=int(np.isfinite(found.rate).sum()),
        below=int(found.below.sum()),
        mean=_common(found.mean),
        variance=_common(found.variance),
        interval=_CHANCE,
    )
    return _made(layer, frame, normaliser, card, said)


def _rates(
    frame: gpd.GeoDataFrame, counts: Floats, exposure: Floats, settings: CombineSettings
) -> Shrunken:
    if settings.shrink == "none":
        return _as_counted(counts, exposure, settings.min_count)
    local = settings.shrink == "local"
    weights = queen_weights(np.asarray(frame.geometry.array)) if local else None
    prior = None
    if settings.shrink == "gamma_poisson":
        known = np.isfinite(counts) & np.isfinite(exposure)
        prior = gamma_likelihood(counts[known], exposure[known], min_count=settings.min_count)
    return shrink(
        counts, exposure, weights=weights, prior=prior, min_count=settings.min_count, chance=_CHANCE
    )


def _as_counted(counts: Floats, exposure: Floats, min_count: int) -> Shrunken:
    """Return raw rates with the exact interval of a Poisson count; small counts are unknown."""
    below = counts < min_count
    counts = np.where(below, np.nan, counts)
    if np.isnan(counts / exposure).all():
        raise ScoringError(
            Message("no area has a count of {count} or more.", count=min_count),
            Message("Ask for larger areas or a longer period; so few events say nothing."),
        )
    low = np.where(counts == 0, 0.0, gammaincinv(counts, (1 - _CHANCE) / 2)) / exposure
    high = gammaincinv(counts + 1, (1 + _CHANCE) / 2) / exposure
    whole = np.ones(len(counts))
    unknown = np.full(len(counts), np.nan)
    return Shrunken(counts / exposure, low, high, whole, below, unknown, unknown)


def _common(values: Floats) -> float | None:
    """Return the value all areas share, None where every area has its own."""
    known = values[np.isfinite(values)]
    same = len(known) > 0 and bool((known == known[0]).all())
    return float(known[0]) if same else None


def _made(
    layer: Layer,
    frame: gpd.GeoDataFrame,
    normaliser: Normaliser,
    card: PoliceDescription,
    said: tuple[Message, ...] = (),
) -> PoliceMap:
    card = card.model_copy(update={"normalise": normaliser.rule, "reference": normaliser.reference})
    notes = (*layer.report.notes, *said, *_told(card))
    made = replace(layer, frame=frame, report=replace(layer.report, notes=notes))
    return PoliceMap(made, card)


def _told(card: PoliceDescription) -> list[Message]:
    """Say in words what was done to the figures."""
    notes = []
    if card.measure == "count":
        exposure = Message("hectares") if card.exposure == "area" else card.exposure
        notes.append(
            Message(
                "Counts of {areas} areas were divided by {exposure}.",
                areas=card.areas,
                exposure=exposure,
            )
        )
    if card.shrink in _TOWARD:
        notes.append(
            Message(
                "The rates were shrunken toward {mean} (empirical Bayes): the fewer an area "
                "rests on, the more.",
                mean=_TOWARD[card.shrink],
            )
        )
    if card.below:
        sentence = (
            Message(
                "Areas with fewer than {least} events, whose risk is unknown: {count}.",
                least=card.min_count,
                count=card.below,
            )
            if card.shrink == "none"
            else Message(
                "Areas with fewer than {least} events, whose own count was not used: {count}.",
                least=card.min_count,
                count=card.below,
            )
        )
        notes.append(sentence)
    how = NORMALISATION_TEXTS[card.normalise]
    notes.append(Message("The figures were made a risk from 0 to 1: {how}.", how=how))
    return notes
