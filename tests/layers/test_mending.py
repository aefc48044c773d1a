"""Values, ids and geometry at the border: mended and counted, and never merged."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap.errors import LayerError


def test_dummy_years_become_unknown(panden, read, counted):
    panden["bouwjaar"] = [9999, 1005, 1650]
    layer = read("buildings", panden)
    known = layer.frame["year_built"]
    assert known.dropna().to_dict() == {"0457100000000002": 1650.0}
    assert counted(layer, "Building years") == 2


def test_ids_as_numbers_and_with_prefix_become_text(panden, read, counted):
    as_numbers = panden.assign(identificatie=panden["identificatie"].astype("int64"))
    as_floats = panden.assign(identificatie=panden["identificatie"].astype("float64"))
    with_prefix = panden.assign(identificatie="NL.IMBAG.Pand." + panden["identificatie"])
    for n, frame in enumerate((as_numbers, as_floats, with_prefix)):
        layer = read("buildings", frame, f"{n}.gpkg")
        assert set(layer.frame.index) == set(panden["identificatie"])
        assert counted(layer, "Ids of column") == 3


def test_invalid_polygons_are_repaired_and_counted(panden, read, counted):
    panden.loc[0, "geometry"] = shapely.Polygon(
        [(132_000, 480_000), (132_010, 480_010), (132_010, 480_000), (132_000, 480_010)]
    )
    layer = read("buildings", panden)
    assert layer.frame.is_valid.all()
    assert counted(layer, "Invalid polygons") == 1
    # a bow tie of 10 x 10 m: two triangles of 25 m2
    assert layer.frame.loc["0457100000000003"].geometry.area == pytest.approx(50)


def test_rows_without_geometry_are_left_out_and_counted(panden, read, counted):
    panden.loc[0, "geometry"] = None
    layer = read("buildings", panden)
    assert len(layer.frame) == 2
    assert counted(layer, "Rows without a geometry") == 1


def test_heights_are_dropped_and_a_multipart_of_one_becomes_one_part(panden, read):
    panden["geometry"] = shapely.force_3d(
        [shapely.MultiPolygon([shape]) for shape in panden.geometry], 5.0
    )
    layer = read("buildings", panden)
    assert not layer.frame.has_z.any()
    assert set(layer.frame.geom_type) == {"Polygon"}


def test_points_where_buildings_should_be_are_an_error(panden, read):
    panden["geometry"] = panden.geometry.centroid
    with pytest.raises(LayerError, match="points"):
        read("buildings", panden)
    with pytest.raises(LayerError, match="points"):
        read("buildings", panden, "a.geojson")


def test_the_same_row_twice_is_dropped_and_counted(panden, read, counted):
    layer = read("buildings", pd.concat([panden, panden.iloc[[0]]]))
    assert len(layer.frame) == 3
    assert counted(layer, "Rows that came twice") == 1
    assert "source_id" not in layer.frame


def test_one_id_on_two_outlines_gives_two_buildings_with_stable_ids(panden, read, counted):
    panden.loc[1, "identificatie"] = panden.loc[0, "identificatie"]
    layer = read("buildings", panden)
    again = read("buildings", panden.iloc[::-1], "again.gpkg")
    assert len(layer.frame) == 3
    assert layer.frame["source_id"].dropna().tolist() == ["0457100000000003"] * 2
    assert layer.frame.index.tolist() == again.frame.index.tolist()
    assert "0457100000000003" not in layer.frame.index
    assert counted(layer, "Objects with a shared") == 2


@pytest.mark.parametrize("dummy", ["0000000000000000", "0457109999999999", None, ""])
def test_a_dummy_or_missing_id_merges_nothing(panden, read, dummy):
    panden.loc[[0, 1], "identificatie"] = dummy
    layer = read("buildings", panden)
    assert len(layer.frame) == 3
    assert layer.frame.index.is_unique
    assert dummy not in layer.frame.index


def test_addresses_without_id_at_one_spot_are_still_two_addresses(read):
    frame = gpd.GeoDataFrame(
        {
            "identificatie": [None, None],
            "oppervlakte": [60, 60],
            "gebruiksdoel": ["woonfunctie"] * 2,
            "status": ["Verblijfsobject in gebruik"] * 2,
            "huisnummer": [1, 1],
        },
        geometry=[shapely.Point(132_000, 480_000)] * 2,
        crs=28992,
    )
    layer = read("addresses", frame, columns={})
    assert len(layer.frame) == 2
    assert layer.frame.index.is_unique


def test_dummy_floor_areas_become_unknown_and_house_numbers_are_joined(read):
    frame = gpd.GeoDataFrame(
        {
            "identificatie": [f"045701000000000{n}" for n in range(4)],
            "oppervlakte": [999999, 1, 0, 85],
            "gebruiksdoel": ["woonfunctie", "woonfunctie,winkelfunctie", None, ""],
            "status": ["Verblijfsobject in gebruik"] * 4,
            "huisnummer": [12.0, 12.0, 12.0, None],
            "huisletter": [None, "A", "A", None],
            "toevoeging": [None, None, "2", None],
            "postcode": ["1381 ab"] * 4,
            "pand_identificatie": [
                "0457100000000001,0457100000000002",
                "457100000000001",
                None,
                "",
            ],
        },
        geometry=[shapely.Point(132_000 + n, 480_000) for n in range(4)],
        crs=28992,
    )
    layer = read("addresses", frame)
    assert layer.frame["floor_area_m2"].isna().tolist() == [True, True, True, False]
    assert layer.frame["number"].tolist()[:3] == ["12", "12A", "12A-2"]
    assert pd.isna(layer.frame["number"].iloc[3])
    assert layer.frame["postcode"].unique().tolist() == ["1381AB"]
    assert layer.frame["use"].isna().tolist() == [False, False, True, True]
    assert list(layer.links.itertuples(index=False, name=None)) == [
        ("0457010000000000", "0457100000000001"),
        ("0457010000000000", "0457100000000002"),
        ("0457010000000001", "0457100000000001"),
    ]
