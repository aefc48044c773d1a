"""The hit curve and its indices, against scikit-learn and loops over all orders of ties."""

from itertools import accumulate, pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import auc as area_under
from sklearn.metrics import precision_score, recall_score, roc_auc_score

from riskmap.statistics import accuracy

Place = tuple[int, int, int]  # score, found, area


def orders(places: list[Place]) -> list[tuple[Place, ...]]:
    """Return every order the scores allow, with plain loops."""
    every = permutations(places)
    return [order for order in every if all(a[0] >= b[0] for a, b in pairwise(order))]


def curve_of(places: list[Place]) -> accuracy.HitCurve:
    """Return the curve of places given as tuples."""
    scores, found, areas = (np.array([place[i] for place in places], float) for i in range(3))
    return accuracy.hit_curve(accuracy.ordering(scores), found, areas)


made = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(1, 3)), min_size=1, max_size=6
)


@given(made, st.integers(1, 6))
def test_totals_are_averages_over_all_orders_of_ties(places: list[Place], k: int) -> None:
    allowed, k = orders(places), min(k, len(places))
    got = curve_of(places).after(k)
    for name, value in (
        ("found", lambda p: p[1]),
        ("hits", lambda p: p[1] > 0),
        ("area", lambda p: p[2]),
    ):
        slow = np.mean([sum(value(place) for place in order[:k]) for order in allowed])
        assert getattr(got, name) == pytest.approx(slow), name


@given(made, st.integers(1, 6))
def test_the_least_and_the_most_over_all_orders_of_ties(places: list[Place], k: int) -> None:
    k = min(k, len(places))
    sums = [sum(place[1] for place in order[:k]) for order in orders(places)]
    scores, found = (np.array([place[i] for place in places], float) for i in range(2))
    assert accuracy.extremes(accuracy.ordering(scores), found, k) == (min(sums), max(sums))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=60))
def test_auc_is_that_of_scikit_learn(places: list[tuple[int, bool]]) -> None:
    scores, hits = np.array([p[0] for p in places], float), np.array([p[1] for p in places])
    curve = curve_of([(score, int(hit), 1) for score, hit in places])
    if hits.all() or not hits.any():
        assert np.isnan(accuracy.auc(curve))
    else:
        assert accuracy.auc(curve) == pytest.approx(roc_auc_score(hits, scores))


def test_precision_and_recall_are_those_of_scikit_learn() -> None:
    generator = np.random.Generator(np.random.PCG64(4))
    scores, hits = generator.random(80), generator.random(80) < 0.2
    chosen = scores >= np.sort(scores)[-25]
    curve = accuracy.hit_curve(accuracy.ordering(scores), hits.astype(float), np.ones(80))
    top, every = curve.after(25), accuracy.total(curve)
    assert accuracy.precision(top) == pytest.approx(precision_score(hits, chosen))
    assert accuracy.recall(top, every) == pytest.approx(recall_score(hits, chosen))
    assert accuracy.lift(top, every) == pytest.approx(precision_score(hits, chosen) / hits.mean())


def test_the_area_under_the_hit_curve_is_the_trapezoid_of_scikit_learn() -> None:
    places = [(5, 3, 2), (4, 0, 1), (3, 2, 4), (2, 1, 1), (1, 0, 2)]
    across = np.array([0, *accumulate(place[2] for place in places)]) / 10
    upward = np.array([0, *accumulate(place[1] for place in places)]) / 6
    got = accuracy.area_under_hit_curve(curve_of(places))
    assert got == pytest.approx(area_under(across, upward))
    tied = [(0, found, area) for _, found, area in places]
    assert accuracy.area_under_hit_curve(curve_of(tied)) == pytest.approx(0.5)


def test_pai_of_the_worked_example_of_chainey_and_others() -> None:
    # Chainey, Tompson and Uhlig 2008: 25 % of the crimes in 50 % of the area is an index
    # of 0.5, 50 % in 50 % is 1, and 20 % in 10 % is 2.
    for hit, area, index in [(25, 50, 0.5), (50, 50, 1.0), (20, 10, 2.0)]:
        curve = curve_of([(1, hit, area), (0, 100 - hit, 100 - area)])
        top, every = curve.after(1), accuracy.total(curve)
        assert accuracy.pai(top, every) == pytest.approx(index)
        assert accuracy.pai(top, every, 0.0) == pytest.approx(hit / 100)
        assert accuracy.pai(top, every, 0.5) == pytest.approx((hit / 100) / (area / 100) ** 0.5)


def test_a_published_table_of_pai_and_pei() -> None:
    # The example of `pai` in the R package ptools: found 6, 3, 0 in the order they were
    # predicted gives PAI 2, 1.5, 1 and PEI 1, 1, 1.
    curve = curve_of([(3, 6, 1), (2, 3, 1), (1, 0, 1)])
    every = accuracy.total(curve)
    tops = [curve.after(k) for k in (1, 2, 3)]
    assert [float(accuracy.pai(top, every)) for top in tops] == [2.0, 1.5, 1.0]
    assert [float(accuracy.pei(top, top)) for top in tops] == [1.0, 1.0, 1.0]


def test_efficiency_is_against_the_best_choice() -> None:
    places = [(3, 1, 1), (2, 4, 2), (1, 9, 3), (0, 0, 4)]
    curve = curve_of(places)
    best = curve_of([(found * 60 // area, found, area) for _, found, area in places])
    # One place: 1 per area against 9/3. The same area (1): 1 against a third of 9.
    assert accuracy.pei(curve.after(1), best.after(1)) == pytest.approx(1 / 3)
    top = curve.after(1)
    assert accuracy.pei(top, best.after_area(top.area)) == pytest.approx(1 / 3)
    # Two places, area 3 with 5 found, against places of area 5 with 13, or 9 in area 3.
    top = curve.after(2)
    assert accuracy.pei(top, best.after(2)) == pytest.approx((5 / 3) / (13 / 5))
    assert accuracy.pei(top, best.after_area(top.area)) == pytest.approx(5 / 9)


def test_recapture_is_the_ratio_of_two_concentrations() -> None:
    now, before = curve_of([(1, 30, 1), (0, 70, 9)]), curve_of([(1, 20, 1), (0, 30, 9)])
    got = accuracy.rri(now.after(1), accuracy.total(now), before.after(1), accuracy.total(before))
    assert got == pytest.approx((30 / 20) / (100 / 50))


def test_a_place_where_nobody_looked_is_neither_a_hit_nor_a_miss() -> None:
    found = np.array([1.0, np.nan, 0.0, 1.0])
    curve = accuracy.hit_curve(accuracy.ordering(np.array([4.0, 3, 2, 1])), found, np.ones(4))
    top, every = curve.after(2), accuracy.total(curve)
    assert (float(top.places), float(top.visited)) == (2, 1)
    assert accuracy.precision(top) == 1
    assert accuracy.lift(top, every) == pytest.approx(1 / (2 / 3))
    assert accuracy.auc(curve) == pytest.approx(0.5)  # one hit above the miss, one below


def test_places_without_a_score_share_the_last_place() -> None:
    scores = np.array([np.nan, 0.5, np.nan])
    curve = accuracy.hit_curve(accuracy.ordering(scores), np.array([1.0, 0, 0]), np.ones(3))
    assert [float(curve.after(k).found) for k in (1, 2, 3)] == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("areas", [[2.0, 2.0, 2.0, 2.0], [1.0, 2.0, 3.0, 4.0]])
def test_area_is_that_of_places_somebody_looked_at(areas: list[float]) -> None:
    found = np.array([1.0, np.nan, 0.0, 1.0])
    curve = accuracy.hit_curve(
        accuracy.ordering(np.array([4.0, 3.0, 2.0, 1.0])), found, np.array(areas)
    )
    seen = [areas[0], 0.0, areas[2], areas[3]]
    assert curve.area.tolist() == [0.0, *np.cumsum(seen)]


def test_lift_counts_places_and_not_what_was_found_there() -> None:
    found = np.array([5.0, 0.0, 1.0, 0.0, 0.0, 0.0])
    curve = accuracy.hit_curve(accuracy.ordering(np.arange(6.0)[::-1]), found, np.ones(6))
    # Of the first two one place has a find; of all six two.
    assert accuracy.lift(curve.after(2), accuracy.total(curve)) == pytest.approx((1 / 2) / (2 / 6))


def test_a_chance_at_the_top_is_the_share_of_tie_orders() -> None:
    scores = np.array([3.0, 1.0, 1.0, 1.0, np.nan])
    for k in range(6):
        tops = [
            set(
                sorted(
                    range(5),
                    key=lambda place: (-np.nan_to_num(scores[place], nan=-9.0), lot[place]),
                )[:k]
            )
            for lot in permutations(range(5))
        ]
        expected = [np.mean([place in top for top in tops]) for place in range(5)]
        assert accuracy.ordering(scores).chances(k).tolist() == pytest.approx(expected)


def test_shares_of_a_top_nobody_looked_at_are_unknown() -> None:
    found = np.array([np.nan, np.nan, 1.0, 0.0])
    curve = accuracy.hit_curve(accuracy.ordering(np.array([4.0, 3.0, 2.0, 1.0])), found, np.ones(4))
    assert np.isnan(accuracy.hit_rate(curve.after(2), accuracy.total(curve)))
    assert np.isnan(accuracy.recall(curve.after(2), accuracy.total(curve)))
    assert accuracy.hit_rate(curve.after(3), accuracy.total(curve)) == 1
