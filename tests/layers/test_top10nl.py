"""Top10NL: values joined by a pipe, areas and lines of the same thing, water one can sail."""

from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from riskmap.errors import LayerError
from riskmap.layers.border import read_layer
from riskmap.layers.top10nl import chosen

DAY = date(2026, 1, 1)
YARD = shapely.box(140_000, 460_000, 140_050, 460_050)
LINE = shapely.LineString([(140_000, 460_000), (140_080, 460_060)])
WORDS = ("heide", "bos: loofbos", "bomenrij", "haven", "woonwagencentrum", "kerk")


def areas(kinds: list[str | None], shape: shapely.Geometry = YARD, **more: object):
    rows = {"lokaal_id": [f"n{row}" for row in range(len(kinds))], **more}
    return gpd.GeoDataFrame(
        {**rows, "typefunctioneelgebied": kinds}, geometry=[shape] * len(kinds), crs=28992
    )


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), min_size=1))
def test_the_first_wanted_value_of_a_row_counts_and_caravan_sites_never(rows):
    wanted = {"heide": "heath", "haven": "harbour", "woonwagencentrum": "never"}
    got = chosen(pd.Series(["|".join(row) for row in rows], dtype="str"), wanted)
    for row, value in zip(rows, got, strict=True):
        names = [wanted[word] for word in row if word in wanted]
        if not names or "woonwagencentrum" in row:
            assert pd.isna(value)
        else:
            assert value == names[0]


def test_recreation_parks_are_the_areas_for_stays_overnight(read):
    kinds = ["bungalowpark|park", "camping, kampeerterrein", "zwembadcomplex", None, "Vakantiepark"]
    frame = areas(kinds, naamnl=["Rust", None, "Bad", None, "Bos"])
    layer = read("recreation_parks", frame)
    assert layer.edition == "Top10NL"
    assert layer.frame["kind"].to_dict() == {
        "n0": "bungalowpark",
        "n1": "camping",
        "n4": "vakantiepark",
    }
    assert layer.frame.loc["n0", "name"] == "Rust"


def test_parks_of_several_parts_lie_in_a_second_table_of_the_file(tmp_path):
    path = tmp_path / "top10nl.gpkg"
    areas(["bungalowpark"]).to_file(path, layer="top10nl_functioneel_gebied_vlak")
    parts = shapely.MultiPolygon([YARD, shapely.affinity.translate(YARD, 500.0)])
    other = areas(["caravanpark"], parts)
    other["lokaal_id"] = ["m0"]
    other.to_file(path, layer="top10nl_functioneel_gebied_multivlak")
    areas(["x"]).to_file(path, layer="top10nl_plaats_vlak")
    layer = read_layer("recreation_parks", [path], reference_date=DAY)
    assert layer.frame["kind"].to_dict() == {"m0": "caravanpark", "n0": "bungalowpark"}
    assert layer.report.rows_read == 2
    told = [str(note) for note in layer.report.notes]
    assert all(note.startswith("top10nl.gpkg top10nl_functioneel_gebied") for note in told)


def test_land_use_of_the_cbs_gives_recreation_parks_by_code_or_by_word(read):
    frame = gpd.GeoDataFrame(
        {
            "bg2017": [44, 41, 44],
            "bodemgebruik": ["Verblijfsrecreatief terrein", "Sportterrein", None],
            "categorie": ["Recreatie", "Recreatie", "Recreatie"],
        },
        geometry=[YARD, YARD, shapely.affinity.translate(YARD, 99.0)],
        crs=28992,
    )
    layer = read("recreation_parks", frame)
    assert layer.edition == "CBS land use"
    assert layer.frame["kind"].tolist() == ["verblijfsrecreatie"] * 2
    newer = frame.rename(columns={"categorie": "groep", "bodemgebruik": "categorie"})
    assert len(read("recreation_parks", newer.assign(bodemgebruik=[44, 41, 44])).frame) == 2


def test_a_municipal_list_of_parks_keeps_its_own_words(read):
    frame = gpd.GeoDataFrame(
        {"parknaam": ["De Heide", "Weg"], "soort": ["Chalets", "Woonwagenlocatie"]},
        geometry=[YARD, YARD],
        crs=28992,
    )
    layer = read("recreation_parks", frame)
    assert layer.frame["name"].tolist() == ["De Heide"]
    assert layer.frame["kind"].tolist() == ["chalets"]


def test_areas_that_say_nothing_about_themselves_are_refused(read):
    frame = gpd.GeoDataFrame({"id": ["1"]}, geometry=[YARD], crs=28992)
    with pytest.raises(LayerError, match="what kind of area"):
        read("recreation_parks", frame)


def test_points_of_campsites_are_refused_because_parks_are_areas(shared_data):
    with pytest.raises(LayerError, match="points where it needs polygon"):
        read_layer(
            "recreation_parks",
            [shared_data / "recreation/campings_osm.geojson"],
            reference_date=DAY,
        )


def test_woods_and_rows_of_trees_come_from_two_tables_in_one_file(tmp_path):
    path = tmp_path / "top10nl.gpkg"
    land = ["bos: loofbos", "heide", "bebouwd gebied", "dodenakker|bos: naaldbos"]
    gpd.GeoDataFrame(
        {"lokaal_id": list("abcd"), "typelandgebruik": land}, geometry=[YARD] * 4, crs=28992
    ).to_file(path, layer="top10nl_terrein_vlak")
    elements = ["bomenrij", "heg, haag", "muur", "hoogspanningsleiding"]
    gpd.GeoDataFrame(
        {"lokaal_id": list("efgh"), "typeinrichtingselement": elements},
        geometry=[LINE] * 4,
        crs=28992,
    ).to_file(path, layer="top10nl_inrichtingselement_lijn")
    green = read_layer("vegetation", [path], reference_date=DAY).frame
    assert green["kind"].to_dict() == {
        "a": "loofbos",
        "b": "heide",
        "d": "naaldbos",
        "e": "bomenrij",
        "f": "heg",
    }
    assert green.geom_type.to_dict()["e"] == "LineString"
    walls = read_layer("barriers", [path], reference_date=DAY).frame
    assert walls["kind"].to_dict() == {"g": "muur"}


def water(**columns: list[object]) -> gpd.GeoDataFrame:
    count = len(next(iter(columns.values())))
    rows = {
        "lokaal_id": [f"w{row}" for row in range(count)],
        "typewater": ["waterloop"] * count,
        "functie": ["overig"] * count,
        **columns,
    }
    return gpd.GeoDataFrame(rows, geometry=[YARD] * count, crs=28992)


def test_a_waterway_class_or_a_harbour_makes_water_navigable(read):
    frame = water(
        functie=["overig", "haven|overig", "overig", "zwembad"],
        vaarwegklasse=["Va", None, None, None],
    )
    layer = read("water", frame, write_as="top10nl_waterdeel_vlak")
    assert layer.frame["navigable"].tolist() == [True, True, False, False]
    assert any("waterway class" in str(note) for note in layer.report.notes)


def test_without_any_class_only_what_cannot_be_sailed_is_known(read):
    frame = water(
        typewater=["waterloop", "greppel, droge sloot", "waterloop"],
        breedteklasse=["> 6 meter", None, "0,5 - 3 meter"],
        vaarwegklasse=[None] * 3,
    )
    navigable = read("water", frame, write_as="top10nl_waterdeel_vlak").frame["navigable"]
    assert navigable.isna().tolist() == [True, False, False]
    assert not navigable.dropna().any()


def test_a_marina_is_water_one_can_sail_and_lies_in_the_same_file(tmp_path):
    path = tmp_path / "top10nl.gpkg"
    water(vaarwegklasse=["IV"]).to_file(path, layer="top10nl_waterdeel_vlak")
    lines = water(breedteklasse=["3 - 6 meter"])
    lines["lokaal_id"], lines.geometry = ["l0"], [LINE]
    lines.to_file(path, layer="top10nl_waterdeel_lijn")
    areas(["jachthaven", "camping, kampeerterrein"]).to_file(
        path, layer="top10nl_functioneel_gebied_vlak"
    )
    frame = read_layer("water", [path], reference_date=DAY).frame
    assert frame["navigable"].to_dict() == {"l0": False, "n0": True, "w0": True}
    assert frame.loc["n0", "kind"] == "jachthaven"


def test_the_old_shapefile_with_truncated_names_is_read(shared_data):
    path = shared_data / "wageningen/top10nl-water/Water.shp"
    layer = read_layer("water", [path], reference_date=DAY)
    table = gpd.read_file(path)
    open_air = table[table["FYSIEKVOOR"].isna()]
    assert layer.edition == "Top10NL"
    assert layer.frame.index.tolist() == sorted(open_air["IDENTIFICA"])
    assert len(layer.frame) == 630
    assert (
        layer.frame["kind"].value_counts().to_dict()
        == open_air["TYPEWATER"].value_counts().to_dict()
    )
    harbour = open_air.loc[open_air["FUNCTIE"] == "haven", "IDENTIFICA"]
    sailed = layer.frame.index[layer.frame["navigable"].fillna(value=False)]
    assert sailed.tolist() == harbour.tolist()
    pools = open_air["FUNCTIE"].isin(["zwembad", "waterzuivering"]).sum()
    assert (~layer.frame["navigable"].dropna()).sum() == pools == 10
