"""Opportunity and risk in one order, against plain Python and numpy."""

import numpy as np
import pytest

from riskmap.combine import combine, priority
from riskmap.combine.classes import thirds
from riskmap.errors import ScoringError
from riskmap.project import CombineSettings

NAN = float("nan")
ROWS = [(2, 100, 100), (2, 50, 50), (1, 20, 0), (0, 10, 0), (0, 0, 0), (NAN, 90, 90)]
RISKS = [0.1, NAN, 0.9, 0.5, 0.5, 1.0]


@pytest.fixture
def both(small_map, police_layer):
    return combine(small_map(ROWS), police_layer(RISKS), CombineSettings())


def test_priority_is_the_weighted_mean_and_unknown_risk_leaves_opportunity(both):
    for row, risk in zip(both.frame.to_dict("records"), RISKS, strict=True):
        expected = row["opportunity"] if np.isnan(risk) else 0.7 * row["opportunity"] + 0.3 * risk
        assert row["priority"] == pytest.approx(expected)


def test_weights_count_by_their_ratio(small_map, police_layer):
    settings = CombineSettings(weights=(1.0, 3.0))
    both = combine(small_map(ROWS), police_layer(RISKS), settings).frame
    assert both["priority"].iloc[0] == pytest.approx(0.25 * 1.0 + 0.75 * 0.1)


def test_a_place_is_ranked_by_priority_only_where_it_was_ranked_before(both):
    frame = both.frame.set_index("location_id")
    assert frame["priority_rank"].isna().tolist() == [False] * 5 + [True]
    ranked = sorted((-p, name) for name, p in frame["priority"].iloc[:5].items())
    assert frame["priority_rank"].dropna().astype(int).to_dict() == {
        name: number for number, (_, name) in enumerate(ranked, start=1)
    }


def test_classes_are_the_thirds_of_the_ranked_places_of_each(both):
    ranked = both.frame.iloc[:5]
    low, high = np.quantile(ranked["opportunity"], [1 / 3, 2 / 3])
    level = [
        "low" if o <= low else "medium" if o <= high else "high" for o in ranked["opportunity"]
    ]
    assert [text.split("-")[0] for text in ranked["class"]] == level
    assert ranked["class"].iloc[1].endswith("-unknown")
    assert both.description.combination.class_breaks["opportunity"] == pytest.approx((low, high))


def test_risk_is_the_area_weighted_mean_of_what_the_place_stands_on(small_map, police_layer):
    # A second area covers the eastern 4 of the 10 metres of the first square.
    layer = police_layer([0.2, 0.5], edges=[(1e5, 1e5 + 6), (1e5 + 6, 1e5 + 50)])
    frame = combine(small_map(ROWS), layer, CombineSettings()).frame
    assert frame["risk"].iloc[0] == pytest.approx(0.6 * 0.2 + 0.4 * 0.5)
    assert frame["risk"].iloc[1:].isna().all()


def test_the_result_takes_the_strictest_access_and_says_where_risk_is_unknown(both):
    assert both.description.access == "police"
    assert both.description.kind == "combined"
    assert any("1 locations" in note.en for note in both.description.notes)


def test_the_opportunity_map_itself_does_not_change(small_map, police_layer):
    scored = small_map(ROWS)
    before = scored.frame.copy()
    combine(scored, police_layer(RISKS), CombineSettings())
    assert scored.frame.equals(before)
    assert list(scored.frame.columns) == list(before.columns)


def test_a_police_layer_elsewhere_is_an_error(small_map, police_layer):
    with pytest.raises(ScoringError, match="covers none of the locations"):
        combine(small_map(ROWS), police_layer([1.0], edges=[(2e5, 2e5 + 9)]), CombineSettings())


def test_a_combined_map_is_not_combined_again(both, police_layer):
    with pytest.raises(ScoringError, match="combined already"):
        combine(both, police_layer(RISKS), CombineSettings())


def test_thirds_are_those_of_numpy_and_know_nothing_of_the_unknown(small_map):
    scored = small_map(ROWS).frame["opportunity"]
    every = scored.notna() | True
    assert thirds(scored, every) == pytest.approx(tuple(np.nanquantile(scored, [1 / 3, 2 / 3])))
    # Where no ranked place is known, the others set the limits.
    assert thirds(scored, ~every) == thirds(scored, every)


def test_the_highest_risk_is_high_and_the_lowest_low_however_many_share_it(small_map, police_layer):
    rows = [(n, n, n) for n in range(9)]
    for risks, levels in (
        ([0.2] + [1.0] * 8, ["low"] + ["high"] * 8),
        ([0.0] * 8 + [0.3], ["low"] * 8 + ["high"]),
        ([0.5] * 9, ["low"] * 9),
    ):
        frame = combine(small_map(rows), police_layer(risks), CombineSettings()).frame
        assert [text.split("-")[1] for text in frame["class"]] == levels


def test_an_area_over_less_than_half_of_a_place_says_nothing_about_it(small_map, police_layer):
    # The first square is 10 metres wide; the areas cover 4 and 6 metres of it.
    for width, known in ((4, False), (6, True)):
        layer = police_layer([0.8, 0.1], edges=[(1e5, 1e5 + width), (1e5 + 90, 1e5 + 900)])
        frame = combine(small_map(ROWS), layer, CombineSettings()).frame
        assert frame["risk"].notna().iloc[0] == known


def test_unknown_opportunity_stays_unknown(small_map):
    scored = small_map([(NAN, NAN, NAN), (1, 1, 1)]).frame
    found = priority(scored["opportunity"], scored["coverage"], CombineSettings())
    assert np.isnan(found).tolist() == [True, False]
