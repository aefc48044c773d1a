"""In which group a place lies: its neighbourhood, its landscape, its municipality."""

from typing import get_args

import geopandas as gpd
import pandas as pd

from riskmap.errors import LayerError
from riskmap.layers.layer import Layers
from riskmap.layers.naming import LAYER_NAMES
from riskmap.locations.within import representative_points
from riskmap.measures.containing import containing_polygon
from riskmap.messages import Message
from riskmap.project import Groups

GROUPS: tuple[Groups, ...] = get_args(Groups)
"""Layers that can be groups, in the order a report takes them."""


def groups_of(places: gpd.GeoDataFrame, by: Groups, layers: Layers) -> "pd.Series[str]":
    """Return the name of the group each place lies in, missing where it lies in none.

    A place lies where its representative point lies. Areas of one landscape
    are one group. A neighbourhood or municipality goes by its name, with its
    code where several share that name, and by its code where it has no name.

    Parameters
    ----------
    places
        With ``municipality`` (code) and geometry, EPSG:28992.
    by
        Which layer gives the groups.
    layers
        The layers of the run; municipalities can do without theirs.

    Raises
    ------
    LayerError
        When there is no such layer.
    """
    if by == "municipalities":
        codes = places["municipality"].astype("str")
        return _named(codes, layers[by].frame) if by in layers else codes
    if by not in layers:
        raise LayerError(
            Message(
                "Places cannot be ranked inside {layer}: there is no such layer.",
                layer=LAYER_NAMES[by],
            ),
            Message("Add [layers.{layer}] to riskmap.toml, or leave rank_within out.", layer=by),
        )
    areas = layers[by].frame
    if by == "landscapes":
        return _containing(places, areas, areas["landscape"])
    return area_names(places, areas)


def area_names(places: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Return the name of the area each place lies in, missing where it lies in none.

    Parameters
    ----------
    places
        EPSG:28992.
    areas
        Polygons with ``name``, indexed by their code.
    """
    return _named(_containing(places, areas, areas.index.to_series()), areas)


def _containing(
    places: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, labels: "pd.Series[str]"
) -> "pd.Series[str]":
    points = representative_points(places.geometry.to_numpy())
    found = containing_polygon(points, areas.geometry.to_numpy())
    numbered = labels.astype("str").reset_index(drop=True)
    return numbered.reindex(found).set_axis(places.index).astype("str")


def _named(codes: "pd.Series[str]", areas: pd.DataFrame) -> "pd.Series[str]":
    if "name" not in areas:
        return codes
    names = areas["name"].dropna().astype("str")
    repeated = names.duplicated(keep=False)
    shown = names.mask(repeated, names + " (" + names.index.astype("str") + ")")
    return codes.map(shown).astype("str").fillna(codes)
