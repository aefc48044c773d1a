"""Venues: changes, match and survey, against the guide's formula written out."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from riskmap.indicators.catalogue import measure
from riskmap.indicators.venue_exposure import INDICATOR, venue_exposure

NAN = np.nan


def table(rows):
    """Return a venues table: address -> (changes, licence free, survey)."""
    columns = ["changes_5y", "licence_free", "survey_score"]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns).assign(kind="café")
    kinds = {"changes_5y": float, "licence_free": "boolean", "survey_score": float}
    return frame.astype(kinds)


@pytest.fixture
def cafe(make):
    """Return a function: use of the address -> a place with it, and one without a venue."""

    def places(use):
        return make(
            {"a": (0, 0, 9, 9, 1970, None, None), "b": (50, 0, 9, 9, 1970, None, None)},
            [
                ("address:a1", "address", "a1", 1.0),
                ("address:a1", "building", "a", 1.0),
                ("address:b1", "address", "b1", 1.0),
                ("address:b1", "building", "b", 1.0),
            ],
            {"a1": (1, 1, use, 90, None), "b1": (51, 1, "woonfunctie", 90, None)},
            kind="address",
        )

    return places


def by_hand(changes, use, survey):
    """Return 0.4 x changes + 0.3 x no match + 0.3 x survey, over what is known."""
    parts = []
    if not np.isnan(changes):
        parts.append((0.4, min(max((changes - 1) / 3, 0), 1)))
    if use is not None:
        uses = set(use.split(","))
        good = {"bijeenkomstfunctie", "logiesfunctie", "winkelfunctie"}
        parts.append((0.3, 0 if uses & good else 1))
    if not np.isnan(survey):
        parts.append((0.3, survey))
    if len(parts) < 2:
        return NAN
    return sum(w * s for w, s in parts) / sum(w for w, _ in parts)


@pytest.mark.parametrize(
    ("changes", "use", "survey"),
    list(
        product(
            [NAN, 0, 1, 2.5, 4, 9],
            [None, "bijeenkomstfunctie", "woonfunctie", "woonfunctie,winkelfunctie"],
            [NAN, 0.0, 0.6, 1.0],
        )
    ),
)
def test_it_is_the_formula_of_the_guide_over_what_is_known(cafe, changes, use, survey):
    made = cafe(use)
    rows = table({"a1": (changes, None, survey)})
    layers = made.layers(venues=rows)
    values, applies, _ = measure(INDICATOR, made.locations, layers)
    assert values["address:a1"] == pytest.approx(by_hand(changes, use, survey), nan_ok=True)
    assert np.isnan(values["address:b1"])
    assert applies.to_list() == [True, False]


def test_licence_free_is_legal_and_counts_only_on_request(cafe):
    made = cafe("bijeenkomstfunctie")
    arguments = (made.locations, table({"a1": (4, True, 0.0)}), made.frames["addresses"])
    assert venue_exposure(*arguments)["address:a1"] == pytest.approx(0.4)
    asked = venue_exposure(*arguments, licence_free=True)
    assert asked["address:a1"] == pytest.approx(0.7)
    unknown = (made.locations, table({"a1": (4, None, 0.0)}), made.frames["addresses"])
    assert venue_exposure(*unknown, licence_free=True)["address:a1"] == pytest.approx(0.4)


def test_of_several_venues_in_a_building_the_highest_counts(make):
    made = make(
        {"a": (0, 0, 9, 9, 1970, None, None)},
        [
            ("building:a", "building", "a", 1.0),
            ("building:a", "address", "a1", 1.0),
            ("building:a", "address", "a2", 0.5),
        ],
        {
            "a1": (1, 1, "bijeenkomstfunctie", 90, None),
            "a2": (2, 2, "bijeenkomstfunctie", 90, None),
        },
        kind="building",
    )
    rows = table({"a1": (0, None, 0.0), "a2": (4, None, 1.0)})
    assert venue_exposure(made.locations, rows, made.frames["addresses"]).to_list() == [0.7]


def test_what_kind_of_venue_it_is_does_not_matter(cafe):
    made = cafe("bijeenkomstfunctie")
    rows = table({"a1": (2.5, None, 0.6)})
    answers = {
        venue_exposure(made.locations, rows.assign(kind=kind), made.frames["addresses"]).iloc[0]
        for kind in ("café", "restaurant", "hotel", None)
    }
    assert len(answers) == 1
