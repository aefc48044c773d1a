"""Intervals over folds and repetitions, worked out beside the code."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from riskmap.validation.cross_validation import Contender, validate_contenders
from riskmap.validation.partitions import random_partitions, spatial_partitions
from riskmap.validation.summary import lead, rosier, summarise


@pytest.fixture
def tested():
    """Return 150 places in 4 folds, twice, ordered by a score with noise; and what was found."""
    generator = np.random.default_rng(6)
    found = (generator.random(150) < 0.4).astype(float)
    frame = pd.DataFrame({"found": found, "score": found + generator.normal(size=150)})
    points = generator.random((150, 2))
    one = Contender("list", lambda _: None, lambda _, asked: asked["score"].to_numpy())
    parts = [*spatial_partitions(points, 4, 2, 1), *random_partitions(150, 4, 2, 1)]
    return validate_contenders(frame, [one], parts, capacity=0.1), found


def test_the_interval_is_students_t_over_folds_and_repetitions(tested):
    result, found = tested
    row = summarise(result, found, 0.1, 1).set_index("design").loc["spatial"]
    folds = result.folds[result.folds["design"] == "spatial"]
    first, second = (folds.loc[folds["repetition"] == n, "auc"].to_numpy() for n in (1, 2))
    middle = (first.mean() + second.mean()) / 2
    within = (first.var(ddof=1) + second.var(ddof=1)) / 2 / 4
    between = np.var([first.mean(), second.mean()], ddof=1) / 2
    half = stats.t.ppf(0.95, 3) * (within + between) ** 0.5
    assert row["auc"] == pytest.approx(middle)
    assert (row["auc_low"], row["auc_high"]) == pytest.approx(
        (middle - half, min(1, middle + half))
    )
    assert row["interval"] == "folds"


def test_with_one_repetition_it_is_the_plain_t_interval_of_scipy(tested):
    result, found = tested
    only = result.folds[(result.folds["design"] == "random") & (result.folds["repetition"] == 1)]
    single = type(result)(only, result.pooled, result.predictions)
    row = summarise(single, found, 0.1, 1).iloc[0]
    low, high = stats.t.interval(0.9, 3, only["auc"].mean(), stats.sem(only["auc"]))
    assert (row["auc_low"], row["auc_high"]) == pytest.approx((low, min(1.0, high)))


def test_two_folds_have_the_middle_of_the_repetitions():
    generator = np.random.default_rng(1)
    frame = pd.DataFrame({"found": np.tile([0.0, 1.0], 40), "score": generator.random(80)})
    one = Contender("list", lambda _: None, lambda _, asked: asked["score"].to_numpy())
    result = validate_contenders(frame, [one], random_partitions(80, 2, 30, 1), capacity=0.1)
    row = summarise(result, frame["found"].to_numpy(), 0.1, 1).iloc[0]
    means = result.folds.groupby("repetition")["auc"].mean()
    assert row["interval"] == "repetitions"
    assert (row["auc_low"], row["auc_high"]) == pytest.approx(np.quantile(means, [0.05, 0.95]))


def test_two_groups_left_out_once_each_have_no_interval():
    generator = np.random.default_rng(1)
    frame = pd.DataFrame({"found": np.tile([0.0, 1.0], 40), "score": generator.random(80)})
    one = Contender("list", lambda _: None, lambda _, asked: asked["score"].to_numpy())
    result = validate_contenders(frame, [one], random_partitions(80, 2, 1, 1), capacity=0.1)
    row = summarise(result, frame["found"].to_numpy(), 0.1, 1).iloc[0]
    assert row["auc"] == pytest.approx(result.folds["auc"].mean())
    assert np.isnan([row["auc_low"], row["auc_high"]]).all()


def test_how_rosy_random_folds_are_is_the_mean_of_paired_differences(tested):
    result, _ = tested
    means = result.folds.groupby(["design", "repetition"])["auc"].mean()
    gaps = [means["random", n] - means["spatial", n] for n in (1, 2)]
    assert rosier(result, "list")[0] == pytest.approx(np.mean(gaps))
    assert rosier(result, "list")[1:] == pytest.approx(np.quantile(gaps, [0.05, 0.95]))
    first = result.folds[result.folds["repetition"] == 1]
    alone = rosier(replace(result, folds=first), "list")
    assert alone[0] == pytest.approx(gaps[0])
    assert np.isnan(alone[1:]).all()  # one repetition says nothing of how it varies


def test_what_is_ahead_of_another_is_asked_of_the_same_folds_as_scipy_pairs_them():
    generator = np.random.default_rng(4)
    found = (generator.random(200) < 0.4).astype(float)
    frame = pd.DataFrame({"found": found, "score": found + generator.normal(size=200)})
    frame["other"] = frame["score"] + 0.4 * generator.normal(size=200)
    contenders = [
        Contender(name, lambda _: None, lambda _, asked, name=name: asked[name].to_numpy())
        for name in ("score", "other")
    ]
    folds = validate_contenders(
        frame, contenders, random_partitions(200, 5, 1, 1), capacity=0.1
    ).folds
    each = {name: rows["auc"].to_numpy() for name, rows in folds.groupby("contender")}
    paired = stats.ttest_rel(each["score"], each["other"]).confidence_interval(0.9)
    assert lead(folds, "random", ("score", "other"), "auc") == pytest.approx(tuple(paired))
