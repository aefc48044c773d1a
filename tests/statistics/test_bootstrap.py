"""The bootstrap over places, against a loop that draws them one by one."""

import numpy as np
import pytest
from scipy import stats

from riskmap.statistics import accuracy
from riskmap.statistics.bootstrap import bootstrap, percentile_interval, resamples

SCORES = np.array([0.9, 0.9, 0.7, 0.5, 0.5, 0.5, 0.2, 0.1])
FOUND = np.array([1.0, 0, 3, 0, 1, np.nan, 0, 1])
AREAS = np.array([1.0, 2, 1, 1, 3, 1, 1, 2])


def test_a_resample_counted_is_a_resample_written_out() -> None:
    # The slow way: make the drawn list place by place and measure it without weights.
    ranked = accuracy.ordering(SCORES)
    for weights in resamples(len(SCORES), 20, seed=3):
        quick = accuracy.hit_curve(ranked, FOUND, AREAS, weights)
        for row, counts in enumerate(weights):
            drawn = np.repeat(np.arange(len(SCORES)), counts.astype(int))
            slow = accuracy.hit_curve(accuracy.ordering(SCORES[drawn]), FOUND[drawn], AREAS[drawn])
            assert accuracy.auc(quick)[row] == pytest.approx(accuracy.auc(slow), nan_ok=True)
            for k in (1, 3, 8):
                ours, theirs = quick.after(k), slow.after(k)
                for name in ("places", "visited", "area", "found", "hits"):
                    assert getattr(ours, name)[row] == pytest.approx(getattr(theirs, name))


def test_every_resample_has_as_many_places_as_the_list() -> None:
    counted = np.concatenate(list(resamples(7, 500, seed=1)))
    assert counted.shape == (500, 7)
    assert (counted.sum(axis=1) == 7).all()
    assert counted.mean(axis=0) == pytest.approx(np.ones(7), abs=0.15)


def test_memory_is_bounded_and_batches_change_nothing() -> None:
    sizes = [len(batch) for batch in resamples(1_500_000, 3, seed=1)]
    assert sizes == [1, 1, 1]


def test_the_interval_of_a_mean_is_that_of_scipy() -> None:
    values = np.random.Generator(np.random.PCG64(2)).exponential(size=80)
    drawn = bootstrap(lambda w: (w @ values / w.sum(axis=1))[:, None], 80, 4000, seed=1)
    low, high = percentile_interval(drawn, 0.9)
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=4000, confidence_level=0.9, method="percentile",
        rng=np.random.Generator(np.random.PCG64(9)),
    ).confidence_interval  # fmt: skip
    assert (low[0], high[0]) == pytest.approx((theirs.low, theirs.high), rel=0.02)


def test_the_same_seed_gives_the_same_figures() -> None:
    one, two = (bootstrap(lambda w: w[:, :2], 9, 30, seed=5) for _ in range(2))
    assert (one == two).all()
    assert (one != bootstrap(lambda w: w[:, :2], 9, 30, seed=6)).any()


def test_a_figure_that_most_resamples_lack_has_no_interval() -> None:
    drawn = np.array([[1.0, np.nan], [2.0, np.nan], [np.nan, 3.0], [4.0, np.nan]])
    low, high = percentile_interval(drawn, 0.5)
    assert (low[0], high[0]) == (1.5, 3.0)
    assert np.isnan([low[1], high[1]]).all()
