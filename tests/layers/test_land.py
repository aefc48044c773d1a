"""Parks, fields and borders: editions that spell the same thing differently."""

import struct
from collections import Counter
from datetime import date

import geopandas as gpd
import pytest
import shapely

from riskmap.errors import LayerError
from riskmap.layers.border import read_layer

DAY = date(2026, 1, 1)
BOX = shapely.box(132_000, 480_000, 132_100, 480_100)
BESIDE = shapely.box(132_100, 480_000, 132_200, 480_100)


def test_both_editions_of_ibis_give_the_same_parks(read):
    older = gpd.GeoDataFrame(
        {
            "RIN_NUMMER": ["UT001", "UT002"],
            "PLAN_NAAM": ["Haven", "Poort"],
            "WLOC_TYPE": ["A", "B"],
            "HA_NETTO": [12.5, 3.0],
            "Verouderd": ["Ja", "NEE"],
        },
        geometry=[BOX, BESIDE],
        crs=28992,
    )
    newer = gpd.GeoDataFrame(
        {
            "rin_nummer": ["UT001", "UT002"],
            "plan_naam": ["Haven", "Poort"],
            "werklocatie_type": ["Zeehaven", "Bedrijventerrein"],
            "netto_oppervlakte": ["12,5", "3,0"],
            "verouderd": ["ja", "nee"],
        },
        geometry=[BOX, BESIDE],
        crs=28992,
    )
    one, other = read("business_parks", older, "a.gpkg"), read("business_parks", newer, "b.gpkg")
    for layer in (one, other):
        assert layer.edition == "IBIS"
        assert layer.frame["obsolete"].tolist() == [True, False]
        assert layer.frame["net_ha"].tolist() == [12.5, 3.0]
        assert layer.frame["kind"].tolist() == ["zeehaven", "bedrijventerrein"]


def test_ibis_says_how_much_of_a_park_is_renewed_and_unknown_is_not_none(read):
    frame = gpd.GeoDataFrame(
        {
            "RIN_NUMMER": ["UT001", "UT002"],
            "PLAN_NAAM": ["Haven", "Poort"],
            "WLOC_TYPE": ["C3", "X"],
            "HA_NETTO": [12.5, -1.0],
            "HA_TRANSF": [2.5, None],
            "HA_HERPROF": [0.0, -9.0],
            "HA_ZREVIT": ["1,25", ""],
            "Verouderd": [None, "JA"],
        },
        geometry=[BOX, BESIDE],
        crs=28992,
    )
    got = read("business_parks", frame).frame
    known = got.loc["UT001", ["net_ha", "transforming_ha", "restructuring_ha", "revitalising_ha"]]
    assert known.tolist() == [12.5, 2.5, 0.0, 1.25]
    assert got.loc["UT002"][known.index].isna().all()
    assert got["kind"].fillna("?").tolist() == ["zorg", "?"]
    assert got["obsolete"].isna().tolist() == [True, False]


def test_the_edition_of_2023_has_no_columns_about_renewal(read):
    frame = gpd.GeoDataFrame(
        {
            "rin_nummer": ["UT001"],
            "plan_naam": ["Haven"],
            "werklocatie_type": ["Bedrijventerrein"],
            "netto_oppervlakte": [12.5],
            "uitgifte_voor_2022": [10.0],
            "uitgifte_in_2022": [0.5],
            "maximale_milieucategorie": ["4"],
            "vol": ["nee"],
        },
        geometry=[BOX],
        crs=28992,
    )
    layer = read("business_parks", frame, write_as="ibis_werklocaties")
    assert layer.edition == "IBIS"
    unknown = ["transforming_ha", "restructuring_ha", "revitalising_ha", "obsolete"]
    assert layer.frame[unknown].isna().all(axis=None)
    assert layer.frame.loc["UT001", "kind"] == "bedrijventerrein"


def test_a_functional_area_with_several_functions_is_split_before_it_is_matched(read):
    areas = gpd.GeoDataFrame(
        {
            "lokaal_id": ["1", "2", "3"],
            "typefunctioneelgebied": ["haven|bedrijventerrein", "bungalowpark", None],
            "naamnl": ["Kade", "Rust", None],
        },
        geometry=[BOX, BESIDE, BOX],
        crs=28992,
    )
    layer = read("business_parks", areas)
    assert layer.frame.index.tolist() == ["1"]
    assert layer.frame["obsolete"].isna().all()


def test_an_area_without_parks_is_an_answer_and_not_a_fault(read):
    areas = gpd.GeoDataFrame(
        {"RIN_NUMMER": ["UT001"], "PLAN_NAAM": ["Haven"]}, geometry=[BOX], crs=28992
    )
    layer = read("business_parks", areas, box=(200_000.0, 400_000.0, 200_100.0, 400_100.0))
    assert layer.frame.empty
    assert any("empty" in str(note) for note in layer.report.notes)


def test_the_real_crop_fields_keep_category_crop_and_code(shared_data):
    path = shared_data / "achterhoek-rural/gewaspercelen_2017_regio.shp"
    layer = read_layer("crop_fields", [path], reference_date=DAY)
    dbf = path.with_suffix(".dbf").read_bytes()
    rows, head, size = struct.unpack("<IHH", dbf[4:12])
    at = 1
    for n in range((head - 33) // 32):
        field = dbf[32 + 32 * n : 64 + 32 * n]
        if field[:11].rstrip(b"\0") == b"CAT_GEWASC":
            break
        at += field[16]
    by_hand = Counter(
        dbf[head + r * size + at : head + r * size + at + field[16]].decode().strip()
        for r in range(rows)
    )
    assert len(layer.frame) == rows == 3008
    assert layer.frame["category"].value_counts().to_dict() == dict(by_hand)
    assert set(layer.frame["year"]) == {2017}
    assert layer.frame["crop_code"].str.fullmatch(r"\d+").all()
    assert layer.frame.is_valid.all()


def test_years_in_several_files_do_not_share_ids_and_landscape_elements_are_no_fields(tmp_path):
    for year in (2023, 2024):
        frame = gpd.GeoDataFrame(
            {
                "category": ["Grasland", "Landschapselement"],
                "gewas": ["Grasland, blijvend", "Heg"],
                "gewascode": [265, 332],
                "jaar": [year] * 2,
            },
            geometry=[BOX, BESIDE],
            crs=28992,
        )
        frame.to_file(tmp_path / f"{year}.gpkg", layer="brp_gewas")
    paths = [tmp_path / "2023.gpkg", tmp_path / "2024.gpkg"]
    layer = read_layer("crop_fields", paths, reference_date=DAY)
    assert layer.frame["year"].tolist() == [2023, 2024]
    assert layer.frame["crop_code"].tolist() == ["265", "265"]
    assert layer.frame.index.str[:5].tolist() == ["2023-", "2024-"]
    told = [str(note) for note in layer.report.notes if "Landscape" in str(note)]
    assert [text[:9] for text in told] == ["2023.gpkg", "2024.gpkg"]


def test_fields_of_an_unknown_year_are_an_error_until_a_date_says_it(read):
    frame = gpd.GeoDataFrame(
        {"category": ["Grasland"], "gewascode": [265]}, geometry=[BOX], crs=28992
    )
    with pytest.raises(LayerError, match="year"):
        read("crop_fields", frame)
    assert read("crop_fields", frame, dated=date(2024, 5, 15)).frame["year"].tolist() == [2024]


def test_municipalities_of_two_publishers_have_the_code_of_the_bag(shared_data):
    folder = shared_data / "boundaries"
    cbs = read_layer("municipalities", [folder / "gemeenten_2022_cbs.geojson"], reference_date=DAY)
    other = folder / "gemeenten_regio_2024_epsg4289.geojson"
    amersfoort = read_layer("municipalities", [other], reference_date=DAY)
    assert len(cbs.frame) == 345
    assert len(amersfoort.frame) == 342
    assert cbs.frame.loc["0308", "name"] == amersfoort.frame.loc["0308", "name"] == "Baarn"
    assert amersfoort.frame.loc["0014", "name"] == "Groningen"
    # EPSG:4326 and EPSG:4289; the corners of the second are rounded to 0.001 degree
    apart = cbs.frame.loc["0308"].geometry.centroid.distance(
        amersfoort.frame.loc["0308"].geometry.centroid
    )
    assert apart < 200


def test_parts_of_one_team_become_one_area_and_a_bare_name_is_a_place(read):
    frame = gpd.GeoDataFrame(
        {"naam": ["Noord", "Noord", "Zuid"]},
        geometry=[BOX, BESIDE, shapely.box(0, 400_000, 10, 400_010)],
        crs=28992,
    )
    layer = read("teams", frame, columns={"team": "naam", "name": "naam"})
    assert layer.frame["name"].tolist() == ["Noord", "Zuid"]
    assert layer.frame.loc["Noord"].geometry.area == pytest.approx(20_000)


def test_only_the_built_up_part_of_top10nl_places_passes(read):
    frame = gpd.GeoDataFrame(
        {"lokaal_id": ["1", "2"], "bebouwdekom": ["ja", "nee"], "naamnl": ["Dorp", "Buurt"]},
        geometry=[BOX, BESIDE],
        crs=28992,
    )
    assert read("built_up", frame).frame.index.tolist() == ["1"]


def test_polygons_somebody_drew_are_built_up_area_by_their_outline_alone(read):
    frame = gpd.GeoDataFrame({"naam": ["Dorp"]}, geometry=[BOX], crs=28992)
    layer = read("built_up", frame)
    assert len(layer.frame) == 1
    assert list(layer.frame.columns) == ["geometry"]


def test_parcels_of_the_service_get_code_section_and_number(read):
    frame = gpd.GeoDataFrame(
        {
            "identificatie_lokaal_id": ["99010000010000", "99010000020000"],
            "akr_kadastrale_gemeente_code_waarde": ["WTV00"] * 2,
            "sectie": ["A", "B"],
            "perceelnummer": [123, 7],
            "kadastrale_grootte_waarde": [1000, 0],
            "status_historie_waarde": ["Geldig", "Vervallen"],
        },
        geometry=[shapely.MultiPolygon([BOX]), shapely.MultiPolygon([BESIDE])],
        crs=28992,
    )
    layer = read("parcels", frame)
    assert layer.frame.index.tolist() == ["WTV00-A-123"]
    assert layer.frame["brk_id"].tolist() == ["99010000010000"]
    assert layer.frame["area_m2"].tolist() == [1000.0]
