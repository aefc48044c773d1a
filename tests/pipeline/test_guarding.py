"""The guard from files: riskmap's own list, filled in, knows all it needs."""

import pandas as pd
import pytest
from statsmodels.stats.weightstats import DescrStatsW

from riskmap.errors import InputError
from riskmap.inspection import plan
from riskmap.outputs.list_files import WRITERS
from riskmap.outputs.map_files import read_map
from riskmap.pipeline.evaluating import evaluate_files
from riskmap.project import InspectionSettings


@pytest.fixture(scope="module")
def map_file(waterveen):
    return waterveen / "out" / "rural" / "combined.parquet"


@pytest.fixture(scope="module")
def filled(map_file, tmp_path_factory):
    """Return a list of 30 places, half by chance, with an outcome at every row."""
    folder = tmp_path_factory.mktemp("filled")
    scored = read_map(map_file)
    settings = InspectionSettings(capacity=30, random_share=0.5, seed=4)
    WRITERS[".csv"](plan([scored], settings, "nl"), [scored], folder / "list.csv", overwrite=False)
    rows = pd.read_csv(folder / "list.csv", dtype={"location_id": str})
    rows["outcome"] = ["bevestigd" if n % 4 == 0 else "ontkracht" for n in range(len(rows))]
    rows.to_csv(folder / "filled.csv", index=False)
    return folder / "filled.csv"


def test_a_list_of_riskmap_knows_why_and_how_likely_every_visit_was(map_file, filled):
    told = evaluate_files(map_file, filled).guard.feedback
    rows = pd.read_csv(filled)
    assert told.rates.loc[["score", "random"], "visits"].tolist() == [15, 15]
    weight = 1 / rows["selection_probability"]
    hit = rows["outcome"].eq("bevestigd").astype(float)
    assert told.weighted_rate.value == pytest.approx(DescrStatsW(hit, weights=weight).mean)
    assert told.weighs


def test_the_filled_list_may_be_list_and_outcomes_at_once(filled):
    told = evaluate_files(filled, filled).guard.feedback
    assert told.rates["visits"].sum() == 30


def test_incidents_that_say_nothing_about_their_origin_need_no_guard(map_file, tmp_path):
    ids = read_map(map_file).frame["location_id"].head(5)
    pd.DataFrame({"location_id": ids}).to_csv(tmp_path / "incidents.csv", index=False)
    assert evaluate_files(map_file, tmp_path / "incidents.csv").guard is None
    judged = evaluate_files(map_file, tmp_path / "incidents.csv", shuffles=20)
    assert judged.guard.control.hits == 5


def test_a_control_of_outcomes_that_are_all_alike_is_refused(map_file, filled, tmp_path):
    rows = pd.read_csv(filled, dtype={"location_id": str}).assign(outcome="ontkracht")
    rows.to_csv(tmp_path / "nothing.csv", index=False)
    with pytest.raises(InputError, match="nothing can be shuffled"):
        evaluate_files(map_file, tmp_path / "nothing.csv", shuffles=20)


def test_visits_are_counted_per_square_of_two_kilometres(map_file, tmp_path):
    """All visits to the squares with most places in them: a share by hand."""
    frame = read_map(map_file).frame
    points = frame.geometry.representative_point()
    across, upward = ((part // 2000).astype(int).astype(str) for part in (points.x, points.y))
    square = across + "," + upward
    there = frame.loc[square == square.iloc[0], "location_id"]
    visits = pd.DataFrame({"location_id": there, "outcome": "ontkracht", "selection": "score"})
    visits.to_csv(tmp_path / "visits.csv", index=False)
    spread = evaluate_files(map_file, tmp_path / "visits.csv").guard.feedback.concentration
    assert spread.busiest_visits == pytest.approx(1.0)
    most = -(-square.nunique() // 10)
    assert spread.busiest_places >= len(there) / len(frame)
    assert spread.busiest_places <= square.value_counts().head(most).sum() / len(frame)
