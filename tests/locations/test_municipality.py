"""In which municipality a place lies."""

from collections.abc import Callable

import shapely

from riskmap.layers.layer import Layers
from riskmap.locations.building import build_buildings
from riskmap.locations.cell import build_cells


def test_the_border_decides_before_the_id(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand(
        {"0424100000000001": (0, 0, 10, 10), "0424100000000002": (500, 0, 510, 10)},
        {},
        municipalities={"0457": (-50, -50, 50, 50)},
    )
    assert build_buildings(layers).frame["municipality"].to_list() == ["0457", "0424"]


def test_only_a_real_building_id_tells_the_municipality(by_hand: Callable[..., Layers]) -> None:
    ids = [
        "0424100000000001",
        "0457100000000001~a1b2",  # one of two buildings that shared an id
        "0228109999999999",
        "0228109999999999~a1b2",
        "0424010000000001",
        "G0228.fe24",
        "042410000",
    ]
    layers = by_hand({key: (i * 20, 0, i * 20 + 9, 9) for i, key in enumerate(ids)}, {})
    municipality = build_buildings(layers).frame["municipality"].dropna()
    assert municipality.to_dict() == {
        "building:0424100000000001": "0424",
        "building:0457100000000001~a1b2": "0457",
    }


def test_a_place_without_register_id_goes_by_most_of_its_buildings(
    by_hand: Callable[..., Layers],
) -> None:
    ids = ["0424100000000001", "0457100000000002", "0457100000000003"]
    layers = by_hand({key: (i * 20, 0, i * 20 + 9, 9) for i, key in enumerate(ids)}, {})
    area = shapely.box(180_000, 457_000, 180_200, 457_100)
    municipality = build_cells(layers, area=area).frame["municipality"]
    assert municipality["cell:E1800N4570"] == "0457"
    assert municipality.isna()["cell:E1801N4570"]


def test_weesp_has_ids_of_its_neighbour_too(weesp: Layers) -> None:
    counts = build_buildings(weesp).frame["municipality"].value_counts()
    ids = weesp["buildings"].frame.index.str[:4].value_counts()
    assert counts.to_dict() == ids.to_dict()
