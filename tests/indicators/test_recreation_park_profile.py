"""The profile of a recreation park, against its parts written out."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.indicators.catalogue import measure
from riskmap.indicators.recreation_park_profile import INDICATOR
from riskmap.layers.layer import Layer, Layers
from riskmap.locations.recreation_park import build_recreation_parks

RD = "EPSG:28992"
NAN = np.nan
YEARS = [1970, 1984, 1985, 2010, NAN]
USES = [
    "logiesfunctie",
    "logiesfunctie,bijeenkomstfunctie",
    "woonfunctie",
    "logiesfunctie",
    "winkelfunctie",
]


def line(score, low, high):
    """Return a straight line between two points, cut off at 0 and 1."""
    return min(max((score - low) / (high - low), 0.0), 1.0)


@pytest.fixture
def park(make, parks):
    """Return frames of a park with five chalets on three parcels, 2,5 km from a village."""
    made = make(
        {f"c{n}": (10 + 20 * n, 10, 8, 6, YEARS[n], None, None) for n in range(5)}
        | {"shed": (10, 30, 4, 4, 1960, None, None)},
        [],
        {f"a{n}": (14 + 20 * n, 13, USES[n], 40, None) for n in range(5)},
    )
    cut = {f"k{n}": (50 * n, 0, 50 * n + 50, 50) for n in range(3)}
    return made.frames | {
        "recreation_parks": parks({"r1": (0, 0, 150, 50)}),
        "parcels": parks(cut),
        "built_up": parks({"village": (2650, 0, 4000, 900)}),
    }


def profile(frames, **options):
    """Build the park from these frames and return its profile."""
    layers = Layers({name: Layer(name, frame, "by hand") for name, frame in frames.items()})
    locations = build_recreation_parks(layers)
    values, applies, _ = measure(INDICATOR, locations, layers, options)
    assert applies.all()
    return values["recreation_park:r1"]


def test_it_is_the_mean_of_distance_age_and_split(park):
    remote = line(2.5, 1, 4)
    old = line(2 / 4, 0.3, 0.8)  # of c0 to c3, whose year is known; no address lies in the shed
    split = line(3 / 4, 0.3, 0.9)  # three parcels, four units; a shop is no unit
    assert profile(park) == pytest.approx((remote + old + split) / 3)


def test_what_is_not_known_is_left_out_and_two_parts_are_enough(park):
    known = (line(2.5, 1, 4) + line(2 / 4, 0.3, 0.8)) / 2
    without = {name: frame for name, frame in park.items() if name != "parcels"}
    assert profile(without) == pytest.approx(known)
    del without["built_up"]
    assert np.isnan(profile(without))


def test_units_of_unknown_use_make_the_split_unknown(park):
    addresses = park["addresses"].copy()
    addresses.loc["a0", "use"] = None
    expected = (line(2.5, 1, 4) + line(2 / 4, 0.3, 0.8)) / 2
    assert profile(park | {"addresses": addresses}) == pytest.approx(expected)


def test_an_address_out_of_use_is_no_unit(park):
    addresses = park["addresses"].copy()
    addresses.loc["a0", "status"] = "Verblijfsobject buiten gebruik"
    parts = (line(2.5, 1, 4), line(2 / 4, 0.3, 0.8), line(3 / 3, 0.3, 0.9))
    assert profile(park | {"addresses": addresses}) == pytest.approx(sum(parts) / 3)


def test_who_lives_there_does_not_count_unless_the_municipality_decides_so(park):
    table = pd.DataFrame({"units": [100.0], "lived_in": [30.0]}, index=["r1"])
    asked = park | {"park_residence": table}
    assert profile(asked) == profile(park)
    three = profile(park) * 3
    assert profile(asked, with_residence=True) == pytest.approx((three + 1.0) / 4)
    hidden = park | {"park_residence": table.assign(lived_in=NAN)}
    assert profile(hidden, with_residence=True) == profile(park)


def test_it_applies_to_parks_as_a_whole_and_to_nothing_else(village):
    built_up = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 9, 9)], index=["x"], crs=RD)
    _, applies, _ = measure(INDICATOR, village.locations, village.layers(built_up=built_up))
    assert not applies.any()


def test_a_park_in_the_built_up_area_is_not_remote(park):
    around = park | {"built_up": park["built_up"].assign(geometry=[shapely.box(-9, -9, 999, 99)])}
    parts = (0.0, line(2 / 4, 0.3, 0.8), line(3 / 4, 0.3, 0.9))
    assert profile(around) == pytest.approx(sum(parts) / 3)
