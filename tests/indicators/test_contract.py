"""The contract, over every indicator there is."""

import inspect
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from riskmap.indicators.catalogue import builtin, catalogue, measure
from riskmap.indicators.contract import check_contract
from riskmap.layers.catalogue import layer_names
from riskmap.layers.images import Images, image_of
from riskmap.layers.layer import Layer, Layers
from riskmap.layers.naming import LAYER_NAMES
from riskmap.locations.locations import Locations
from riskmap.locations.recreation_park import build_recreation_parks

INDICATORS = catalogue()
STARRED = [1, 2, 3, 4, 9, 10, 18, 19, 21, 22, 24, 34]
WIDEST_MARGIN_M = 30_000
NAMES = sorted(INDICATORS)
BY_PLACE_ONLY = {
    "border_distance",
    "built_up_edge",
    "farm_cessation",  # a permit is a permit, whatever it says
    "guardianship_zone",
    "isolation_nearest_address",
    "neighbour_density_500",
    "road_setback",
    "unaddressed_outbuilding_area",
}


def shuffled(frame, seed):
    """Return the rows in another order."""
    return frame.iloc[np.random.default_rng(seed).permutation(len(frame))]


def nothing(image):
    """Return what an image shows when all of it is unknown."""
    seen = image.read(None)
    return replace(seen, values=np.full_like(seen.values, np.nan))


def options_of(name):
    """Return the sets of options to try: the defaults, and every switch turned."""
    switched = {
        k: not wish for k, wish in INDICATORS[name].options.items() if isinstance(wish, bool)
    }
    return [{}, switched] if switched else [{}]


def test_the_twelve_starred_indicators_of_the_guide_are_there():
    assert set(STARRED) <= {indicator.number for indicator in builtin().values()}


@pytest.fixture
def made(name, village):
    """Return the made village, as places of the kind the indicator applies to."""
    if name != "recreation_park_profile":
        return village
    layers = ("buildings", "addresses", "recreation_parks", "parcels")
    found = {n: Layer(n, frame, n) for n, frame in village.frames.items() if n in layers}
    return replace(village, locations=build_recreation_parks(Layers(found)))


@pytest.mark.parametrize("name", NAMES)
def test_the_made_village_has_every_layer_it_cannot_do_without(name, made):
    lacking = set(INDICATORS[name].required_layers) - set(made.frames)
    assert lacking == set(), "add the layer to the made village in conftest.py"


@pytest.mark.parametrize("name", NAMES)
def test_record_and_function_keep_the_contract(name):
    indicator = INDICATORS[name]
    check_contract(name, indicator)
    assert all(margin <= WIDEST_MARGIN_M for margin in indicator.margin_m.values())
    assert inspect.getdoc(indicator.function).count("\n") >= 3
    for text in (indicator.title, indicator.question, indicator.ordinary_explanations):
        assert text["nl"] != text["en"]


@pytest.mark.parametrize("name", NAMES)
def test_it_returns_one_series_on_the_locations_index_and_knows_something(name, made):
    for options in options_of(name):
        values, applies, missing = measure(INDICATORS[name], made.locations, made.layers(), options)
        assert missing is None
        assert values.index.equals(made.locations.frame.index)
        assert values.dtype == np.float64
        assert len(set(values.dropna())) > 1
        assert applies.dtype == bool
        assert not values[~applies].notna().any()


@pytest.mark.parametrize("name", NAMES)
def test_its_scores_lie_between_0_and_1_and_unknown_stays_unknown(name, made):
    indicator = INDICATORS[name]
    values, _, _ = measure(indicator, made.locations, made.layers())
    numbers = values.to_numpy()
    scores = indicator.value.fitted(numbers).scores(numbers)
    assert np.array_equal(np.isnan(scores), np.isnan(numbers))
    known = scores[~np.isnan(scores)]
    assert known.min() >= 0
    assert known.max() <= 1
    assert known.max() > known.min()


@pytest.mark.parametrize("name", NAMES)
def test_its_inputs_are_unchanged(name, made):
    before = {layer: frame.copy(deep=True) for layer, frame in made.tables.items()}
    frame = made.locations.frame.copy(deep=True)
    members = made.locations.members.copy(deep=True)
    indicator = INDICATORS[name]
    layers = [made.frames.get(layer) for layer in indicator.layers]
    for options in options_of(name):
        indicator.function(made.locations, *layers, **options)
    for layer, old in before.items():
        assert_frame_equal(pd.DataFrame(made.frames[layer]), pd.DataFrame(old))
    assert_frame_equal(pd.DataFrame(made.locations.frame), pd.DataFrame(frame))
    assert_frame_equal(made.locations.members, members)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [1, 2])
def test_it_gives_the_same_answer_when_rows_are_shuffled(name, seed, made):
    places = Locations(
        made.locations.kind,
        shuffled(made.locations.frame, seed),
        shuffled(made.locations.members, seed + 10),
    )
    layers = {layer: shuffled(frame, seed + 20) for layer, frame in made.tables.items()}
    for options in options_of(name):
        values, applies, _ = measure(INDICATORS[name], made.locations, made.layers(), options)
        again, applies_again, _ = measure(INDICATORS[name], places, made.layers(**layers), options)
        assert_series_equal(again.reindex(values.index), values, rtol=1e-12)
        assert_series_equal(applies_again.reindex(values.index), applies)


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_layer_is_told_and_nothing_is_known(name, made):
    indicator = INDICATORS[name]
    for layer in indicator.required_layers:
        frames = {k: v for k, v in made.frames.items() if k != layer}
        values, _, missing = measure(
            indicator, made.locations, type(made)(made.locations, frames).layers()
        )
        assert missing is not None
        assert str(LAYER_NAMES[layer]) in str(missing)
        assert values.isna().all()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_made_up_from_empty_layers(name, made):
    indicator = INDICATORS[name]
    for layer in indicator.required_layers:
        empty = {layer: made.tables[layer].iloc[:0] if layer in made.tables else Images(())}
        values, _, missing = measure(indicator, made.locations, made.layers(**empty))
        assert missing is not None
        assert values.isna().all()


@pytest.mark.parametrize("name", sorted(builtin()))
def test_what_its_function_reads_and_is_unknown_makes_it_unknown(name, made):
    """Make every column of every layer unknown: nothing may come out as a number but distances."""
    indicator = INDICATORS[name]
    blank = {
        layer: frame.assign(
            **{
                c: pd.Series(
                    False if frame[c].dtype == bool else np.nan,
                    index=frame.index,
                    dtype=frame[c].dtype,
                )
                for c in frame
                if c != "geometry"
            }
        )
        for layer, frame in made.tables.items()
    }
    blank |= {
        layer: Images(tuple(image_of(nothing(one), date=one.date) for one in images))
        for layer, images in made.frames.items()
        if isinstance(images, Images)
    }
    values, _, _ = measure(indicator, made.locations, made.layers(**blank))
    if name in BY_PLACE_ONLY:
        assert values.notna().any()
        return
    held = made.locations.of_role("address")["location_id"].unique()
    with_address = values[values.index.isin(held)]
    if name == "storage_row_cluster":
        # Boxes without an address are boxes whatever is unknown; homes may hide more of them.
        assert with_address[["yard:002"]].tolist() == [14.0]
        assert values["yard:003"] == 14
        return
    assert with_address.isna().all()


@pytest.mark.parametrize("members", ["none", "parcels", "buildings", "addresses"])
@pytest.mark.parametrize("name", NAMES)
def test_places_without_some_kind_of_member_are_measured_too(name, members, made):
    kept = made.locations.members["role"].isin(
        {"buildings": ["building", "outbuilding"], "addresses": ["address"]}.get(members, [])
    )
    rows = made.locations.members[kept]
    if members == "parcels":
        rows = made.locations.members.assign(role="parcel")
    bare = Locations("parcel", made.locations.frame, rows)
    values, applies, _ = measure(INDICATORS[name], bare, made.layers())
    assert values.index.equals(bare.frame.index)
    assert applies.index.equals(bare.frame.index)


@pytest.mark.parametrize("name", NAMES)
def test_its_layers_keep_their_names_in_the_contract(name):
    assert set(INDICATORS[name].layers) <= set(layer_names())
    assert set(INDICATORS[name].needs) <= set(layer_names())
