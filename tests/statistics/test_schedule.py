"""Days earlier, against a loop over all orders of ties and a small example by hand."""

from collections import Counter
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.statistics.schedule import rescheduled


def test_an_example_by_hand() -> None:
    # Days 0, 0, 1, 5 with finds at the second, third and fourth; the order of scores is
    # fourth, third, first, second: they come on days 0, 0, 1 and 5.
    days = np.array([0, 0, 1, 5])
    scores = np.array([0.3, 0.1, 0.5, 0.9])
    found = np.array([False, True, True, True])
    got = rescheduled(days, scores, found)
    assert got.earlier.tolist() == [0 - 5, 1 - 0, 5 - 0]
    assert got.days_earlier == pytest.approx(1 / 3)
    assert got.day.tolist() == [0, 1, 5]
    assert got.visits.tolist() == [2, 1, 1]
    assert got.hits_real.tolist() == [1, 1, 1]
    assert got.hits_simulated.tolist() == [2, 0, 1]
    assert got.first_half_real == pytest.approx(1 / 3)
    assert got.first_half_simulated == pytest.approx(2 / 3)
    assert (got.share_later, got.days_later) == pytest.approx((1 / 3, 5.0))
    assert got.share_same == 0
    assert got.hits == 3


def averaged_over_orders(days: list[int], scores: list[int], found: list[bool]) -> dict[str, float]:
    """Return the figures of every order that the scores allow, averaged, with plain loops."""
    slots = sorted(days)
    total: Counter[str] = Counter()
    orders = 0
    half = {day for day in slots if sum(d <= day for d in slots) <= len(slots) / 2}
    for order in permutations(range(len(days))):
        if any(scores[a] < scores[b] for a, b in pairwise(order)):
            continue
        orders += 1
        for visit, date in zip(order, slots, strict=True):
            if found[visit]:
                total["earlier"] += days[visit] - date
                total["later"] += date > days[visit]
                total["late_by"] += max(date - days[visit], 0)
                total["same"] += date == days[visit]
                total["half"] += date in half
                total[f"on {date}"] += 1
    return {name: figure / orders for name, figure in total.items()}


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 2), st.booleans()), min_size=1, max_size=6
    ).filter(lambda visits: any(found for *_, found in visits))
)
def test_ties_are_averaged_over_all_their_orders(visits: list[tuple[int, int, bool]]) -> None:
    days, scores, found = ([visit[part] for visit in visits] for part in range(3))
    slow = averaged_over_orders(days, scores, found)
    got = rescheduled(np.array(days), np.array(scores, float), np.array(found))
    hits = sum(found)
    assert got.days_earlier == pytest.approx(slow.get("earlier", 0.0) / hits)
    assert got.share_later == pytest.approx(slow.get("later", 0.0) / hits)
    assert got.days_later * got.share_later == pytest.approx(slow.get("late_by", 0.0) / hits)
    assert got.share_same == pytest.approx(slow.get("same", 0.0) / hits)
    assert got.first_half_simulated == pytest.approx(slow.get("half", 0.0) / hits)
    for day, expected in zip(got.day, got.hits_simulated, strict=True):
        assert expected == pytest.approx(slow.get(f"on {day}", 0.0))


def test_an_order_by_lot_gains_nothing_on_average() -> None:
    generator = np.random.Generator(np.random.PCG64(3))
    days, found = generator.integers(0, 60, 200), generator.random(200) < 0.2
    same = rescheduled(days, np.zeros(200), found)
    # All tied: every visit is expected on the mean date.
    assert same.days_earlier == pytest.approx(days[found].mean() - days.mean())


def test_a_place_without_a_score_goes_last() -> None:
    got = rescheduled(np.array([0, 9]), np.array([np.nan, 0.1]), np.array([True, False]))
    assert got.days_earlier == -9


def test_without_a_find_there_is_nothing_to_average() -> None:
    got = rescheduled(np.array([0, 9]), np.array([0.2, 0.1]), np.array([False, False]))
    assert np.isnan([got.days_earlier, got.first_half_real, got.first_half_simulated]).all()
