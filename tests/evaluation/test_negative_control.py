"""The negative control of any list, and of the demo's own map."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from riskmap.errors import InputError
from riskmap.evaluation.negative_control import negative_control
from riskmap.outcomes.matched import Matched


def listed(score, found, xy=None):
    points = [None] * len(score) if xy is None else gpd.points_from_xy(*np.transpose(xy))
    frame = gpd.GeoDataFrame({"score": score, "found": found}, geometry=points)
    frame.index = pd.Index([f"p{n}" for n in range(len(score))])
    return Matched(frame, 0, ())


@pytest.fixture(scope="module")
def world():
    generator = np.random.Generator(np.random.PCG64(2))
    score = generator.random(600)
    found = (generator.random(600) < 0.3 * score**2).astype(float)
    return score, found, generator.random((600, 2)) * 5000


def test_a_list_that_knows_something_beats_every_shuffle(world):
    control = negative_control(listed(*world), 60)
    assert control.shuffles.index.tolist() == ["labels", "places", "shifted"]
    assert len(control.draws) == 3 * 200
    for name in ("labels", "places"):
        row, draws = control.shuffles.loc[name], control.draws[control.draws["control"] == name]
        assert abs(row["lift"] - 1) < 3.5 * draws["lift"].std() / 200**0.5
        assert row["lift_low"] < 1 < row["lift_high"]
        assert row["lift_p"] < 0.02
    assert control.lift > 1.5
    assert "more than chance gives" in str(control.findings[-1])


def test_a_list_that_knows_nothing_is_inside_the_shuffles(world):
    _, found, xy = world
    blind = np.random.Generator(np.random.PCG64(9)).random(600)
    control = negative_control(listed(blind, found, xy), 60)
    assert (control.shuffles["lift_p"] > 0.05).all()
    assert "may be chance" in str(control.findings[-1])


def test_p_values_of_blind_lists_are_spread_evenly():
    """Of 200 lists without knowledge about a tenth has a p-value under 0.1."""
    generator = np.random.Generator(np.random.PCG64(4))
    found = (np.arange(300) < 45).astype(float)
    small = [
        negative_control(listed(generator.random(300), found), 50, repeats=99, seed=n)
        .shuffles["auc_p"]["labels"]
        for n in range(200)
    ]  # fmt: skip
    assert 9 <= sum(p <= 0.1 for p in small) <= 33
    assert np.mean(small) == pytest.approx(0.5, abs=0.07)


def test_places_nobody_saw_keep_their_place_and_take_no_part(world):
    """The lift is that of the top of the whole list, of which a part was seen."""
    score, found, xy = world
    seen = np.arange(600) < 400
    control = negative_control(listed(score, np.where(seen, found, np.nan), xy), 60)
    assert (control.places, control.hits) == (400, int(found[:400].sum()))
    top = np.isin(np.arange(600), np.argsort(-score)[:60]) & seen
    assert control.lift == pytest.approx(found[top].mean() / found[:400].mean())


def test_a_top_nobody_saw_has_no_lift(world):
    score, found, xy = world
    top = np.argsort(-score)[:60]
    hidden = np.where(np.isin(np.arange(600), top), np.nan, found)
    control = negative_control(listed(score, hidden, xy), 60, repeats=20)
    assert np.isnan(control.lift)
    assert "Nobody looked at the top" in str(control.findings[0])
    assert control.shuffles["lift_p"].isna().all()


def test_without_a_map_nothing_is_shifted_and_a_list_longer_than_the_places_is_cut(world):
    score, found, _ = world
    control = negative_control(listed(score[:50], found[:50]), 500, repeats=20)
    assert control.shuffles.index.tolist() == ["labels", "places"]
    assert control.k == 50
    assert control.lift == pytest.approx(1)


def test_outcomes_that_are_all_alike_are_refused():
    with pytest.raises(InputError, match="nothing can be shuffled"):
        negative_control(listed(np.arange(9.0), np.zeros(9)), 3)


def test_the_same_seed_gives_the_same_shuffles(world):
    first, again = (negative_control(listed(*world), 60, repeats=20, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first.draws, again.draws)
