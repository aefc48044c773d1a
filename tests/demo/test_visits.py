"""Visits of the demo: drawn by chance where they say so, and seeing as much as they should."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from riskmap.demo import Municipality, generate
from riskmap.demo.visits import visits
from riskmap.layers.persons import person_content


@pytest.fixture(scope="module")
def years(full: Municipality) -> dict[int, pd.DataFrame]:
    return visits(full.facts)


def planted(made: Municipality) -> set[str]:
    """Return the yards with a planted case, from the ground truth as it is written."""
    truth = made.truth[(made.truth["kind"] == "rural") & (made.truth["role"] == "planted")]
    return set("yard:" + truth["pand_id"])


def test_a_year_before_the_reference_date_and_a_year_after(years):
    assert list(years) == [2025, 2026]
    for year, rows in years.items():
        assert pd.to_datetime(rows["visited_on"]).dt.year.eq(year).all()
        assert rows["visited_on"].is_monotonic_increasing
        assert not rows[rows["visited_on"].str[5:7].isin(["01", "04", "07", "10"])].empty


def test_the_same_seed_gives_the_same_visits_and_another_gives_others(full, years):
    again = visits(full.facts)
    for year in years:
        pd.testing.assert_frame_equal(years[year], again[year])
    other = visits(generate("mini", 2).facts)[2026]
    assert not other.equals(visits(generate("mini", 1).facts)[2026])


def test_places_are_those_of_the_ground_truth(full, years):
    rows = pd.concat(years.values())
    rural = rows[rows["theme"] == "rural"]
    assert set(rural["location_id"]) <= set("yard:" + full.yards["pand_id"])
    assert planted(full) & set(rural["location_id"])
    assert set(rows["selection"]) == {"score", "random", "follow_up", "signal"}
    assert set(rows["outcome"]) == {"bevestigd", "ontkracht", "niet_gezien", "aangepakt"}


def test_only_what_chance_drew_has_a_chance(years):
    rows = pd.concat(years.values())
    drawn = rows["selection"] == "random"
    assert (rows["probability"].notna() == drawn).all()
    # 12 % of 350 yards a quarter, a quarter of them by chance: 10 or 11 of 350.
    rural = rows[drawn & (rows["theme"] == "rural")]
    assert rural["probability"].unique() == pytest.approx([10 / 350], abs=1e-6)
    assert len(rural) == 8 * 10


def test_reports_come_from_outside_and_all_else_from_looking(years):
    rows = pd.concat(years.values())
    assert (rows["found_by"].eq("reported") == rows["selection"].eq("signal")).all()


def test_nobody_goes_twice_in_a_quarter(years):
    rows = pd.concat(years.values())
    quarter = pd.to_datetime(rows["visited_on"]).dt.to_period("Q").astype(str)
    assert not rows.assign(quarter=quarter).duplicated(["quarter", "location_id"]).any()


def test_only_a_look_from_the_road_can_show_nothing(years):
    rows = pd.concat(years.values())
    assert set(rows.loc[rows["outcome"] == "niet_gezien", "visit_type"]) == {"quick_look"}


def test_visits_hold_nothing_about_persons(years):
    assert person_content(pd.concat(years.values())) == []


@pytest.mark.long
def test_random_visits_find_the_planted_share_as_far_as_a_visit_can_see():
    hits = looked = 0
    expected = []
    for seed in range(20):
        made = generate("full", seed)
        cases = planted(made)
        rows = pd.concat(visits(made.facts).values())
        rows = rows[(rows["theme"] == "rural") & (rows["selection"] == "random")]
        known = rows[rows["outcome"] != "niet_gezien"]
        hits += int(known["outcome"].isin(["bevestigd", "aangepakt"]).sum())
        looked += len(known)
        expected.append(len(cases) / len(made.yards))
    # One in ten quick looks shows nothing: 0.54, 0.25 and 0.15 of the visits remain.
    sight = (0.54 * 0.35 + 0.25 * 0.60 + 0.15 * 0.90) / 0.94
    share = float(np.mean(expected))
    truth = share * sight + (1 - share) * 0.02
    found = binomtest(hits, looked).proportion_ci(0.99)
    assert found.low < truth < found.high, (hits, looked, truth)
    assert looked > 1_000
