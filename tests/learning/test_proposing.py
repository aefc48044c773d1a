"""Weights move toward outcomes, are never applied, and say when they should not move."""

import datetime as dt
import json
import tomllib

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from riskmap.errors import ScoringError
from riskmap.learning.rivals import held_out, rivals
from riskmap.outputs.map_files import read_map
from riskmap.outputs.proposal_page import proposal_json, write_proposal_page
from riskmap.pipeline.evaluating import Period
from riskmap.pipeline.learning_weights import learn_weights
from riskmap.pipeline.packs import read_pack
from riskmap.pipeline.run import score_only
from riskmap.project import load_project
from riskmap.statistics.weight_choice import Sample


@pytest.fixture(scope="module")
def learnt(rural_path, visits, tmp_path_factory):
    file = tmp_path_factory.mktemp("visits") / "visits.csv"
    visits.to_csv(file, index=False)
    return learn_weights(rural_path, file, capacity=10)


def test_the_criterion_that_finds_gets_most_of_the_weight(learnt):
    table = learnt.proposal.table.set_index("criterion")

    assert table["proposed"].idxmax() == "isolation_nearest_address"
    assert table["proposed"].sum() == pytest.approx(1)
    assert (table["proposed"] >= 0).all()
    assert learnt.proposal.changed


def test_the_theme_file_scores_with_the_proposed_weights(learnt, waterveen, tmp_path):
    (tmp_path / "rural.toml").write_text(learnt.theme_file, "utf-8")
    read_pack(tmp_path / "rural.toml")
    project = tmp_path / "riskmap.toml"
    text = (waterveen / "riskmap.toml").read_text("utf-8").replace('"data/', f'"{waterveen}/data/')
    before = tomllib.loads(text)
    assert "rural" in before.get("themes", {"rural": {}})
    project.write_text(_with_theme(text, tmp_path / "rural.toml"), "utf-8")

    again = score_only(load_project(project), "rural")

    proposed = learnt.proposal.table.set_index("criterion")["proposed"]
    families = again.description.families
    whole = sum(f.weight for f in families.values() if set(f.criteria) & set(proposed.index))
    for family in families.values():
        inside = [key for key in family.criteria if key in proposed.index]
        together = sum(family.criteria[key].weight for key in inside)
        for key in inside:
            share = family.weight / whole * family.criteria[key].weight / together
            assert share == pytest.approx(proposed[key], abs=1e-5)


def _with_theme(text: str, file) -> str:
    line = f'file = "{file}"'
    if "[themes.rural]" in text:
        return text.replace("[themes.rural]", f"[themes.rural]\n{line}", 1)
    return f"{text}\n[themes.rural]\n{line}\n"


def test_nothing_is_changed_by_itself(rural_path, learnt):
    """The map that was learnt from is still the experts'."""
    described = read_map(rural_path).description

    assert described == learnt.described


def test_too_few_outcomes_are_refused_in_words(rural_path, visits, tmp_path):
    found = visits[visits["result"] == "bevestigd"].head(9)
    refuted = visits[visits["result"] == "ontkracht"].head(30)
    pd.concat([found, refuted]).to_csv(tmp_path / "few.csv", index=False)

    with pytest.raises(ScoringError, match="Only 9 places of the map were confirmed: too few"):
        learn_weights(rural_path, tmp_path / "few.csv")


def test_the_last_period_is_a_rival_when_it_is_known(rural_path, visits, tmp_path):
    earlier = visits.assign(date="2025-03-01")
    pd.concat([visits, earlier]).to_csv(tmp_path / "both.csv", index=False)

    period = Period(since=dt.date(2026, 1, 1))
    learnt = learn_weights(rural_path, tmp_path / "both.csv", period=period, capacity=10)

    rows = learnt.proposal.models.set_index("model")
    # The same finds as the year before: no weighting can beat that count.
    assert rows.loc["last_period", "auc"] == pytest.approx(1)
    said = " ".join(str(one) for one in learnt.proposal.verdict)
    assert "do not clearly beat the last-period count" in said


def test_chance_finds_nothing_and_says_so():
    """Scores that have nothing to do with finds: held-out orders hover round one half."""
    aucs = []
    for seed in range(5):
        generator = np.random.default_rng(seed)
        sample = Sample(
            generator.uniform(size=(200, 5)),
            generator.uniform(size=200) < 0.3,
            np.ones(200),
            generator.uniform(0, 9_000, (200, 2)),
        )
        order = held_out(sample, np.full(5, 0.2), seed=1).order
        aucs.append(roc_auc_score(sample.found, order))

    assert np.mean(aucs) == pytest.approx(0.5, abs=0.08)


def test_rivals_have_the_auc_of_scikit_learn():
    generator = np.random.default_rng(3)
    scores = generator.uniform(size=(150, 3)).round(1)
    found = generator.uniform(size=150) < scores[:, 0]
    areas = generator.uniform(100, 900, 150)
    sample = Sample(scores, found, np.ones(150), generator.uniform(0, 9_000, (150, 2)))
    experts = np.array([0.2, 0.3, 0.5])

    table = rivals(sample, experts, np.full(150, np.nan), areas, k=20, seed=1).set_index("model")

    tied = (scores @ experts).round(12)  # equal but for rounding is equal
    assert table.loc["experts", "auc"] == pytest.approx(roc_auc_score(found, tied))
    assert table.loc["area", "auc"] == pytest.approx(roc_auc_score(found, areas))
    order = held_out(sample, experts, 1).order
    assert table.loc["proposed", "auc"] == pytest.approx(roc_auc_score(found, order))
    assert np.isnan(table.loc["last_period", "auc"])
    assert table.loc["proposed", "better_low"] == 0


def test_weights_that_stay_those_of_the_experts_order_as_the_experts_do():
    """Blocks differ in how much is found there: the level of a model must not enter the order."""
    generator = np.random.default_rng(8)
    points = generator.uniform(0, 9_000, (300, 2))
    score = generator.uniform(size=300)
    # More is found further east, whatever the score; within a place the score decides.
    found = generator.uniform(size=300) < 0.15 + 0.3 * score + 0.5 * (points[:, 0] > 4_500)
    sample = Sample(np.column_stack([score, score]), found, np.ones(300), points)

    nothing = np.full(300, np.nan)
    table = rivals(sample, np.array([0.5, 0.5]), nothing, nothing, k=30, seed=1).set_index("model")

    # Both criteria are the same one: no weights can order otherwise.
    assert table.loc["proposed", "auc"] == table.loc["experts", "auc"]
    assert table.loc["experts", ["better_low", "better_high"]].tolist() == [0, 0]


def test_page_and_json_say_the_same(learnt):
    page = write_proposal_page(learnt.proposal, learnt.described, "en")
    content = json.loads(json.dumps(proposal_json(learnt.proposal)))

    assert "Nothing was changed" in page
    assert "no suspicion" in page
    assert content["criteria"][0]["criterion"] == learnt.proposal.table["criterion"].iloc[0]
    for sentence in content["verdict"]:
        assert sentence.replace("'", "&#x27;") in page or sentence in page
