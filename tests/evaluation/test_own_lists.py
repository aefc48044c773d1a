"""Layers that may be an echo of earlier lists."""

import datetime as dt
from itertools import product

import numpy as np
import pandas as pd
import pytest

from riskmap.evaluation.own_lists import follows_finds, layers_from_lists
from riskmap.maps import CombinationDescription, LayerDescription, Text

DAY = dt.date(2026, 6, 1)


def visits(days="2026-03-01", selection="score", found=(1.0, 0.0)):
    count = len(found)
    return pd.DataFrame(
        {
            "place_id": [f"yard:{n:02}" for n in range(count)],
            "found": found,
            "date": pd.to_datetime([days] * count),
            "selection": [selection] * count,
        }
    )


def described(small_map, *, risk=None, **layers):
    description = small_map([(1.0, 50.0, 0.0), (0.5, 100.0, 50.0)]).description
    rule = CombinationDescription(rule="weighted", weights=(0.7, 0.3), risk_layer=risk)
    return description.model_copy(update={"layers": layers, "combination": rule})


def test_a_layer_that_speaks_of_inspections_is_named(small_map):
    map_ = described(
        small_map,
        venues=LayerDescription(source="Bevindingen_controles_2025.csv"),
        buildings=LayerDescription(source="bag-light.gpkg"),
    )
    (one,) = layers_from_lists(map_, visits())
    assert (one.layer, one.words, one.dated_after) == ("venues", ("bevinding", "controle"), False)
    assert "confirms itself" in str(one.alarm)


def test_what_the_border_says_of_other_layers_is_no_reason(small_map):
    note = Text(nl="3 ongeldige vlakken, na controle hersteld", en="3 invalid ones, visits")
    map_ = described(small_map, buildings=LayerDescription(source="bag.gpkg", notes=(note,)))
    assert layers_from_lists(map_, visits()) == ()
    police = described(small_map, risk=LayerDescription(source="kaart.gpkg", notes=(note,)))
    assert [one.layer for one in layers_from_lists(police, visits())] == ["risk"]


@pytest.mark.parametrize(
    ("date", "days", "selection", "named"),
    [
        (DAY, "2026-03-01", "score", True),
        (DAY, "2026-07-01", "score", False),
        (DAY, "2026-03-01", "random", False),
        (None, "2026-03-01", "score", False),
    ],
)
def test_a_police_layer_of_after_the_visits_by_score_is_named(
    small_map, date, days, selection, named
):
    map_ = described(small_map, risk=LayerDescription(source="kaart.gpkg", date=date))
    assert bool(layers_from_lists(map_, visits(days, selection))) is named


def test_a_police_layer_that_follows_the_finds_says_how_well(small_map):
    found = [1.0] * 10 + [0.0] * 20
    map_ = described(small_map, risk=LayerDescription(source="kaart.gpkg", date=DAY))
    made = visits(found=found)
    risk = pd.Series(np.linspace(1, 0, 30), index=made["place_id"])
    (one,) = layers_from_lists(map_, made, risk)
    assert "AUC 1.00" in str(one.alarm)
    blind = pd.Series([0.5, 0.1] * 15, index=made["place_id"])
    (one,) = layers_from_lists(map_, made, blind)
    assert "AUC" not in str(one.alarm)
    assert "2026-03-01" in str(one.alarm)


def test_how_well_a_layer_tells_finds_is_counted_over_all_pairs():
    values = pd.Series([3.0, 2.0, 2.0, 1.0, np.nan, 9.0])
    found = pd.Series([1.0, 1.0, 0.0, 0.0, 1.0, np.nan])
    pairs = [(a > b) + (a == b) / 2 for a, b in product([3, 2], [2, 1])]
    assert follows_finds(values, found)[0] == pytest.approx(np.mean(pairs))
    assert np.isnan(follows_finds(values, found * 0)[0])
