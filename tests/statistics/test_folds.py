"""Folds against scikit-learn's own splitters and k-means, and what must hold for any of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.model_selection import LeaveOneGroupOut

from riskmap.errors import ProjectError
from riskmap.statistics.folds import (
    block_labels,
    folds_of,
    lloyd,
    period_fold,
    random_labels,
)


def cloud(count, seed=3):
    return np.random.default_rng(seed).normal(size=(count, 2)) * 1000 + 150_000


@pytest.mark.parametrize("folds", [2, 5, 9])
def test_kmeans_of_scikit_learn_makes_the_same_blocks_from_the_same_centres(folds):
    points = cloud(400)
    centres = points[:: 400 // folds][:folds]
    theirs = KMeans(folds, init=centres, n_init=1, max_iter=1000, tol=0, algorithm="lloyd")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        labels = theirs.fit_predict(points)
    mine = lloyd(points, centres)
    pairs = set(zip(labels.tolist(), mine.tolist(), strict=True))
    assert len(pairs) == folds


def test_blocks_are_numbered_from_west_to_east_and_lie_together():
    points = cloud(300)
    labels = block_labels(points, 5, seed=1)
    middles = [points[labels == number].mean(axis=0) for number in range(1, 6)]
    assert [m[0] for m in middles] == sorted(m[0] for m in middles)
    nearest = np.linalg.norm(points[:, None] - np.array(middles), axis=2).argmin(axis=1) + 1
    assert (nearest == labels).all()


def test_the_same_seed_gives_the_same_blocks_and_another_seed_others():
    points = cloud(300)
    assert (block_labels(points, 5, 1) == block_labels(points, 5, 1)).all()
    assert any((block_labels(points, 5, 1) != block_labels(points, 5, s)).any() for s in (2, 3, 4))


@settings(max_examples=40, deadline=None)
@given(
    places=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=6, max_size=60),
    folds=st.integers(2, 5),
    seed=st.integers(0, 20),
)
def test_no_block_is_ever_empty_and_places_on_one_spot_stay_together(places, folds, seed):
    points = np.array(places, dtype=float)
    if len(np.unique(points, axis=0)) < folds:
        with pytest.raises(ProjectError, match="cannot be split"):
            block_labels(points, folds, seed)
        return
    labels = block_labels(points, folds, seed)
    assert set(labels.tolist()) == set(range(1, folds + 1))


def test_random_folds_differ_in_size_by_one_at_most():
    labels = random_labels(103, 10, seed=1)
    sizes = np.bincount(labels)[1:]
    assert sizes.sum() == 103
    assert (sizes.max(), sizes.min()) == (11, 10)
    assert (random_labels(103, 10, seed=1) == labels).all()
    assert (random_labels(103, 10, seed=2) != labels).any()


def test_folds_of_groups_are_those_of_leave_one_group_out():
    groups = np.random.default_rng(1).choice(["0363", "0034", "0518"], 50)
    theirs = list(LeaveOneGroupOut().split(np.zeros(50), groups=groups))
    mine = folds_of(groups)
    assert [fold.name for fold in mine] == ["0034", "0363", "0518"]
    for fold, (train, test) in zip(mine, theirs, strict=True):
        assert fold.train.tolist() == train.tolist()
        assert fold.test.tolist() == test.tolist()


def test_one_group_leaves_nothing_to_test():
    with pytest.raises(ProjectError, match="in one group"):
        folds_of(["a"] * 5)


@pytest.mark.parametrize(("count", "folds"), [(3, 4), (3, 1), (3, 0)])
def test_a_number_of_folds_that_cannot_be_is_refused(count, folds):
    with pytest.raises(ProjectError, match="cannot be split"):
        random_labels(count, folds, seed=1)


def test_the_period_is_tested_and_all_before_it_trains():
    dates = np.array(
        ["2024-05-01", "2025-01-01", "2025-12-31T23:00", "2026-01-01", "NaT"], "datetime64[us]"
    )
    fold = period_fold(dates, np.datetime64("2025-01-01"), np.datetime64("2025-12-31"), "2025")
    assert (fold.train.tolist(), fold.test.tolist()) == ([0], [1, 2])
    onward = period_fold(dates, np.datetime64("2025-01-01"), None, "from 2025")
    assert (onward.train.tolist(), onward.test.tolist()) == ([0], [1, 2, 3])
    with pytest.raises(ProjectError, match="leaves 0 rows to train"):
        period_fold(dates, np.datetime64("2020-01-01"), None, "all")
