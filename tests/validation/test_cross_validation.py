"""Folds, fits and figures against scikit-learn's own cross-validation; nothing leaks."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, LeaveOneGroupOut, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from riskmap.statistics.folds import Fold
from riskmap.validation.baselines import column_order, nearby
from riskmap.validation.cross_validation import Contender, validate_contenders, validate_model
from riskmap.validation.fold_measures import intervals_of, measures_of
from riskmap.validation.partitions import (
    Partition,
    group_partition,
    random_partitions,
    spatial_partitions,
)
from riskmap.validation.predictors import regression_on
from riskmap.validation.validation import validate


@pytest.fixture
def rows():
    """Return predictors of different size, groups and an outcome they partly explain."""
    generator = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "slope": generator.gamma(2, 10, 300),
            "dem": generator.normal(2000, 300, 300),
            "rock": generator.choice(["clay", "lime", "sand"], 300),
            "x_m": generator.random(300) * 1000,
            "y_m": generator.random(300) * 1000,
        }
    )
    eta = 0.06 * (frame["slope"] - 20) + (frame["rock"] == "clay") * 1.0 - 0.4
    frame["found"] = (generator.random(300) < 1 / (1 + np.exp(-eta))).astype(float)
    return frame


def run(frame, partitions, predictors, model="logistic", penalty=1.0):
    one = regression_on(predictors, model, penalty)
    return validate_model(frame, one.fit, one.predict, partitions)


@pytest.mark.parametrize(("model", "inverse"), [("logistic", np.inf), ("ridge", 0.1)])
def test_leave_one_group_out_of_scikit_learn_gives_the_same_auc_in_every_fold(rows, model, inverse):
    groups = np.random.default_rng(3).choice(["0034", "0363", "0518", "0599"], 300)
    pipeline = make_pipeline(
        StandardScaler(),
        LogisticRegression(C=inverse, solver="newton-cholesky", tol=1e-10, max_iter=500),
    )
    theirs = cross_val_score(
        pipeline, rows[["slope", "dem"]], rows["found"],
        groups=groups, cv=LeaveOneGroupOut(), scoring="roc_auc",
    )  # fmt: skip
    mine = run(rows, [group_partition(groups)], ["slope", "dem"], model, 10.0)
    assert mine.folds["auc"].to_numpy() == pytest.approx(theirs, abs=1e-9)


def test_group_k_fold_of_scikit_learn_gives_the_same_auc_on_the_same_blocks(rows):
    partition = spatial_partitions(rows[["x_m", "y_m"]].to_numpy(), 5, 1, seed=1)[0]
    blocks = np.empty(300, dtype=int)
    for fold in partition.folds:
        blocks[fold.test] = int(fold.name)
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=np.inf, tol=1e-10))
    theirs = cross_val_score(
        pipeline, rows[["slope", "dem"]], rows["found"],
        groups=blocks, cv=GroupKFold(5), scoring="roc_auc",
    )  # fmt: skip
    mine = run(rows, [partition], ["slope", "dem"])
    assert sorted(mine.folds["auc"]) == pytest.approx(sorted(theirs), abs=1e-9)


def test_factors_become_the_columns_that_scikit_learn_makes_of_them(rows):
    groups = np.arange(300) % 4
    encoder = OneHotEncoder(drop="first", sparse_output=False)
    pipeline = make_pipeline(encoder, LogisticRegression(C=np.inf, tol=1e-12))
    theirs = cross_val_score(
        pipeline, rows[["rock"]], rows["found"],
        groups=groups, cv=LeaveOneGroupOut(), scoring="roc_auc",
    )  # fmt: skip
    mine = run(rows, [group_partition([str(g) for g in groups])], ["rock"])
    assert mine.folds["auc"].to_numpy() == pytest.approx(theirs, abs=1e-9)


def test_the_pooled_auc_is_that_of_all_predictions_together(rows):
    mine = run(rows, random_partitions(300, 5, 1, seed=2), ["slope"])
    predicted = mine.predictions["random"]["model"]
    assert mine.pooled["auc"][0] == pytest.approx(roc_auc_score(rows["found"], predicted))


def test_a_row_with_a_level_nobody_trained_on_has_no_score(rows):
    rows.loc[:4, "rock"] = "gypsum"
    partition = Partition("group", 1, (Fold("a", np.arange(5, 300), np.arange(5)),))
    mine = run(rows, [partition], ["rock", "slope"])
    assert mine.folds["unscored"].tolist() == [5]
    assert mine.predictions["group"]["model"].isna().all()


def test_what_is_tested_never_reaches_the_fit(rows):
    seen = []

    def fit(train):
        seen.append(set(train.index))

    def predict(_, asked):
        assert "found" not in asked
        assert not seen[-1] & set(asked.index) or set(asked.index) == seen[-1]
        return np.zeros(len(asked))

    validate_model(rows, fit, predict, spatial_partitions(rows[["x_m", "y_m"]].to_numpy(), 4, 2, 1))
    assert len(seen) == 8


def test_changing_the_outcome_and_the_size_of_tested_rows_leaves_their_rivals_as_they_were(rows):
    partition = group_partition(["a"] * 150 + ["b"] * 150)
    before = run(rows, [partition], ["slope", "rock"], "ridge").predictions["group"]["model"]
    poisoned = rows.copy()
    poisoned.loc[149:149, ["slope", "found"]] = [1e6, 1 - rows.loc[149, "found"]]
    after = run(poisoned, [partition], ["slope", "rock"], "ridge").predictions["group"]["model"]
    # Standardised over all rows, one wild slope would move every prediction of its own fold.
    assert (after[:149] == before[:149]).all()
    assert (after[150:] != before[150:]).any()


def test_standardised_on_all_rows_the_same_fold_would_have_other_scores(rows):
    """The naive way does differ: otherwise the test above could not fail."""
    wild = rows.copy()
    wild.loc[0, "slope"] = 1e4
    half = np.arange(150, 300)

    def naive(frame):
        scaled = StandardScaler().fit_transform(frame[["slope", "dem"]])
        model = LogisticRegression(C=0.1, tol=1e-10).fit(scaled[half], frame["found"][half])
        return model.predict_proba(scaled[:150])[1:, 1]

    assert np.abs(naive(wild) - naive(rows)).max() > 1e-3


def noise(seed, smooth=0.0):
    """Return places whose findings are noise: independent, or alike among neighbours."""
    generator = np.random.default_rng(seed)
    points = generator.random((400, 2)) * 1000
    values = generator.normal(size=400)
    if smooth:
        apart = np.linalg.norm(points[:, None] - points, axis=2)
        values = np.exp(-((apart / smooth) ** 2)) @ values
    found = (values > np.quantile(values, 0.7)).astype(float)
    return pd.DataFrame({"x_m": points[:, 0], "y_m": points[:, 1], "found": found})


def test_findings_nearby_say_nothing_about_noise_unless_they_hold_the_answer():
    ours, naive = [], []
    for seed in range(12):
        frame = noise(seed)
        one = nearby(8)
        parts = random_partitions(400, 10, 1, seed)
        ours.append(validate_model(frame, one.fit, one.predict, parts).pooled["auc"][0])
        everything = one.predict(one.fit(frame), frame.drop(columns="found"))
        naive.append(roc_auc_score(frame["found"], everything))
    assert np.mean(ours) == pytest.approx(0.5, abs=0.03)
    assert np.mean(naive) > 0.65
    assert min(naive) > max(ours)


def test_the_count_of_the_tested_period_itself_would_give_an_auc_of_one():
    frame = noise(1)
    one = nearby(1)
    assert roc_auc_score(frame["found"], one.predict(one.fit(frame), frame)) == 1.0
    parts = random_partitions(400, 10, 1, 1)
    assert abs(validate_model(frame, one.fit, one.predict, parts).pooled["auc"][0] - 0.5) < 0.08


def test_on_noise_that_is_alike_among_neighbours_random_folds_look_rosy_and_blocks_do_not():
    random, spatial = [], []
    for seed in range(6):
        frame = noise(seed, smooth=120.0)
        # Irrelevant but smooth predictors, flexible enough to learn where things are.
        for number, (a, b) in enumerate(itertools.product(range(4), range(4))):
            frame[f"p{number}"] = np.cos(math.pi * a * frame["x_m"] / 1000) * np.cos(
                math.pi * b * frame["y_m"] / 1000
            )
        names = [f"p{n}" for n in range(1, 16)]
        one = regression_on(names, "ridge", 1.0)
        points = frame[["x_m", "y_m"]].to_numpy()
        parts = [*spatial_partitions(points, 5, 3, 1), *random_partitions(400, 5, 3, 1)]
        found = validate(frame, [one], parts, capacity=40, seed=1, source="noise", outcomes="noise")
        random.append(found.figures("random")["auc"])
        spatial.append(found.figures("spatial")["auc"])
        assert found.rosier[0] == pytest.approx(random[-1] - spatial[-1])
    assert np.mean(random) > 0.75
    assert np.mean(spatial) < 0.6


def by_hand(scores, found, visited):
    """Average over every order that ties allow, one by one."""
    hits, firsts = [], []
    for order in itertools.permutations(range(len(scores))):
        ranked = [scores[i] for i in order]
        if ranked == sorted(ranked, reverse=True):
            firsts.append(np.mean([found[i] > 0 for i in order[:visited]]))
            hits.append(sum(found[i] for i in order[:visited]))
    return np.mean(firsts), np.mean(hits) / sum(found)


def test_figures_are_the_means_over_all_orders_of_ties():
    scores = np.array([3.0, 1.0, 2.0, 2.0, 2.0, 0.0])
    found = np.array([0.0, 1.0, 2.0, 0.0, 1.0, 0.0])
    precision, hit_rate = by_hand(scores, found, 2)
    mine = measures_of(scores, found, 2 / 6)
    assert mine["visited"] == 2
    assert mine["precision"] == pytest.approx(precision)
    assert mine["hit_rate"] == pytest.approx(hit_rate)
    assert mine["lift"] == pytest.approx(precision / 0.5)
    assert mine["auc"] == pytest.approx(roc_auc_score(found > 0, scores))


def test_unknown_outcomes_are_left_out_and_places_without_a_score_are_counted():
    scores = np.array([0.9, np.nan, 0.5, 0.1, 0.7])
    found = np.array([1.0, 1.0, np.nan, 0.0, 0.0])
    mine = measures_of(scores, found, 0.2)
    assert (mine["places"], mine["unscored"], mine["with_finding"]) == (3, 1, 1)
    assert mine["auc"] == 1.0


def test_measurements_have_an_error_and_no_finding():
    scores, found = np.array([1.0, 2.0, 3.0]), np.array([-1.0, 2.5, 3.0])
    mine = measures_of(scores, found, 0.5)
    assert math.isnan(mine["auc"])
    assert math.isnan(mine["lift"])
    assert mine["rmse"] == pytest.approx((4.25 / 3) ** 0.5)
    assert mine["r2"] == pytest.approx(1 - 4.25 / ((found - 1.5) ** 2).sum())


def test_the_interval_of_a_single_period_is_that_of_a_plain_bootstrap():
    generator = np.random.default_rng(5)
    found = (generator.random(200) < 0.3).astype(float)
    scores = found + generator.normal(size=200)
    low, high = intervals_of(scores, found, 0.1, level=0.9, draws=2000, seed=1)["auc"]
    plain = []
    for _ in range(2000):
        drawn = generator.integers(0, 200, 200)
        plain.append(roc_auc_score(found[drawn], scores[drawn]))
    assert (low, high) == pytest.approx(np.quantile(plain, [0.05, 0.95]), abs=0.01)


def test_rivals_are_judged_on_the_places_that_the_first_one_scores(rows):
    def some(_, asked):
        scores = asked["slope"].to_numpy(dtype=float)
        return np.where(asked["rock"] == "clay", np.nan, scores)

    first = Contender("list", lambda _: None, some)
    parts = [group_partition(["a", "b"] * 150)]
    found = validate_contenders(rows, [first, column_order("dem", "dem")], parts, capacity=0.1)
    kept = rows[rows["rock"] != "clay"]
    theirs = roc_auc_score(kept["found"], kept["dem"])
    assert found.pooled.set_index("contender")["auc"]["dem"] == pytest.approx(theirs)
    assert found.folds.groupby("contender")["places"].sum().tolist() == [len(kept)] * 2
