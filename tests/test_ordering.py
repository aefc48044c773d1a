"""Ranking inside groups, against plain loops."""

from fractions import Fraction

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from riskmap.combine import combine
from riskmap.errors import LayerError
from riskmap.explanation import explain
from riskmap.inspection import plan
from riskmap.layers.layer import Layer, Layers
from riskmap.locations.groups import groups_of
from riskmap.maps import ScoredMap
from riskmap.marks import marks
from riskmap.ordering import list_order, rank_inside, share_above
from riskmap.outputs.summary import summary
from riskmap.pipeline.grouping import grouped
from riskmap.project import CombineSettings, InspectionSettings

NAN = float("nan")
LISTS = st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=25)


@given(LISTS, st.randoms(use_true_random=False))
def test_ranks_and_shares_inside_groups_are_those_of_a_loop(rows, random):
    numbers = [number for number, (_, ranked) in enumerate(rows) if ranked]
    random.shuffle(numbers)
    rank = pd.array([pd.NA] * len(rows), "Int64")
    for place, number in enumerate(numbers, start=1):
        rank[number] = place
    names = [name for name, _ in rows]
    ranks, group = pd.Series(rank), pd.Series(names)
    inside, above = rank_inside(ranks, group), share_above(ranks, group)
    for number, name in enumerate(names):
        if number not in numbers:
            assert pd.isna(inside[number])
            assert pd.isna(above[number])
            continue
        own = [n for n in numbers if names[n] == name]
        better = [n for n in own if rank[n] < rank[number]]
        assert inside[number] == len(better) + 1
        assert above[number] == pytest.approx(len(better) / len(own))


def neighbourhoods() -> Layers:
    """Return two neighbourhoods of one name over places 0-3 and 4-9, and one without places."""
    areas = [(-50, 350), (350, 950), (5000, 6000)]
    frame = gpd.GeoDataFrame(
        {"name": ["Centrum", "Centrum", "Elders"]},
        index=pd.Index(["BU01", "BU02", "BU03"], name="neighbourhood", dtype="str"),
        geometry=[shapely.box(1e5 + west, 4.4e5, 1e5 + east, 4.6e5) for west, east in areas],
        crs=28992,
    )
    return Layers({"neighbourhoods": Layer("neighbourhoods", frame, "by hand")})


def inside(small_map, count=12) -> ScoredMap:
    """Return a map ranked inside neighbourhoods: 4 places, 6 places and 2 in none."""
    rows = [(2.0, 100.0 - 5 * n, 50.0 + n) if n != 3 else (NAN, NAN, NAN) for n in range(count)]
    scored = small_map(rows, rank_within="neighbourhoods")
    frame, notes = grouped(scored.frame, "neighbourhoods", neighbourhoods(), "nl")
    assert [note.facts["count"] for note in notes] == [2]
    return ScoredMap(frame, scored.description)


def loop_order(scored: ScoredMap, column: str) -> list[str]:
    """Return the ids in the order of the list, worked out row by row with exact fractions."""
    rows = scored.frame.to_dict("records")
    ranked = [row for row in rows if not pd.isna(row[column])]

    def key(row):
        own = [other for other in ranked if other["group"] == row["group"]]
        better = [other for other in own if other[column] < row[column]]
        return (Fraction(len(better), len(own)), row[column])

    return [row["location_id"] for row in sorted(ranked, key=key)]


def test_places_get_the_group_they_lie_in_and_a_name_shared_by_two_gets_its_code(small_map):
    scored = inside(small_map)
    groups = scored.frame["group"].tolist()
    assert groups[:4] == ["Centrum (BU01)"] * 4
    assert groups[4:10] == ["Centrum (BU02)"] * 6
    assert len(set(groups[10:])) == 1
    assert "Centrum" not in groups[10]


def test_the_list_takes_the_best_of_every_group_first(small_map):
    scored = inside(small_map)
    frame = scored.frame.assign(place=list_order(scored)).dropna(subset=["place"])
    assert frame.sort_values("place")["location_id"].tolist() == loop_order(scored, "rank")
    rows = plan([scored], InspectionSettings(capacity=6, random_share=0.0), "nl").rows
    assert rows["location_id"].tolist() == loop_order(scored, "rank")[:6]
    assert set(rows["group"].head(3)) == set(scored.frame["group"])
    assert rows["group_rank"].tolist()[:3] == [1, 1, 1]


def test_the_overall_rank_stays_and_a_place_without_rank_has_none_in_its_group(small_map):
    plain = small_map([(2.0, 100.0 - 5 * n, 50.0 + n) for n in range(12)])
    scored = inside(small_map)
    assert scored.frame["rank"].notna().sum() == 11
    assert pd.isna(scored.frame["group_rank"][3])
    assert "group" not in plain.frame
    assert plan([plain], InspectionSettings(), "nl").rows["group_rank"].isna().all()


def test_with_a_police_layer_priority_orders_inside_the_group_too(small_map, police_layer):
    scored = inside(small_map)
    both = combine(scored, police_layer([n / 12 for n in range(12)]), CombineSettings())
    assert both.frame["group_rank"].equals(scored.frame["group_rank"])
    for _, own in both.frame.groupby("group"):
        ranked = own.dropna(subset=["rank"]).sort_values("priority_rank")
        assert ranked["group_priority_rank"].tolist() == list(range(1, len(ranked) + 1))
    rows = plan([both], InspectionSettings(capacity=12, random_share=0.0), "nl").rows
    assert rows["location_id"].tolist() == loop_order(both, "priority_rank")
    assert rows["group_rank"].tolist()[0] == 1
    assert {"group", "group_rank", "group_priority_rank"} <= set(summary(both).columns)


def test_the_explanation_tells_the_place_inside_the_group(small_map):
    scored = inside(small_map)
    why = explain(scored, "yard:05", "nl")
    own = scored.frame[(scored.frame["group"] == why.group) & scored.frame["rank"].notna()]
    assert (why.group, why.group_ranked) == ("Centrum (BU02)", len(own))
    best = own.sort_values("opportunity", ascending=False)["location_id"].tolist()
    assert best[why.group_rank - 1] == "yard:05"
    assert explain(small_map([(1, 1, 1), (2, 2, 2)]), "yard:00", "nl").group is None


def test_without_the_layer_of_the_groups_it_is_refused_with_the_next_step(small_map):
    scored = small_map([(1, 1, 1), (2, 2, 2)])
    with pytest.raises(LayerError, match=r"\[layers\.landscapes\]"):
        grouped(scored.frame, "landscapes", Layers({}), "nl")


def test_municipalities_need_no_layer_and_take_their_names_from_it(small_map):
    frame = small_map([(1, 1, 1), (2, 2, 2)]).frame
    assert groups_of(frame, "municipalities", Layers({})).tolist() == ["0351", "0351"]
    names = gpd.GeoDataFrame(
        {"name": ["Woudenberg"]}, index=pd.Index(["0351"], dtype="str"), geometry=[None], crs=28992
    )
    layers = Layers({"municipalities": Layer("municipalities", names, "by hand")})
    assert groups_of(frame, "municipalities", layers).tolist() == ["Woudenberg"] * 2


def test_areas_of_one_landscape_are_one_group_and_marks_of_a_plain_map_say_nothing(small_map):
    frame = small_map([(1, 1, 1)] * 4).frame
    areas = gpd.GeoDataFrame(
        {"landscape": ["veen", "veen", "polder"]},
        index=pd.Index(["3", "1", "2"], dtype="str"),
        geometry=[shapely.box(1e5 + w, 4.4e5, 1e5 + w + 90, 4.6e5) for w in (-40, 160, 60)],
        crs=28992,
    )
    layers = Layers({"landscapes": Layer("landscapes", areas, "by hand")})
    found = groups_of(frame, "landscapes", layers)
    assert found.tolist()[:3] == ["veen", "polder", "veen"]
    assert pd.isna(found[3])
    assert not any(
        "groep" in mark or "group" in mark
        for mark in marks(small_map([(1, 1, 1), (2, 2, 2)]).description, "en")
    )
