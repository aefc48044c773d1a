"""The loop a list makes with itself: the naive one, a shrunken one, and one with the guard."""

import numpy as np
import pytest

from riskmap.evaluation.feedback_simulation import Setting, compare_loops, simulate


@pytest.fixture(scope="module")
def loops():
    """Return 500 places, 25 visits a round, 60 rounds, in 100 worlds."""
    return compare_loops(Setting(), seeds=100)


def test_raw_counts_never_look_elsewhere(loops):
    raw = loops[loops["learning"] == "raw_counts"]
    assert raw["ever_visited"].mean() == pytest.approx(25 / 500)


def test_the_guard_sees_half_of_the_world_for_a_few_percent_of_the_hits(loops):
    mean = loops.groupby("learning")[["ever_visited", "hit_rate"]].mean()
    assert mean.loc["guarded", "ever_visited"] > 0.45
    assert mean.loc["raw_counts", "ever_visited"] < mean.loc["shrunken", "ever_visited"]
    assert mean.loc["shrunken", "ever_visited"] < mean.loc["guarded", "ever_visited"]
    assert mean.loc["guarded", "hit_rate"] > 0.9 * mean.loc["raw_counts", "hit_rate"]
    assert mean.loc["guarded", "hit_rate"] < mean.loc["shrunken", "hit_rate"]


def test_the_base_rate_with_the_guard_has_no_bias_and_keeps_its_interval(loops):
    guarded = loops[loops["learning"] == "guarded"]
    error = guarded["base_rate"] - guarded["truth"]
    assert abs(error.mean()) < 2 * error.std(ddof=1) / len(error) ** 0.5
    covered = (guarded["low"] <= guarded["truth"]) & (guarded["truth"] <= guarded["high"])
    assert 0.83 <= covered.mean() <= 0.96  # 100 worlds; the long test looks at 1,000


def test_the_rate_of_all_visits_as_if_alike_is_far_off(loops):
    assert (loops["naive_rate"] > 1.5 * loops["truth"]).mean() > 0.95


def test_without_visits_by_chance_there_is_no_base_rate(loops):
    naive = loops[loops["learning"] != "guarded"]
    assert naive["base_rate"].isna().all()


@pytest.mark.long
def test_the_interval_of_the_base_rate_covers_over_a_thousand_worlds():
    """The estimand is the mean chance of all 500 places of a world."""
    worlds = compare_loops(Setting(), seeds=1000, learnings=("guarded",))
    covered = (worlds["low"] <= worlds["truth"]) & (worlds["truth"] <= worlds["high"])
    assert 0.87 <= covered.mean() <= 0.93
    error = worlds["base_rate"] - worlds["truth"]
    assert abs(error.mean()) < 2 * error.std(ddof=1) / len(error) ** 0.5


def test_the_same_seed_gives_the_same_loop():
    setting = Setting(rounds=5)
    assert simulate(setting, "guarded", 3) == simulate(setting, "guarded", 3)
    assert np.isfinite(simulate(setting, "guarded", 3).base_rate.value)
