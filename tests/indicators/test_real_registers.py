"""Indicators on registers as the border reads them."""

from datetime import date

import numpy as np
import pytest

from riskmap.indicators.catalogue import builtin, measure
from riskmap.indicators.dead_end_access import dead_end_access
from riskmap.layers.border import read_layer
from riskmap.layers.layer import Layers
from riskmap.locations.yard import build_yards

READ_ON = date(2021, 10, 15)
FIRST_TWELVE = {1, 2, 3, 4, 9, 10, 18, 19, 21, 22, 24, 34}


@pytest.fixture(scope="module")
def otterlo_layers(shared_data):
    """Return what Otterlo has: BGT buildings and road surfaces, and address points."""
    folder = shared_data / "otterlo-rural"
    bgt, points = (
        folder / "bgt_otterlo_vlakken_afgeleid.gpkg",
        folder / "dutch_addresses_28992.gpkg",
    )
    return Layers(
        {
            "buildings": read_layer("buildings", [bgt], reference_date=READ_ON, table="pand"),
            "roads": read_layer("roads", [bgt], reference_date=READ_ON, table="wegdeel"),
            "addresses": read_layer("addresses", [points], reference_date=READ_ON),
        }
    )


def test_six_of_the_twelve_can_be_measured_in_otterlo_and_the_others_say_why_not(otterlo_layers):
    yards = build_yards(otterlo_layers)
    missing = {}
    for name, indicator in builtin().items():
        if indicator.number not in FIRST_TWELVE:
            continue
        _, _, reason = measure(indicator, yards, otterlo_layers)
        if reason is not None:
            missing[name] = str(reason)
    assert missing == {
        "administrative_vacancy": "There is no layer vacancy.",
        "bag_lifecycle_signal": "It is unknown at every location.",
        "building_age_profile": "Not known in layer buildings: year of construction.",
        "dead_end_access": "Not known in layer road network: how roads connect.",
        "motorway_ramp_distance": "Not known in layer road network: how roads connect.",
        "small_unit_share": "Not known in layer addresses: use.",
    }


def test_real_nwb_segments_give_the_same_dead_ends_through_the_border(shared_data, wageningen):
    file = shared_data / "wageningen" / "nwb-wfs" / "Roads.gml"
    roads = read_layer("roads", [file], reference_date=READ_ON).frame
    assert len(roads) == 247
    buildings = wageningen.frames["buildings"]
    through = dead_end_access(wageningen.locations, buildings, roads)
    straight = dead_end_access(wageningen.locations, buildings, wageningen.frames["roads"])
    np.testing.assert_allclose(through, straight, rtol=1e-12)
