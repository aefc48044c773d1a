"""What a reader sees of layers and columns are names, never keys."""

from riskmap.indicators.catalogue import catalogue
from riskmap.layers.catalogue import registers
from riskmap.layers.naming import COLUMN_NAMES, LAYER_NAMES


def test_every_layer_of_riskmap_has_a_name():
    assert set(registers()) <= set(LAYER_NAMES)


def test_every_column_an_indicator_asks_for_has_a_name():
    asked = {
        column
        for indicator in catalogue().values()
        for columns in indicator.needs.values()
        for column in columns
    }
    assert asked <= set(COLUMN_NAMES), asked - set(COLUMN_NAMES)


def test_every_figure_of_a_layer_has_a_name():
    figures = {
        column
        for register in registers().values()
        for column, dtype in register.result.items()
        if dtype in {"float64", "boolean"}
    }
    assert figures <= set(COLUMN_NAMES), figures - set(COLUMN_NAMES)
