"""Every fault of a file: repaired and counted, or one clear sentence and the next step."""

import math
from datetime import date

import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from riskmap.errors import InputError, LayerError, PersonDataError
from riskmap.layers.border import read_layer
from riskmap.layers.catalogue import registers
from riskmap.layers.layer import Access


def test_a_sound_file_passes_whole_and_sorted_by_id(panden, read):
    layer = read("buildings", panden)
    assert layer.frame.index.tolist() == sorted(panden["identificatie"])
    assert layer.frame.index.name == "building_id"
    assert list(layer.frame.columns) == ["year_built", "status", "use", "geometry"]
    assert layer.frame["use"].isna().sum() == 1
    assert layer.edition == "BAG"
    assert layer.report.matched["bouwjaar"] == "year_built"
    assert layer.access is Access.OPEN
    assert len(layer.sha256) == 64


@pytest.mark.parametrize("file", ["a.gpkg", "a.geojson", "a.fgb", "a.shp", "a.parquet"])
def test_every_format_gives_the_same_layer(panden, read, file):
    if file == "a.shp":
        panden = panden.rename(columns={"identificatie": "pand_id", "gebruiksdoel": "gebruiksdo"})
    columns = {"use": "gebruiksdo"} if file == "a.shp" else {}
    layer = read("buildings", panden, file, columns=columns)
    wanted = read("buildings", panden, "wanted.gpkg", columns=columns)
    assert_frame_equal(
        pd.DataFrame(layer.frame.drop(columns="geometry")),
        pd.DataFrame(wanted.frame.drop(columns="geometry")),
    )
    assert layer.frame.normalize().geom_equals_exact(wanted.frame.normalize(), 0.01).all()


def test_the_order_of_rows_in_the_file_does_not_matter(panden, read):
    backwards = read("buildings", panden.iloc[::-1], "b.gpkg")
    assert_frame_equal(pd.DataFrame(read("buildings", panden).frame), pd.DataFrame(backwards.frame))


def test_an_unknown_layer_name_lists_the_known_ones(tmp_path):
    with pytest.raises(LayerError, match="buildings"):
        read_layer("houses", [tmp_path / "x.gpkg"], reference_date=date(2026, 1, 1))


def test_a_missing_file_is_said_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_layer("buildings", [tmp_path / "x.gpkg"], reference_date=date(2026, 1, 1))


def test_a_missing_column_names_what_was_looked_for_and_what_is_near(panden, read):
    with pytest.raises(LayerError) as caught:
        read("buildings", panden.rename(columns={"identificatie": "identificatienummer"}))
    assert "identificatie_bag_pnd" in str(caught.value)
    assert "identificatienummer" in str(caught.value)
    assert "[layers.buildings] columns" in str(caught.value.next_step)


def test_a_column_the_project_file_names_is_used(panden, read):
    frame = panden.rename(columns={"identificatie": "gebouwcode"})
    layer = read("buildings", frame, columns={"building_id": "gebouwcode"})
    assert set(layer.frame.index) == set(panden["identificatie"])


@pytest.mark.parametrize(
    "columns", [{"building_id": "bestaat_niet"}, {"bouwkundige": "identificatie"}]
)
def test_a_column_mapping_that_cannot_be_is_refused(panden, read, columns):
    with pytest.raises(LayerError):
        read("buildings", panden, columns=columns)


def test_the_wrong_table_lists_the_tables_there_are(panden, read, tmp_path):
    panden.to_file(tmp_path / "data.gpkg", layer="wegen")
    with pytest.raises(LayerError, match=r"one of: (pand, wegen|wegen, pand)\."):
        read("buildings", panden, table="panden2024", write_as="pand")


def test_the_table_is_chosen_by_the_names_of_the_edition(panden, read, tmp_path):
    panden.drop(columns=["bouwjaar", "identificatie"]).to_file(tmp_path / "data.gpkg", layer="a")
    layer = read("buildings", panden, write_as="pand")
    assert len(layer.frame) == 3


def test_coordinates_in_degrees_under_an_rd_label_are_an_error_that_names_the_truth(panden, read):
    wrong = panden.to_crs(4326).set_crs(28992, allow_override=True)
    with pytest.raises(LayerError, match="EPSG:4326"):
        read("buildings", wrong)
    with pytest.raises(LayerError, match="EPSG:4326"):
        read("buildings", wrong, box=(131_000.0, 479_000.0, 133_000.0, 481_000.0))


def test_swapped_axes_are_an_error(panden, read):
    degrees = panden.to_crs(4326)
    degrees["geometry"] = shapely.transform(degrees.geometry.to_numpy(), lambda c: c[:, ::-1])
    with pytest.raises(LayerError, match="swapped"):
        read("buildings", degrees)


def test_a_missing_crs_is_an_error_until_the_project_file_says_it(panden, read):
    bare = panden.set_crs(None, allow_override=True)
    with pytest.raises(LayerError, match="crs"):
        read("buildings", bare)
    assert len(read("buildings", bare, crs="EPSG:28992").frame) == 3


def test_a_wrong_crs_is_mended_by_the_project_file_also_with_a_box(panden, read):
    wrong = panden.to_crs(4326).set_crs(28992, allow_override=True)
    box = (131_990.0, 479_990.0, 132_030.0, 480_030.0)
    layer = read("buildings", wrong, crs="EPSG:4326", box=box)
    assert layer.frame.index.tolist() == ["0457100000000003"]
    assert layer.frame.geometry.iloc[0].area == pytest.approx(100, rel=1e-3)


def test_a_crs_nobody_knows_is_a_sentence(panden, read):
    with pytest.raises(LayerError, match="CRS"):
        read("buildings", panden, crs="EPSG:999999", box=(0.0, 0.0, 1.0, 1.0))


def test_an_empty_file_is_an_error(panden, read):
    with pytest.raises(LayerError, match="no usable rows"):
        read("buildings", panden.iloc[:0])


def test_a_box_without_buildings_is_an_error(panden, read):
    with pytest.raises(LayerError, match="no usable rows"):
        read("buildings", panden, box=(100_000.0, 400_000.0, 100_100.0, 400_100.0))


def test_a_status_that_does_not_exist_now_is_left_out_and_counted(panden, read, counted):
    panden["status"] = ["Pand in gebruik", "Pand gesloopt", "Bouwvergunning verleend"]
    layer = read("buildings", panden)
    assert layer.frame.index.tolist() == ["0457100000000003"]
    assert counted(layer, "Not there now") == 2


def test_only_foreign_status_words_are_an_error(panden, read):
    panden["status"] = "3"
    with pytest.raises(LayerError, match="status"):
        read("buildings", panden)


def test_former_versions_are_left_out(panden, read, counted):
    panden["eindGeldigheid"] = ["2020-01-01", None, None]
    layer = read("buildings", panden)
    assert len(layer.frame) == 2
    assert counted(layer, "Former versions") == 1


def test_columns_about_persons_are_refused_by_name_without_a_value(panden, read):
    panden["eigenaar_naam"] = ["J. Jansen", "P. Pietersen", "K. Klaassen"]
    with pytest.raises(PersonDataError) as caught:
        read("buildings", panden)
    assert "eigenaar_naam" in str(caught.value)
    assert "Jansen" not in str(caught.value)


def test_a_column_about_persons_cannot_be_mapped_in(panden, read):
    panden["bewoner"] = ["J. Jansen", "P. Pietersen", "K. Klaassen"]
    with pytest.raises(PersonDataError):
        read("buildings", panden, columns={"use": "bewoner"})


def test_other_columns_of_the_register_are_left_behind_and_counted(panden, read, counted):
    panden["rdf_seealso"] = "http://bag.basisregistraties.overheid.nl/bag/id/pand/1"
    panden["aantal_verblijfsobjecten"] = 1
    layer = read("buildings", panden)
    assert counted(layer, "Columns the layer does not need") == 2


def test_a_layer_past_its_last_day_is_refused(panden, read):
    with pytest.raises(LayerError, match="2025-12-31"):
        read("buildings", panden, valid_until=date(2025, 12, 31))
    assert read("buildings", panden, valid_until=date(2026, 1, 1)).frame.shape[0] == 3


def test_the_access_class_asked_for_is_kept(panden, read):
    assert read("buildings", panden, access=Access.MUNICIPAL).access is Access.MUNICIPAL


def test_several_files_become_one_layer(panden, tmp_path):
    panden.iloc[:2].to_file(tmp_path / "a.gpkg")
    panden.iloc[1:].to_file(tmp_path / "b.gpkg")
    paths = [tmp_path / "a.gpkg", tmp_path / "b.gpkg"]
    layer = read_layer("buildings", paths, reference_date=date(2026, 1, 1))
    assert layer.frame.index.tolist() == sorted(panden["identificatie"])
    assert layer.source == "a.gpkg, b.gpkg"
    assert layer.report.rows_read == 4


def test_every_register_declares_what_its_schema_needs():
    for name, register in registers().items():
        assert name == register.name
        assert set(register.required) <= set(register.kinds)
        for edition in register.editions:
            assert set(edition.known_by) <= set(edition.columns), (name, edition.name)
            assert set(edition.columns) - {"mark"} <= set(register.kinds), (name, edition.name)


def test_unknown_is_never_zero(panden, read):
    layer = read("buildings", panden.drop(columns=["bouwjaar", "gebruiksdoel"]))
    assert all(math.isnan(year) for year in layer.frame["year_built"])
    assert layer.frame["use"].isna().all()
