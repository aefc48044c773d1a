"""The checks of a map against plain loops and statistics worked out by hand."""

import datetime as dt
import math
import statistics

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.layers.layer import Access, Layer, Layers
from riskmap.maps import LayerDescription, ScoredMap
from riskmap.quality.ages import STALE_AFTER_DAYS, certainty, layer_ages
from riskmap.quality.borders import jumps
from riskmap.quality.checks import check_map
from riskmap.quality.groups import group_table
from riskmap.quality.unknown import knowledge, stops

NAN = float("nan")
ROWS = [(2 * n / 30, 100.0 - 3 * n, 50.0 + n % 7) for n in range(30)]


def dated(scored: ScoredMap, layers: dict[str, dt.date | None], **used: tuple[str, ...]):
    """Return the map with these layers, and which criterion was measured with which."""
    card = scored.description
    families = {
        name: family.model_copy(
            update={
                "criteria": {
                    key: c.model_copy(update={"layers": used.get(key, ())})
                    for key, c in family.criteria.items()
                }
            }
        )
        for name, family in card.families.items()
    }
    described = {name: LayerDescription(source="-", date=day) for name, day in layers.items()}
    update = {"families": families, "layers": described}
    return ScoredMap(scored.frame, card.model_copy(update=update))


def test_a_layer_is_stale_the_day_after_its_limit_and_undated_is_not_fresh(small_map):
    day, limit = dt.date(2026, 1, 1), STALE_AFTER_DAYS["vacancy"]
    scored = dated(
        small_map(ROWS),
        {
            "vacancy": day - dt.timedelta(days=limit),
            "roads": day - dt.timedelta(days=STALE_AFTER_DAYS["roads"] + 1),
            "addresses": None,
            "buildings": day + dt.timedelta(days=3),
        },
    )
    ages = layer_ages(scored.description)
    assert {name: age.state for name, age in ages.items()} == {
        "vacancy": "fresh", "roads": "stale", "addresses": "undated", "buildings": "later",
    }  # fmt: skip
    assert [ages[name].days for name in ("vacancy", "addresses", "buildings")] == [limit, None, -3]


def test_certainty_is_coverage_in_which_stale_criteria_count_for_half(small_map):
    rows = [
        (1.0, 50.0, 50.0),
        (NAN, 50.0, 50.0),
        (1.0, NAN, 50.0),
        (1.0, 50.0, None),
        (1, NAN, NAN),
    ]
    scored = dated(
        small_map(rows),
        {"vacancy": dt.date(2020, 1, 1), "roads": dt.date(2019, 1, 1), "addresses": None},
        empty=("vacancy",), dead=("roads", "addresses"), far=("addresses",),
    )  # fmt: skip
    # Families: vacancy 0.3 {empty 1}, seclusion 0.6 {far 2, dead 1}; empty and dead are stale.
    expected = [
        (0.3 * 0.5 + 0.6 * (2 + 0.5) / 3) / 0.9,
        (0.3 * 0.0 + 0.6 * (2 + 0.5) / 3) / 0.9,
        (0.3 * 0.5 + 0.6 * 0.5 / 3) / 0.9,
        (0.3 * 0.5 + 0.6 * 2 / 2) / 0.9,
        (0.3 * 0.5 + 0.6 * 0.0) / 0.9,
    ]
    assert certainty(scored).tolist() == pytest.approx(expected)


def test_without_stale_layers_certainty_is_coverage(small_map):
    rows = [(1.0, 50.0, 50.0), (NAN, 50.0, 50.0), (1.0, NAN, None), (NAN, NAN, NAN)]
    scored = dated(small_map(rows), {"roads": None}, far=("roads",))
    assert certainty(scored).tolist() == pytest.approx(scored.frame["coverage"].tolist())


def test_unknown_is_counted_among_the_places_a_criterion_applies_to(small_map):
    rows = [(1.0, NAN, None), (NAN, NAN, None), (1.0, 1.0, 3.0), (1.0, 2.0, NAN)]
    scored = dated(small_map(rows), {"vacancy": dt.date(2019, 1, 1)}, empty=("vacancy",))
    found = {one.criterion: (one.places, one.unknown, one.state) for one in knowledge(scored)}
    assert found == {
        "empty": (4, 1, "stale"),
        "far": (4, 2, "fresh"),
        "dead": (2, 1, "fresh"),
    }


def test_a_criterion_known_nowhere_in_one_municipality_is_a_layer_that_stops(small_map):
    rows = [(NAN if n < 6 else 1.0 + n % 2, 10.0 + n, 5.0) for n in range(16)]
    scored = small_map(rows)
    names = pd.Series(["A"] * 6 + ["B"] * 8 + [None] * 2, dtype="str")
    (stop,) = stops(scored, {"municipalities": names})
    assert (stop.criterion, stop.by, stop.group, stop.places) == ("empty", "municipalities", "A", 6)
    assert stop.known_elsewhere == 1.0


@pytest.mark.parametrize("known", [1, 6])
def test_one_known_place_or_too_few_places_is_no_stop(small_map, known):
    rows = [(NAN if n < 6 - known else 1.0 + n, 10.0, 5.0 + n) for n in range(16)]
    names = pd.Series(["A"] * (4 if known == 6 else 6) + ["B"] * (12 if known == 6 else 10))
    assert stops(small_map(rows), {"municipalities": names.astype("str")}) == ()


def test_what_is_unknown_almost_everywhere_does_not_stop_anywhere(small_map):
    rows = [(1.0 + n if n > 13 else NAN, 10.0 + n, 5.0) for n in range(16)]
    names = pd.Series(["A"] * 6 + ["B"] * 10, dtype="str")
    assert stops(small_map(rows), {"municipalities": names}) == ()


def test_the_groups_stand_beside_the_mean_of_all_places(small_map):
    rows = [(NAN, NAN, NAN) if n in (4, 5) else ROWS[n] for n in range(30)]
    scored = small_map(rows)
    names = [None if n % 7 == 6 else "abc"[n % 3] for n in range(30)]
    table = group_table(scored, "landscapes", pd.Series(names, dtype="str"), capacity=10)
    score = scored.frame["opportunity"].tolist()
    rank = [None if pd.isna(r) else int(r) for r in scored.frame["rank"]]
    known = [s for s in score if not math.isnan(s)]
    assert table.overall.mean == pytest.approx(statistics.mean(known))
    assert (table.overall.places, table.overall.in_top, table.top) == (30, 10, 10)
    assert [one.group for one in table.groups] == ["a", "b", "c", None]
    for one in table.groups:
        own = [n for n in range(30) if names[n] == one.group]
        scores = [score[n] for n in own if not math.isnan(score[n])]
        top = [n for n in own if rank[n] is not None and rank[n] <= 10]
        assert one.places == len(own)
        assert one.ranked == sum(rank[n] is not None for n in own)
        assert one.mean == pytest.approx(sum(scores) / len(scores))
        assert one.difference == pytest.approx(one.mean - statistics.mean(known))
        assert one.share_of_places == pytest.approx(len(own) / 30)
        assert (one.in_top, one.share_of_top) == (len(top), pytest.approx(len(top) / 10))
    assert sum(one.places for one in table.groups) == 30
    assert sum(one.in_top for one in table.groups) == 10


def test_a_group_without_a_single_score_has_no_mean(small_map):
    scored = small_map([(NAN, NAN, NAN), (1, 2, 3), (2, 3, 4)])
    names = pd.Series(["leeg", "vol", "vol"], dtype="str")
    first, second = group_table(scored, "neighbourhoods", names, capacity=5).groups
    assert (first.mean, first.difference, first.places) == (None, None, 1)
    assert second.mean is not None


def two_towns(split: float) -> gpd.GeoDataFrame:
    """Return municipalities 0001 west and 0002 east of x = 100,000 + split, and one far away."""
    areas = [(-5e4, split), (split, 5e4), (9e4, 9.5e4)]
    return gpd.GeoDataFrame(
        {"name": ["West", "Oost", "Ver"]},
        index=pd.Index(["0001", "0002", "0003"], name="municipality", dtype="str"),
        geometry=[shapely.box(1e5 + west, 4e5, 1e5 + east, 5e5) for west, east in areas],
        crs=28992,
    )


def at_a_border(small_map, rows, split=1505.0) -> tuple[ScoredMap, gpd.GeoDataFrame]:
    towns = two_towns(split)
    scored = small_map(rows)
    west = [n * 100 < split for n in range(len(rows))]
    frame = scored.frame.assign(municipality=np.where(west, "0001", "0002"))
    return ScoredMap(frame, scored.description), towns


def test_two_sides_of_a_border_are_compared_as_a_statistician_would(small_map):
    rng = np.random.default_rng(3)
    rows = [
        (NAN if n % 5 == 0 else rng.uniform(0, 1) + (n > 15), rng.uniform(0, 100), 50.0)
        for n in range(40)
    ]
    scored, towns = at_a_border(small_map, rows)
    found = {jump.measure: jump for jump in jumps(scored, towns, towns["name"])}
    assert set(found) == {"opportunity", "coverage", "empty", "far", "dead"}
    # Squares of 10 m, 100 m apart: no further than 1 km from x = 1505.
    west = [n for n in range(40) if n * 100 < 1505 and 1505 - (n * 100 + 10) <= 1000]
    east = [n for n in range(40) if n * 100 > 1505 and n * 100 - 1505 <= 1000]
    frame = scored.frame
    for measure, values in {
        "opportunity": frame["opportunity"].tolist(),
        "coverage": frame["coverage"].tolist(),
        "empty": [0.0 if math.isnan(row[0]) else 1.0 for row in rows],
    }.items():
        sides = [[values[n] for n in side if not math.isnan(values[n])] for side in (west, east)]
        jump = found[measure]
        assert (jump.first.municipality, jump.second.municipality) == ("West", "Oost")
        assert (jump.first.places, jump.second.places) == tuple(map(len, sides))
        means = [statistics.mean(side) for side in sides]
        assert (jump.first.mean, jump.second.mean) == pytest.approx(means)
        assert jump.difference == pytest.approx(means[0] - means[1])
        error = math.sqrt(sum(statistics.variance(side) / len(side) for side in sides))
        assert jump.standard_error == pytest.approx(error)
        assert jump.stands_out == (abs(jump.difference) > 2 * error)
    assert found["far"].difference == 0
    assert not found["far"].stands_out


def test_a_layer_that_stops_at_the_border_stands_out_and_one_that_does_not_stays_quiet(small_map):
    rows = [(NAN if n > 15 else 1.0 + n % 2, 10.0 + n % 4, 5.0) for n in range(40)]
    scored, towns = at_a_border(small_map, rows)
    found = {jump.measure: jump for jump in jumps(scored, towns, towns["name"])}
    assert found["empty"].difference == 1.0
    assert found["empty"].stands_out
    assert found["coverage"].stands_out
    assert not found["dead"].stands_out


def test_fewer_than_five_places_on_a_side_are_not_compared(small_map):
    scored, towns = at_a_border(small_map, ROWS, split=405.0)
    assert len([n for n in range(30) if n * 100 < 405]) == 5
    assert jumps(scored, towns, towns["name"])
    scored, towns = at_a_border(small_map, ROWS, split=305.0)
    assert jumps(scored, towns, towns["name"]) == ()


def test_one_municipality_has_no_border_to_compare(small_map):
    scored, towns = at_a_border(small_map, ROWS, split=1e5)
    assert jumps(scored, towns, towns["name"]) == ()


def test_layers_stricter_than_the_map_make_no_groups_and_are_named(small_map):
    areas = gpd.GeoDataFrame(
        {"landscape": ["veen"]},
        index=pd.Index(["1"], dtype="str"),
        geometry=[shapely.box(0, 3e5, 2e5, 6e5)],
        crs=28992,
    )
    for access, groups, hidden in (
        (Access.OPEN, ["landscapes"], ()),
        (Access.MUNICIPAL, [], ("landscapes",)),
    ):
        layers = Layers({"landscapes": Layer("landscapes", areas, "-", access=access)})
        found = check_map(small_map(ROWS), layers, 10)
        assert [table.by for table in found.groups] == groups
        assert found.not_shown == hidden
    assert found.mean_coverage == pytest.approx(1.0)
    assert found.municipalities == 1
