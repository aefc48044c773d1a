"""The inspection list: who is on it, on which ground, in which order."""

import math

import pytest
from pyproj import Transformer

from riskmap.combine import combine
from riskmap.inspection import COLUMNS, plan
from riskmap.language import translator
from riskmap.marks import NOTICE
from riskmap.project import CombineSettings, InspectionSettings

NAN = float("nan")
CONTRACT = [
    *("rank", "location_id", "selection", "visit_type", "priority", "opportunity", "risk"),
    *("coverage", "top_k_probability", "rank_low", "rank_high", "reasons", "missing"),
    *("ordinary_explanations", "municipality", "parcels", "label", "x", "y", "lon", "lat"),
    *("last_visit", "due"),
]


def some(count):
    return [(2 * n / count, 100 * n / count, 100 * (n % 3) / 2) for n in range(count)]


def settings(capacity=10, random_share=0.2, seed=1):
    return InspectionSettings(capacity=capacity, random_share=random_share, seed=seed)


def test_the_columns_are_those_of_the_contract_then_those_added_later(small_map):
    listed = plan([small_map(some(30))], settings(), "nl")
    more = ["theme", "notice", "group", "group_rank", "selection_probability"]
    assert list(COLUMNS) == [*CONTRACT, *more]
    assert list(listed.rows.columns) == list(COLUMNS)


def test_a_share_is_drawn_first_and_the_best_of_the_others_follow_by_score(small_map):
    scored = small_map(some(30))
    rows = plan([scored], settings(), "nl").rows
    drawn = set(rows.loc[rows["selection"] == "random", "location_id"])
    ranked = scored.frame.sort_values("rank")["location_id"].tolist()
    best = [name for name in ranked if name not in drawn][:8]
    assert rows["location_id"].head(8).tolist() == best
    assert rows["selection"].tolist() == ["score"] * 8 + ["random"] * 2
    assert rows["rank"].tolist()[:8] == list(range(1, 9))
    assert rows["rank"].isna().tolist() == [False] * 8 + [True] * 2
    assert not rows["location_id"].duplicated().any()


@pytest.mark.parametrize(
    ("capacity", "share", "drawn"), [(25, 0.15, 4), (10, 0.05, 1), (10, 0.04, 0), (4, 1.0, 4)]
)
def test_the_random_share_is_rounded_to_whole_places(small_map, capacity, share, drawn):
    rows = plan([small_map(some(60))], settings(capacity, share), "en").rows
    assert (rows["selection"] == "random").sum() == drawn
    assert len(rows) == capacity


def test_the_same_seed_draws_the_same_places_and_another_seed_others(small_map):
    scored = small_map(some(90))
    lists = [
        frozenset(
            plan([scored], settings(40, 0.5, seed), "en").rows.query("selection == 'random'")[
                "location_id"
            ]
        )
        for seed in (1, 1, 2, 3)
    ]
    assert lists[0] == lists[1]
    assert len(set(lists)) == 3


def test_every_place_has_the_same_chance_to_be_drawn(small_map):
    scored = small_map(some(20))
    drawn = dict.fromkeys(scored.frame["location_id"], 0)
    for seed in range(120):
        for name in plan([scored], settings(5, 1.0, seed), "en").rows["location_id"]:
            drawn[name] += 1
    # 120 draws of 5 out of 20: 30 expected, deviation sqrt(120 x 1/4 x 3/4) = 4.7.
    assert all(abs(count - 30) < 5 * math.sqrt(120 * 0.25 * 0.75) for count in drawn.values())


def test_a_place_that_is_not_ranked_comes_on_the_list_by_chance_only(small_map):
    scored = small_map([*some(6), (2, NAN, NAN), (NAN, 100, NAN)])
    unranked = {"yard:06", "yard:07"}
    drawn = set()
    for seed in range(20):
        rows = plan([scored], settings(8, 0.25, seed), "en").rows
        assert not unranked & set(rows.loc[rows["selection"] == "score", "location_id"])
        drawn |= set(rows.loc[rows["selection"] == "random", "location_id"])
    # 20 draws of 2 out of 8: all eight come by, the two that are not ranked among them.
    assert unranked <= drawn


def test_the_draw_takes_the_best_places_as_often_as_any_other(small_map):
    scored = small_map(some(20))
    best = scored.frame.sort_values("rank")["location_id"].tolist()[:5]
    hits = sum(
        name in best
        for seed in range(200)
        for name in plan([scored], settings(10, 0.5, seed), "en").rows.query(
            "selection == 'random'"
        )["location_id"]
    )
    # 200 draws of 5 out of 20, of which 5 are the best: 250 expected, deviation about 12.
    assert 250 - 60 < hits < 250 + 60


def test_a_place_named_as_two_kinds_of_location_stands_on_the_list_once(small_map):
    first = small_map(some(6))
    second = small_map(some(6), theme="clubhouses")
    second.frame["location_id"] = [f"building:{n}" for n in range(6)]
    rows = plan([first, second], settings(12, 0.0), "en").rows
    assert len(rows) == 6
    assert rows["geometry" if "geometry" in rows else "x"].is_unique


def test_a_list_longer_than_the_places_holds_each_place_once(small_map):
    rows = plan([small_map(some(5))], settings(50, 0.2), "en").rows
    assert sorted(rows["location_id"]) == [f"yard:0{n}" for n in range(5)]


def test_themes_take_turns_and_a_place_of_two_themes_stands_once(small_map):
    first, second = small_map(some(30)), small_map(some(30)[::-1], theme="clubhouses")
    rows = plan([first, second], settings(10, 0.0), "en").rows
    orders = [
        scored.frame.sort_values("rank")["location_id"].tolist() for scored in (first, second)
    ]
    expected = []
    for pair in zip(*orders, strict=True):
        expected += [name for name in pair if name not in expected]
    assert rows["location_id"].tolist() == expected[:10]
    assert rows["theme"].tolist()[:2] == ["rural", "clubhouses"]


def test_a_combined_map_orders_by_priority_and_keeps_both_inputs(small_map, police_layer):
    risks = [0.9 - n / 40 for n in range(30)]
    scored = combine(small_map(some(30)), police_layer(risks), CombineSettings(weights=(1.0, 9.0)))
    rows = plan([scored], settings(5, 0.0), "en").rows
    by_hand = sorted(
        (-(0.1 * row["opportunity"] + 0.9 * risk), row["location_id"])
        for row, risk in zip(scored.frame.to_dict("records"), risks, strict=True)
    )
    assert rows["location_id"].tolist() == [name for _, name in by_hand[:5]]
    assert rows["priority"].tolist() == pytest.approx([-value for value, _ in by_hand[:5]])
    assert rows["risk"].notna().all()


def test_without_a_police_layer_priority_is_opportunity_and_the_list_says_so(small_map):
    listed = plan([small_map(some(5))], settings(), "en")
    assert listed.rows["priority"].tolist() == listed.rows["opportunity"].tolist()
    assert listed.rows["risk"].isna().all()
    assert any("No police layer" in note for note in listed.notes)


def test_a_row_says_where_it_is_in_both_systems(small_map):
    row = plan([small_map(some(2))], settings(2, 0.0), "en").rows.iloc[0]
    assert (row["x"], row["y"]) == (100_105.0, 450_005.0)
    lon, lat = Transformer.from_crs(28992, 4326, always_xy=True).transform(row["x"], row["y"])
    assert (row["lon"], row["lat"]) == pytest.approx((lon, lat), abs=1e-6)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_row_says_that_a_score_is_no_suspicion_and_the_projects_own_notice(
    small_map, language
):
    rows = plan([small_map(some(5), notice="Verzonnen.")], settings(), language).rows
    begin = f"{NOTICE.text(translator(language))} Verzonnen."
    assert all(notice.startswith(begin) for notice in rows["notice"])


def test_unknown_criteria_are_named_and_columns_of_later_stay_empty(small_map):
    rows = plan([small_map([(1, NAN, 50), (0, 50, 0)])], settings(2, 0.0), "nl").rows
    assert rows.set_index("location_id")["missing"].to_dict() == {
        "yard:00": "far-nl",
        "yard:01": "",
    }
    later = ["top_k_probability", "rank_low", "rank_high", "last_visit", "due"]
    assert rows[later].isna().all(axis=None)


def test_every_place_says_how_likely_it_was_to_be_listed(small_map):
    """The share of 400 lists of other seeds a place stands on is the chance it states."""
    scored = small_map(some(12))
    listed = [
        plan([scored], settings(capacity=5, random_share=0.4, seed=n), "en") for n in range(400)
    ]
    stated: dict[str, float] = {}
    seen: dict[str, int] = {}
    for one in listed:
        for name, chance in zip(
            one.rows["location_id"], one.rows["selection_probability"], strict=True
        ):
            assert stated.setdefault(name, chance) == chance
            seen[name] = seen.get(name, 0) + 1
    assert sum(stated.values()) == pytest.approx(5)
    for name, chance in stated.items():
        error = math.sqrt(chance * (1 - chance) / 400)
        assert seen[name] / 400 == pytest.approx(chance, abs=4 * error + 1e-6)
    assert sorted(stated.values())[-3:] == [1, 1, 1]
    assert min(stated.values()) == pytest.approx(2 / 12)
