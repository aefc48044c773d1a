"""Police counts over places: by surface, by size, by opportunity; and what is refused."""

import itertools

import numpy as np
import pandas as pd
import pytest

from riskmap.combine import combine
from riskmap.errors import ScoringError
from riskmap.project import CombineSettings

NAN = float("nan")
ROWS = [(2, 100, 100), (2, 50, 50), (1, 20, 0), (0, 10, 0), (0, 0, 0), (NAN, 90, 90)]
# Two areas of three places each; the third holds none.
AREAS = [(30, -20, 250), (6, 250, 560), (9, 5_000, 5_300)]
RAW = {"shrink": "none", "min_count": 0}


def combined(small_map, layer, **settings):
    return combine(small_map(ROWS), layer, CombineSettings(**settings))


def test_dasymetric_spreads_the_count_of_an_area_in_proportion_to_opportunity(
    small_map, count_layer
):
    frame = combined(small_map, count_layer(AREAS), rule="dasymetric", **RAW).frame
    opportunity = frame["opportunity"].to_numpy()
    expected = np.r_[
        30 * opportunity[:3] / opportunity[:3].sum(), 6 * opportunity[3:] / opportunity[3:].sum()
    ]
    np.testing.assert_allclose(frame["police_count"], expected, rtol=1e-9)
    assert frame["police_count"].sum() == pytest.approx(36, abs=1e-9)
    # The order is that of the count itself: opportunity is in it once, not twice.
    ratio = frame["priority"] / frame["police_count"]
    assert ratio.dropna().to_numpy() == pytest.approx(ratio.iloc[0])
    assert frame["priority"].between(0, 1 + 1e-12).all()


def test_what_lies_in_areas_without_places_is_said_and_not_lost(small_map, count_layer):
    notes = combined(small_map, count_layer(AREAS), rule="dasymetric", **RAW).description.notes
    assert any("Of 45.0 events 9.0 lie in areas without a place" in note.en for note in notes)


def test_by_surface_every_place_of_an_area_gets_the_same(small_map, count_layer):
    frame = combined(small_map, count_layer(AREAS), disaggregate="area", **RAW).frame
    assert frame["police_count"].tolist() == pytest.approx([10, 10, 10, 2, 2, 2])
    assert frame["risk"].tolist() == pytest.approx([0.75] * 3 + [0.25] * 3)


def test_a_place_in_two_areas_gets_its_part_of_both_and_totals_are_kept(small_map, count_layer):
    # The border runs at 204 m: four of the ten metres of the third square lie west of it.
    layer = count_layer([(30, -20, 204), (6, 204, 560)])
    frame = combined(small_map, layer, disaggregate="area", **RAW).frame
    west, east = 10 + 10 + 4, 6 + 30
    assert frame["police_count"].tolist() == pytest.approx(
        [300 / west, 300 / west, 120 / west + 36 / east, 60 / east, 60 / east, 60 / east]
    )
    assert frame["police_count"].sum() == pytest.approx(36, abs=1e-9)


def test_where_areas_overlap_nothing_counts_twice(small_map, count_layer):
    # The second area is the smaller: the two places in both belong to it.
    layer = count_layer([(30, -20, 360), (6, 190, 560)])
    result = combined(small_map, layer, disaggregate="area", **RAW)
    assert result.frame["police_count"].tolist() == pytest.approx([15, 15, 1.5, 1.5, 1.5, 1.5])
    told = result.description.combination.risk_layer.notes
    assert any("overlap" in note.en for note in told)


def test_by_an_ancillary_amount_from_outside_the_map(small_map, count_layer):
    sizes = pd.Series([1, 2, 3, 0, 5, NAN], [f"yard:{n:02}" for n in range(6)], dtype=float)
    result = combine(
        small_map(ROWS),
        count_layer(AREAS),
        CombineSettings(disaggregate="dasymetric", ancillary="floor_area", **RAW),
        ancillary=sizes,
    )
    assert result.frame["police_count"].tolist() == pytest.approx(
        [5, 10, 15, 0, 6, NAN], nan_ok=True
    )
    card = result.description.combination.police
    assert (card.disaggregate, card.ancillary) == ("dasymetric", "floor_area")
    # Nothing known about its size: the police layer says nothing about the place itself.
    assert result.frame["priority"].iloc[5] == result.frame["opportunity"].iloc[5]


@pytest.mark.parametrize("name", ["opportunity", "far", "far__score", "rank"])
def test_counts_are_not_spread_by_what_the_opportunity_is_made_of(small_map, count_layer, name):
    with pytest.raises(ScoringError, match="count it twice"):
        combined(small_map, count_layer(AREAS), disaggregate="dasymetric", ancillary=name)


def test_nor_by_the_same_figures_under_another_name(small_map, count_layer):
    scored = small_map(ROWS)
    same = pd.Series(scored.frame["opportunity"].to_numpy() * 40, scored.frame["location_id"])
    settings = CombineSettings(disaggregate="dasymetric", ancillary="floor_area", **RAW)
    with pytest.raises(ScoringError, match="count it twice"):
        combine(scored, count_layer(AREAS), settings, ancillary=same)


def test_an_amount_nobody_knows_is_said(small_map, count_layer):
    with pytest.raises(ScoringError, match="no ancillary amount floor_area"):
        combined(small_map, count_layer(AREAS), disaggregate="dasymetric", ancillary="floor_area")


def test_only_counts_are_spread(small_map, police_layer):
    for settings in ({"rule": "dasymetric"}, {"disaggregate": "area"}):
        with pytest.raises(ScoringError, match="Only counts can be spread"):
            combined(small_map, police_layer([0.1] * 6), **settings)


def test_what_is_spread_by_opportunity_is_not_spread_again(small_map, count_layer):
    with pytest.raises(ScoringError, match="spreads the counts by opportunity already"):
        combined(small_map, count_layer(AREAS), rule="dasymetric", disaggregate="area")


def test_places_beyond_the_areas_keep_their_opportunity(small_map, count_layer):
    layer = count_layer(AREAS[:1])
    for rule in ("weighted", "and", "dasymetric"):
        frame = combined(small_map, layer, rule=rule, **RAW).frame
        assert frame["priority"].iloc[3:].tolist() == frame["opportunity"].iloc[3:].tolist()


def test_all_rules_are_compared_by_what_their_first_places_share(small_map, count_layer):
    draw = np.random.default_rng(4)
    rows = [tuple(draw.uniform(0, 100, 3)) for _ in range(40)]
    edges = np.linspace(-50, 3_950, 9)
    areas = [
        (int(count), west, east)
        for count, (west, east) in zip(
            draw.integers(5, 60, 8), itertools.pairwise(edges), strict=True
        )
    ]
    scored, layer = small_map(rows), count_layer(areas)
    tops = {"opportunity": set(scored.frame.nsmallest(10, "rank")["location_id"])}
    for rule in ("weighted", "geometric", "log_pool", "and", "or", "dasymetric"):
        result = combine(scored, layer, CombineSettings(rule=rule), k=10)
        tops[rule] = set(result.frame.nsmallest(10, "priority_rank")["location_id"])
        comparison = result.description.combination.comparison
    assert comparison.orders == tuple(tops)
    assert comparison.k == 10
    assert comparison.by_chance == pytest.approx(10 / 40)
    for (one, first), (other, second) in itertools.product(
        enumerate(tops.values()), enumerate(tops.values())
    ):
        assert comparison.overlap[one][other] == pytest.approx(len(first & second) / 10)


def test_a_rule_that_cannot_be_compared_says_why(small_map, police_layer):
    card = combined(small_map, police_layer([0.1] * 6)).description.combination.comparison
    assert "dasymetric" not in card.orders
    assert "no counts" in card.left_out["dasymetric"].en


def test_equal_priorities_follow_the_opportunity(small_map, police_layer):
    """Under `and` a low risk gives a whole area one priority."""
    rows = [(0, n, 0) for n in (20, 60, 40, 80)]
    frame = combine(small_map(rows), police_layer([0.01] * 4), CombineSettings(rule="and")).frame
    assert frame["priority"].eq(frame["priority"].iloc[0]).all()
    assert frame["priority_rank"].tolist() == [4, 2, 3, 1]
