"""Cheap space inside the same use, against counting the dearer ones."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.indicators.low_woz_per_m2 import INDICATOR, low_woz_per_m2

NAN = np.nan


def table(rows):
    """Return a table of values: object -> (euros per m2, use)."""
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["eur_per_m2", "use"])
    return frame.astype({"eur_per_m2": float, "use": "str"})


@pytest.fixture(scope="module")
def street(make):
    """Return a function: number of buildings -> one location per building."""

    def places(count):
        names = [f"b{n:02d}" for n in range(count)]
        made = make(
            {name: (20 * n, 0, 9, 9, 1970, None, None) for n, name in enumerate(names)},
            [(f"building:{name}", "building", name, 1.0) for name in names],
        )
        return made.locations

    return places


def test_the_cheapest_of_eleven_is_one_and_the_dearest_zero(street):
    rows = {f"b{n:02d}": (100 * (n + 1), "industrie") for n in range(11)}
    share = low_woz_per_m2(street(11), table(rows))
    assert share.to_list() == pytest.approx([1 - n / 10 for n in range(11)])
    assert INDICATOR.value.scores(share.to_numpy())[:4] == pytest.approx([1.0, 0.8, 0.4, 0.0])


def test_objects_of_another_use_are_not_compared(street):
    rows = {f"b{n:02d}": (100 * (n + 1), "industrie") for n in range(11)}
    rows |= {f"x{n:02d}": (1, "opslag") for n in range(50)}
    assert low_woz_per_m2(street(11), table(rows))["building:b00"] == 1.0


@pytest.mark.parametrize("row", [(NAN, "industrie"), (100, None)])
def test_an_unknown_value_or_use_is_unknown(street, row):
    rows = {f"b{n:02d}": (100 * (n + 1), "industrie") for n in range(11)} | {"b11": row}
    share = low_woz_per_m2(street(12), table(rows))
    assert np.isnan(share["building:b11"])
    assert share.notna().sum() == 11


def test_fewer_than_ten_objects_of_a_use_say_nothing(street):
    rows = {f"b{n:02d}": (100 * (n + 1), "industrie") for n in range(9)}
    assert low_woz_per_m2(street(9), table(rows)).isna().all()
    assert low_woz_per_m2(street(9), table(rows), least_objects=9).notna().all()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_it_is_the_share_of_the_others_that_cost_more(street, data):
    count = data.draw(st.integers(10, 25))
    bands = data.draw(st.lists(st.sampled_from([250, 600, 900]), min_size=count, max_size=count))
    uses = data.draw(
        st.lists(st.sampled_from(["kantoor", "industrie"]), min_size=count, max_size=count)
    )
    rows = {f"b{n:02d}": (bands[n], uses[n]) for n in range(count)}
    share = low_woz_per_m2(street(count), table(rows))
    for n in range(count):
        others = [bands[m] for m in range(count) if m != n and uses[m] == uses[n]]
        expected = sum(band > bands[n] for band in others) / len(others) if len(others) > 8 else NAN
        assert share[f"building:b{n:02d}"] == pytest.approx(expected, nan_ok=True)


def test_a_place_of_several_buildings_has_their_mean_by_the_part_it_has(make):
    made = make(
        {name: (20 * n, 0, 9, 9, 1970, None, None) for n, name in enumerate("abc")},
        [
            ("yard:a", "building", "a", 1.0),
            ("yard:a", "outbuilding", "b", 0.5),
            ("yard:a", "outbuilding", "c", 1.0),
        ],
    )
    rows = {f"x{n}": (200 + n, "industrie") for n in range(9)}
    rows |= {"a": (100, "industrie"), "b": (900, "industrie")}
    # a is the cheapest of eleven (1), b the dearest (0), c is not in the table
    share = low_woz_per_m2(made.locations, table(rows))
    assert share.to_list() == pytest.approx([1 / 1.5])


def test_a_building_without_a_value_has_that_of_its_park_compared_with_parks(make, parks):
    made = make(
        {"a": (10, 10, 9, 9, 1970, None, None), "b": (500, 10, 9, 9, 1970, None, None)},
        [("building:a", "building", "a", 1.0), ("building:b", "building", "b", 1.0)],
    )
    boxes = {f"p{n:02d}": (1000 * n, 0, 1000 * n + 99, 99) for n in range(11)}
    rows = {park: (100 + n, "gemengd") for n, park in enumerate(boxes)}
    rows |= {f"x{n:02d}": (1, "gemengd") for n in range(30)}
    share = low_woz_per_m2(made.locations, table(rows), parks(boxes))
    assert share["building:a"] == 1.0
    assert np.isnan(share["building:b"])


def test_each_building_counts_by_the_part_of_it_that_belongs_to_the_place(make):
    made = make(
        {name: (20 * n, 0, 9, 9, 1970, None, None) for n, name in enumerate("ab")},
        [("yard:a", "building", "a", 1.0), ("yard:a", "outbuilding", "b", 0.25)],
    )
    rows = {f"x{n}": (200 + 100 * n, "industrie") for n in range(9)}
    rows |= {"a": (650, "industrie"), "b": (250, "industrie")}
    # 700, 800, 900 and 1000 are dearer than a; all but 200 are dearer than b
    dearer = {name: sum(v > rows[name][0] for v, _ in rows.values()) / 10 for name in "ab"}
    share = low_woz_per_m2(made.locations, table(rows))["yard:a"]
    assert share == pytest.approx((dearer["a"] + 0.25 * dearer["b"]) / 1.25)
    assert dearer == {"a": 0.4, "b": 0.9}


def test_an_object_without_a_value_is_not_among_those_it_is_compared_with(street):
    rows = {f"b{n:02d}": (100 * (n + 1), "industrie") for n in range(10)}
    nobody = {"x0": (NAN, "industrie"), "x1": (100, None)}
    share = low_woz_per_m2(street(10), table(rows | nobody))
    assert share.to_list() == pytest.approx([1 - n / 9 for n in range(10)])
    nine = dict(list(rows.items())[:9])
    assert low_woz_per_m2(street(9), table(nine | nobody)).isna().all()


def test_two_objects_can_be_compared_and_one_alone_cannot(street):
    two = table({"b00": (100, "industrie"), "b01": (200, "industrie")})
    assert low_woz_per_m2(street(2), two, least_objects=1).to_list() == [1.0, 0.0]
    assert low_woz_per_m2(street(2), two.iloc[:1], least_objects=1).isna().all()


def test_parks_beyond_the_area_are_not_taken_for_buildings(make, parks):
    names = [f"99011000000000{n:02d}" for n in range(10)]
    made = make(
        {name: (20 * n, 0, 9, 9, 1970, None, None) for n, name in enumerate(names)},
        [(f"building:{name}", "building", name, 1.0) for name in names],
    )
    rows = {name: (100 * (n + 1), "industrie") for n, name in enumerate(names)}
    rows |= {f"RIN99{n:02d}": (1, "industrie") for n in range(12)}
    for known in (None, parks({"RIN9900": (900, 900, 999, 999)})):
        share = low_woz_per_m2(made.locations, table(rows), known)
        assert share.to_list() == pytest.approx([1 - n / 9 for n in range(10)])
