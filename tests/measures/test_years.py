"""Parts and their years, against one union per year."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.without import once
from riskmap.measures.years import parts_by_years

SEEDS = st.integers(0, 2**32 - 1)


def covers_of_years(shapes, seed, count):
    """Return covers that come back in some years, in another order, and their years."""
    rng = np.random.default_rng(seed)
    lasting = shapes(seed, count)
    kept = [rng.random(count) < 0.7 for _ in range(4)]
    covers = [lasting[k][rng.permutation(k.sum())] for k in kept]
    covers[2] = np.append(covers[2], shapes(seed + 1, 3))
    year = np.repeat([2020, 2021, 2023, 2024], [len(one) for one in covers])
    return np.concatenate(covers), year


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, count=st.integers(0, 14))
def test_they_cover_what_the_covers_of_every_year_cover_together(shapes, seed, count):
    covers, year = covers_of_years(shapes, seed, count)
    places = shapes(seed + 2, 6)
    parts, years = parts_by_years(covers, year)
    assert years.sum() <= len(covers)
    for place in places:
        # The slow way, as it was: a union of what there is in each year.
        wanted = [
            shapely.union_all(covers[year == one]).intersection(place).area
            for one in np.unique(year)
        ]
        found = (shapely.area(shapely.intersection(parts, place)) * years).sum()
        assert found == pytest.approx(sum(wanted), abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_they_equal_taking_every_year_apart(shapes, seed):
    covers, year = covers_of_years(shapes, seed, 12)
    parts, years = parts_by_years(covers, year)
    apart = sum(shapely.area(once(covers[year == one])).sum() for one in np.unique(year))
    assert (shapely.area(parts) * years).sum() == pytest.approx(apart, abs=1e-6)


def test_what_comes_back_is_one_part_also_under_the_same_other():
    field, other = shapely.box(0, 0, 10, 10), shapely.box(-5, 0, 2, 10)
    covers = np.array([field, field, other, other, field, None, shapely.Polygon()], dtype=object)
    year = np.array([1, 2, 1, 2, 3, 1, 1])
    parts, years = parts_by_years(covers, year)
    # In year 3 the other is not there: what lies under it is the field's then.
    assert sorted(zip(shapely.area(parts), years, strict=True)) == [(70, 2), (80, 2), (100, 1)]


def test_a_cover_twice_in_a_year_counts_once_and_none_gives_none():
    field = shapely.box(0, 0, 10, 10)
    parts, years = parts_by_years(np.array([field, field], dtype=object), np.array([5, 5]))
    assert (shapely.area(parts).tolist(), years.tolist()) == ([100], [1])
    parts, years = parts_by_years(np.empty(0, dtype=object), np.empty(0, np.intp))
    assert (len(parts), len(years)) == (0, 0)
