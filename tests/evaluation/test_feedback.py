"""What feedback did to a list: grounds apart, weights by chance, alarms in words."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from riskmap.evaluation.concentration import concentration
from riskmap.evaluation.feedback import feedback
from riskmap.outcomes.matched import Matched

NAN = float("nan")


def matched(visits, rows=(), before=None):
    """Return a list whose first place is the best; rows are (place, found, selection, ...)."""
    count = len(visits)
    frame = gpd.GeoDataFrame(
        {
            "score": np.arange(count, 0, -1.0),
            "visits": visits,
            "found_before": [NAN] * count if before is None else before,
        },
        index=pd.Index([f"p{n}" for n in range(count)], name="place_id"),
        geometry=[None] * count,
    )
    columns = ["place_id", "found", "selection", "probability", "origin"]
    told = pd.DataFrame(rows, columns=columns).astype({"found": float, "probability": float})
    for column in ("place_id", "selection", "origin"):
        told[column] = told[column].astype("object").where(told[column].notna(), None).astype("str")
    return Matched(frame, 0, (), told.assign(date=pd.Timestamp("2026-01-01")))


def many(count, hits, selection, probability=NAN, *, origin=None, start=0):
    return [
        (f"p{start + n}", float(n < hits), selection, probability, origin) for n in range(count)
    ]


ROWS = [
    *many(40, 12, "score", 1.0),
    *many(60, 6, "random", 60 / 360, start=40),
    *many(5, 4, "signal", start=100),
    *many(3, 0, "follow_up", start=105),
    *many(2, 1, None, start=108),
]


@pytest.fixture(scope="module")
def told():
    return feedback(matched([1] * 110 + [0] * 290, ROWS), "visits", 40)


def test_every_ground_has_its_own_rate_with_its_interval(told):
    assert told.rates.index.tolist() == ["score", "random", "follow_up", "signal", "unknown"]
    assert told.rates["visits"].tolist() == [40, 60, 3, 5, 2]
    assert told.rates["hits"].tolist() == [12, 6, 0, 4, 1]
    for ground, hits, seen in (("score", 12, 40), ("random", 6, 60), ("signal", 4, 5)):
        low, high = proportion_confint(hits, seen, alpha=0.1, method="wilson")
        assert told.rates.loc[ground, "rate"] == pytest.approx(hits / seen)
        assert told.rates.loc[ground, ["low", "high"]].tolist() == pytest.approx([low, high])


def test_the_base_rate_comes_from_visits_by_chance_only(told):
    low, high = proportion_confint(6, 60, alpha=0.1, method="wilson")
    assert told.base_rate[:3] == pytest.approx((0.1, low, high))


def test_the_lift_is_score_over_chance_with_the_interval_of_statsmodels(told):
    low, high = confint_proportions_2indep(
        12, 40, 6, 60, method="score", compare="ratio", alpha=0.1, correction=False
    )
    assert told.lift[:3] == pytest.approx((3.0, low, high), rel=1e-5)


def test_visits_weigh_their_inverse_chance_and_signals_stay_apart(told):
    found = [1.0] * 12 + [0.0] * 28 + [1.0] * 6 + [0.0] * 54
    weighted = DescrStatsW(found, weights=[1.0] * 40 + [6.0] * 60).mean
    assert told.weighted_rate.value == pytest.approx(weighted)
    assert told.weighted_rate.low < weighted < told.weighted_rate.high
    assert any("100 of 110 visits" in str(note) for note in told.notes)


def test_a_signal_that_comes_with_a_chance_counts_in():
    rows = [*ROWS[:100], *many(5, 4, "signal", 0.02, start=100)]
    with_chance = feedback(matched([1] * 105, rows), "visits", 40)
    weights = [1.0] * 40 + [6.0] * 60 + [50.0] * 5
    found = [1.0] * 12 + [0.0] * 28 + [1.0] * 6 + [0.0] * 54 + [1.0] * 4 + [0.0]
    assert with_chance.weighted_rate.value == pytest.approx(
        DescrStatsW(found, weights=weights).mean
    )


def test_without_probabilities_the_size_of_the_pool_that_was_left_will_do():
    bare = [(place, found, ground, NAN, origin) for place, found, ground, _, origin in ROWS]
    without = feedback(matched([1] * 110, bare), "visits", 40)
    assert np.isnan(without.weighted_rate.value)
    assert any("not weighed" in str(note) for note in without.notes)
    pooled = feedback(matched([1] * 110, bare), "visits", 40, pool=360)
    full = feedback(matched([1] * 110, ROWS), "visits", 40)
    assert pooled.weighted_rate == pytest.approx(full.weighted_rate)


def test_visits_by_score_of_unknown_chance_are_not_taken_to_have_been_certain():
    """Where chance draws from all places, weighing those by score too would count them twice."""
    half = [*many(40, 12, "score"), *ROWS[40:100]]
    told = feedback(matched([1] * 110, half), "visits", 40)
    assert told.weighted_rate.value == pytest.approx(0.1)


def test_a_report_without_a_visit_is_in_no_rate():
    rows = [*ROWS, *many(50, 50, None, origin="reported", start=200)]
    mixed = feedback(matched([1] * 110, rows), "visits", 40)
    assert mixed.rates["visits"].sum() == 110
    assert mixed.incidents.loc["reported", "rows"] == 50
    assert mixed.incidents.loc["reported", "found"] == 50


def test_a_visit_that_saw_nothing_either_way_is_no_miss():
    rows = [*ROWS, *[(f"p{n}", NAN, "random", 0.1, None) for n in range(200, 230)]]
    unseen = feedback(matched([1] * 110, rows), "visits", 40)
    assert unseen.rates.loc["random", "visits"] == 90
    assert unseen.base_rate.value == pytest.approx(0.1)


def test_reported_and_discovered_incidents_are_counted_apart():
    rows = [("a", 1, None, NAN, "reported"), ("a", 2, None, NAN, "discovered"),
            ("b", 1, None, NAN, "discovered"), ("c", 1, None, NAN, None)]  # fmt: skip
    told = feedback(matched([1, 1, 1], rows), "incidents", 2)
    assert told.incidents["rows"].tolist() == [1, 2, 1]
    assert told.incidents["found"].tolist() == [1, 3, 1]
    assert told.incidents["places"].tolist() == [1, 2, 1]
    assert "2 of the incidents were discovered by looking" in str(told.alarms[0])
    assert told.rates["visits"].sum() == 0
    assert told.concentration is None


def test_the_share_at_the_top_is_told_for_each_origin_apart():
    """Places p0 and p1 are the top: 1 of 2 reported finds lies there, 2 of 3 discovered ones."""
    rows = [("p0", 1, None, NAN, "reported"), ("p9", 1, None, NAN, "reported"),
            ("p1", 2, None, NAN, "discovered"), ("p5", 1, None, NAN, "discovered")]  # fmt: skip
    told = feedback(matched([1] * 10, rows), "incidents", 2)
    assert told.incidents["top_share"].tolist()[:2] == pytest.approx([1 / 2, 2 / 3])
    assert np.isnan(told.incidents.loc["unknown", "top_share"])


def test_without_visits_by_chance_there_is_no_base_rate_and_an_alarm():
    told = feedback(matched([1] * 40, ROWS[:40]), "visits", 40)
    assert np.isnan(told.base_rate.value)
    assert np.isnan(told.lift.value)
    assert np.isnan(told.weighted_rate.value)
    assert str(told.alarms[0]).startswith("No visit was made by chance")


def test_too_few_visits_by_chance_are_said_with_how_many_are_needed():
    few = feedback(matched([1] * 44, [*ROWS[:40], *ROWS[40:44]]), "visits", 40)
    assert "4 visits by chance are too few" in str(few.alarms[0])
    assert str(few.needed) in str(few.alarms[0])
    enough = feedback(matched([1] * 110 + [0] * 290, ROWS), "visits", 40)
    assert enough.alarms == ()


def test_visits_that_go_back_are_an_alarm():
    spread = concentration(matched([5] * 10 + [0] * 90), 10)
    assert (spread.visits, spread.visited, spread.places) == (50, 10, 100)
    assert spread.repeat_share == pytest.approx(0.8)
    assert "80%" in str(spread.alarms[0])
    assert concentration(matched([1] * 50 + [0] * 50), 10).alarms == ()


def test_a_few_places_with_many_visits_each_are_an_alarm():
    uneven = concentration(matched([20, 15, *[1] * 60, *[0] * 20]), 10)
    assert uneven.repeat_share < 0.5
    assert "Gini" in str(uneven.alarms[0])


def test_a_top_that_was_visited_before_is_an_alarm_only_where_earlier_visits_are_known():
    before = [0.0] * 8 + [NAN] * 92
    listed = matched([0] * 100, before=before)
    known = concentration(listed, 10, earlier_are_visits=True)
    assert known.top_visited_before == pytest.approx(0.8)
    assert "80% of the top" in str(known.alarms[0])
    assert np.isnan(concentration(listed, 10).top_visited_before)


def test_visits_that_lie_in_few_areas_are_an_alarm():
    listed = matched([1] * 10 + [0] * 190)
    areas = pd.Series(np.repeat([f"a{n}" for n in range(20)], 10), index=listed.frame.index)
    spread = concentration(listed, 10, areas=areas)
    assert spread.busiest_visits == pytest.approx(1.0)
    assert spread.busiest_places == pytest.approx(0.1)
    assert "few areas" in str(spread.alarms[-1])


def test_visits_elsewhere_in_the_same_file_are_in_no_rate():
    """The file of a year holds all themes; the list is of one."""
    rows = [(place if n < 70 else None, *rest) for n, (place, *rest) in enumerate(ROWS)]
    told = feedback(matched([1] * 70, rows), "visits", 40)
    assert told.rates["visits"].tolist() == [40, 30, 0, 0, 0]


def test_visits_without_any_ground_have_no_base_rate():
    told = feedback(matched([1] * 30, many(30, 5, None)), "visits", 10)
    assert len(told.alarms) == 1
    assert "do not say why" in str(told.alarms[0])
