"""Risk terrain model of places: which factors count, how far they reach, and what they multiply."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.learning.factors import Candidate, Factor, Kernel, columns_of
from riskmap.learning.terrain_checks import TerrainData, check_terrain
from riskmap.learning.terrain_tables import (
    model_table,
    profile_table,
    step_table,
    terrain_places,
)
from riskmap.messages import Message
from riskmap.statistics.count_models import CountModel, Family
from riskmap.statistics.risk_terrain import Terrain, unusable

Floats = NDArray[np.float64]

Per = Literal["area", "visits", "places"]

_FEWEST_OUTCOMES = 10
_FEW_OUTCOMES = 50


@dataclass(frozen=True)
class Settings:
    """How a model was asked for.

    Attributes
    ----------
    steps_m
        Distances tried (m).
    kernel
        Which operationalisations.
    folds
        Of the elastic net, by chance; and blocks in space of the check.
    seed
        Of both.
    """

    steps_m: tuple[float, ...]
    kernel: Kernel
    folds: int = 5
    seed: int = 1


@dataclass(frozen=True, eq=False)
class RiskTerrain:
    """A fitted risk terrain model, and how well it does where it was not fitted.

    Attributes
    ----------
    table
        The model, one row per factor in it: ``factor``, ``operationalisation``,
        ``distance_m``, ``coefficient``, ``rrv``.
    profile
        Every distance tried, each alone: the same columns, ``bic``,
        ``deviance_drop`` (twice the gain in log likelihood over no factor),
        ``places`` (number with a value above 0) and ``status``: ``chosen``,
        ``kept`` (by the elastic net, not by BIC), ``dropped``, or why no
        model can use it (`riskmap.statistics.risk_terrain.unusable`).
    places
        Indexed by ``place_id``: ``found`` (NaN where nobody looked),
        ``area_m2``, ``rrs``, ``expected``, and ``factor_<name>`` with the column
        of each factor in the model; geometry.
    checks
        ``check`` (``blocks``, ``next_period``), ``order`` (``model``,
        ``last_period``, ``area``), ``deviance_explained``, ``auc``,
        ``pai``, ``hit_rate`` (both of the best tenth of what counts are per), ``outcomes``.
    model
        Intercept (per m2 or visit), coefficients, dispersion and likelihood.
    bic
        Of the stepwise choice under each family.
    steps
        The way of the stepwise choice: ``move``, ``factor``,
        ``operationalisation``, ``distance_m``, ``bic``.
    residual_moran_z, residual_moran_p
        Of the residuals over the eight nearest places; NaN where there is none.
    outside
        Outcomes that fit no place.
    per
        What a count is per: ``area``, ``visits`` or ``places`` (all alike).
    settings, factors, notes
        What was asked, of which files, and what a reader must know.
    """

    table: pd.DataFrame
    profile: pd.DataFrame
    places: gpd.GeoDataFrame
    checks: pd.DataFrame
    model: CountModel
    bic: dict[Family, float]
    steps: pd.DataFrame
    residual_moran_z: float
    residual_moran_p: float
    outside: int
    per: Per
    settings: Settings
    factors: tuple[Factor, ...]
    notes: tuple[Message, ...]

    @property
    def highest_score(self) -> float:
        """The highest relative risk score of a place."""
        return float(self.places["rrs"].max())

    @property
    def possible_score(self) -> float:
        """The product of all relative risk values above 1: a place with every factor in full."""
        return float(np.prod(np.maximum(self.table["rrv"].to_numpy(dtype=float), 1.0)))


def learn_terrain(
    places: gpd.GeoDataFrame,
    factors: Sequence[Factor],
    settings: Settings,
    *,
    earlier: pd.DataFrame | None = None,
    outside: int = 0,
    notes: Sequence[Message] = (),
) -> RiskTerrain:
    """Fit a risk terrain model to places with counts.

    Parameters
    ----------
    places
        Indexed by ``place_id``, in metres: ``found`` (NaN where nobody
        looked), ``area_m2`` (NaN for points) and geometry; ``visits`` where
        the counts are finds of visits, which are then per visit.
    earlier
        Columns ``before`` and ``after``: the counts of the same places in two
        periods, for the check on the next period; None leaves that out.

    Raises
    ------
    ScoringError
        When there are too few outcomes to say anything.
    """
    counts = places["found"].to_numpy(dtype=float)
    _check(counts[np.isfinite(counts)])
    offset, per, told = _log_exposure(places)
    points = _middles(places)
    candidates, columns = columns_of(points, factors, settings.steps_m, settings.kernel)
    names = [factor.name for factor in factors]
    data = TerrainData(
        counts, columns, offset, points,
        factors=[names.index(candidate.factor) for candidate in candidates],
        signs=np.array([candidate.sign for candidate in candidates], dtype=int),
        folds=settings.folds, seed=settings.seed,
    )  # fmt: skip
    terrain = data.fit(counts, data.seen)
    checked = check_terrain(data, terrain, earlier)
    said = _said(counts, candidates, columns[data.seen])
    return RiskTerrain(
        table=model_table(terrain, candidates),
        profile=profile_table(terrain, candidates, data),
        places=terrain_places(places, terrain, candidates, data),
        checks=checked.figures,
        model=terrain.model,
        bic=_bic(terrain),
        steps=step_table(terrain, candidates),
        residual_moran_z=checked.moran_z,
        residual_moran_p=checked.moran_p,
        outside=outside,
        per=per,
        settings=settings,
        factors=tuple(factors),
        notes=(*notes, *told, *_large(places, settings), *said, *checked.notes),
    )


def _bic(terrain: Terrain) -> dict[Family, float]:
    families = (terrain.poisson.model, terrain.negative_binomial.model)
    return {model.family: model.bic for model in families}


def _check(counts: Floats) -> None:
    if not counts.sum() >= _FEWEST_OUTCOMES or (counts > 0).sum() < 2:  # noqa: PLR2004 (two places to compare)
        raise ScoringError(
            Message(
                "Only {count:g} outcomes lie in {places} places: nothing can be learned from them.",
                count=counts.sum(),
                places=int((counts > 0).sum()),
            ),
            Message("Give at least {least} outcomes, or a larger area.", least=_FEWEST_OUTCOMES),
        )


def _log_exposure(places: gpd.GeoDataFrame) -> tuple[Floats, Per, tuple[Message, ...]]:
    """Return ln of the visits, else of the area (m2), else 0 everywhere; and which of them."""
    if "visits" in places:
        visits = places["visits"].to_numpy(dtype=float)
        return np.log(np.maximum(visits, 1.0)), "visits", ()
    area = places["area_m2"].to_numpy(dtype=float)
    if np.isfinite(area).all() and (area > 0).all():
        return np.log(area), "area", ()
    told = Message("Not every place has an area: all places count the same, whatever their size.")
    return np.zeros(len(area)), "places", (told,)


def _large(places: gpd.GeoDataFrame, settings: Settings) -> tuple[Message, ...]:
    """Say that places are too large for the smallest distance, where most of them are."""
    side = float(np.sqrt(places["area_m2"].median()))
    if not side > min(settings.steps_m) * 2:  # half a side lies between the middle and the border
        return ()
    return (
        Message(
            "Half of the places are wider than {side:.0f} m, and distances are measured from their "
            "middle: what lies inside a place may count as far from it. Smaller places say more.",
            side=side,
        ),
    )


def _middles(places: gpd.GeoDataFrame) -> Floats:
    """Return the middle of every place, or a point inside it where that lies outside."""
    shapes = places.geometry
    middle = shapes.centroid
    outside = ~shapes.intersects(middle)
    middle[outside] = shapes[outside].representative_point()
    return np.column_stack((middle.x, middle.y))


def _said(counts: Floats, candidates: Sequence[Candidate], columns: Floats) -> tuple[Message, ...]:
    """Say which factors could not be used at any distance, and whether there is much to go by."""
    seen = counts[np.isfinite(counts)]
    notes = []
    if seen.sum() < _FEW_OUTCOMES:
        notes.append(
            Message(
                "There are only {count:g} outcomes: which factors come out may be chance.",
                count=seen.sum(),
            )
        )
    if len(seen) < len(counts):
        notes.append(
            Message("Places where nobody looked, left out of the fit: {count}.", count=len(counts) - len(seen))  # noqa: E501
        )  # fmt: skip
    reasons = unusable(seen, columns)
    for name in dict.fromkeys(one.factor for one in candidates):
        own = [why for one, why in zip(candidates, reasons, strict=True) if one.factor == name]
        if all(why == "constant" for why in own):
            notes.append(
                Message(
                    "Factor {factor} is the same at every place at every distance, and was left out.",  # noqa: E501
                    factor=name,
                )
            )
        elif "all_there" in own:
            notes.append(
                Message(
                    "At some distance every outcome lies by factor {factor}: no ratio can be "
                    "estimated there, and that distance was left out. Look at it by itself.",
                    factor=name,
                )
            )
    return tuple(notes)
