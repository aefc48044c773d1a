"""Andresen's S with tests of two proportions, against loops over scipy's contingency tables."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from riskmap.statistics.agreement import similarity

BASE = np.array([40, 3, 0, 12, 7, 0, 25, 1], float)
TEST = np.array([18, 9, 4, 14, 6, 0, 60, 2], float)


def test_areas_differ_where_a_loop_over_tables_says_so() -> None:
    expected = []
    for a, b in zip(BASE, TEST, strict=True):
        if a + b == 0:
            expected.append(1.0)
            continue
        table = [[a, b], [BASE.sum() - a, TEST.sum() - b]]
        n = BASE.sum() + TEST.sum()
        expected.append(
            stats.chi2.sf(stats.chi2_contingency(table, correction=False)[0] * (n - 1) / n, 1)
        )
    got = similarity(BASE, TEST)
    assert got.p == pytest.approx(expected)
    differ = np.array(expected) < 0.05
    assert differ.any()
    assert got.s == pytest.approx(1 - differ.mean())
    assert got.s_robust == pytest.approx(1 - differ.sum() / 7)
    assert (got.areas, got.areas_with_events) == (8, 7)
    assert got.direction.tolist() == [
        0 if not differs else (1 if b / TEST.sum() > a / BASE.sum() else -1)
        for differs, a, b in zip(differ, BASE, TEST, strict=True)
    ]


@pytest.mark.parametrize(("ours", "theirs"), [("bh", "fdr_bh"), ("by", "fdr_by")])
def test_the_correction_is_that_of_statsmodels(ours: str, theirs: str) -> None:
    plain, fixed = similarity(BASE, TEST), similarity(BASE, TEST, correction=ours)  # type: ignore[arg-type]
    # Areas without events are no tests: the sixth of these eight.
    tested = [0, 1, 2, 3, 4, 6, 7]
    expected = np.ones(8)
    expected[tested] = multipletests(plain.p[tested], method=theirs)[1]
    assert fixed.p_adjusted == pytest.approx(expected)
    assert fixed.s == pytest.approx(np.mean(expected >= 0.05))
    assert fixed.s >= plain.s


def test_the_toy_patterns_of_the_spatial_point_pattern_test_do_not_differ() -> None:
    # The six areas of Steenbeek et al.'s example: resampling calls one different; 8 events
    # against 9 cannot be told apart by any sound test.
    base, test = np.array([2, 2, 2, 1, 0, 1.0]), np.array([2, 1, 2, 2, 1, 1.0])
    for method in ("chi2_n1", "chi2", "yates", "fisher"):
        assert similarity(base, test, method=method).s == 1.0  # type: ignore[arg-type]


def test_the_same_pattern_twice_is_alike_in_at_least_95_percent_of_areas() -> None:
    generator = np.random.Generator(np.random.PCG64(8))
    chance = generator.dirichlet(np.full(60, 2.0))
    found = [
        similarity(*(generator.multinomial(n, chance).astype(float) for n in (4000, 3500))).s
        for _ in range(200)
    ]
    assert np.mean(found) == pytest.approx(0.95, abs=0.01)


def test_the_direction_is_that_of_the_share_and_not_of_the_count() -> None:
    # The second pattern has ten times the events: 150 of 1,000 is less than 50 of 100.
    got = similarity(np.array([50.0, 50.0]), np.array([150.0, 850.0]))
    assert got.direction.tolist() == [-1, 1]
