"""The layer a reader may have meant."""

import pytest

from riskmap.layers.nearest import nearest_layer


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("leegstand", "vacancy"),
        ("Panden", "buildings"),
        ("inschrijvingen", "registrations"),
        ("horeca", "venues"),
        ("vacnacy", "vacancy"),
        ("nvdi", "ndvi"),
    ],
)
def test_a_name_from_the_register_or_a_slip_of_the_pen_finds_the_layer(written, meant):
    assert nearest_layer(written).text() == f"Did you mean {meant}?"


def test_a_table_that_feeds_several_layers_is_not_taken_for_one():
    assert "recreation_parks" not in nearest_layer("functioneelgebied").text()


def test_a_name_like_no_other_gets_some_names_as_an_example():
    assert nearest_layer("qqqq").text().startswith("Known here are for example:")
