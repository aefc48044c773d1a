"""Which indicators there are, and what happens when one is asked wrongly."""

from dataclasses import replace
from importlib.metadata import EntryPoint

import numpy as np
import pandas as pd
import pytest

from riskmap import plugins
from riskmap.errors import IndicatorError, RiskmapError
from riskmap.indicators import catalogue as module
from riskmap.indicators.catalogue import builtin, catalogue, measure
from riskmap.indicators.contract import check_contract
from riskmap.indicators.road_setback import INDICATOR
from riskmap.indicators.unit_density import INDICATOR as UNIT_DENSITY
from riskmap.layers.layer import Layer, Layers


def quiet_corner(locations, buildings, *, share=0.5):
    """Return the same number everywhere."""
    return pd.Series(float(len(buildings)) * share, index=locations.frame.index)


PLUGIN = replace(UNIT_DENSITY, function=quiet_corner, number=0, needs={}, applies=None)


def brought(monkeypatch, *entries):
    """Make these the installed entry points."""
    found = [EntryPoint(name, value, module.GROUP) for name, value in entries]
    monkeypatch.setattr(
        plugins, "entry_points", lambda group: found if group == module.GROUP else []
    )


def test_a_plug_in_is_found_by_its_entry_point(monkeypatch):
    monkeypatch.setattr(INDICATOR.function, "plug_in", replace(PLUGIN), raising=False)
    brought(
        monkeypatch,
        ("quiet_corner", "riskmap.indicators.road_setback:road_setback.plug_in"),
    )
    assert set(catalogue()) == set(builtin()) | {"quiet_corner"}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("road_setback", "riskmap.indicators.road_setback:INDICATOR", "in use"),
        ("gone", "riskmap.no_such_module:INDICATOR", "cannot be loaded"),
        ("gone", "riskmap.indicators.road_setback:NOTHING", "cannot be loaded"),
        ("odd", "riskmap.indicators.road_setback:road_setback", "is no Indicator"),
        ("other", "riskmap.indicators.road_setback:INDICATOR", "another name"),
    ],
)
def test_a_plug_in_that_breaks_something_is_refused(monkeypatch, name, value, words):
    brought(monkeypatch, (name, value))
    with pytest.raises(RiskmapError, match=words):
        catalogue()


def without_default(locations, *, share):
    """Return nothing of use."""
    return pd.Series(share, index=locations.frame.index)


def with_the_rest(locations, *layers):
    """Return nothing of use."""
    return pd.Series(len(layers), index=locations.frame.index)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": {"nl": "Erf", "en": ""}}, "Dutch or in English"),
        ({"unit": ""}, "unit"),
        ({"family": ""}, "family"),
        ({"sources": ""}, "sources"),
        ({"evidence": "d"}, "evidence"),
        ({"margin_m": {"addresses": float("inf")}}, "margin"),
        ({"margin_m": {"addresses": -1.0}}, "margin"),
        ({"margin_m": {"moon": 10.0}}, "margin for a layer"),
        ({"value": None}, "value function"),
        ({"function": without_default}, "default"),
        ({"function": with_the_rest}, "then layers"),
    ],
)
def test_a_record_that_breaks_the_contract_is_refused_with_the_rule(changes, words):
    broken = replace(PLUGIN, **changes)
    with pytest.raises(IndicatorError, match=words):
        check_contract(broken.id, broken)


def test_options_are_passed_on_and_wrong_ones_refused_with_the_nearest_name(village):
    values, _, _ = measure(PLUGIN, village.locations, village.layers(), {"share": 1})
    assert values.eq(len(village.frames["buildings"])).all()
    with pytest.raises(IndicatorError, match="Choose one of: share"):
        measure(PLUGIN, village.locations, village.layers(), {"shore": 1.0})
    for wrong in ("half", True):
        with pytest.raises(IndicatorError, match="wrong type"):
            measure(PLUGIN, village.locations, village.layers(), {"share": wrong})
    with pytest.raises(IndicatorError, match="has no options"):
        measure(UNIT_DENSITY, village.locations, village.layers(), {"share": 1.0})


def reset(values):
    """Return the series on another index."""
    return values.reset_index(drop=True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (reset, "not on the locations' index"),
        (lambda values: values.to_frame(), "one Series of numbers"),
        (lambda values: values.astype("str"), "one Series of numbers"),
        (lambda values: values.where(values.index != values.index[0], np.inf), "infinite"),
    ],
)
def test_a_function_that_returns_something_else_is_refused(change, words, village):
    def quiet_corner(locations, buildings):
        return change(pd.Series(float(len(buildings)), index=locations.frame.index))

    with pytest.raises(IndicatorError, match=words):
        measure(replace(PLUGIN, function=quiet_corner), village.locations, village.layers())


def test_applies_must_be_booleans_on_the_same_index(village):
    for wrong in (lambda locations, _: locations.frame.index.to_series(), lambda *_: True):
        with pytest.raises(IndicatorError, match="booleans"):
            measure(replace(PLUGIN, applies=wrong), village.locations, village.layers())


def test_where_it_applies_nowhere_that_is_the_reason(village):
    def nowhere(locations, _):
        return pd.Series(data=False, index=locations.frame.index)

    values, _, missing = measure(
        replace(PLUGIN, applies=nowhere), village.locations, village.layers()
    )
    assert str(missing) == "It applies to none of the locations."
    assert values.isna().all()


def test_a_column_a_function_adds_or_drops_is_not_seen_by_anyone_else(village):
    def quiet_corner(locations, buildings):
        locations.members["mine"] = 1
        buildings["mine"] = 1
        del buildings["use"]
        return pd.Series(1.0, index=locations.frame.index)

    before = list(village.frames["buildings"].columns)
    measure(replace(PLUGIN, function=quiet_corner), village.locations, village.layers())
    assert list(village.frames["buildings"].columns) == before
    assert "mine" not in village.locations.members


def test_a_layer_it_can_do_without_is_none_when_it_is_not_there(village):
    def quiet_corner(locations, buildings, height=None):
        return pd.Series(float(height is None), index=buildings.index).reindex(
            locations.frame.index, fill_value=float(height is None)
        )

    values, _, _ = measure(
        replace(PLUGIN, function=quiet_corner), village.locations, village.layers()
    )
    assert values.eq(1.0).all()


def test_an_indicator_that_can_do_with_either_of_two_layers_needs_one_of_them(village):
    def quiet_corner(locations, livestock=None, farm_status=None):
        given = 1.0 * (livestock is not None) + 2.0 * (farm_status is not None)
        return pd.Series(given, index=locations.frame.index)

    either = replace(PLUGIN, function=quiet_corner)
    _, _, missing = measure(either, village.locations, Layers({}))
    assert str(missing) == ("There is no layer livestock permits, nor one that can take its place.")
    table = Layer("farm_status", pd.DataFrame(index=pd.Index([], name="farm_row")), "farms.csv")
    layers = Layers({"farm_status": table})
    values, _, _ = measure(either, village.locations, layers)
    assert values.eq(2).all()
