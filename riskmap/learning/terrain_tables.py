"""The frames of a risk terrain model: the model, what else was tried, the places, the way there."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.learning.factors import Candidate
from riskmap.learning.terrain_checks import TerrainData
from riskmap.statistics.risk_terrain import Terrain, alone, unusable


def model_table(terrain: Terrain, candidates: Sequence[Candidate]) -> pd.DataFrame:
    """Return the model, one row per factor, the highest value first."""
    rows = [
        (c.factor, c.operationalisation, c.distance_m, b, float(np.exp(b)))
        for c, b in zip(
            (candidates[place] for place in terrain.chosen),
            terrain.model.coefficients.tolist(),
            strict=True,
        )
    ]
    heads = ["factor", "operationalisation", "distance_m", "coefficient", "rrv"]
    made = pd.DataFrame(rows, columns=heads)
    return made.sort_values("rrv", ascending=False, ignore_index=True, kind="stable")


def profile_table(
    terrain: Terrain, candidates: Sequence[Candidate], data: TerrainData
) -> pd.DataFrame:
    """Return every distance tried, each alone."""
    counts, columns = data.counts[data.seen], data.columns[data.seen]
    empty = terrain.poisson if terrain.model.family == "poisson" else terrain.negative_binomial
    parameters = 1 + (terrain.model.family == "negative_binomial")
    nothing = (parameters * np.log(len(counts)) - empty.steps[0].bic) / 2  # lnL without a factor
    reasons = unusable(counts, columns)
    models = alone(counts, columns, data.log_exposure[data.seen], terrain)
    rows = []
    for place, (one, why, model) in enumerate(zip(candidates, reasons, models, strict=True)):
        kept = "kept" if place in terrain.survivors else why or "dropped"
        fitted = model is not None and model.settled
        b = float(model.coefficients[0]) if model is not None and fitted else float("nan")
        rows.append(
            {
                "factor": one.factor,
                "operationalisation": one.operationalisation,
                "distance_m": one.distance_m,
                "coefficient": b,
                "rrv": float(np.exp(b)),
                "bic": model.bic if model is not None and fitted else float("nan"),
                "deviance_drop": 2 * (model.log_likelihood - nothing)
                if model is not None and fitted
                else float("nan"),
                "places": int((columns[:, place] > 0).sum()),
                "status": "chosen" if place in terrain.chosen else kept,
            }
        )
    return pd.DataFrame(rows)


def terrain_places(
    places: gpd.GeoDataFrame,
    terrain: Terrain,
    candidates: Sequence[Candidate],
    data: TerrainData,
) -> gpd.GeoDataFrame:
    """Return the places with score, expected count and the columns of the model."""
    scored: dict[str, object] = {
        "found": places["found"].to_numpy(dtype=float),
        "area_m2": places["area_m2"].to_numpy(dtype=float),
        "rrs": terrain.scores(data.columns),
        "expected": data.expected(terrain, np.arange(len(places))),
    }
    scored |= {f"factor_{candidates[one].factor}": data.columns[:, one] for one in terrain.chosen}
    return gpd.GeoDataFrame(scored, index=places.index, geometry=places.geometry, crs=places.crs)


def step_table(terrain: Terrain, candidates: Sequence[Candidate]) -> pd.DataFrame:
    """Return the way of the stepwise choice."""
    best = terrain.poisson if terrain.model is terrain.poisson.model else terrain.negative_binomial
    rows = []
    for step in best.steps:
        one = None if step.column is None else candidates[terrain.survivors[step.column]]
        rows.append(
            (
                step.move,
                "" if one is None else one.factor,
                "" if one is None else one.operationalisation,
                float("nan") if one is None else one.distance_m,
                step.bic,
            )
        )
    heads = ["move", "factor", "operationalisation", "distance_m", "bic"]
    return pd.DataFrame(rows, columns=heads)
