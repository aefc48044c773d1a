"""Large halls near a ramp, by hand and with networkx's distance in the made village."""

import numpy as np
import pytest

from riskmap.indicators.catalogue import measure
from riskmap.indicators.logistic_capacity import INDICATOR, logistic_capacity
from riskmap.indicators.motorway_ramp_distance import motorway_ramp_distance

INDUSTRY = "industriefunctie"
ROADS = {
    "1": ([(0, 0), (12_000, 0)], "a", "b", "G", None, False),
    "2": ([(0, 0), (0, -100)], "a", "m", "R", "OPR", True),
}


def hall(make, *, x=1_000, size=(50, 40), use=INDUSTRY, roads=ROADS, role="building"):
    """Return capacity and whether it applies, of one hall along a road from a ramp."""
    made = make(
        {"h": (x, 5, *size, 1990, None, None)},
        [("building:h", role, "h", 1.0)]
        + ([("building:h", "address", "v", 1.0)] if role == "building" else []),
        {"v": (x + 1, 6, use, 100, None)},
        roads=roads,
        kind="building",
    )
    values = logistic_capacity(
        made.locations, made.frames["buildings"], made.frames["addresses"], made.frames["roads"]
    )
    _, applies, _ = measure(INDICATOR, made.locations, made.layers())
    return values.iloc[0], bool(applies.iloc[0])


@pytest.mark.parametrize(
    ("x", "access"), [(1_900, 1.0), (2_100, 0.75), (4_900, 0.75), (5_100, 0.5), (9_100, 0.25)]
)
def test_footprint_counts_by_the_distance_to_the_ramp(make, x, access):
    assert hall(make, x=x) == (2000 * access, True)


def test_it_does_not_apply_to_small_halls_or_other_uses_and_unknown_use_is_unknown(make):
    assert hall(make, size=(50, 30)) == (1500, True)
    assert not hall(make, size=(50, 29))[1]
    assert hall(make, use="kantoorfunctie,industriefunctie")[0] == 2000
    assert not hall(make, use="kantoorfunctie")[1]
    assert not hall(make, role="outbuilding")[1]
    capacity, applies = hall(make, use=None)
    assert np.isnan(capacity)
    assert applies


def test_it_is_unknown_where_no_ramp_is_reached(make):
    roads = {"1": ROADS["1"], "2": ([(0, -500), (0, -600)], "x", "y", "R", "OPR", True)}
    assert np.isnan(hall(make, roads=roads)[0])


def test_very_large_halls_score_less_again():
    scores = INDICATOR.value.scores(np.array([1500, 4750, 8000, 15_000, 22_500, 30_000.0]))
    assert scores.tolist() == [0.0, 0.5, 1.0, 1.0, 0.5, 0.0]


def test_it_equals_a_loop_in_the_made_village(village):
    buildings, addresses = village.frames["buildings"], village.frames["addresses"]
    roads, members = village.frames["roads"], village.locations.members
    values, applies, _ = measure(
        INDICATOR, village.locations, village.layers(), {"min_footprint_m2": 150.0}
    )
    km = motorway_ramp_distance(village.locations, buildings, roads)
    for place in village.locations.frame.index:
        total, uses = 0.0, []
        for row in members[members["location_id"] == place].itertuples():
            if row.role == "building":
                area = buildings.geometry[row.member_id].area
                total += area * row.share if area >= 150 else 0.0
            if row.role == "address" and "buiten" not in str(addresses["status"][row.member_id]):
                uses.append(addresses["use"][row.member_id])
        known = [use for use in uses if isinstance(use, str)]
        industrial = any(INDUSTRY in use.split(",") for use in known)
        assert applies[place] == (total > 0 and (industrial or len(known) < len(uses)))
        steps = [access for limit, access in ((2, 1), (5, 0.75), (9, 0.5)) if km[place] <= limit]
        access = [*steps, 0.25][0] if not np.isnan(km[place]) else np.nan
        wanted = total * access if industrial and total else np.nan
        assert values[place] == pytest.approx(wanted, nan_ok=True), place
    assert values.gt(0).sum() > 3


@pytest.mark.parametrize(("end", "access"), [(2000, 1.0), (5000, 0.75), (9000, 0.5)])
def test_a_class_ends_with_its_last_kilometre(make, end, access):
    road = ([(0, 0), (end, 0)], "a", "b", "G", None, False)
    assert hall(make, x=end + 10, roads=ROADS | {"1": road}) == (2000 * access, True)
    longer = ([(0, 0), (end + 1, 0)], "a", "b", "G", None, False)
    assert hall(make, x=end + 10, roads=ROADS | {"1": longer})[0] < 2000 * access


def test_a_hall_the_layer_does_not_hold_is_unknown_and_without_any_hall_it_does_not_apply(make):
    made = make(
        {"h": (1000, 5, 50, 40, 1990, None, None), "s": (1100, 5, 50, 40, 1990, None, None)},
        [
            ("parcel:a", "building", "h", 1.0),
            ("parcel:a", "building", "gone", 1.0),
            ("parcel:a", "address", "v", 1.0),
            ("parcel:b", "outbuilding", "s", 1.0),
            ("parcel:b", "address", "w", 1.0),
        ],
        {"v": (1001, 6, INDUSTRY, 100, None), "w": (1101, 60, INDUSTRY, 100, None)},
        roads=ROADS,
        kind="parcel",
    )
    values, applies, _ = measure(INDICATOR, made.locations, made.layers())
    assert values.isna().all()
    assert applies.to_dict() == {"parcel:a": True, "parcel:b": False}
