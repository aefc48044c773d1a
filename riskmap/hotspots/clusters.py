"""Where high or low values lie together: global Moran's I, Gi* and local Moran of one set of units.

Units are places, cells of a grid, or areas such as business parks: whatever
has one value each and neighbours.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.messages import Message
from riskmap.statistics.false_discovery import Discoveries, discoveries
from riskmap.statistics.getis_ord import local_g
from riskmap.statistics.moran import Moran, local_moran, moran
from riskmap.statistics.spatial_weights import Weights, islands, row_standardised
from riskmap.statistics.subset_sums import needed_draws

Correction = Literal["fdr", "bonferroni", "none"]
Inference = Literal["permutation", "normal"]
Floats = NDArray[np.float64]

HOT, COLD, NEITHER = "hot", "cold", "not_significant"
# By quadrant of the Moran scatter plot, from 1.
QUADRANTS = ("high_high", "low_high", "low_low", "high_low")
COLUMNS = (
    *("neighbours", "gi_star", "gi_p", "gi_p_adjusted", "hot_spot"),
    *("moran_i", "moran_z", "moran_p", "moran_p_adjusted", "cluster"),
)


@dataclass(frozen=True)
class Settings:
    """How local statistics are tested.

    Attributes
    ----------
    alpha
        The level of the correction.
    correction
        What makes a unit significant; all three are counted whatever it is.
    inference
        Where p comes from: permutation holds for skewed values too, the
        normal distribution is what most other tools use.
    permutations
        Of the global Moran's I; the local ones take as many as the
        correction needs.
    seed
        Of all permutations.
    """

    alpha: float = 0.05
    correction: Correction = "fdr"
    inference: Inference = "permutation"
    permutations: int = 999
    seed: int = 1


@dataclass(frozen=True)
class Found:
    """How many units are significant by one local statistic.

    Attributes
    ----------
    tests
        Units that were tested.
    raw, fdr, bonferroni
        Significant without correction, after Benjamini and Hochberg, and
        after Bonferroni.
    classes
        Significant units by class, after the correction that was asked for.
    """

    tests: int
    raw: int
    fdr: int
    bonferroni: int
    classes: dict[str, int]


@dataclass(frozen=True)
class Clusters:
    """What lies together among the units of one kind.

    Attributes
    ----------
    frame
        Indexed as the values: `COLUMNS`. ``hot_spot`` is ``hot``, ``cold`` or
        ``not_significant``; ``cluster`` one of `QUADRANTS` or
        ``not_significant``; NaN and NA for units without a neighbour.
    moran
        Global Moran's I, on weights whose rows add up to 1.
    gi_star, local_moran
        Counts before and after correction.
    neighbours
        Who is a neighbour, in words.
    islands
        Units without a neighbour: in no local test.
    draws
        Permutations behind each local p; 0 with normal inference.
    """

    frame: pd.DataFrame
    moran: Moran
    gi_star: Found
    local_moran: Found
    neighbours: Message
    islands: int
    draws: int


def find_clusters(
    values: "pd.Series[float]", weights: Weights, neighbours: Message, settings: Settings
) -> Clusters:
    """Return what lies together.

    Parameters
    ----------
    values
        One per unit, no NaN.
    weights
        Binary neighbours, in the order of the values.
    neighbours
        Who is a neighbour, in words.
    settings
        How it is tested.

    Raises
    ------
    ScoringError
        For fewer than four units, all values the same, or no neighbours.
    """
    numbers: Floats = np.asarray(values, dtype=np.float64)
    analytic = settings.inference == "normal"
    # With normal inference the permutations are not looked at.
    draws = 1 if analytic else needed_draws(len(numbers), settings.alpha)
    near = local_moran(numbers, weights, draws=draws, seed=settings.seed)
    high = local_g(numbers, weights, draws=draws, seed=settings.seed)
    alone = islands(weights)
    gi_p, moran_p = (one.p_normal if analytic else one.p for one in (high, near))
    # Gi* of a place without neighbours is its own value, and says nothing about what lies together.
    gi_p, z = _without(gi_p, alone), _without(high.z, alone)
    by_gi, by_moran = discoveries(gi_p, settings.alpha), discoveries(moran_p, settings.alpha)
    hot = np.where(z > 0, HOT, COLD)
    quadrant = np.array(["", *QUADRANTS])[near.quadrant]
    frame = pd.DataFrame(
        {
            "neighbours": np.diff(weights.indptr).astype(np.int64),
            "gi_star": z,
            "gi_p": gi_p,
            "gi_p_adjusted": by_gi.adjusted,
            "hot_spot": _classes(hot, gi_p, by_gi, settings, values.index),
            "moran_i": near.statistic,
            "moran_z": near.z,
            "moran_p": moran_p,
            "moran_p_adjusted": by_moran.adjusted,
            "cluster": _classes(quadrant, moran_p, by_moran, settings, values.index),
        },
        index=values.index,
    )
    return Clusters(
        frame=frame,
        moran=_overall(numbers, weights, settings),
        gi_star=_found(by_gi, frame["hot_spot"], (HOT, COLD)),
        local_moran=_found(by_moran, frame["cluster"], QUADRANTS),
        neighbours=neighbours,
        islands=len(alone),
        draws=0 if analytic else draws,
    )


def _overall(numbers: Floats, weights: Weights, settings: Settings) -> Moran:
    standard = row_standardised(weights)
    return moran(numbers, standard, permutations=settings.permutations, seed=settings.seed)


def _without(numbers: Floats, rows: NDArray[np.intp]) -> Floats:
    kept = numbers.copy()
    kept[rows] = np.nan
    return kept


def _classes(
    names: NDArray[np.str_], p: Floats, tested: Discoveries, settings: Settings, index: pd.Index
) -> "pd.Series[str]":
    passed = {
        "fdr": tested.significant,
        "bonferroni": p * tested.tests <= settings.alpha,
        "none": p <= settings.alpha,
    }[settings.correction]
    named: pd.Series[str] = pd.Series(np.where(passed, names, NEITHER), dtype="str", index=index)
    return named.mask(np.isnan(p))


def _found(tested: Discoveries, classes: "pd.Series[str]", names: tuple[str, ...]) -> Found:
    counted = {name: int((classes == name).sum()) for name in names}
    return Found(tested.tests, tested.raw, tested.fdr, tested.bonferroni, counted)
