"""Estimators under unequal selection, against all samples, statsmodels and slow loops."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from riskmap.statistics.selection import (
    effective_visits,
    hajek,
    horvitz_thompson,
    inverse_weights,
    list_probability,
    rate_ratio,
    selected_rate,
)

CHANCE = np.array([0.9, 0.5, 0.35, 0.2, 0.6])
FOUND = np.array([1.0, 0.0, 1.0, 1.0, 0.0])


def _all_poisson_samples():
    """Yield every sample of the five places and its chance: each is drawn by itself."""
    for taken in product([False, True], repeat=5):
        mask = np.array(taken)
        yield mask, float(np.where(mask, CHANCE, 1 - CHANCE).prod())


def test_horvitz_thompson_is_without_bias_over_all_samples_and_so_is_its_variance():
    values, variances, chances = [], [], []
    for mask, chance in _all_poisson_samples():
        value, variance = horvitz_thompson(FOUND[mask], CHANCE[mask], 5)
        values.append(value)
        variances.append(variance)
        chances.append(chance)
    expected = np.dot(chances, values)
    assert expected == pytest.approx(FOUND.mean(), abs=1e-12)
    spread = np.dot(chances, (np.array(values) - expected) ** 2)
    assert np.dot(chances, variances) == pytest.approx(spread, abs=1e-12)


def test_horvitz_thompson_is_without_bias_for_a_draw_of_fixed_size():
    chance = np.full(2, 2 / 5)
    estimates = [
        horvitz_thompson(FOUND[list(s)], chance, 5).value for s in combinations(range(5), 2)
    ]
    assert np.mean(estimates) == pytest.approx(FOUND.mean(), abs=1e-12)


def test_the_variance_with_replacement_is_without_bias_over_all_ordered_draws():
    share = np.array([0.4, 0.1, 0.2, 0.1, 0.2])
    values, variances, chances = [], [], []
    for draw in product(range(5), repeat=3):
        drawn = list(draw)
        value, variance = horvitz_thompson(FOUND[drawn], 3 * share[drawn], 5, "with_replacement")
        values.append(value)
        variances.append(variance)
        chances.append(share[drawn].prod())
    expected = np.dot(chances, values)
    assert expected == pytest.approx(FOUND.mean(), abs=1e-12)
    assert np.dot(chances, variances) == pytest.approx(
        np.dot(chances, (np.array(values) - expected) ** 2), abs=1e-12
    )
    assert np.isnan(horvitz_thompson(FOUND[:1], share[:1], 5, "with_replacement").variance)


def test_hajek_is_the_weighted_mean_of_statsmodels_with_a_linearised_variance():
    value, variance = hajek(FOUND, CHANCE)
    assert value == pytest.approx(DescrStatsW(FOUND, weights=1 / CHANCE).mean, abs=1e-12)
    slow = 0.0
    for y, p in zip(FOUND, CHANCE, strict=True):
        slow += (1 - p) / p**2 * (y - value) ** 2
    assert variance == pytest.approx(slow / sum(1 / CHANCE) ** 2, abs=1e-12)


def test_hajek_is_the_plain_variance_of_a_draw_without_replacement():
    found = np.array([1.0, 0, 0, 1, 0, 0, 0, 1])
    _, variance = hajek(found, np.full(8, 8 / 40))
    assert variance == pytest.approx((1 - 8 / 40) * found.var() / 8, abs=1e-12)
    _, process = hajek(found, np.full(8, 8 / 40), finite=False)
    assert process == pytest.approx(found.var() / 8, abs=1e-12)


@pytest.mark.parametrize(("hits", "visits"), [(0, 4), (1, 4), (5, 100), (15, 52), (25, 25)])
def test_visits_by_chance_alone_have_the_interval_of_wilson(hits, visits):
    found = np.repeat([1.0, 0.0], [hits, visits - hits])
    estimate = selected_rate(found, np.full(visits, 0.03))
    low, high = proportion_confint(hits, visits, alpha=0.1, method="wilson")
    assert estimate == pytest.approx((hits / visits, max(low, 0), min(high, 1), visits), abs=1e-12)


def test_a_draw_that_is_most_of_the_pool_has_a_narrower_interval():
    """A share of the places as they are: 80 of 100 leave only 20 unknown."""
    found = np.repeat([1.0, 0.0], [20, 60])
    finite = selected_rate(found, np.full(80, 0.8), finite=True)
    low, high = proportion_confint(20 * 5, 80 * 5, alpha=0.1, method="wilson")
    assert finite[:3] == pytest.approx((0.25, low, high), abs=1e-12)
    assert effective_visits(np.full(80, 0.8), finite=True) == pytest.approx(400)


def test_certain_visits_stand_for_themselves_and_the_others_for_the_rest():
    """20 certain places of 100, 10 hits; 16 of the other 80, 2 hits: 0.2 x 0.5 + 0.8 x 0.125."""
    found = np.repeat([1.0, 0.0, 1.0, 0.0], [10, 10, 2, 14])
    probability = np.repeat([1.0, 16 / 80], [20, 16])
    estimate = selected_rate(found, probability, finite=True)
    assert estimate.value == pytest.approx(0.2)
    low, high = proportion_confint(2 * 1.25, 16 * 1.25, alpha=0.1, method="wilson")
    assert estimate.low == pytest.approx(0.1 + 0.8 * low, abs=1e-12)
    assert estimate.high == pytest.approx(0.1 + 0.8 * high, abs=1e-12)
    process = selected_rate(found, probability)
    assert process.low < estimate.low
    assert process.high > estimate.high


def test_certain_visits_alone_say_nothing_about_the_rest():
    assert np.isnan(selected_rate(np.ones(5), np.ones(5)).value)
    assert np.isnan(selected_rate(np.ones(0), np.ones(0)).value)


@pytest.mark.parametrize("counts", [(8, 21, 3, 52), (1, 25, 10, 100), (20, 25, 2, 16)])
def test_the_ratio_of_rates_has_the_score_interval_of_statsmodels(counts):
    estimate = rate_ratio(*counts)
    low, high = confint_proportions_2indep(
        *counts, method="score", compare="ratio", alpha=0.1, correction=False
    )
    assert (estimate.low, estimate.high) == pytest.approx((low, high), rel=1e-5)
    hits, visits, base_hits, base_visits = counts
    assert estimate.value == pytest.approx(hits / visits / (base_hits / base_visits))


def test_without_a_hit_in_the_base_the_ratio_has_no_upper_limit():
    estimate = rate_ratio(5, 25, 0, 4)
    assert (estimate.value, estimate.high) == (np.inf, np.inf)
    assert 0 < estimate.low < 5


def test_a_ratio_without_any_hits_is_unknown():
    estimate = rate_ratio(0, 25, 0, 4)
    assert np.isnan(estimate.value)
    assert (estimate.low, estimate.high) == (0, np.inf)


def test_the_chance_to_stand_on_a_list_is_that_of_all_its_draws():
    """Seven places, two drawn, two by score: all 21 draws written out."""
    pool, drawn, by_score = 7, 2, 2
    seen = np.zeros(pool)
    draws = list(combinations(range(pool), drawn))
    for draw in draws:
        left = [place for place in range(pool) if place not in draw]
        for place in (*draw, *left[:by_score]):
            seen[place] += 1
    order = np.arange(1.0, pool + 1)
    assert list_probability(order, pool, drawn, by_score) == pytest.approx(seen / len(draws))
    assert list_probability(order, pool, drawn, by_score).sum() == pytest.approx(drawn + by_score)


def test_a_place_without_an_order_comes_by_chance_only():
    assert list_probability(np.array([np.nan, 1.0]), 50, 5, 20) == pytest.approx([0.1, 1.0])
    assert list_probability(np.array([1.0, 40.0]), 50, 5, 0) == pytest.approx([0.1, 0.1])
    assert list_probability(np.array([1.0, 26.0]), 50, 0, 25) == pytest.approx([1.0, 0.0])


@given(st.integers(1, 40), st.data())
@settings(max_examples=40, deadline=None)
def test_the_chances_of_a_list_add_up_to_its_length(pool, data):
    drawn = data.draw(st.integers(0, pool))
    by_score = data.draw(st.integers(0, pool - drawn))
    chance = list_probability(np.arange(1.0, pool + 1), pool, drawn, by_score)
    assert chance.sum() == pytest.approx(drawn + by_score)
    assert ((chance >= 0) & (chance <= 1)).all()


def test_weights_have_mean_one_and_say_how_many_were_cut():
    weight, cut = inverse_weights(np.array([1.0, 0.5, 0.25, np.nan]))
    assert weight == pytest.approx([3 / 7, 6 / 7, 12 / 7, 0])
    assert cut == 0
    weight, cut = inverse_weights(np.array([1.0, 0.5, 0.25, np.nan]), largest=1.0)
    assert weight == pytest.approx([3 / 7, 6 / 7, 1, 0])
    assert cut == 1
