"""Terrains whose factors, distances and coefficients are known, because they were planted.

Sixteen hundred cells of 100 m; points of six factors lie about by chance. Two
of them raise the count, one near them and one where they lie close together;
one factor copies the places of a true one most of the time and does nothing.
"""

from dataclasses import dataclass

import numpy as np
import pytest
import shapely

from riskmap.statistics.operationalisation import (
    at_high_density,
    kernel_density,
    nearest_distances,
    proximity,
)
from riskmap.statistics.risk_terrain import (
    Terrain,
    alone,
    fit_terrain,
    relative_risk_scores,
    relative_risk_values,
    unusable,
)

SIDE, CELL = 40, 100.0
STEPS = (100.0, 200.0, 300.0, 400.0)
NAMES = ("near", "dense", "copy", "idle_1", "idle_2", "idle_3")
TRUE = {("near", "proximity", 200.0): np.log(4.0), ("dense", "density", 300.0): np.log(2.5)}
SEEDS = range(1, 25)


@dataclass(frozen=True)
class Planted:
    """A terrain, with label and factor of each column."""

    counts: np.ndarray
    columns: np.ndarray
    offset: np.ndarray
    labels: list[tuple[str, str, float]]

    @property
    def factors(self) -> list[int]:
        """Return the number of the factor of each column."""
        return [NAMES.index(label[0]) for label in self.labels]


def planted(seed: int, *, dispersion: float = 0.0, clipped: bool = False) -> Planted:
    draw = np.random.Generator(np.random.PCG64(seed))
    x, y = np.meshgrid((np.arange(SIDE) + 0.5) * CELL, (np.arange(SIDE) + 0.5) * CELL)
    cells = np.column_stack((x.ravel(), y.ravel()))
    extent = SIDE * CELL
    places = {name: draw.uniform(-400, extent + 400, (45, 2)) for name in NAMES}
    centres = draw.uniform(0, extent, (12, 2))
    places["dense"] = centres[draw.integers(0, 12, 110)] + draw.normal(0, 180, (110, 2))
    moved = places["near"] + draw.normal(0, 60, (45, 2))
    stays = draw.random(45) < 0.7
    places["copy"] = np.where(stays[:, None], moved, places["copy"])
    columns, labels = [], []
    for name in NAMES:
        far = nearest_distances(cells, shapely.points(places[name]))
        for step in STEPS:
            thick = kernel_density(cells, places[name], np.ones(len(places[name])), step)
            columns += [proximity(far, step), at_high_density(thick)]
            labels += [(name, "proximity", step), (name, "density", step)]
    table = np.column_stack(columns)
    area = np.where(draw.random(len(cells)) < 0.3, draw.uniform(0.05, 1, len(cells)), 1.0)
    offset = np.log(area) if clipped else np.zeros(len(cells))
    effect = sum(b * table[:, labels.index(label)] for label, b in TRUE.items())
    mean = np.exp(offset - 1.2 + effect)
    if dispersion:
        mean = mean * draw.gamma(1 / dispersion, dispersion, len(cells))
    return Planted(draw.poisson(mean).astype(float), table, offset, labels)


def fitted(one: Planted, *, seed: int = 1) -> Terrain:
    signs = np.ones(len(one.labels), dtype=int)
    return fit_terrain(one.counts, one.columns, one.offset, one.factors, signs, seed=seed)


def in_words(terrain: Terrain, one: Planted) -> dict[tuple[str, str, float], float]:
    chosen = [one.labels[column] for column in terrain.chosen]
    return dict(zip(chosen, terrain.model.coefficients.tolist(), strict=True))


def test_the_published_values_multiply() -> None:
    """A published terrain: values 21.364 and 8.652, highest score 184.8."""
    coefficients = np.log([21.364, 8.652])
    assert relative_risk_values(coefficients) == pytest.approx([21.364, 8.652])
    cells = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    scores = relative_risk_scores(coefficients, cells)
    assert scores == pytest.approx([1, 8.652, 21.364, 21.364 * 8.652])
    assert round(scores.max(), 1) == 184.8


def test_a_planted_terrain_is_found() -> None:
    one = planted(4)
    found = in_words(fitted(one), one)
    assert set(found) == set(TRUE)


@pytest.mark.long
def test_factors_distances_and_coefficients_are_recovered_in_most_of_24_terrains() -> None:
    factors = exact = idle = copied = 0
    errors: list[float] = []
    for seed in SEEDS:
        one = planted(seed)
        terrain = fitted(one)
        found = in_words(terrain, one)
        names = {label[0] for label in found}
        factors += {"near", "dense"} <= names
        exact += set(TRUE) <= set(found)
        idle += any(name.startswith("idle") for name in names)
        copied += "copy" in names
        for place, label in enumerate(found):
            if label in TRUE:
                error = (found[label] - TRUE[label]) / terrain.model.standard_errors[place]
                errors.append(float(error))
    assert factors == len(SEEDS)
    assert exact >= 0.8 * len(SEEDS)
    # a column beyond the true ones gets in when it gains ln(1600) = 7.4 in twice the likelihood;
    # dozens of them are tried
    assert idle <= 0.2 * len(SEEDS)
    assert copied <= 0.2 * len(SEEDS)
    assert np.mean(np.abs(errors) < 2) >= 0.85
    assert abs(np.mean(errors)) < 3 / np.sqrt(len(errors)) + 0.2


@pytest.mark.long
def test_overdispersed_counts_are_told_by_the_negative_binomial() -> None:
    chosen, dispersions = 0, []
    for seed in SEEDS:
        one = planted(seed, dispersion=0.8)
        terrain = fitted(one)
        chosen += terrain.model.family == "negative_binomial"
        dispersions.append(terrain.model.dispersion)
    assert chosen == len(SEEDS)
    assert np.mean(dispersions) == pytest.approx(0.8, abs=0.1)
    plain = [fitted(planted(seed)).model.family for seed in list(SEEDS)[:10]]
    assert plain.count("poisson") >= 9


@pytest.mark.long
def test_clipped_cells_do_not_bend_the_coefficients_when_their_area_is_told() -> None:
    told, forgotten = [], []
    true = list(TRUE)
    for seed in SEEDS:
        one = planted(seed, clipped=True)
        right = [one.labels.index(label) for label in true]
        signs, factors = np.ones(2, dtype=int), [0, 1]
        for offset, kept in ((one.offset, told), (0 * one.offset, forgotten)):
            terrain = fit_terrain(one.counts, one.columns[:, right], offset, factors, signs)
            kept.append([terrain.model.intercept, *terrain.model.coefficients])
    middle = np.mean(told, axis=0)
    slack = 3 * np.std(told, axis=0) / np.sqrt(len(told))
    assert (np.abs(middle - [-1.2, *TRUE.values()]) < slack + 0.02).all()
    assert np.mean(forgotten, axis=0)[0] < -1.3  # whole cells supposed: too low everywhere


def test_columns_no_model_can_use_are_named_with_their_reason() -> None:
    counts = np.array([0.0, 2, 1, 0, 3, 0])
    columns = np.array(
        [
            [1, 1, 1, 1, 1, 1],
            [0, 1, 0, 0, 1, 1],
            [0, 1, 0, 0, 1, 1],
            [1, 0, 0, 1, 0, 0],
            [0, 1, 1, 0, 1, 1],
            [0.1, 0.3, 0.2, 0.0, 0.5, 0.9],
        ]
    ).T
    assert unusable(counts, columns) == ["constant", None, "repeats", "none_there", "all_there", None]  # noqa: E501  # fmt: skip


def test_every_column_alone_is_told_beside_the_winner() -> None:
    one = planted(1)
    terrain = fitted(one)
    models = alone(one.counts, one.columns, one.offset, terrain)
    assert len(models) == len(one.labels)
    place = one.labels.index(("near", "proximity", 200.0))
    single = models[place]
    assert single is not None
    # one flag and no offset: its coefficient is the ratio of two means
    near = one.columns[:, place] == 1
    ratio = one.counts[near].mean() / one.counts[~near].mean()
    assert np.exp(single.coefficients[0]) == pytest.approx(ratio, rel=1e-6)
    bics = {one.labels[i]: m.bic for i, m in enumerate(models) if m and one.labels[i][0] == "near"}
    assert min(bics, key=bics.__getitem__) == ("near", "proximity", 200.0)


def test_nothing_to_choose_from_is_an_empty_terrain() -> None:
    counts = np.array([0.0, 1, 2, 0, 1, 1])
    terrain = fit_terrain(counts, np.ones((6, 2)), np.zeros(6), [0, 1], np.ones(2, dtype=int))
    assert terrain.net is None
    assert terrain.chosen == ()
    assert np.exp(terrain.model.intercept) == pytest.approx(5 / 6)
    assert terrain.scores(np.ones((6, 2))).tolist() == [1.0] * 6


def test_a_factor_that_fades_is_recovered_with_its_scale() -> None:
    scales = (100.0, 300.0, 900.0)
    right = 0
    for seed in range(1, 9):
        draw = np.random.Generator(np.random.PCG64(seed))
        x, y = np.meshgrid((np.arange(SIDE) + 0.5) * CELL, (np.arange(SIDE) + 0.5) * CELL)
        cells = np.column_stack((x.ravel(), y.ravel()))
        far = nearest_distances(cells, shapely.points(draw.uniform(0, SIDE * CELL, (12, 2))))
        other = nearest_distances(cells, shapely.points(draw.uniform(0, SIDE * CELL, (12, 2))))
        columns = np.column_stack([np.exp(-d / scale) for d in (far, other) for scale in scales])
        counts = draw.poisson(np.exp(-1.5 + 2.2 * np.exp(-far / 300))).astype(float)
        offset, signs = np.zeros(len(counts)), np.ones(6, dtype=int)
        terrain = fit_terrain(counts, columns, offset, [0, 0, 0, 1, 1, 1], signs, folds=5)
        right += terrain.chosen == (1,)
        near = np.abs(terrain.model.coefficients - 2.2) < 3 * terrain.model.standard_errors
        assert terrain.chosen != (1,) or near.all()
    assert right >= 6
