"""Whole cells, counted by asking every cell whether it lies inside."""

import math

import numpy as np
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.whole_cells import whole_cells

GRID = Affine(10, 0, 155_003.3, 0, -10, 463_001.7)


def cell_by_cell(shape, grid):
    west, south, east, north = shape.bounds
    columns = range(math.floor((west - grid.c) / grid.a), math.ceil((east - grid.c) / grid.a))
    rows = range(math.floor((north - grid.f) / grid.e), math.ceil((south - grid.f) / grid.e))
    wide = shape.buffer(1e-8)  # a polygon drawn along the cells' own borders holds them
    return sum(
        wide.covers(
            shapely.box(
                grid.c + grid.a * column,
                grid.f + grid.e * (row + 1),
                grid.c + grid.a * (column + 1),
                grid.f + grid.e * row,
            )
        )
        for column in columns
        for row in rows
    )


def test_every_whole_cell_is_counted_also_round_holes_and_in_parts():
    chance = np.random.default_rng(1)
    shapes = []
    for number in range(200):
        middle = chance.uniform((155_000, 462_700), (155_300, 463_000))
        shape = shapely.convex_hull(shapely.multipoints(middle + chance.uniform(-60, 60, (6, 2))))
        if number % 3 == 0:
            shape = shape.difference(shapely.Point(middle).buffer(chance.uniform(5, 25)))
        if number % 5 == 0:
            apart = middle + 80
            shape = shape.union(shapely.box(*apart, *(apart + chance.uniform(5, 60, 2))))
        shapes.append(shape)
    counts = whole_cells(np.array(shapes, dtype=object), GRID)
    assert counts.tolist() == [cell_by_cell(shape, GRID) for shape in shapes]
    assert counts.max() > 50


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-40, 40), st.floats(-40, 40)), min_size=3, max_size=7, unique=True
    ),
    st.sampled_from([GRID, Affine(0.5, 0, 0, 0, -0.5, 0), Affine(7, 0, -3, 0, -3, 11)]),
)
def test_any_hull_holds_the_cells_one_by_one(points, grid):
    shape = shapely.convex_hull(shapely.MultiPoint(points))
    if shape.area < 1e-3:
        return
    found = int(whole_cells(np.array([shape], dtype=object), grid)[0])
    # A cell whose corner lies on the outline may fall either way.
    least, most = (cell_by_cell(shape.buffer(margin), grid) for margin in (-1e-4, 1e-4))
    assert least <= found <= most


def test_a_square_along_the_cells_holds_them_all_and_nothing_holds_none():
    square = shapely.box(155_003.3, 462_951.7, 155_033.3, 463_001.7)
    shapes = np.array([square, None, shapely.Polygon(), shapely.Point(1, 1)], dtype=object)
    assert whole_cells(shapes, GRID).tolist() == [15, 0, 0, 0]
    assert whole_cells(np.empty(0, dtype=object), GRID).tolist() == []


def test_a_thin_strip_holds_no_cell_however_large_it_is():
    strip = shapely.box(155_000, 462_955, 157_000, 462_964)
    assert strip.area > 100 * 100
    assert whole_cells(np.array([strip], dtype=object), GRID).tolist() == [0]
