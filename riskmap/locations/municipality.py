"""In which municipality a place lies: by its border, else by the register's own ids."""

import geopandas as gpd
import pandas as pd

from riskmap.locations.within import representative_points
from riskmap.measures.containing import containing_polygon

# Municipality (4), type 10 for a building or 01 for an address, serial number (10) that is
# no filler; an id that several buildings shared has a mark after it.
_BUILDING_ID = r"^(\d{4})10(?!9{10})\d{10}(?:~|$)"
_ADDRESS_ID = r"^(\d{4})01(?!9{10})\d{10}$"


def municipality_of(
    places: gpd.GeoDataFrame,
    buildings: pd.DataFrame,
    municipalities: gpd.GeoDataFrame | None,
) -> "pd.Series[str]":
    """Return the municipality of each place, missing where nothing tells.

    The municipality whose border holds the representative point; else the
    first four digits of the place's own id where that is a BAG id of its kind;
    else those most of its buildings have (the lowest among equals). A BAG id
    keeps the code of the municipality that gave it out, also after a merger.

    Parameters
    ----------
    places
        Indexed by ``location_id``, EPSG:28992.
    buildings
        ``location_id`` and ``member_id`` of the buildings of each place.
    municipalities
        Frame of the layer ``municipalities``, or None.
    """
    answer = pd.Series(pd.NA, index=places.index, dtype="str")
    if municipalities is not None:
        answer = _by_border(places, municipalities).reindex(places.index).astype("str")
    register_id = places.index.to_series().str.split(":", n=1).str[1]
    of_address = places.index.str.startswith("address:")
    for pattern, chosen in ((_BUILDING_ID, ~of_address), (_ADDRESS_ID, of_address)):
        code = register_id.where(chosen).str.extract(pattern, expand=False)
        answer = answer.where(answer.notna(), code)
    return answer.where(answer.notna(), _by_members(buildings).reindex(places.index))


def _by_border(places: gpd.GeoDataFrame, municipalities: gpd.GeoDataFrame) -> "pd.Series[str]":
    borders = municipalities.sort_index()
    points = representative_points(places.geometry.to_numpy())
    border = containing_polygon(points, borders.geometry.to_numpy())
    codes = borders.index.to_numpy()[border[border >= 0]]
    return pd.Series(codes, index=places.index[border >= 0], dtype="str")


def _by_members(buildings: pd.DataFrame) -> "pd.Series[str]":
    codes = buildings["member_id"].astype("str").str.extract(_BUILDING_ID, expand=False)
    rows = pd.DataFrame({"place": buildings["location_id"], "code": codes}).dropna()
    counted = rows.groupby(["place", "code"]).size().rename("n").reset_index()
    counted = counted.sort_values(["place", "n", "code"], ascending=[True, False, True])
    return counted.drop_duplicates("place").set_index("place")["code"].astype("str")
