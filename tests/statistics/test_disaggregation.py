"""Counts spread and rates averaged, against a loop with shapely; totals are kept."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from riskmap.errors import ScoringError
from riskmap.statistics.disaggregation import Pairs, disaggregate_counts, disaggregate_rates

NAN = float("nan")


def made(seed, sources=6, targets=30):
    """Return overlapping-free source strips, random target boxes, and their pairs."""
    draw = np.random.default_rng(seed)
    edges = np.r_[0, np.sort(draw.uniform(0, 100, sources - 1)), 100]
    strips = [shapely.box(a, 0, b, 100) for a, b in itertools.pairwise(edges)]
    west, south = draw.uniform(0, 90, targets), draw.uniform(0, 90, targets)
    boxes = [shapely.box(x, y, x + 9, y + 5) for x, y in zip(west, south, strict=True)]
    found = [
        (s, t, strips[s].intersection(boxes[t]).area)
        for s in range(sources)
        for t in range(targets)
    ]
    kept = [row for row in found if row[2] > 0]
    source, target, amount = (np.array(part) for part in zip(*kept, strict=True))
    return strips, boxes, Pairs(source, target, amount, sources, targets)


def by_loop(counts, strips, boxes, weights):
    """Spread every count over the boxes in it: y_s a_st z_t / sum a_st' z_t'."""
    spread = [0.0] * len(boxes)
    lost = [0.0] * len(strips)
    for s, strip in enumerate(strips):
        parts = [strip.intersection(b).area * z for b, z in zip(boxes, weights, strict=True)]
        if sum(parts) == 0:
            lost[s] = counts[s]
            continue
        for t, part in enumerate(parts):
            spread[t] += counts[s] * part / sum(parts)
    return spread, lost


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_spread_as_by_a_loop_with_shapely(seed):
    strips, boxes, pairs = made(seed)
    draw = np.random.default_rng(seed + 100)
    counts = draw.poisson(20, len(strips)).astype(float)
    for weights in (np.ones(len(boxes)), draw.gamma(1, 3, len(boxes))):
        expected, lost = by_loop(counts, strips, boxes, weights)
        found = disaggregate_counts(counts, pairs, weights)
        np.testing.assert_allclose(found.counts, expected, rtol=1e-9)
        np.testing.assert_allclose(found.not_allocated, lost, atol=0)


@settings(deadline=None, max_examples=60)
@given(
    hnp.arrays(float, 6, elements=st.floats(0, 1e6)),
    hnp.arrays(float, 30, elements=st.one_of(st.just(0.0), st.floats(1e-3, 1e3))),
    st.integers(0, 50),
)
def test_totals_are_kept_whatever_is_spread_by_what(counts, weights, seed):
    _, _, pairs = made(seed)
    found = disaggregate_counts(counts, pairs, weights)
    total = np.nansum(found.counts) + np.nansum(found.not_allocated)
    assert total == pytest.approx(counts.sum(), rel=1e-9, abs=1e-9)


def test_a_source_without_a_weight_is_not_allocated_and_not_lost():
    pairs = Pairs(np.array([0, 1]), np.array([0, 1]), np.array([1.0, 1.0]), 3, 2)
    found = disaggregate_counts(np.array([4.0, 5.0, 6.0]), pairs, np.array([1.0, 0.0]))
    assert found.counts.tolist()[0] == 4.0
    assert found.not_allocated.tolist() == [0.0, 5.0, 6.0]


def test_an_unknown_count_is_no_zero():
    pairs = Pairs(np.array([0, 1]), np.array([0, 1]), np.array([1.0, 1.0]), 2, 2)
    found = disaggregate_counts(np.array([NAN, 5.0]), pairs)
    assert np.isnan(found.counts[0])
    assert found.counts[1] == 5.0
    assert np.isnan(found.not_allocated[0])


def test_a_target_whose_weight_is_unknown_has_no_count_of_zero():
    pairs = Pairs(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1.0, 1.0, 2.0]), 1, 3)
    found = disaggregate_counts(np.array([9.0]), pairs, np.array([1.0, NAN, 1.0]))
    np.testing.assert_equal(found.counts, [3.0, NAN, 6.0])
    assert found.not_allocated.tolist() == [0]


def test_a_rate_is_averaged_and_a_count_is_not():
    """One target in two sources, a quarter and three quarters of it."""
    pairs = Pairs(np.array([0, 1]), np.array([0, 0]), np.array([25.0, 75.0]), 2, 1)
    figures = np.array([10.0, 20.0])
    mean, rests_on = disaggregate_rates(figures, pairs)
    assert mean.tolist() == [0.25 * 10 + 0.75 * 20]
    assert rests_on.tolist() == [100.0]
    assert disaggregate_counts(figures, pairs).counts.tolist() == [30.0]
    mean, rests_on = disaggregate_rates(np.array([NAN, 20.0]), pairs)
    assert (mean.tolist(), rests_on.tolist()) == ([20.0], [75.0])


@pytest.mark.parametrize(("counts", "weights"), [([-1.0], [1.0]), ([1.0], [-1.0])])
def test_nothing_is_below_zero(counts, weights):
    pairs = Pairs(np.array([0]), np.array([0]), np.array([1.0]), 1, 1)
    with pytest.raises(ScoringError, match="below 0"):
        disaggregate_counts(np.array(counts), pairs, np.array(weights))
