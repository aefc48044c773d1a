"""Rank certainty of maps: shares worked out by hand, and the orders of the map itself."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.combine import combine
from riskmap.errors import ProjectError
from riskmap.ordering import list_order, rank_inside, share_above
from riskmap.pipeline.certainty import certainty_of, plan_surely
from riskmap.project import CombineSettings, InspectionSettings, SensitivitySettings
from riskmap.sensitivity import certainty as room
from riskmap.sensitivity.certainty import rank_certainty
from riskmap.sensitivity.drawn_weights import Spread
from riskmap.sensitivity.list_scores import by_group, in_turn
from riskmap.sensitivity.result import stays, undecided_places
from riskmap.weighing import ranks

NAN = float("nan")
FIXED = SensitivitySettings(draws=100, weights=0.0, thresholds=0.0)
# Vacancy and seclusion score 1 and 0, 0 and 1, 0.6 and 0.6.
OPPOSED = [(2, 0, 0), (0, 100, 100), (1.2, 60, 60)]


def test_nothing_moves_then_every_rank_is_certain(small_map):
    scored = small_map([(2, 0, 0), (1.8, 10, 10), (0.4, 60, 60), (0, 90, 90), (NAN, 100, 100)])
    found = rank_certainty(scored, FIXED, k=2)
    expected = scored.frame.set_index("location_id")["rank"].dropna().sort_values()
    assert found.frame["rank"].to_dict() == expected.to_dict()
    for name in ("rank_low", "rank_high", "expected_rank"):
        assert found.frame[name].to_dict() == expected.to_dict()
    assert found.frame["top_k_probability"].tolist() == [1, 1, 0, 0]
    assert found.frame["tie_group"].tolist() == [1, 2, 3, 4]
    assert "yard:04" not in found.frame.index  # known in one family only: not ranked


def test_free_weights_give_the_lengths_of_the_line_where_each_place_is_first(small_map):
    # Seclusion has two criteria, both 0, 1 or 0.6: only the weight of vacancy counts.
    free = Spread(free=True)
    settings_ = SensitivitySettings(draws=20_000, thresholds=0.0)
    found = rank_certainty(small_map(OPPOSED), settings_, k=1, spread=free, in_full=True)
    chances = found.frame["top_k_probability"].sort_index()
    assert chances.tolist() == pytest.approx([0.4, 0.4, 0.2], abs=0.015)
    shares = found.acceptability.sort_index().to_numpy()
    assert shares[2] == pytest.approx([0.2, 0.8, 0.0], abs=0.015)
    # Vacancy rules from 0.6 to 1 for the first: its middle is 0.8.
    assert found.central_weights.loc["yard:00", "empty"] == pytest.approx(0.8, abs=0.01)
    assert found.frame["confidence"].tolist() == [1, 1, 1]


def test_an_order_of_families_rules_out_what_contradicts_it(small_map):
    ordered = Spread(order=("seclusion", "vacancy"))
    settings_ = SensitivitySettings(draws=20_000, thresholds=0.0)
    found = rank_certainty(small_map(OPPOSED), settings_, k=1, spread=ordered)
    # Vacancy weighs 0 to 0.5: below 0.4 the second place is first, above it the third.
    chances = found.frame["top_k_probability"].sort_index()
    assert chances.tolist() == pytest.approx([0, 0.8, 0.2], abs=0.015)
    with pytest.raises(ProjectError, match="vacancy, seclusion"):
        rank_certainty(small_map(OPPOSED), settings_, k=1, spread=Spread(order=("noise",)))


def test_moved_thresholds_change_the_order_as_often_as_worked_out(small_map, monkeypatch):
    # The first has 2/3 x 2/3 + min(0.75 / f, 1) / 3 for a threshold of 2 f years, the second
    # 2/3 whatever: the first leads where f < 1.125, three quarters of 0.75 to 1.25.
    monkeypatch.setattr(room, "THRESHOLD_SETS", 4_000)
    scored = small_map([(1.5, 200, 0), (0, 200, 200), (0, 0, 0)])
    settings_ = SensitivitySettings(draws=4_000, weights=0.0, thresholds=0.25)
    found = rank_certainty(scored, settings_, k=1)
    assert found.threshold_sets == 4_000
    chances = found.frame["top_k_probability"].sort_index()
    assert chances.tolist() == pytest.approx([0.75, 0.25, 0], abs=0.025)


def test_equal_places_are_equally_certain(small_map):
    scored = small_map([(1, 50, 50), (2, 90, 90), (1, 50, 50), (0, 10, 10)])
    found = rank_certainty(scored, SensitivitySettings(), k=2).frame
    columns = ["top_k_probability", "rank_low", "rank_high", "expected_rank", "tie_group"]
    assert found.loc["yard:00", columns].tolist() == found.loc["yard:02", columns].tolist()
    assert found.loc["yard:00", "top_k_probability"] == pytest.approx(0.5)
    assert found.loc["yard:00", ["rank_low", "rank_high"]].tolist() == [2, 3]


def test_the_same_seed_gives_the_same_figures(small_map):
    scored = small_map([(n % 7 / 3, n * 13 % 100, n * 29 % 100) for n in range(40)])
    first, again = (rank_certainty(scored, SensitivitySettings(), k=5).frame for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    other = rank_certainty(scored, SensitivitySettings(seed=2), k=5).frame
    assert not first["expected_rank"].equals(other["expected_rank"])


@pytest.mark.parametrize("rule", ["weighted", "geometric", "log_pool", "and", "or"])
def test_a_combined_map_is_ranked_by_priority(small_map, police_layer, rule):
    scored = small_map([(n % 5 / 3, n * 13 % 100, n * 29 % 100) for n in range(12)])
    risks = [0.1, 0.9, NAN, 0.4, 0.4, 0.8, 0.2, NAN, 0.6, 0.6, 0.3, 1.0]
    combined = combine(scored, police_layer(risks), CombineSettings(rule=rule))
    found = certainty_of(combined, FIXED, k=3).frame
    expected = combined.frame.set_index("location_id")["priority_rank"].sort_values()
    assert found["rank"].to_dict() == expected.to_dict()
    assert found["expected_rank"].to_dict() == pytest.approx(expected.to_dict())


ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([0.1, 0.25, 0.5, 0.75])), min_size=1, max_size=20
)


@settings(deadline=None)
@given(ROWS)
def test_a_list_over_groups_follows_the_share_of_the_group_above(rows):
    index = [f"p{number:02}" for number in range(len(rows))]
    group = pd.Series([g for g, _ in rows], index=index)
    # Made unequal, so that the list has one order only.
    score = pd.Series([s + n / 1000 for n, (_, s) in enumerate(rows)], index=index)
    rank = ranks(score, score.notna())
    above = share_above(rank, group.astype(str))
    expected = pd.DataFrame({"above": above, "rank": rank}).sort_values(["above", "rank"]).index
    listed = pd.Series(by_group(score.to_numpy()[None, :], group.to_numpy())[0], index=index)
    assert listed.sort_values(ascending=False).index.tolist() == expected.tolist()
    assert rank_inside(rank, group.astype(str)).notna().all()


def test_a_map_ranked_inside_groups_is_ranked_as_its_list(small_map):
    places = [(n % 5 / 3, n * 13 % 100, n * 29 % 100) for n in range(12)]
    scored = small_map(places, rank_within="neighbourhoods")
    names = ["north", "south", "south"] * 4
    scored = replace(scored, frame=scored.frame.assign(group=names))
    found = rank_certainty(scored, FIXED, k=3).frame
    expected = list_order(scored).set_axis(scored.frame["location_id"])
    assert found["rank"].to_dict() == expected.sort_values().to_dict()
    assert found["expected_rank"].to_dict() == pytest.approx(expected.to_dict())
    assert expected.tolist() != scored.frame["rank"].tolist()


def test_what_is_equal_in_both_is_equal_still():
    first, second = [[0.5, 0.5, 0.9, 0.5]], [[0.2, 0.7, 0.0, 0.2]]
    scores = in_turn(pd.DataFrame(first).to_numpy(), pd.DataFrame(second).to_numpy())[0]
    assert scores.argsort()[::-1].tolist()[:2] == [2, 1]
    assert scores[0] == scores[3]


def test_a_map_without_ranked_places_has_no_certainty(small_map):
    scored = small_map([(NAN, 10, 10), (NAN, 20, 20)])
    found = rank_certainty(scored, SensitivitySettings(), k=5)
    assert found.frame.empty
    assert stays(found, 0.95) == 0


def test_what_cannot_be_told_apart_begins_among_the_first_k(small_map):
    scored = small_map([(1, 50, 50), (1, 50, 50), (2, 90, 90), (0, 10, 10), (0, 10, 10)])
    assert undecided_places(rank_certainty(scored, FIXED, k=2)) == [(2, 3)]
    assert undecided_places(rank_certainty(scored, FIXED, k=5)) == [(2, 3), (4, 5)]


def test_a_list_says_how_certain_its_ranks_are(small_map):
    scored = small_map([(1, 50, 50), (1, 50, 50), (2, 90, 90), (0, 10, 10), (NAN, 10, 10)])
    inspection = InspectionSettings(capacity=2, random_share=0.0)
    listed, [found] = plan_surely([scored], inspection, FIXED, "en")
    rows = listed.rows.set_index("location_id")
    assert rows["top_k_probability"].to_dict() == {"yard:02": 1.0, "yard:00": 0.5}
    assert rows["rank_low"].to_dict() == {"yard:02": 1, "yard:00": 2}
    assert rows["rank_high"].to_dict() == {"yard:02": 1, "yard:00": 3}
    assert found.k == 2
    assert any("100 draws" in note for note in listed.notes)


def test_maps_that_share_a_list_have_their_part_of_its_capacity(small_map):
    places = [(n / 3, n * 13 % 100, n * 29 % 100) for n in range(6)]
    maps = [small_map(places, theme=name) for name in ("rural", "clubhouses")]
    other = maps[1].frame.assign(location_id=[f"building:{n}" for n in range(6)])
    other = other.set_geometry(other.geometry.translate(50_000))
    maps[1] = type(maps[1])(other, maps[1].description)
    inspection = InspectionSettings(capacity=5, random_share=0.4)
    listed, found = plan_surely(maps, inspection, FIXED, "en")
    assert [one.k for one in found] == [3, 3]
    drawn = listed.rows[listed.rows["selection"] == "random"]
    assert drawn["rank_low"].notna().all()  # a drawn place has a rank in its own map too
