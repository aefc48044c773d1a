"""The penalised model, against statsmodels and against a descent along coordinates written out."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import minimize_scalar

from riskmap.statistics.elastic_net import elastic_net


@pytest.fixture(scope="module")
def data():
    draw = np.random.Generator(np.random.PCG64(5))
    columns = (draw.random((600, 5)) < [0.5, 0.3, 0.2, 0.4, 0.3]).astype(float)
    offset = np.log(draw.uniform(0.3, 1.0, 600))
    counts = draw.poisson(np.exp(offset - 0.2 + columns @ [0.8, 0.5, 0, 0, -0.5])).astype(float)
    return counts, columns, offset


def loss(b, counts, scaled, offset, *, penalty, ratio):
    eta = offset + b[0] + scaled @ b[1:]
    inside = (1 - ratio) / 2 * np.sum(b[1:] ** 2) + ratio * np.abs(b[1:]).sum()
    return np.mean(np.exp(eta) - counts * eta) + penalty * inside


def descended(counts, scaled, offset, *, penalty, ratio, lowest):
    """Minimise along one coordinate after the other until nothing moves."""
    b = np.zeros(scaled.shape[1] + 1)
    for _ in range(60):
        for place in range(len(b)):

            def along(value, place=place):
                return loss(np.concatenate((b[:place], [value], b[place + 1 :])), counts, scaled, offset, penalty=penalty, ratio=ratio)  # noqa: E501  # fmt: skip

            low = -3.0 if place == 0 else lowest
            best = minimize_scalar(along, bounds=(low, 3.0), method="bounded", options={"xatol": 1e-10})  # noqa: E501  # fmt: skip
            b[place] = best.x if best.fun < along(0.0) else 0.0
    return b


@pytest.mark.parametrize("lowest", [0, -3])
def test_the_chosen_penalty_gives_the_minimum_found_along_coordinates(data, lowest) -> None:
    counts, columns, offset = data
    signs = np.full(5, 1 if lowest == 0 else 0)
    net = elastic_net(counts, columns, offset, signs=signs, folds=5)
    spread = columns.std(axis=0)
    b = descended(
        counts, columns / spread, offset, penalty=net.penalty, ratio=net.l1_ratio, lowest=lowest
    )
    assert net.intercept == pytest.approx(b[0], abs=2e-3)
    assert net.coefficients * spread == pytest.approx(b[1:], abs=2e-3)
    assert (net.coefficients[4] == 0) == (lowest == 0)  # a factor that lowers, where none may


def test_it_agrees_with_statsmodels(data) -> None:
    counts, columns, offset = data
    net = elastic_net(counts, columns, offset, l1_ratios=(0.5,), folds=5)
    spread = columns.std(axis=0)
    design = sm.add_constant(columns / spread)
    model = sm.GLM(counts, design, family=sm.families.Poisson(), offset=offset)
    other = model.fit_regularized(
        alpha=np.array([0.0] + [net.penalty] * 5), L1_wt=0.5, maxiter=500, cnvrg_tol=1e-12
    )
    assert net.coefficients * spread == pytest.approx(other.params[1:], abs=2e-3)


def test_the_same_seed_gives_the_same_model_and_unrelated_columns_shrink(data) -> None:
    counts, columns, offset = data
    one, two = (elastic_net(counts, columns, offset, seed=4) for _ in range(2))
    assert one.coefficients.tolist() == two.coefficients.tolist()
    assert {0, 1} <= set(one.kept)
    assert np.abs(one.coefficients[[2, 3]]).max() < 0.2 < one.coefficients[0]


def test_areas_in_other_units_change_the_intercept_only(data) -> None:
    counts, columns, offset = data
    one = elastic_net(counts, columns, offset, folds=5)
    two = elastic_net(counts, columns, offset + np.log(10_000), folds=5)
    assert two.coefficients == pytest.approx(one.coefficients, abs=1e-6)
    assert two.intercept == pytest.approx(one.intercept - np.log(10_000), abs=1e-6)
