"""Rank acceptability against areas by hand, pymcdm draw by draw and a slow loop."""

import itertools

import numpy as np
import pymcdm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.statistics.acceptability import acceptability, confidence, undecided
from riskmap.statistics.simplex import uniform
from riskmap.statistics.weighted_means import Draws, weighted_means

NAN = float("nan")


def generator(seed=1):
    return np.random.Generator(np.random.PCG64(seed))


def one_family(values, weights):
    """Return the draws of a plain table: all criteria in one family."""
    return Draws(np.asarray(values, float), np.ones((len(weights), 1)), np.asarray(weights))


def tally(values, weights, k=1, watched=None, **options):
    family_of = np.zeros(np.shape(values)[1], dtype=int)
    case = one_family(values, weights)
    return acceptability(iter([case]), family_of, k=k, watched=watched, **options)


def test_two_alternatives_split_the_weights_where_their_lines_cross():
    # a: 0.9 w + 0.2 (1 - w), b: 0.4 w + 0.6 (1 - w): a is best where w > 4/9.
    weights = uniform(generator(), 40_000, 2)
    found = tally([[0.9, 0.2], [0.4, 0.6]], weights)
    assert found.ranks == pytest.approx(np.array([[5 / 9, 4 / 9], [4 / 9, 5 / 9]]), abs=0.01)
    assert found.top == pytest.approx([5 / 9, 4 / 9], abs=0.01)
    # Central weights: the middle of (4/9, 1) and of (0, 4/9).
    assert found.central_inside == pytest.approx(
        np.array([[13 / 18, 5 / 18], [4 / 18, 14 / 18]]), abs=0.004
    )


def test_three_alternatives_have_the_areas_worked_out_by_hand():
    # a = w, b = 1 - w, c = 0.6 everywhere: c is best on 0.4 < w < 0.6, second elsewhere.
    weights = uniform(generator(), 40_000, 2)
    found = tally([[1.0, 0.0], [0.0, 1.0], [0.6, 0.6]], weights)
    expected = [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]]
    assert found.ranks == pytest.approx(np.array(expected), abs=0.01)
    assert found.expected == pytest.approx([2.1, 2.1, 1.8], abs=0.02)
    assert found.entropy()[2] == pytest.approx(-0.2 * np.log2(0.2) - 0.8 * np.log2(0.8), abs=0.01)


def test_three_criteria_of_one_best_each_have_a_third():
    weights = uniform(generator(), 40_000, 3)
    found = tally(np.eye(3), weights)
    assert found.ranks == pytest.approx(np.full((3, 3), 1 / 3), abs=0.01)
    # The centre of the third of the triangle where w1 is largest: 11/18, 7/36, 7/36.
    assert found.central_inside[0] == pytest.approx([11 / 18, 7 / 36, 7 / 36], abs=0.01)


def test_a_dominated_alternative_is_never_first_and_has_no_central_weights():
    found = tally([[0.9, 0.9], [0.1, 0.1]], uniform(generator(), 100, 2))
    assert found.ranks.tolist() == [[1, 0], [0, 1]]
    assert np.isnan(found.central_inside[1]).all()
    assert found.entropy().tolist() == [0, 0]


def as_it_is(column, cost=False):  # noqa: FBT002 (as pymcdm calls it)
    """Leave a column of benefits on the scale it has."""
    assert not cost
    return column


def test_every_draw_ranks_as_the_weighted_sum_of_pymcdm():
    values = generator(3).random((12, 4))
    weights = uniform(generator(4), 60, 4)
    found = tally(values, weights, k=3)
    method = pymcdm.methods.WSM(normalization_function=as_it_is)
    table = np.zeros((12, 12))
    for one in weights:
        ranks = method.rank(method(values, one, np.ones(4))).astype(int)
        table[np.arange(12), ranks - 1] += 1 / 60
    assert found.ranks == pytest.approx(table)
    assert found.top == pytest.approx(table[:, :3].sum(axis=1))
    assert found.expected == pytest.approx(table @ np.arange(1, 13))


def slow_mean(row, family_of, families, inside):
    """Return one score as the design page writes it, in plain Python."""
    above = below = 0.0
    for family, weight in enumerate(families):
        known = [c for c, f in enumerate(family_of) if f == family and not np.isnan(row[c])]
        total = sum(inside[c] for c in known)
        if total > 0:
            above += weight * sum(inside[c] * row[c] for c in known) / total
            below += weight
    return above / below if below else NAN


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_means_are_taken_over_what_is_known_in_two_levels(seed):
    random = generator(seed)
    values = random.random((15, 5))
    values[random.random((15, 5)) < 0.4] = NAN
    family_of = np.array([0, 0, 1, 2, 2])
    draws = Draws(values, random.random((4, 3)) + 0.01, random.random((4, 5)) + 0.01)
    expected = [
        [slow_mean(row, family_of, draws.families[d], draws.inside[d]) for row in values]
        for d in range(4)
    ]
    assert weighted_means(draws, family_of) == pytest.approx(np.array(expected), nan_ok=True)


def slow_ranks(scores):
    """Return the chance of every rank, averaged over all orders of tied alternatives."""
    count = len(scores)
    table = np.zeros((count, count))
    orders = [
        order
        for order in itertools.permutations(range(count))
        if all(
            round(scores[one], 12) >= round(scores[other], 12)
            for one, other in itertools.pairwise(order)
        )
    ]
    for order in orders:
        table[order, np.arange(count)] += 1 / len(orders)
    return table


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=2, max_size=6),
    st.integers(1, 6),
)
def test_tied_alternatives_share_their_ranks_over_all_orders(column, k):
    table = slow_ranks(column)
    found = tally([[one, one] for one in column], uniform(generator(), 5, 2), k=k)
    assert found.ranks == pytest.approx(table)
    assert found.top == pytest.approx(table[:, :k].sum(axis=1))
    assert found.expected == pytest.approx(table @ np.arange(1, len(column) + 1))


def test_a_difference_of_rounding_is_a_tie():
    found = tally([[0.5, 0.5], [0.5 + 1e-14, 0.5]], uniform(generator(), 20, 2))
    assert found.ranks == pytest.approx(np.full((2, 2), 0.5))


def test_row_order_changes_nothing():
    values = np.round(generator(5).random((30, 3)), 1)
    weights = np.round(uniform(generator(6), 40, 3), 1)
    weights = weights / weights.sum(axis=1, keepdims=True)
    there = tally(values, weights, k=4)
    shuffled = generator(7).permutation(30)
    back = tally(values[shuffled], weights, k=4)
    assert back.ranks == pytest.approx(there.ranks[shuffled])
    assert back.top == pytest.approx(there.top[shuffled])
    assert back.expected == pytest.approx(there.expected[shuffled])


def test_many_alternatives_keep_their_mass_in_bins_two_percent_wide():
    count, draws = 3_000, 30
    values = np.round(generator(8).random((count, 3)), 2)  # coarse: many ties
    weights = uniform(generator(9), draws, 3)
    weights[:10] = [1.0, 0.0, 0.0]
    found = tally(values, weights, k=25)
    widths = np.diff(np.concatenate([[0], found.last_rank]))
    assert found.last_rank[:128].tolist() == list(range(1, 129))
    assert (widths[1:] <= np.maximum(1, 0.02 * found.last_rank[1:] + 1)).all()
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(count), abs=1e-5)
    # Every rank is taken once in every draw: a bin holds as many places as ranks.
    assert found.ranks.sum(axis=0) == pytest.approx(widths, rel=1e-4)
    assert found.top.sum() == pytest.approx(25)


def test_an_interval_holds_the_middle_of_the_ranks():
    values, weights = generator(10).random((40, 3)), uniform(generator(11), 400, 3)
    found = tally(values, weights)
    ranks = np.argsort(np.argsort(-(weights @ values.T), axis=1), axis=1) + 1
    low, high = found.interval(0.9)
    expected = np.quantile(ranks, [0.05, 0.95], axis=0, method="inverted_cdf")
    held = ((ranks >= low) & (ranks <= high)).mean(axis=0)
    assert (held >= 0.9).all()
    assert (np.abs(low - expected[0]) <= 1).all()
    assert (np.abs(high - expected[1]) <= 1).all()


def test_the_order_of_watched_alternatives_is_counted_and_ties_count_half():
    values = [[0.9, 0.2], [0.4, 0.6], [0.9, 0.2]]
    weights = np.array([[0.9, 0.1], [0.1, 0.9], [0.8, 0.2], [0.7, 0.3]])
    before = tally(values, weights, watched=np.array([0, 1, 2])).before
    assert before == pytest.approx(
        np.array([[0.5, 0.75, 0.5], [0.25, 0.5, 0.25], [0.5, 0.75, 0.5]])
    )


def test_groups_start_where_the_leader_is_decided_to_stand_first():
    before = np.array(
        [[0.5, 0.7, 0.94, 0.99, 1.0], [0.3, 0.5, 0.96, 0.99, 1.0], [0.06, 0.04, 0.5, 0.97, 0.99],
         [0.01, 0.01, 0.03, 0.5, 0.8], [0.0, 0.0, 0.01, 0.2, 0.5]]
    )  # fmt: skip
    assert undecided(before, 0.95).tolist() == [1, 1, 1, 2, 2]


def test_a_confidence_factor_is_the_share_of_measurements_that_leave_it_at_the_top():
    weights = uniform(generator(), 500, 2)
    first, second = np.array([[0.8, 0.2], [0.3, 0.6]]), np.array([[0.2, 0.2], [0.3, 0.6]])
    cases = [one_family(first, weights), one_family(second, weights)]
    family_of = np.zeros(2, dtype=int)
    found = acceptability(iter(cases), family_of, k=1)
    factors = confidence(iter([first, second]), found, family_of, k=1, chosen=np.array([0, 1]))
    expected = []
    for place in range(2):
        scores = [measured @ found.central_inside[place] for measured in (first, second)]
        expected.append(np.mean([s.argmax() == place for s in scores]))
    assert factors == pytest.approx(expected)
    assert factors[0] == pytest.approx(0.5)


def test_what_is_ranked_may_be_something_made_of_the_means():
    upside_down = tally(
        [[0.9, 0.9], [0.1, 0.1]], uniform(generator(), 10, 2), ordering=lambda means: 1 - means
    )
    assert upside_down.top.tolist() == [0, 1]


def test_a_draw_in_which_the_first_place_is_shared_counts_for_its_share():
    # With (1, 0) a is first alone; with (0, 1) a and b share the first place.
    found = tally([[1.0, 0.5], [0.0, 0.5]], [[1.0, 0.0], [0.0, 1.0]])
    assert found.top.tolist() == [0.75, 0.25]
    assert found.central_inside == pytest.approx(np.array([[2 / 3, 1 / 3], [0.0, 1.0]]))


def test_ranks_that_share_a_bin_lie_inside_their_interval():
    scores = np.linspace(1.0, 0.0, 400)[:, None]
    low, high = tally(scores, np.ones((3, 1))).interval(0.9)
    ranks = np.arange(1, 401)
    assert (low <= ranks).all()
    assert (ranks <= high).all()
    assert (high - low).max() <= 400 * 0.02
    assert (low[:128] == high[:128]).all()
