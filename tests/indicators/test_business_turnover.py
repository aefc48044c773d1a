"""Turnover per cell and per park, against arithmetic by hand and a loop."""

import numpy as np
import pandas as pd
import pytest

from riskmap.indicators.business_turnover import business_turnover

NAN = np.nan


def table(rows):
    """Return a turnover table: area -> (arrivals, departures, stock, years)."""
    columns = ["arrivals", "departures", "stock", "years"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).astype(float)


@pytest.fixture
def hall(make):
    """Return one hall with its inside point at (130955, 480555)."""
    return make(
        {"a": (130_950, 480_550, 10, 10, 1970, None, None)},
        [("building:a", "building", "a", 1.0)],
    ).locations


def test_it_is_what_came_and_left_over_twice_the_stock_per_year(hall):
    # 12 came and 6 left in 3 years among 30: 18 / 180
    assert business_turnover(hall, table({"E1309N4805": (12, 6, 30, 3)}))[0:1].item() == 0.1


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("E1309N4805", True),
        ("E01309N4805", True),
        ("E1310N4805", False),
        ("E1309N4806", False),
        ("E130N480", True),
        ("E13N48", True),
        ("E13095N48055", True),
        ("E130955N480555", True),
        ("E1309554N4805554", False),
        ("1309N4805", False),
    ],
)
def test_the_digits_of_a_cell_tell_its_size(hall, cell, found):
    rate = business_turnover(hall, table({cell: (12, 6, 30, 3)}))
    assert rate.notna().to_list() == [found]


def test_the_smallest_cell_that_is_known_counts(hall):
    rows = {"E130N480": (3, 3, 10, 1), "E1309N4805": (12, 6, 30, 3)}
    assert business_turnover(hall, table(rows)).to_list() == [0.1]
    rows["E1309N4805"] = (12, 6, NAN, 3)
    assert business_turnover(hall, table(rows)).to_list() == [0.3]


@pytest.mark.parametrize(
    "row", [(NAN, 6, 30, 3), (12, NAN, 30, 3), (12, 6, NAN, 3), (12, 6, 9.9, 3), (12, 6, 30, 0)]
)
def test_what_is_not_known_and_a_small_stock_are_unknown(hall, row):
    assert business_turnover(hall, table({"E1309N4805": row})).isna().all()


def test_ten_establishments_are_enough_and_none_that_moved_is_zero(hall):
    assert business_turnover(hall, table({"E1309N4805": (0, 0, 10, 3)})).to_list() == [0.0]


def test_the_park_answers_where_the_cell_does_not(hall, parks):
    park = parks({"2011": (130_000, 480_000, 131_000, 481_000)})
    rows = {"2011": (30, 30, 100, 3), "E1309N4805": (1, 1, 5, 3)}
    assert business_turnover(hall, table(rows), park).to_list() == [0.1]
    assert business_turnover(hall, table(rows)).isna().all()
    rows["E1309N4805"] = (12, 12, 20, 3)
    assert business_turnover(hall, table(rows), park).to_list() == [0.2]


def test_west_of_amersfoort_cells_may_miss_their_leading_zero(make):
    made = make(
        {"a": (52_310, 395_010, 10, 10, 1970, None, None)}, [("building:a", "building", "a", 1.0)]
    )
    for cell in ("E523N3950", "E0523N3950"):
        rate = business_turnover(made.locations, table({cell: (12, 6, 30, 3)}))
        assert rate.to_list() == [0.1]


def test_it_equals_a_loop_over_cells_in_the_made_village(village):
    chance = np.random.default_rng(3)
    rows = {
        f"E{east}N{north}": (*chance.integers(5, 20, 2), chance.integers(5, 60), 3)
        for east in range(1500, 1521)
        for north in range(4700, 4710)
        if chance.random() < 0.6
    }
    expected = []
    for shape in village.locations.frame.geometry:
        inside = shape.point_on_surface()
        name = f"E{int(inside.x // 100)}N{int(inside.y // 100)}"
        came, left, stock, years = rows.get(name, (NAN, NAN, NAN, NAN))
        expected.append((came + left) / (2 * stock * years) if stock >= 10 else NAN)
    rate = business_turnover(village.locations, table(rows))
    assert rate.to_numpy() == pytest.approx(expected, nan_ok=True)
    assert rate.notna().any()
    assert rate.isna().any()
