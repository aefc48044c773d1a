"""The stepwise choice, against every subset tried out and against the rules written out here."""

from itertools import product

import numpy as np
import pytest
import statsmodels.api as sm

from riskmap.statistics.stepwise import stepwise


@pytest.fixture(scope="module")
def data():
    draw = np.random.Generator(np.random.PCG64(11))
    wide = draw.random((1500, 3)) < 0.35
    # two distances of each of three factors: the second column holds the first
    narrow = wide & (draw.random((1500, 3)) < 0.6)
    columns = np.stack((narrow, wide), axis=2).reshape(1500, 6).astype(float)
    offset = np.log(draw.uniform(0.4, 1.0, 1500))
    counts = draw.poisson(np.exp(offset - 0.5 + columns @ [0, 0.9, 0.7, 0, 0, 0])).astype(float)
    return counts, columns, offset


FACTORS = (0, 0, 1, 1, 2, 2)
UP = np.ones(6, dtype=int)


def bic_of(counts, columns, offset) -> float:
    design = np.column_stack((np.ones(len(counts)), columns))
    return float(sm.Poisson(counts, design, offset=offset).fit(disp=0).bic)


def test_it_ends_at_the_best_of_all_allowed_models(data) -> None:
    counts, columns, offset = data
    tried = {}
    for pick in product((None, 0, 1), (None, 2, 3), (None, 4, 5)):
        chosen = tuple(c for c in pick if c is not None)
        tried[chosen] = bic_of(counts, columns[:, chosen], offset)
    found = stepwise(counts, columns, offset, FACTORS, UP)
    assert found.chosen == min(tried, key=tried.__getitem__) == (1, 2)
    assert found.model.bic == pytest.approx(tried[found.chosen], abs=1e-6)


def test_every_step_says_the_bic_of_what_it_holds_and_goes_down(data) -> None:
    counts, columns, offset = data
    found = stepwise(counts, columns, offset, FACTORS, UP)
    assert [step.move for step in found.steps] == ["start", "add", "add"]
    assert found.steps[0].bic == pytest.approx(bic_of(counts, columns[:, []], offset), abs=1e-6)
    first = found.steps[1]
    alone = [bic_of(counts, columns[:, [c]], offset) for c in range(6)]
    assert first.column == int(np.argmin(alone))
    assert first.bic == pytest.approx(min(alone), abs=1e-6)


def test_a_factor_that_lowers_is_left_out_unless_it_is_said_to(data) -> None:
    counts, columns, offset = data
    turned = 1 - columns
    found = stepwise(counts, turned, offset, FACTORS, UP)
    assert found.chosen == ()
    found = stepwise(counts, turned, offset, FACTORS, -UP)
    assert found.chosen == (1, 2)
    assert (found.model.coefficients < 0).all()
    assert stepwise(counts, turned, offset, FACTORS, 0 * UP).chosen == (1, 2)


def test_what_came_in_first_can_still_be_swapped() -> None:
    """Alone the sum of two factors wins; beside the second factor its own column is better."""
    draw = np.random.Generator(np.random.PCG64(2))
    one, two = (draw.random((2, 4000)) < 0.5).astype(float)
    both = np.maximum(one, two)
    columns = np.column_stack((one, both, two))
    counts = draw.poisson(np.exp(-0.5 + 0.8 * one + 0.8 * two)).astype(float)
    offset = np.zeros(4000)
    up = np.ones(3, dtype=int)
    found = stepwise(counts, columns, offset, (0, 0, 1), up)
    forward = stepwise(counts, columns, offset, (0, 0, 1), up, direction="forward")
    assert forward.chosen == (1, 2)
    assert [step.move for step in found.steps] == ["start", "add", "add", "swap"]
    assert found.chosen == (0, 2)


def test_noise_alone_gives_the_empty_model() -> None:
    draw = np.random.Generator(np.random.PCG64(8))
    columns = (draw.random((2000, 4)) < 0.3).astype(float)
    counts = draw.poisson(0.8, 2000).astype(float)
    found = stepwise(counts, columns, np.zeros(2000), (0, 1, 2, 3), np.zeros(4, dtype=int))
    assert found.chosen == ()
    assert found.model.coefficients.shape == (0,)
