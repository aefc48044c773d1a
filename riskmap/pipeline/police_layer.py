"""The police layer of a run: read whole, made a risk once, and what its counts are spread by."""

from dataclasses import replace

import numpy as np
import pandas as pd
import shapely
from shapely import Geometry

from riskmap.combine import combine
from riskmap.layers.layer import Layers
from riskmap.maps import ScoredMap
from riskmap.pipeline.scoring_themes import ThemeResult
from riskmap.police import PoliceMap, police_map
from riskmap.project import Project

_SIZES = ("addresses", "buildings", "floor_area")


def police_of(project: Project, layers: Layers, area: Geometry | None) -> PoliceMap | None:
    """Return the police layer as a risk; None when the project has none.

    Counts are shrunken, and figures ordered, over every area of the file; only
    those near the project's area are kept after.

    Raises
    ------
    ScoringError
        When the figures cannot be used.
    """
    risk = layers.get("risk")
    if risk is None:
        return None
    police = police_map(risk, project.combine)
    if area is None or police.layer.raster is not None:
        return police
    frame = police.layer.frame
    near = shapely.intersects(np.asarray(frame.geometry.array), shapely.box(*area.bounds))
    return replace(police, layer=replace(police.layer, frame=frame[near]))


def with_police(layers: Layers, police: PoliceMap | None) -> Layers:
    """Return the layers with the police layer as a risk, its counts gone."""
    if police is None:
        return layers
    return Layers({**layers.by_name, "risk": police.layer})


def combined_maps(
    project: Project, results: dict[str, ThemeResult], layers: Layers, police: PoliceMap
) -> dict[str, ScoredMap]:
    """Return theme -> its combined map.

    Raises
    ------
    ScoringError
        When a map and the police layer cannot be combined.
    """
    return {
        name: combine(
            result.opportunity,
            police,
            project.combine,
            ancillary=size_of_places(
                project.combine.ancillary, result.opportunity, result.members, layers
            ),
            k=project.inspection.capacity,
        )
        for name, result in results.items()
    }


def size_of_places(
    name: str | None, scored: ScoredMap, members: pd.DataFrame, layers: Layers
) -> "pd.Series[float] | None":
    """Return how many addresses or buildings, or how much floor area (m2), every location has.

    Indexed by ``location_id``; 0 where it has none, NaN where the floor area
    of all of its addresses is unknown. None for any other name.
    """
    if name not in _SIZES:
        return None
    roles = ("building", "outbuilding") if name == "buildings" else ("address",)
    members = members[members["role"].isin(roles)]
    amount = members["share"].astype("float64")
    if name == "floor_area":
        if "addresses" not in layers:
            return None
        amount = amount * members["member_id"].map(layers["addresses"].frame["floor_area_m2"])
    ids = pd.Index(scored.frame["location_id"])
    sums = amount.groupby(members["location_id"]).sum(min_count=1).reindex(ids)
    return sums.where(ids.isin(members["location_id"]), 0.0)
