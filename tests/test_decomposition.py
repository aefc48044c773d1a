"""What a place could score, whatever is unknown."""

import pytest

from riskmap.decomposition import possible_range

NAN = float("nan")
# empty, far, dead: scores 1 to 0 so that vacancy and seclusion disagree.
ROWS = [(2, 0, 0), (1.8, 10, 10), (0.4, 60, 60), (0, 90, 90), (1, 50, 50), (NAN, 100, 100)]


def test_the_range_of_a_place_is_its_score_where_all_is_known(small_map):
    scored = small_map(ROWS)
    score = float(scored.frame["opportunity"].iloc[2])
    assert possible_range(scored, "yard:02") == pytest.approx((score, score))


def test_the_range_of_a_place_holds_every_answer_to_what_is_unknown(small_map):
    low, high = possible_range(small_map(ROWS), "yard:05")
    assert (low, high) == pytest.approx((0.6 / 0.9, 1.0))
