"""What indicators ask about members: own pairs, footprints, anchors, dwellings."""

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.locations.locations import Locations, Role
from riskmap.locations.membership import is_among
from riskmap.measures.arrays import Flags, Geometries, Pairs


def own_pairs(
    locations: Locations,
    member_index: "pd.Index[str]",
    roles: tuple[Role, ...] = ("address",),
) -> Pairs:
    """Return which members a location owns, as positions a measure can leave out.

    Parameters
    ----------
    locations
        The places; positions count along ``locations.frame``.
    member_index
        Ids of the targets the measure looks at, for example the index of the
        addresses; positions count along it. Members that are not in it are
        left out.
    roles
        Roles of the members that count as own.

    Returns
    -------
        Two arrays of equal length: position of the location, position of the
        member, ordered by location and member.
    """
    links = locations.of_role(*roles)
    origins = locations.frame.index.get_indexer(pd.Index(links["location_id"]))
    targets = member_index.get_indexer(pd.Index(links["member_id"]))
    known = (origins >= 0) & (targets >= 0)
    origins, targets = origins[known], targets[known]
    order = np.lexsort((targets, origins))
    return origins[order], targets[order]


def footprints(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    roles: tuple[Role, ...] = ("building", "outbuilding"),
) -> pd.DataFrame:
    """Return one row per location and building with the ground it covers.

    Parameters
    ----------
    locations
        The places.
    buildings
        Frame of the layer ``buildings``, indexed by ``building_id``,
        EPSG:28992.
    roles
        ``("outbuilding",)`` for buildings no address lies in.

    Returns
    -------
        ``location_id``, ``member_id``, ``role``, ``share`` and
        ``footprint_m2`` (m2): the building's area times the share of it that
        belongs to the location. Ordered by location, role and member.
    """
    members = locations.members
    position = buildings.index.get_indexer(pd.Index(members["member_id"]))
    chosen = members["role"].isin(roles).to_numpy() & (position >= 0)
    rows: pd.DataFrame = members[chosen].reset_index(drop=True)
    area = shapely.area(buildings.geometry.to_numpy()[position[chosen]])
    rows["footprint_m2"] = area * rows["share"].to_numpy()
    return rows


def footprint_m2(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    roles: tuple[Role, ...] = ("building", "outbuilding"),
) -> "pd.Series[float]":
    """Return the total footprint of each location's buildings (m2), 0 where it has none.

    See `footprints` for the parameters.
    """
    rows = footprints(locations, buildings, roles)
    total = rows.groupby("location_id")["footprint_m2"].sum()
    return total.reindex(locations.frame.index, fill_value=0.0)


def anchors(locations: Locations, buildings: gpd.GeoDataFrame) -> Geometries:
    """Return the geometry distances are measured from, one per location.

    It is the location's largest outbuilding; without outbuildings its largest
    building; without buildings the location's own geometry. Among equal
    footprints the lowest id wins. A building of which a part belongs to the
    location counts with that part, and is given whole.

    Parameters
    ----------
    locations
        The places.
    buildings
        Frame of the layer ``buildings``, EPSG:28992.

    Returns
    -------
        Geometries in the order of ``locations.frame``, EPSG:28992.
    """
    rows = footprints(locations, buildings)
    rows["place"] = locations.frame.index.get_indexer(pd.Index(rows["location_id"]))
    rows["source"] = buildings.index.get_indexer(pd.Index(rows["member_id"]))
    largest = rows["footprint_m2"].groupby([rows["place"], rows["role"]]).transform("max")
    rows = rows[(rows["place"] >= 0) & rows["footprint_m2"].eq(largest)]
    # The sort is stable, and members come by id: of equals the lowest id stays first.
    order = np.lexsort((rows["role"].ne("outbuilding"), rows["place"]))
    rows = rows.iloc[order].drop_duplicates("place")
    chosen = np.array(locations.frame.geometry.to_numpy(), dtype=object)
    chosen[rows["place"]] = buildings.geometry.to_numpy()[rows["source"]]
    return chosen


def dwelling_addresses(addresses: pd.DataFrame) -> "pd.Series[bool]":
    """Tell per address whether it is a dwelling; missing (NA) where its use is unknown.

    A dwelling is an address whose uses include ``woonfunctie``; mixed use
    counts as dwelling.

    Parameters
    ----------
    addresses
        Frame of the layer ``addresses``; without a column ``use`` everything
        is unknown.

    Returns
    -------
        Nullable booleans on the index of `addresses`.
    """
    return has_use(addresses, ("woonfunctie",))


def has_use(addresses: pd.DataFrame, uses: tuple[str, ...]) -> "pd.Series[bool]":
    """Tell per address whether one of its uses is among `uses`; NA where unknown.

    Parameters
    ----------
    addresses
        Frame of the layer ``addresses``; column ``use`` holds the register's
        words, joined by commas.
    uses
        The register's words, for example ``("industriefunctie",)``.

    Returns
    -------
        Nullable booleans on the index of `addresses`.
    """
    answer = pd.Series(pd.NA, index=addresses.index, dtype="boolean", name="has_use")
    if "use" not in addresses.columns:
        return answer
    place, texts = pd.factorize(addresses["use"])  # a register has a few hundred texts at most
    found = [not {word.strip() for word in str(text).split(",")}.isdisjoint(uses) for text in texts]
    known = place >= 0
    answer[known] = np.array(found, dtype=bool)[place[known]]
    return answer


def has_row(locations: Locations, table: pd.DataFrame, kinds: Collection[str] = ()) -> Flags:
    """Tell which locations have an address in a table, in the order of `locations.frame`.

    Parameters
    ----------
    locations
        The places.
    table
        Indexed by ``address_id``, with ``kind`` where `kinds` are asked.
    kinds
        Words; only rows of one of these kinds count, in capitals or not. None
        of them counts every row.
    """
    if kinds:
        words = table["kind"].astype("str").str.strip().str.casefold()
        table = table[words.isin([kind.casefold() for kind in kinds])]
    links = locations.of_role("address")
    listed = links["location_id"][is_among(links["member_id"], table.index)]
    return is_among(locations.frame.index, listed)
