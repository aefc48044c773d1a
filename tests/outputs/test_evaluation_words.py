"""How figures of an evaluation are named and written."""

import math

import pytest

from riskmap.outputs.evaluation_words import short_name, with_interval, written
from riskmap.outputs.html import figure


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("hit_rate", 2 / 13, "15%"),  # of 13 visits: a decimal would say more than is known
        ("hit_rate", 0.0492, "4.9%"),
        ("hit_rate", 0.0, "0%"),
        ("hit_rate", 0.0996, "10%"),
        ("hit_rate", math.nan, "?"),
        ("pai", 4.567, "4.57"),
        ("pai", math.inf, "∞"),
        ("days_earlier", 42.33, "42.3"),
    ],
)
def test_a_figure_has_no_more_digits_than_it_can_bear(name, value, text):
    assert written(name, value, "en") == text


def test_an_interval_stands_behind_its_figure_and_below_it_where_it_is_narrow():
    text = with_interval("hit_rate", (0.5, 0.25, 0.75), "en")
    assert text == "50% (25% to 75%)"
    cell = figure(text)
    assert "".join(cell.itertext()) == text
    assert [part.text for part in cell] == ["(25% to 75%)"]


@pytest.mark.parametrize("name", ["PAI: hit rate over share", "PAI (trefkans gedeeld door deel)"])
def test_a_heading_has_the_name_without_its_explanation(name):
    assert short_name(name) == "PAI"
