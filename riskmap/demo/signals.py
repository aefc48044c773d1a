"""Which objects each indicator should find, from what was built and drawn.

Nothing here is measured in the registers: a signal comes from the numbers the
municipality was built with, so that an indicator that finds it proves both
the indicator and the register it reads.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from riskmap.demo.access import road_access
from riskmap.demo.areas import functional_places
from riskmap.demo.conditions import Conditions
from riskmap.demo.drawing import Numbers
from riskmap.demo.facts import Facts, Flags, Rows
from riskmap.demo.operators import street_of, unconnected_streets
from riskmap.demo.parks import park_area
from riskmap.demo.plan import Recreation
from riskmap.demo.planting import yard_conditions
from riskmap.demo.terrain import halls
from riskmap.demo.waters import quay_distance

Signal = tuple[str, npt.NDArray[np.object_], Flags]

_ENDED = ("Pand buiten gebruik", "Sloopvergunning verleend")
_OLD = (1960, 1993)
_FAR_M, _FEW, _LONG_M, _BACK_M = 190.0, 8, 150.0, 100.0
_SCREENED, _SPARE, _NEAR_RAMP = 0.5, 0.6, 0.5
_UNITS, _SMALL_M2, _HALF, _MOSTLY = 4, 150, 0.5, 0.75
_QUAY_M, _BOXES, _LARGE_M2, _BACK = 60.0, 24, 3_000, 0.6
_MANY_FIRMS, _CHANGES, _SALES, _EMPTY_PARK = 9, 2, 4, 0.12
_UNDECLARED_M = 60.0


def planted_signals(
    facts: Facts, found: Conditions, ended: npt.NDArray[np.object_], firms: pd.DataFrame
) -> pd.DataFrame:
    """Return the objects per indicator, and whether the signal is planted in them.

    Parameters
    ----------
    ended
        Status per building, with the end-of-life signals that were planted.
    firms
        ``vbo_id`` and the true number of ``firms`` there.

    Returns
    -------
    pandas.DataFrame
        ``indicator``; ``of`` what it is true (yard, building, address, park);
        ``object_id``: the BAG number of the building (of a yard: of its
        house) or address, or the number of the recreation park; ``planted``.
    """
    signals = {
        "yard": _of_yards(facts, found, ended),
        "building": (*_of_parks(facts, found), *_of_halls(facts, found, ended)),
        "address": _of_addresses(facts, found, firms),
        "park": _of_recreation(facts),
    }
    parts = [
        pd.DataFrame({"indicator": name, "of": of, "object_id": ids, "planted": planted})
        for of, some in signals.items()
        for name, ids, planted in some
    ]
    return pd.concat(parts, ignore_index=True)


def _of_yards(facts: Facts, found: Conditions, ended: npt.NDArray[np.object_]) -> Iterator[Signal]:
    """Yield what is so at yards; a yard goes by the number of its house."""
    yards, state = found.yards, yard_conditions(facts.town)
    rows = pd.Series(np.flatnonzero(facts.part == "yard"))
    own = rows.groupby(facts.owner[rows])
    house = own.min().to_numpy()
    ids = facts.building_ids[house]
    middle = shapely.get_coordinates(shapely.centroid(facts.town.yards.geometry.to_numpy()))
    empty = pd.Series(facts.town.addresses["vacant"].to_numpy()).groupby(facts.home).max()
    year, area = facts.town.buildings["year"].to_numpy(), facts.area
    old = ((year >= _OLD[0]) & (year <= _OLD[1])) * area
    shed = (facts.units == 0) * area
    suspect = found.buildings["suspect"].to_numpy() * shed
    per_yard = pd.DataFrame(
        {"area": area, "old": old, "shed": shed, "suspect": suspect, "end": np.isin(ended, _ENDED)}
    ).loc[rows].groupby(facts.owner[rows]).sum()  # fmt: skip
    undeclared = shapely.STRtree(facts.forgotten).query(
        facts.town.yards.geometry.to_numpy(), predicate="dwithin", distance=_UNDECLARED_M
    )[0]
    flags: dict[str, npt.ArrayLike] = {
        "administrative_vacancy": empty.reindex(house).to_numpy(dtype=bool),
        "farm_cessation": yards["stopped"],
        "bag_lifecycle_signal": per_yard["end"] > 0,
        "yard_overgrowth": yards["overgrown"],
        "yard_activity_change": yards["extended"],
        "yard_crop_disconnect": np.isin(np.arange(len(yards)), undeclared),
        "isolation_nearest_address": state["isolation"] > _HALF,
        "neighbour_density_500": _around(facts, middle, 500.0) <= _FEW,
        "dead_end_access": state["dead_end"] > 0,
        "road_setback": facts.town.yards["setback"] > _BACK_M,
        "view_screening": state["screening"] > _SCREENED,
        "unaddressed_outbuilding_area": state["capacity"] > _SPARE,
        "building_age_profile": per_yard["old"] > _HALF * per_yard["area"],
        "motorway_ramp_distance": state["access"] > _NEAR_RAMP,
    }
    for name, planted in flags.items():
        yield name, ids, np.asarray(planted, dtype=bool)
    with_shed = (per_yard["shed"] > 0).to_numpy()
    roof = (per_yard["suspect"] > _HALF * per_yard["shed"]).to_numpy()
    yield "asbestos_roof", ids[with_shed], roof[with_shed]


def _around(facts: Facts, middle: Numbers, reach: float) -> Rows:
    """Return how many addresses lie within reach of places, shape (places, 2)."""
    tree = cKDTree(facts.middle[facts.home])
    return np.asarray(tree.query_ball_point(middle, reach, return_length=True), dtype=np.intp)


def _of_parks(facts: Facts, found: Conditions) -> Iterator[Signal]:
    """Yield what is so at all buildings of business parks, boxes excepted."""
    plan, rows = facts.plan, np.flatnonzero(facts.part == "park")
    park = facts.owner[rows]
    ids, middle = facts.building_ids[rows], facts.middle[rows]
    branch, way = road_access(facts.town.roads, shapely.points(middle))
    areas = np.array([park_area(each, plan).bounds for each in plan.parks])
    along = (middle[:, 0] - areas[park, 0]) / (areas[park, 2] - areas[park, 0])
    lived = np.array(["woonfunctie" in use for use in facts.town.addresses["use"]])
    homes = cKDTree(facts.middle[facts.home[lived]])
    away = homes.query(middle)[0]
    worn = np.array([each.obsolete.lower() == "ja" for each in plan.parks])
    empty = np.array([each.vacancy for each in plan.parks])
    gone = pd.Series(facts.town.addresses["vacant"].to_numpy()).groupby(facts.home).max()
    cut = np.array([each.height / each.pitch > 1 for each in plan.parks])  # more than one street
    chosen = found.buildings.loc[rows]
    flags: dict[str, npt.ArrayLike] = {
        "unit_density": facts.units[rows] >= _UNITS,
        "administrative_vacancy": gone.reindex(rows).fillna(value=False).to_numpy(dtype=bool),
        "park_vacancy_share": empty[park] > _EMPTY_PARK,
        "business_turnover": chosen["lively"],
        "dead_end_access": branch > _LONG_M,
        "building_age_profile": facts.town.buildings["year"].to_numpy()[rows] < 1990,  # noqa: PLR2004
        "park_obsolescence": worn[park],
        "low_woz_per_m2": chosen["cheap"],
        "motorway_ramp_distance": way < np.median(way),
        "isolation_nearest_address": away > _FAR_M,
        "water_frontage": quay_distance(facts)[rows] < _QUAY_M,
    }
    for name, planted in flags.items():
        yield name, ids, np.asarray(planted, dtype=bool)
    yield "internal_seclusion", ids[cut[park]], (along > _BACK)[cut[park]]
    yield _connections(facts, rows)


def _connections(facts: Facts, rows: Rows) -> Signal:
    """Return which buildings lie in a street with few connections in use."""
    weak = unconnected_streets(facts)[street_of(facts).to_numpy()]
    there = pd.Series(weak).groupby(facts.home).max().reindex(rows).fillna(value=False)
    return "connection_gap", facts.building_ids[rows], there.to_numpy(dtype=bool)


def _of_halls(facts: Facts, found: Conditions, ended: npt.NDArray[np.object_]) -> Iterator[Signal]:
    """Yield what is so at some of the buildings only: halls, units, rows of boxes, shops."""
    ids, units, area = facts.building_ids, facts.units, facts.area
    chosen, part = found.buildings, facts.part
    fits, _ = halls(facts)
    yield "hall_with_yard", ids[fits], chosen["closed"].to_numpy()[fits]
    size = facts.town.addresses["area"].to_numpy()
    small = pd.Series(size < _SMALL_M2).groupby(facts.home).mean()
    many = np.flatnonzero((part == "park") & (units >= 3))  # noqa: PLR2004
    yield "small_unit_share", ids[many], (small.reindex(many) > _MOSTLY).to_numpy()
    listed = chosen["listed"].to_numpy()
    several = (part == "park") & (listed > 1) & (area >= 400)  # noqa: PLR2004 - m2
    yield "units_without_address", ids[several], (listed > units)[several]
    industry = pd.Series(facts.first_use == "industriefunctie").groupby(facts.home).max()
    large = (part == "park") & (area >= 1_000)  # noqa: PLR2004 - m2
    large &= industry.reindex(range(len(part))).fillna(value=False).to_numpy(dtype=bool)
    yield "logistic_capacity", ids[large], (area > _LARGE_M2)[large]
    for kind in ("box", "garage"):
        rows = pd.Series(np.flatnonzero(part == kind))
        row = rows.groupby(facts.owner[rows]).agg(["min", "size"])
        yield "storage_row_cluster", ids[row["min"]], (row["size"] >= _BOXES).to_numpy()
    outside = ~shapely.intersects(shapely.points(facts.middle), shapely.union_all(facts.built_up))
    sold = np.flatnonzero(np.isin(part, ("town", "park")) & (units > 0))
    yield "built_up_edge", ids[sold], outside[sold]
    yield "bag_lifecycle_signal", ids[sold], np.isin(ended[sold], _ENDED)
    sales = chosen["sales"].to_numpy()[sold]
    yield "transfer_frequency", ids[sold], (sales >= _SALES) | chosen["quick"].to_numpy()[sold]
    priced = np.flatnonzero((part == "town") & (units > 0))
    yield "low_woz_per_m2", ids[priced], chosen["cheap"].to_numpy()[priced]


def _of_addresses(facts: Facts, found: Conditions, firms: pd.DataFrame) -> Iterator[Signal]:
    """Yield what is so at addresses: venues by their own number, firms by their building's too."""
    venues = found.venues
    ids = facts.address_ids[venues.index]
    yield "venue_exposure", ids, (venues["changes"] >= _CHANGES).to_numpy()
    lively = found.buildings["lively"].to_numpy()[facts.home[venues.index]]
    yield "business_turnover", ids, lively
    empty = facts.town.addresses["vacant"].to_numpy()[venues.index]
    yield "administrative_vacancy", ids, empty
    count = firms.set_index("vbo_id")["firms"].reindex(facts.address_ids).fillna(0)
    most = pd.Series(count.to_numpy()).groupby(facts.home).max()
    work = most.index[np.isin(facts.part[most.index], ("park", "town"))].to_numpy()
    crowded = (most.reindex(work) >= _MANY_FIRMS).to_numpy()
    yield "registrations_per_address", facts.building_ids[work], crowded


def _of_recreation(facts: Facts) -> Iterator[Signal]:
    """Yield which recreation parks are old, split up and far away."""
    places = functional_places(facts.plan, facts.campsites)
    parks = {number: park for number, park in places.items()
             if isinstance(park, Recreation) and park.units}  # fmt: skip
    worn = [park.parcels > 1 and park.year < 1985 for park in parks.values()]  # noqa: PLR2004
    yield "recreation_park_profile", _objects(list(parks)), np.array(worn, dtype=bool)


def _objects(texts: Sequence[str]) -> npt.NDArray[np.object_]:
    return np.array(texts, dtype=object)
