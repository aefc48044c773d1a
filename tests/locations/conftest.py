"""Layers for the tests of locations: made by hand, and read without riskmap's own border."""

from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from riskmap.layers.layer import Layer, Layers
from riskmap.layers.registers.built_up import derive_built_up

RD = "EPSG:28992"
X0, Y0 = 180_000, 457_000
BUILDING_WORDS = (
    "Pand in gebruik",
    "Pand in gebruik (niet ingemeten)",
    "Verbouwing pand",
    "Pand buiten gebruik",
    "Sloopvergunning verleend",
)
ADDRESS_WORDS = (
    "Verblijfsobject in gebruik",
    "Verblijfsobject in gebruik (niet ingemeten)",
    "Verbouwing verblijfsobject",
    "Verblijfsobject buiten gebruik",
)

Box = tuple[float, float, float, float]
Address = tuple[float, float, str | None]


def _layer(name: str, index: str, rows: Mapping[str, object], **columns: object) -> Layer:
    ids = pd.Index(list(rows), name=index, dtype="str")
    frame = gpd.GeoDataFrame(columns, index=ids, geometry=list(rows.values()), crs=RD)
    return Layer(name, frame.sort_index(), "by hand")


def _boxes(boxes: Mapping[str, Box]) -> dict[str, object]:
    return {
        key: shapely.box(X0 + west, Y0 + south, X0 + east, Y0 + north)
        for key, (west, south, east, north) in boxes.items()
    }


def made_by_hand(
    buildings: Mapping[str, Box] | None = None,
    addresses: Mapping[str, Address] | None = None,
    links: list[tuple[str, str]] | None = None,
    *,
    floor_area_m2: float = 100.0,
    **areas: Mapping[str, Box],
) -> Layers:
    """Return layers from boxes and points, in metres from a corner near Otterlo.

    Streets are all called Dorpsstraat; the house number is the address id.
    """
    layers: dict[str, Layer] = {}
    if buildings is not None:
        layers["buildings"] = _layer("buildings", "building_id", _boxes(buildings))
    if addresses is not None:
        points = {k: shapely.Point(X0 + x, Y0 + y) for k, (x, y, _) in addresses.items()}
        found = _layer(
            "addresses",
            "address_id",
            points,
            use=pd.Series([use for *_, use in addresses.values()], dtype="str").array,
            floor_area_m2=floor_area_m2,
            street="Dorpsstraat",
            number=list(addresses),
        )
        table = (
            None if links is None else pd.DataFrame(links, columns=["address_id", "building_id"])
        )
        layers["addresses"] = Layer("addresses", found.frame, "by hand", links=table)
    for name, boxes in areas.items():
        layers[name] = _layer(name, f"{name}_id", _boxes(boxes))
    return Layers(layers)


@pytest.fixture
def by_hand() -> Callable[..., Layers]:
    """Return the function that makes layers from boxes and points."""
    return made_by_hand


@pytest.fixture
def shuffled() -> Callable[[Layers], Layers]:
    """Return the function that puts every layer's rows in another order."""

    def shuffle(layers: Layers) -> Layers:
        def mixed(frame: pd.DataFrame) -> pd.DataFrame:
            return frame.sample(frac=1.0, random_state=7)

        return Layers(
            {
                name: Layer(
                    name,
                    mixed(layers[name].frame),
                    layers[name].source,
                    links=None if layers[name].links is None else mixed(layers[name].links),
                )
                for name in layers
            }
        )

    return shuffle


@pytest.fixture(scope="session")
def weesp(shared_data: Path) -> Layers:
    """Return buildings and addresses of Weesp that exist now, read without riskmap."""
    file = shared_data / "weesp-bag-2021" / "weesp_actueel_afgeleid.gpkg"
    panden = pyogrio.read_dataframe(file, layer="pand")
    buildings = panden[panden["status"].isin(BUILDING_WORDS)].set_index("identificatie")
    objects = pyogrio.read_dataframe(file, layer="verblijfsobject")
    objects = objects[objects["status"].isin(ADDRESS_WORDS)].rename(
        columns={"gebruiksdoel": "use", "oppervlakte": "floor_area_m2", "openbare_ruimte": "street"}
    )
    objects["number"] = objects["huisnummer"].astype("Int64").astype("str")
    addresses = objects.set_index("identificatie").sort_index()
    links = addresses["pandidentificatie"].str.split(",").explode().dropna()
    table = pd.DataFrame({"address_id": links.index, "building_id": links.to_numpy()})
    columns = ["use", "floor_area_m2", "street", "number", "geometry"]
    return Layers(
        {
            "buildings": Layer("buildings", buildings[["geometry"]].sort_index(), file.name),
            "addresses": Layer("addresses", addresses[columns], file.name, links=table),
        }
    )


@pytest.fixture(scope="session")
def otterlo(shared_data: Path) -> Layers:
    """Return buildings, addresses without use, parcels and a derived built-up area of Otterlo."""
    folder = shared_data / "otterlo-rural"
    panden = pyogrio.read_dataframe(folder / "bgt_otterlo_vlakken_afgeleid.gpkg", layer="pand")
    panden = panden[panden["eindRegistratie"].isna()]
    # Dummy ids stand on many buildings, so each row here goes by the BGT's own id.
    buildings = panden.set_index("lokaalID")[["geometry"]].sort_index()
    points = pyogrio.read_dataframe(folder / "dutch_addresses_28992.gpkg")
    points = points.rename(columns={"straatnaam": "street", "huisnummer": "number"})
    points = points.set_index("id")[["street", "number", "geometry"]].sort_index()
    parcels = pyogrio.read_dataframe(folder / "brk_percelen_afgeleid.gpkg").set_index("gml_id")
    addresses = Layer("addresses", points, "addresses")
    return Layers(
        {
            "buildings": Layer("buildings", buildings, "bgt"),
            "addresses": addresses,
            "parcels": Layer("parcels", parcels[["geometry"]].sort_index(), "brk"),
            "built_up": derive_built_up(addresses),
        }
    )
