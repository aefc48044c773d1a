"""Many tests at once, against statsmodels and the published example."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from statsmodels.stats.multitest import multipletests

from riskmap.statistics.false_discovery import discoveries

# Benjamini and Hochberg (1995), section 4: fifteen tests of a heart study.
PUBLISHED = (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
             0.5719, 0.6528, 0.7590, 1.0000)  # fmt: skip


def test_the_published_example() -> None:
    # "rejects the four hypotheses with the smallest p-values"; Bonferroni rejects three.
    found = discoveries(np.array(PUBLISHED), 0.05)
    assert (found.raw, found.fdr, found.bonferroni) == (9, 4, 3)
    assert found.significant.tolist() == [True] * 4 + [False] * 11


@given(
    p=hnp.arrays(np.float64, st.integers(1, 40), elements=st.floats(1e-9, 1)),
    alpha=st.sampled_from([0.01, 0.05, 0.1]),
)
def test_as_statsmodels(p: np.ndarray, alpha: float) -> None:
    found = discoveries(p, alpha)
    _, adjusted, _, _ = multipletests(p, alpha, method="fdr_bh")
    assert found.adjusted == pytest.approx(adjusted, rel=1e-9)
    assert found.significant.tolist() == (found.adjusted <= alpha).tolist()
    assert found.bonferroni <= found.fdr <= found.raw


def test_places_without_a_test_are_not_counted() -> None:
    found = discoveries(np.array([np.nan, 0.04, np.nan]), 0.05)
    assert (found.tests, found.fdr, found.bonferroni) == (1, 1, 1)
    assert found.significant.tolist() == [False, True, False]
    assert discoveries(np.array([np.nan]), 0.05).tests == 0


def test_a_p_at_its_limit_is_significant() -> None:
    # p_(i) <= i alpha / n, with n = 4: limits 0.0125, 0.025, 0.0375, 0.05.
    found = discoveries(np.array([0.025, 0.9, 0.0125, 0.95]), 0.05)
    assert found.significant.tolist() == [True, False, True, False]
    assert (found.fdr, found.bonferroni) == (2, 1)
    assert discoveries(np.array([0.05, 0.051]), 0.05).raw == 1
