"""Neighbourhoods and postcodes of the CBS: what is about inhabitants is never read."""

import json
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap.errors import PersonDataError
from riskmap.layers import columns as reading_columns
from riskmap.layers.border import read_layer

DAY = date(2026, 1, 1)
NAN = float("nan")
YARD = shapely.box(140_000, 460_000, 140_050, 460_050)
ALLOWED = {
    "buurtcode",
    "buurtnaam",
    "gemeentecode",
    "water",
    "omgevingsadressendichtheid",
    "stedelijkheid_adressen_per_km2",
}


def buurten(**changed: list[object]) -> gpd.GeoDataFrame:
    rows = {
        "buurtcode": ["BU03080000", "BU03080001", "BU03080002", "BU03089997"],
        "buurtnaam": ["Centrum", "Park", "Rand", "Water"],
        "gemeentecode": ["GM0308"] * 4,
        "water": ["NEE", "nee", "NEE", "JA"],
        "omgevingsadressendichtheid": [2397, -99997, -99995, -99997],
        "stedelijkheid_adressen_per_km2": [2, 5, -99997, -99997],
        "aantal_huishoudens": [10, 20, 30, 0],
        "percentage_met_herkomstland_nederland": [50, 60, 70, 0],
        "percentage_personen_0_tot_15_jaar": [10, 10, 10, 0],
        "gemiddeld_inkomen_per_inwoner": [30.1, 40.2, 50.3, 0],
        "aantal_personen_met_een_ww_uitkering_totaal": [0, 0, 0, 0],
        **changed,
    }
    squares = [shapely.affinity.translate(YARD, 60.0 * step) for step in range(4)]
    return gpd.GeoDataFrame(rows, geometry=squares, crs=28992)


def test_only_the_columns_about_the_place_are_read_of_223(shared_data, monkeypatch):
    path = shared_data / "boundaries/baarn_buurten_cbs.geojson"
    asked = []
    real = reading_columns.read_features

    def read_and_note(*args, **options):
        asked.extend(options["columns"])
        return real(*args, **options)

    monkeypatch.setattr(reading_columns, "read_features", read_and_note)
    layer = read_layer("neighbourhoods", [path], reference_date=DAY)
    features = json.loads(path.read_text())["features"]
    assert len(features[0]["properties"]) == 223
    assert set(asked) <= ALLOWED | {"bevolkingsdichtheid_inwoners_per_km2"}
    assert list(layer.frame.columns) == [
        "name",
        "municipality",
        "address_density",
        "urbanity",
        "geometry",
    ]
    assert layer.report.matched.keys() <= ALLOWED


def test_the_neighbourhoods_of_baarn_are_those_of_the_file(shared_data):
    path = shared_data / "boundaries/baarn_buurten_cbs.geojson"
    frame = read_layer("neighbourhoods", [path], reference_date=DAY).frame
    rows = [one["properties"] for one in json.loads(path.read_text())["features"]]
    assert frame.index.tolist() == sorted(row["buurtcode"] for row in rows)
    for row in rows:
        got = frame.loc[row["buurtcode"]]
        assert got["name"] == row["buurtnaam"]
        assert got["municipality"] == "0308"
        assert got["address_density"] == row["omgevingsadressendichtheid"]
        assert got["urbanity"] == row["stedelijkheid_adressen_per_km2"]
    assert frame.crs.to_epsg() == 28992
    # the municipality's area by its own register: 33 km2, 32.5 of it land
    assert frame.area.sum() / 1e6 == pytest.approx(33.0, abs=0.6)


def test_what_the_cbs_suppressed_is_unknown_and_counted(read, counted):
    layer = read("neighbourhoods", buurten())
    assert layer.edition == "CBS neighbourhoods"
    assert layer.frame["address_density"].fillna(-1).tolist() == [2397, -1, -1]
    assert layer.frame["urbanity"].fillna(-1).tolist() == [2, 5, -1]
    assert counted(layer, "Figures the CBS suppressed") == 3
    assert counted(layer, "Water and foreign") == 1


@pytest.mark.parametrize("sentinel", [-99995, -99997, -99999999, -99999999.0, "-99997"])
def test_every_sentinel_is_unknown(read, sentinel):
    values = [100, 200, sentinel, 300]
    if isinstance(sentinel, str):
        values = [str(value) for value in values]
    layer = read("neighbourhoods", buurten(omgevingsadressendichtheid=values))
    assert layer.frame["address_density"].fillna(-1).tolist() == [100, 200, -1]


def test_water_and_foreign_rows_are_gone_however_they_are_written(read):
    layer = read("neighbourhoods", buurten(water=["NEE", "JA", "B", "Nee"]))
    assert layer.frame.index.tolist() == ["BU03080000", "BU03089997"]


def test_the_service_writes_the_same_columns_in_another_case(read):
    plain = read("neighbourhoods", buurten(), "a.gpkg")
    camel = buurten().rename(
        columns={
            "omgevingsadressendichtheid": "omgevingsAdressendichtheid",
            "stedelijkheid_adressen_per_km2": "stedelijkheidAdressenPerKm2",
            "percentage_met_herkomstland_nederland": "percentageMetHerkomstlandNederland",
        }
    )
    layer = read("neighbourhoods", camel, "b.gpkg")
    assert layer.edition == "CBS neighbourhoods"
    assert pd.DataFrame(layer.frame).equals(pd.DataFrame(plain.frame))


def test_codes_with_letters_keep_them_and_say_their_municipality(read):
    frame = buurten(buurtcode=["BU0363SC01", "BU0363AA00", "BU0363BB00", "BU0363XX99"])
    layer = read("neighbourhoods", frame.drop(columns="gemeentecode"))
    assert set(layer.frame["municipality"]) == {"0363"}
    assert "BU0363SC01" in layer.frame.index


def test_the_same_columns_in_a_table_nobody_knows_are_refused(read):
    strange = buurten().rename(columns={"buurtcode": "gebied"})
    with pytest.raises(PersonDataError, match="herkomstland"):
        read("neighbourhoods", strange, columns={"neighbourhood": "gebied"}, file="own.gpkg")


def test_a_column_about_inhabitants_cannot_be_named_instead(read):
    with pytest.raises(PersonDataError, match="inkomen"):
        read(
            "neighbourhoods",
            buurten(),
            columns={"address_density": "gemiddeld_inkomen_per_inwoner"},
        )


def postcodes(**changed: list[object]) -> gpd.GeoDataFrame:
    rows = {
        "postcode6": ["3741AA", "3741 ab", "3741AC"],
        "jaarcode": [2023] * 3,
        "aantal_woningen": [20, -99997, 5],
        "aantal_niet_bewoonde_woningen": [-99997, 5, 0],
        "afstand_tot_oprit_hoofdverkeersweg": [1.4, 2.0, -99995.0],
        "aantal_inwoners": [40, 30, 10],
        "aantal_inwoners_65_jaar_en_ouder": [5, 5, 5],
        "gemiddelde_huishoudensgrootte": [2.1, 2.2, 2.3],
        "gemiddeld_inkomen_huishouden": ["60-80", "", ""],
        **changed,
    }
    squares = [shapely.affinity.translate(YARD, 60.0 * step) for step in range(3)]
    return gpd.GeoDataFrame(rows, geometry=squares, crs=28992)


def test_a_postcode_has_three_figures_and_no_more(read):
    layer = read("postcodes", postcodes())
    assert layer.edition == "CBS postcodes"
    assert layer.frame.index.tolist() == ["3741AA", "3741AB", "3741AC"]
    assert layer.frame["dwellings"].fillna(-1).tolist() == [20, -1, 5]
    assert layer.frame["unoccupied_dwellings"].fillna(-1).tolist() == [-1, 5, 0]
    assert layer.frame["ramp_km"].fillna(-1).tolist() == [1.4, 2.0, -1]
    assert list(layer.frame.columns)[:-1] == ["dwellings", "unoccupied_dwellings", "ramp_km"]


def test_a_postcode_table_nobody_knows_is_refused(read):
    strange = postcodes().rename(columns={"aantal_woningen": "huizen"})
    with pytest.raises(PersonDataError, match="huishouden"):
        read("postcodes", strange)
