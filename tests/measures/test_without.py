"""What is left, against one difference at a time."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.overlap import overlaps
from riskmap.measures.united import united
from riskmap.measures.without import once, without

SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, count=st.integers(0, 20), taken=st.integers(0, 20))
def test_it_equals_taking_the_union_of_all_away(shapes, seed, count, taken):
    places, away = shapes(seed, count), shapes(seed + 1, taken)
    left = without(places, away)
    union = shapely.union_all(away)
    for place, rest in zip(places, left, strict=True):
        wanted = place.difference(union)
        assert rest.symmetric_difference(wanted).area == pytest.approx(0, abs=1e-6)


def test_lines_lose_the_part_inside_and_what_is_missing_stays_missing():
    lines = np.array([shapely.LineString([(0, 0), (10, 0)]), None], dtype=object)
    away = np.array([shapely.box(2, -1, 5, 1), shapely.box(4, -1, 6, 1), None], dtype=object)
    left = without(lines, away)
    assert left[0].length == pytest.approx(6.0)
    assert left[1] is None


def test_nothing_taken_leaves_the_same_and_slices_do_not_matter(shapes, monkeypatch):
    places, away = shapes(3, 30), shapes(4, 30)
    whole = without(places, away)
    assert shapely.equals(without(places, away[:0]), places).all()
    monkeypatch.setattr("riskmap.measures.without._ROWS", 4)
    assert shapely.equals_exact(without(places, away), whole).all()


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_united_ground_equals_the_intersection_with_the_union(shapes, seed):
    places, covers = shapes(seed, 12), shapes(seed + 1, 12)
    rows = np.array([3, 0, 11])
    found = united(places, covers, overlaps(places, covers), rows)
    for row, ground in zip(rows, found, strict=True):
        wanted = places[row].intersection(shapely.union_all(covers))
        assert ground.area == pytest.approx(wanted.area, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, count=st.integers(0, 25))
def test_once_covers_the_same_ground_and_none_of_it_twice(shapes, seed, count):
    places = shapes(seed, count)
    parts = once(places)
    union = shapely.union_all(places)
    assert shapely.union_all(parts).symmetric_difference(union).area == pytest.approx(0, abs=1e-6)
    assert shapely.area(parts).sum() == pytest.approx(union.area, abs=1e-6)
    if count:
        assert parts[0].equals(places[0])
