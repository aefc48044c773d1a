"""Residual Moran's I against spreg, printed figures, dense matrices and simulated residuals."""

import warnings

import numpy as np
import pytest
from scipy import sparse

from riskmap.errors import ScoringError
from riskmap.statistics.residual_moran import residual_moran
from riskmap.statistics.spatial_weights import nearest_weights, row_standardised

# libpysal and spreg warn about their own dependencies when they are imported or open a file.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def columbus():
    """Return y, X and the published weights of Anselin's Columbus crimes, with spreg itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        libpysal = pytest.importorskip("libpysal")
        spreg = pytest.importorskip("spreg")
        table = libpysal.io.open(libpysal.examples.get_path("columbus.dbf"), "r")
        weights = libpysal.io.open(libpysal.examples.get_path("columbus.gal"), "r").read()
    weights.transform = "r"
    columns = {name: np.array(table.by_col(name)) for name in ("CRIME", "INC", "HOVAL")}
    return columns, weights, spreg


def ours(outcome, predictors, weights):
    design = np.column_stack([np.ones(len(outcome)), *predictors])
    beta = np.linalg.lstsq(design, outcome, rcond=None)[0]
    return residual_moran(outcome - design @ beta, design, sparse.csr_array(weights))


def test_the_figures_printed_in_the_manual_of_spreg_come_out(columbus):
    columns, weights, _ = columbus
    found = ours(columns["HOVAL"], [columns["INC"], columns["CRIME"]], weights.sparse)
    printed = (0.1713, -0.0345, 0.0081, 2.2827, 0.0224)
    got = (found.value, found.expected, found.variance, found.z, found.p)
    assert tuple(round(figure, 4) for figure in got) == printed


@pytest.mark.parametrize("transform", ["r", "b"])
def test_spreg_gives_the_same_for_crime_on_income_and_housing(columbus, transform):
    columns, weights, spreg = columbus
    weights.transform = transform
    y, x = columns["CRIME"], np.column_stack([columns["INC"], columns["HOVAL"]])
    theirs = spreg.MoranRes(spreg.OLS(y[:, None], x), weights, z=True)
    found = ours(y, x.T, weights.sparse)
    weights.transform = "r"
    assert found.value == pytest.approx(theirs.I, rel=1e-9)
    assert found.expected == pytest.approx(theirs.eI, rel=1e-9)
    assert found.variance == pytest.approx(theirs.vI, rel=1e-9)
    assert found.z == pytest.approx(theirs.zI, rel=1e-9)
    assert found.p == pytest.approx(theirs.p_norm, rel=1e-9)


def test_the_textbook_figures_of_the_columbus_example_come_out(columbus):
    """CRIME on INC and HOVAL, queen contiguity: I 0.222, z 2.84 (Anselin's workbooks)."""
    columns, weights, _ = columbus
    found = ours(columns["CRIME"], [columns["INC"], columns["HOVAL"]], weights.sparse)
    assert (round(found.value, 3), round(found.z, 2)) == (0.222, 2.84)


def test_dense_traces_give_the_same_moments_for_neighbours_that_are_not_mutual():
    generator = np.random.default_rng(5)
    points, predictors = generator.random((60, 2)), generator.normal(size=(2, 60))
    weights = row_standardised(nearest_weights(points, 4))
    outcome = generator.normal(size=60)
    found = ours(outcome, predictors, weights)
    design = np.column_stack([np.ones(60), *predictors])
    m = np.eye(60) - design @ np.linalg.inv(design.T @ design) @ design.T
    w, e = weights.toarray(), m @ outcome
    mw, free = m @ w, 57
    expected = 60 / w.sum() * np.trace(mw) / free
    square = np.trace(mw @ m @ w.T) + np.trace(mw @ mw) + np.trace(mw) ** 2
    variance = (60 / w.sum()) ** 2 * square / (free * (free + 2)) - expected**2
    assert found.value == pytest.approx(60 / w.sum() * (e @ w @ e) / (e @ e), rel=1e-12)
    assert found.expected == pytest.approx(expected, rel=1e-12)
    assert found.variance == pytest.approx(variance, rel=1e-10)


def test_simulated_residuals_have_the_mean_and_variance_that_are_stated():
    generator = np.random.default_rng(8)
    points = generator.random((40, 2))
    design = np.column_stack([np.ones(40), points, points**2])
    weights = row_standardised(nearest_weights(points, 5))
    m = np.eye(40) - design @ np.linalg.pinv(design)
    drawn = [residual_moran(m @ generator.normal(size=40), design, weights) for _ in range(4000)]
    values = np.array([one.value for one in drawn])
    assert values.mean() == pytest.approx(drawn[0].expected, abs=4 * values.std() / 4000**0.5)
    assert values.var() == pytest.approx(drawn[0].variance, rel=0.1)
    # The moments of a plain Moran's I (-1/39) would be far from this.
    assert abs(drawn[0].expected + 1 / 39) > 0.02


def test_a_predictor_given_twice_changes_nothing():
    generator = np.random.default_rng(2)
    points, x = generator.random((50, 2)), generator.normal(size=50)
    weights = row_standardised(nearest_weights(points, 4))
    y = x + generator.normal(size=50)
    once, twice = ours(y, [x], weights), ours(y, [x, 3 * x], weights)
    assert (twice.expected, twice.variance) == pytest.approx((once.expected, once.variance))


def test_places_without_neighbours_are_counted():
    weights = sparse.csr_array(np.diag([1.0, 0, 0, 0], 1) + np.diag([1.0, 0, 0, 0], -1))
    found = ours(np.array([1.0, 2, 3, 1, 5]), [], weights)
    assert found.without_neighbours == 3


@pytest.mark.parametrize("residuals", [np.zeros(5), np.ones(5) * 0.0])
def test_a_perfect_fit_has_no_pattern_to_test(residuals):
    weights = sparse.csr_array(np.diag(np.ones(4), 1))
    with pytest.raises(ScoringError, match="no pattern to test"):
        residual_moran(residuals, np.ones((5, 1)), weights)
