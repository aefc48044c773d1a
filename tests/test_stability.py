"""How firm the top is, against sorting by hand."""

import math

import pytest

from riskmap.stability import by_chance, moved_weights, possible_range, single_criterion, top

NAN = float("nan")
# empty, far, dead: scores 1 to 0 so that vacancy and seclusion disagree.
ROWS = [(2, 0, 0), (1.8, 10, 10), (0.4, 60, 60), (0, 90, 90), (1, 50, 50), (NAN, 100, 100)]


def order(rows, vacancy, seclusion):
    """Sort the places with these family weights, in plain Python."""
    scores = []
    for number, (empty, far, dead) in enumerate(rows):
        if math.isnan(empty):
            continue  # one known family only: not ranked
        inside = (2 * far / 100 + dead / 100) / 3
        scores.append((-(vacancy * empty / 2 + seclusion * inside), f"yard:0{number}"))
    return [name for _, name in sorted(scores)]


def test_the_top_is_that_of_the_map(small_map):
    assert top(small_map(ROWS), 2) == set(order(ROWS, 0.3, 0.6)[:2])


@pytest.mark.parametrize("k", [1, 2, 3])
def test_moved_weights_give_the_overlap_of_two_tops(small_map, k):
    now = set(order(ROWS, 0.3, 0.6)[:k])
    cases = [("vacancy", 0.2), ("vacancy", 1.8), ("seclusion", 0.2), ("seclusion", 1.8)]
    expected = {}
    for family, factor in cases:
        weights = {"vacancy": 0.3, "seclusion": 0.6}
        weights[family] *= factor
        then = set(order(ROWS, **weights)[:k])
        expected[family, factor] = len(now & then) / k
    found = {
        (o.name, round(o.factor, 6)): o.share for o in moved_weights(small_map(ROWS), k, step=0.8)
    }
    assert found == pytest.approx(expected)
    assert k != 1 or 0 in expected.values()  # a case in which the top does move


def test_one_criterion_alone_is_sorting_on_its_column(small_map):
    k, now = 2, set(order(ROWS, 0.3, 0.6)[:2])
    expected = {}
    for column, name in enumerate(["empty", "far", "dead"]):
        ranked = [(-row[column], f"yard:0{n}") for n, row in enumerate(ROWS[:5])]
        expected[name] = len(now & {name for _, name in sorted(ranked)[:k]}) / k
    found = {o.name: o.share for o in single_criterion(small_map(ROWS), k)}
    assert found == expected


def test_chance_finds_the_share_of_the_ranked_places(small_map):
    scored = small_map(ROWS)
    assert by_chance(scored, 2) == pytest.approx(2 / 5)
    assert by_chance(scored, 50) == 1.0


def test_the_range_of_a_place_is_its_score_where_all_is_known(small_map):
    scored = small_map(ROWS)
    score = float(scored.frame["opportunity"].iloc[2])
    assert possible_range(scored, "yard:02") == pytest.approx((score, score))


def test_the_range_of_a_place_holds_every_answer_to_what_is_unknown(small_map):
    low, high = possible_range(small_map(ROWS), "yard:05")
    assert (low, high) == pytest.approx((0.6 / 0.9, 1.0))
