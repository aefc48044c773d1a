"""The rural score finds planted cases better than chance, and shuffled labels as chance does.

The bounds are those the domain guide measured on 120 prototypes; never promise more.
"""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from riskmap.demo import make_demo
from riskmap.pipeline.binding import bind
from riskmap.pipeline.run import score_with_members
from riskmap.project import load_project


def planted_scores(folder, seed: int, size: str) -> tuple[np.ndarray, np.ndarray]:
    """Return opportunity of every yard, and whether a planted case stands on it."""
    make_demo(folder, size=size, seed=seed)
    project = load_project(folder)
    result = score_with_members(project, bind(project, ["rural"])[0])
    truth = pd.read_csv(folder / "data" / "ground_truth.csv", sep=";", dtype=str)
    chosen = truth["kind"].eq("rural") & truth["role"].eq("planted")
    buildings = result.members[result.members["role"].isin(["building", "outbuilding"])]
    hit = buildings[buildings["member_id"].isin(truth.loc[chosen, "pand_id"])]["location_id"]
    frame = result.opportunity.frame
    known = frame["opportunity"].notna()
    return (
        frame.loc[known, "opportunity"].to_numpy(float),
        frame.loc[known, "location_id"].isin(hit).to_numpy(),
    )


def share_in_top_tenth(scores: np.ndarray, planted: np.ndarray) -> float:
    best = np.argsort(-scores, kind="stable")[: len(scores) // 10]
    return planted[best].sum() / planted.sum()


@pytest.mark.long
def test_twenty_municipalities_give_the_lift_the_guide_promises(tmp_path):
    found = [planted_scores(tmp_path / str(seed), seed, "full") for seed in range(1, 21)]
    assert all(planted.sum() == 24 for _, planted in found)
    areas = [roc_auc_score(planted, scores) for scores, planted in found]
    shares = [share_in_top_tenth(scores, planted) for scores, planted in found]
    assert np.median(areas) > 0.60
    assert np.median(shares) > 0.15


def test_shuffled_labels_give_no_lift(tmp_path):
    scores, planted = planted_scores(tmp_path / "one", 1, "full")
    draw = np.random.default_rng(1)
    areas = [roc_auc_score(draw.permutation(planted), scores) for _ in range(200)]
    assert 0.48 < np.mean(areas) < 0.52
    # The true labels stand out from the shuffled ones.
    assert roc_auc_score(planted, scores) > np.quantile(areas, 0.95)
