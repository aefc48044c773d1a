"""Intervals and tests of shares, against statsmodels, scipy and published figures."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from riskmap.statistics.proportions import lift_interval, risk_ratio, two_proportions, wilson


@pytest.mark.parametrize("visits", [5, 25, 400])
@pytest.mark.parametrize("confidence", [0.8, 0.9, 0.95])
def test_wilson_is_the_interval_of_statsmodels(visits: int, confidence: float) -> None:
    hits = np.arange(visits + 1)
    expected = proportion_confint(hits, visits, alpha=1 - confidence, method="wilson")
    np.testing.assert_allclose(wilson(hits, visits, confidence), expected, atol=1e-12)


def test_wilson_gives_the_published_figures_of_newcombe() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3, 95 %.
    for hits, visits, low, high in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)]:
        assert wilson(hits, visits, 0.95) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 20, 0.95) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29, 0.95) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_a_share_of_no_visits_is_unknown() -> None:
    assert np.isnan(wilson(0, 0)).all()


@pytest.mark.parametrize(
    ("hits", "visits"), [((9, 40), (25, 475)), ((2, 3), (25, 475)), ((1, 30), (10, 60))]
)
def test_the_ratio_of_two_shares_is_the_score_interval_of_statsmodels(
    hits: tuple[int, int], visits: tuple[int, int]
) -> None:
    low, high = risk_ratio(hits, visits, 0.9)
    expected = confint_proportions_2indep(
        hits[0], visits[0], hits[1], visits[1], method="score", compare="ratio", alpha=0.1,
        correction=False,
    )  # fmt: skip
    assert (low, high) == pytest.approx(expected, rel=1e-5)


def test_a_ratio_without_finds_is_open_on_that_side() -> None:
    low, high = risk_ratio((0, 5), (25, 100))
    assert low == 0
    assert 0 < high < np.inf
    low, high = risk_ratio((5, 0), (25, 100))
    assert 0 < low < np.inf
    assert high == np.inf
    assert risk_ratio((0, 0), (25, 100)) == (0.0, np.inf)
    assert np.isnan(risk_ratio((0, 3), (0, 100))).all()


def test_lift_is_never_outside_what_the_size_of_the_top_allows() -> None:
    assert lift_interval((0, 0), (25, 500)) == (0.0, 20.0)
    assert lift_interval((5, 5), (25, 500))[1] == pytest.approx(20.0)
    assert lift_interval((5, 5), (25, 25)) == (1.0, 1.0)
    low, high = lift_interval((9, 49), (25, 500))
    assert low < (9 / 25) / (49 / 500) < high


def test_the_interval_of_lift_follows_from_that_of_the_ratio_by_arithmetic() -> None:
    low, high = risk_ratio((9, 40), (25, 475))
    by_hand = [(25 * r + 475 * r) / (25 * r + 475) for r in (low, high)]
    assert lift_interval((9, 49), (25, 500)) == pytest.approx(by_hand)


def test_two_proportions_are_the_tests_of_scipy_and_statsmodels() -> None:
    first, second = np.array([30, 3, 0, 12]), np.array([20, 9, 4, 14])
    totals = (int(first.sum()), int(second.sum()))
    for index, (a, b) in enumerate(zip(first, second, strict=True)):
        table = [[a, b], [totals[0] - a, totals[1] - b]]
        expected = {
            "chi2": proportions_ztest([a, b], totals)[1],
            "yates": stats.chi2_contingency(table, correction=True)[1],
            "fisher": stats.fisher_exact(table)[1],
        }
        statistic = stats.chi2_contingency(table, correction=False)[0]
        n = sum(totals)
        expected["chi2_n1"] = stats.chi2.sf(statistic * (n - 1) / n, 1)
        for test, p in expected.items():
            got = two_proportions(first, totals[0], second, totals[1], test)  # type: ignore[arg-type]
            assert got[index] == pytest.approx(p), test


@pytest.mark.parametrize("test", ["chi2_n1", "chi2", "yates", "fisher"])
def test_areas_without_anything_do_not_differ(test: str) -> None:
    got = two_proportions([0, 5], 5, [0, 7], 7, test)  # type: ignore[arg-type]
    assert got.tolist() == [1.0, 1.0]
