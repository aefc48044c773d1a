"""How many visits by chance: against a slow sum, a slow search and a pairwise Gini."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from riskmap.statistics.random_share import (
    expected_width,
    gini,
    random_visits,
    visits_needed,
    width_table,
)


@pytest.mark.parametrize(("rate", "visits"), [(0.05, 4), (0.15, 52), (0.3, 16)])
def test_the_expected_width_is_the_mean_over_all_that_may_be_found(rate, visits):
    slow = 0.0
    for hits in range(visits + 1):
        low, high = proportion_confint(hits, visits, alpha=0.1, method="wilson")
        slow += stats.binom.pmf(hits, visits, rate) * (min(high, 1) - max(low, 0))
    assert expected_width(rate, visits) == pytest.approx(slow, abs=1e-12)


def test_without_visits_everything_is_open():
    assert expected_width(0.1, 0) == 1


@pytest.mark.parametrize(("rate", "width"), [(0.05, 0.1), (0.15, 0.1), (0.15, 0.05), (0.5, 0.9)])
def test_the_number_needed_is_the_first_that_is_narrow_enough(rate, width):
    visits = 1
    while True:
        low, high = proportion_confint(rate * visits, visits, alpha=0.1, method="wilson")
        if high - low <= width:
            break
        visits += 1
    assert visits_needed(rate, width) == visits


def test_fifteen_percent_of_25_a_week_is_four_a_week():
    assert random_visits(25, 0.15, 1) == 4
    assert random_visits(25, 0.15, 52) == 208


def test_gini_is_half_the_relative_mean_difference_between_all_pairs():
    counts = np.array([0.0, 0, 1, 5, 2, 0, 9])
    pairs = np.abs(counts[:, None] - counts[None, :]).mean()
    found, least = gini(counts)
    assert found == pytest.approx(pairs / (2 * counts.mean()))
    even = np.array([3.0, 3, 3, 2, 2, 2, 2])
    assert least == pytest.approx(np.abs(even[:, None] - even[None]).mean() / (2 * even.mean()))
    assert gini(even)[0] == pytest.approx(least)
    assert np.isnan(gini(np.zeros(3))[0])


def test_the_table_of_the_documentation_is_the_one_computed(checkout):
    lines = (checkout / "docs" / "feedback.md").read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("| base rate | 1 week"))
    visits = [random_visits(25, 0.15, weeks) for weeks in (1, 4, 13, 26, 52)]
    assert [f"({count})" in lines[start] for count in visits] == [True] * 5
    rows = [[float(cell.strip(" %")) for cell in line.strip("|").split("|")]
            for line in lines[start + 2 : start + 7]]  # fmt: skip
    table = width_table([row[0] / 100 for row in rows], visits)
    assert (100 * table).round().tolist() == [row[1:] for row in rows]
