"""Sites for caravans are never a place to look at, and never what a distance goes to."""

import zipfile
from datetime import date
from io import BytesIO

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap.errors import LayerError
from riskmap.layers.border import read_layer

DAY = date(2026, 1, 1)
YARD = shapely.box(140_000, 460_000, 140_050, 460_050)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("recreation_parks", "camping, kampeerterrein"),
        ("business_parks", "bedrijventerrein"),
        ("water", "jachthaven"),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_no_layer_of_functional_areas_lets_one_through(read, name, own, order):
    both = "|".join([own, "woonwagencentrum"][::order])
    frame = gpd.GeoDataFrame(
        {"lokaal_id": ["1", "2", "3"], "typefunctioneelgebied": ["woonwagencentrum", both, own]},
        geometry=[YARD] * 3,
        crs=28992,
    )
    layer = read(name, frame, write_as="top10nl_functioneel_gebied_vlak")
    assert layer.frame.index.tolist() == ["3"]


def test_the_real_table_of_sites_gives_no_addresses(shared_data):
    path = shared_data / "pdok-ogcapi/bag.gpkg"
    with pytest.raises(LayerError, match="caravans"):
        read_layer("addresses", [path], reference_date=DAY, table="standplaatsen")
    assert len(read_layer("addresses", [path], reference_date=DAY).frame) > 1000


def test_a_list_of_all_address_numbers_loses_its_sites(shared_data, read, counted):
    path = shared_data / "pdok-ogcapi/bag.gpkg"
    parts = [gpd.read_file(path, layer=name) for name in ("verblijfsobjecten", "standplaatsen")]
    both = pd.concat(parts, ignore_index=True).assign(datum_eind=None)
    layer = read("addresses", both, write_as="adressen")
    site = parts[1]["nummer_id"].iloc[0]
    assert site not in layer.frame.index
    assert counted(layer, "Sites for caravans") == 1
    assert len(layer.frame) == len(parts[0])


def test_an_id_of_a_site_is_no_address_whatever_the_table_calls_it(read, counted):
    frame = gpd.GeoDataFrame(
        {
            "identificatie": ["0457010000000001", "0457030000000002", "NL.IMBAG.0457030000000003"],
            "status": ["Verblijfsobject in gebruik"] * 3,
            "gebruiksdoel": ["woonfunctie"] * 3,
            "oppervlakte": [80] * 3,
        },
        geometry=gpd.points_from_xy([140_000, 140_010, 140_020], [460_000] * 3),
        crs=28992,
    )
    layer = read("addresses", frame)
    assert layer.frame.index.tolist() == ["0457010000000001"]
    assert counted(layer, "Sites for caravans") == 2


def test_no_site_of_the_real_extract_becomes_an_address(shared_data):
    path = shared_data / "weesp-bag-2021/BAGGEM0457L-15102021.zip"
    sites = b""
    with zipfile.ZipFile(path) as outer:
        inner = zipfile.ZipFile(BytesIO(outer.read("0457GEM15102021.zip")))
        for name in inner.namelist():
            if name.startswith("0457STA"):
                nested = zipfile.ZipFile(BytesIO(inner.read(name)))
                sites += b"".join(nested.read(member) for member in nested.namelist())
    assert sites.count(b"<Objecten:Standplaats>") > 10
    layer = read_layer("addresses", [path], reference_date=DAY)
    assert not layer.frame.index.str[4:6].isin(["03"]).any()
    assert not [one for one in layer.frame.index if one.encode() in sites]
