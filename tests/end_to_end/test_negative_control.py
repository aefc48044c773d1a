"""The demo's own map under the negative control: shuffled outcomes and places give no lift."""

import numpy as np
import pandas as pd
import pytest

from riskmap.pipeline.evaluating import evaluate_files


@pytest.fixture(scope="module")
def truth(waterveen, tmp_path_factory):
    """Return outcomes of every yard: 1 where a case was planted."""
    told = pd.read_csv(waterveen / "data" / "ground_truth.csv", sep=";", dtype=str)
    planted = told.loc[told["kind"].eq("rural") & told["role"].eq("planted"), "pand_id"]
    members = pd.read_parquet(waterveen / "out" / "rural" / "members.parquet")
    of = members.loc[members["role"].isin(["building", "outbuilding"])]
    hit = set(of.loc[of["member_id"].isin(planted), "location_id"])
    names = sorted(set(members["location_id"]))
    path = tmp_path_factory.mktemp("truth") / "outcomes.csv"
    outcomes = pd.DataFrame({"location_id": names, "outcome": [int(n in hit) for n in names]})
    outcomes.to_csv(path, index=False)
    return path


def test_shuffled_outcomes_and_places_give_the_demos_map_no_lift(waterveen, truth):
    made = evaluate_files(waterveen / "out" / "rural" / "opportunity.parquet", truth, shuffles=200)
    control = made.guard.control
    assert control.shuffles.index.tolist() == ["labels", "places", "shifted"]
    for name in ("labels", "places"):
        draws = control.draws[control.draws["control"] == name]
        for figure, nothing in (("lift", 1.0), ("auc", 0.5)):
            error = draws[figure].std(ddof=1) / np.sqrt(len(draws))
            assert abs(draws[figure].mean() - nothing) < 3.5 * error
    assert control.shuffles["lift_low"].max() < 1 < control.shuffles["lift_high"].min()
    # The map itself knows something: its AUC is beyond what shuffles reach.
    assert control.auc > control.shuffles["auc_high"].max()


def test_a_map_whose_scores_were_dealt_out_by_lot_is_found_out(waterveen, truth, tmp_path):
    frame = pd.read_parquet(waterveen / "out" / "rural" / "opportunity.parquet")
    generator = np.random.Generator(np.random.PCG64(1))
    blind = pd.DataFrame({"location_id": frame["location_id"]})
    blind["score"] = generator.permutation(frame["opportunity"])
    blind.to_csv(tmp_path / "blind.csv", index=False)
    made = evaluate_files(tmp_path / "blind.csv", truth, shuffles=200)
    control = made.guard.control
    assert control.shuffles["lift_p"].min() > 0.05
    assert any("may be chance" in str(said) for said in made.guard.sentences)


def test_the_demos_visits_say_why_they_were_made(waterveen):
    made = evaluate_files(
        waterveen / "out" / "rural" / "combined.parquet", waterveen / "data" / "visits_2026.csv"
    )
    rates = made.guard.feedback.rates
    told = pd.read_csv(waterveen / "data" / "visits_2026.csv", sep=";")
    rural = told[told["theme"] == "rural"]
    for ground in ("score", "random", "follow_up", "signal"):
        assert rates.loc[ground, "visits"] == (rural["selection"] == ground).sum()
    seen = rural[(rural["selection"] == "random") & (rural["outcome"] != "niet_gezien")]
    hits = seen["outcome"].isin(["bevestigd", "aangepakt"]).sum()
    assert made.guard.feedback.base_rate.value == pytest.approx(hits / len(seen))
    assert (
        made.guard.feedback.incidents.loc["reported", "rows"]
        == (rural["found_by"] == "reported").sum()
    )
