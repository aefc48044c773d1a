"""`riskmap validate` on ranked lists of any tool and on maps of a run."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from riskmap.errors import ProjectError
from riskmap.outputs.validation_page import validation_page
from riskmap.pipeline.validating import validate_files

FEW = {"folds": 4, "repetitions": 2}


def listed(folder):
    generator = np.random.default_rng(9)
    frame = pd.DataFrame({"id": [f"p{n:03}" for n in range(200)], "score": generator.random(200)})
    frame["x"], frame["y"] = generator.random((2, 200)) * 5000 + 150_000
    frame["town"] = np.where(frame["x"] > 152_500, "East", "West")
    frame.to_csv(folder / "list.csv", index=False)
    rows = [
        {"id": one.id, "found": int(generator.random() < 0.1 + 0.4 * one.score), "date": day}
        for one in frame.itertuples()
        for day in ("2024-06-01", "2025-06-01")
    ]
    pd.DataFrame(rows).to_csv(folder / "visits.csv", index=False)
    return folder / "list.csv", folder / "visits.csv", frame, pd.DataFrame(rows)


def test_any_ranked_list_is_tested_in_parts_with_the_last_period_beside_it(tmp_path):
    path, outcomes, frame, rows = listed(tmp_path)
    found = validate_files(
        path, outcomes, split="2025-01-01", group="town", crs="EPSG:28992", capacity=20, **FEW
    )
    later = rows[rows["date"] > "2025"].set_index("id")["found"]
    earlier = rows[rows["date"] < "2025"].set_index("id")["found"]
    own = found.figures("period")
    assert own["auc"] == pytest.approx(roc_auc_score(later, frame.set_index("id")["score"]))
    last = found.figures("period", "last period")
    assert last["auc"] == pytest.approx(roc_auc_score(later, earlier.reindex(later.index)))
    first = frame.set_index("id")["score"].nlargest(20).index
    assert own["precision"] == pytest.approx(later[first].mean())
    assert own["lift"] == pytest.approx(later[first].mean() / later.mean())
    groups = found.folds[(found.folds["design"] == "group") & (found.folds["contender"] == "list")]
    east = frame.loc[frame["town"] == "East", "id"]
    expected = roc_auc_score(later[east], frame.set_index("id")["score"][east])
    assert groups.set_index("fold")["auc"]["East"] == pytest.approx(expected)
    assert any("taken as it stands" in str(note) for note in found.notes)


def test_a_map_of_a_run_is_scored_anew_with_weights_beside_it(waterveen, tmp_path):
    path = waterveen / "out" / "rural" / "combined.parquet"
    ids = gpd.read_parquet(path)["location_id"]
    hits = np.random.default_rng(2).random(len(ids)) < 0.3
    outcomes = tmp_path / "visits.csv"
    pd.DataFrame({"location_id": ids, "found": hits * 1}).to_csv(outcomes, index=False)
    found = validate_files(path, outcomes, fit=True, folds=3, repetitions=2)
    assert set(found.summary["contender"]) >= {"list", "fitted weights", "nearby", "random"}
    assert found.description.theme == "rural"
    assert found.figures("spatial", "random")["auc"] == 0.5
    page = validation_page(found, "nl")
    assert "script" not in page
    assert "verdenking" in page


def test_weights_cannot_be_fitted_to_a_list_without_criteria(tmp_path):
    path, outcomes, _, _ = listed(tmp_path)
    with pytest.raises(ProjectError, match="no criteria to fit"):
        validate_files(path, outcomes, fit=True, crs="EPSG:28992", **FEW)


def test_a_period_without_anything_before_it_is_refused(tmp_path):
    path, outcomes, _, _ = listed(tmp_path)
    with pytest.raises(ProjectError, match="dated before"):
        validate_files(path, outcomes, split="2024-01-01", crs="EPSG:28992", **FEW)
