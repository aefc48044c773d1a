"""The guard in one record: what it says follows from its figures."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from riskmap.evaluation.feedback import feedback
from riskmap.evaluation.guard import FeedbackGuard
from riskmap.evaluation.negative_control import negative_control
from riskmap.outcomes.matched import Matched


def guarded(score_hits, random_hits, *, control=False):
    """Return the guard of 40 visits by score and 60 by chance, to places of their own."""
    hits = [score_hits, random_hits]
    found = np.concatenate([np.arange(n) < h for n, h in zip((40, 60), hits, strict=True)])
    index = pd.Index([f"p{n:03}" for n in range(100)])
    frame = gpd.GeoDataFrame(
        {"score": np.arange(100, 0, -1.0), "found": found.astype(float), "visits": 1},
        index=index,
        geometry=[None] * 100,
    )
    rows = pd.DataFrame({"place_id": index, "found": found.astype(float)})
    rows["date"], rows["origin"] = pd.Timestamp("2026-01-01"), None
    rows["selection"] = ["score"] * 40 + ["random"] * 60
    rows["probability"] = [1.0] * 40 + [0.1] * 60
    matched = Matched(frame.assign(found_before=np.nan), 0, (), rows)
    made = negative_control(matched, 40, repeats=20) if control else None
    return FeedbackGuard(feedback(matched, "visits", 40), (), made)


@pytest.mark.parametrize(
    ("score_hits", "random_hits", "words"),
    [
        (20, 6, "50% do: 5.0 times as often"),
        (5, 6, "cannot be told apart from choosing by lot"),
        (1, 30, "less often than by chance"),
        (9, 0, "is not known; at least"),
    ],
)
def test_the_sentence_on_lift_follows_its_interval(score_hits, random_hits, words):
    said = [str(one) for one in guarded(score_hits, random_hits).sentences]
    assert any(words in one for one in said), said


def test_the_base_rate_is_said_with_its_interval_and_weighed():
    said = [str(one) for one in guarded(20, 6).sentences]
    assert said[0] == "Of visits by chance 10% find something (5% to 18%): the base rate."
    # (20 + 6 x 10) of (40 + 60 x 10) places: 12.5 %, rounded half up.
    assert "the base rate is 13% (" in said[2]


def test_the_table_holds_every_figure_once():
    table = guarded(20, 6, control=True).table
    assert table["figure"].is_unique
    assert {"rate_score", "rate_random", "base_rate", "weighted_rate", "lift_over_chance",
            "repeat_share", "gini", "lift_shuffled_labels"} <= set(table["figure"])  # fmt: skip
    row = table.set_index("figure").loc["lift_over_chance"]
    assert row["value"] == pytest.approx(5)
    assert row["low"] < 5 < row["high"]
