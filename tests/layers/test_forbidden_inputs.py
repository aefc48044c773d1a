"""What must never be an indicator is refused: by name, by content, through a plug-in, by a wish."""

import string
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap.errors import InputError, LayerError, PersonDataError
from riskmap.layers.border import read_layer
from riskmap.layers.catalogue import registers
from riskmap.layers.layer import Access
from riskmap.layers.person_words import ENDINGS, EXEMPT, GROUPS, STEMS
from riskmap.layers.persons import person_columns
from riskmap.reading import describe
from tests.layers.forbidden import CHAPTER, WORDS, WRITTEN

RD = "EPSG:28992"
SPOT = shapely.box(150_000, 460_000, 150_009, 460_009)
VBO = [f"04570100000000{n:02d}" for n in range(1, 10)]

STYLES = {
    "capitals": str.upper,
    "title": str.title,
    "counted": "aantal_{}".format,
    "in a compound": "{}_2024_pct".format,
    "camel case": lambda word: "vak" + word.title() + "Code",
    "spaces": " {} nr".format,
    "accents": lambda word: word.replace("e", "\u00e9").replace("i", "\u00ef"),
    "combining accents": lambda word: word.replace("e", "e\u0301"),
}


def test_every_input_of_the_chapter_has_a_group_of_the_published_list():
    assert list(GROUPS)[: len(CHAPTER)] == list(CHAPTER)


@pytest.mark.parametrize("name", WRITTEN)
def test_what_people_write_is_found(name):
    assert person_columns([name]) == [name]


@pytest.mark.parametrize("style", STYLES)
def test_every_published_word_is_found_in_every_spelling(style):
    names = [STYLES[style](word) for word in WORDS]
    assert person_columns(names) == names


def test_every_published_beginning_and_ending_is_found():
    names = [f"{stem}xyz" for stem in STEMS] + [f"xyz{ending}" for ending in ENDINGS]
    assert person_columns(names) == names
    assert person_columns(sorted(EXEMPT)) == []


@pytest.fixture
def farms() -> gpd.GeoDataFrame:
    """Return three livestock permits, which somebody may add a column to."""
    return gpd.GeoDataFrame(
        {
            "identificatie": ["1", "2", "3"],
            "status": ["Pand in gebruik"] * 3,
            "bouwjaar": [1990] * 3,
        },
        geometry=[shapely.box(x, 460_000, x + 9, 460_009) for x in (150_000, 150_020, 150_040)],
        crs=RD,
    )


@pytest.mark.parametrize("name", [*WRITTEN, *(STYLES["capitals"](word) for word in WORDS)])
def test_a_municipal_table_with_it_is_refused(name, read):
    table = pd.DataFrame({"vbo_id": VBO[:2], "jaren_leeg": ["1", "2"], name: ["geheim", "stil"]})
    with pytest.raises(PersonDataError) as told:
        read("vacancy", table, "leeg.csv")
    text = told.value.text()
    assert name in text
    assert "geheim" not in text
    assert "stil" not in text.replace(name, "")


@pytest.mark.parametrize("file", ["panden.gpkg", "panden.parquet", "panden.geojson"])
@pytest.mark.parametrize("name", [names.split()[0] for names in CHAPTER.values()])
def test_files_with_places_are_refused_as_well(name, file, farms, read):
    with pytest.raises(PersonDataError, match=name):
        read("buildings", farms.assign(**{name: "geheim"}), file)


def municipal() -> list[str]:
    """Return the tables of the municipality."""
    return [n for n, one in registers().items() if one.access is not Access.OPEN]


@pytest.mark.parametrize("layer", municipal())
def test_every_municipal_layer_refuses_it(layer, read):
    register = registers()[layer]
    row = dict.fromkeys(register.kinds, "5") | {"kenteken": "x"}
    shape = SPOT.centroid if register.geometry == "point" else SPOT
    frame, file = pd.DataFrame([row]), "t.csv"
    if register.geometry != "none":
        frame, file = gpd.GeoDataFrame(frame, geometry=[shape], crs=RD), "t.gpkg"
    with pytest.raises(PersonDataError, match="kenteken"):
        read(layer, frame, file)


def check_digits(rest: str) -> str:
    """Return the Dutch account number with the check digits of ISO 13616."""
    figures = "".join(str(string.digits.find(c) if c.isdigit() else ord(c) - 55) for c in rest)
    return f"NL{98 - int(figures + '232100') % 97:02d}{rest}"


CONTENT = {
    "bsn": ["111222333", "123456782", "999999990", "100000009"],
    "iban": [check_digits(f"INGB000123456{n}") for n in range(4)],
    "plate": ["12-ABC-3", "AB-12-CD", "K-123-BC", "99-XX-ZZ"],
    "e-mail": ["a@example.nl", "b@example.nl", "c@example.com", "d@example.org"],
    "phone": ["06-12345678", "0318-123456", "+31 6 12345678", "(030) 123 45 67"],
    "firm": ["Jansen Beheer B.V.", "Bakker VOF", "De Vries h.o.d.n. Garage", "Smit Transport BV"],
}
# layer -> a column of free words that it reads itself
READ = {"venues": "type", "property_values": "gebruik", "farm_status": "status", "permits": "datum"}


@pytest.mark.parametrize("content", CONTENT)
def test_content_is_refused_under_an_innocent_name(content, read):
    table = pd.DataFrame({"vbo_id": VBO[:4], "jaren_leeg": ["1"] * 4, "code": CONTENT[content]})
    with pytest.raises(PersonDataError) as told:
        read("vacancy", table, "leeg.csv")
    assert "code" in told.value.text()
    assert not any(value in told.value.text() for value in CONTENT[content])


@pytest.mark.parametrize("content", CONTENT)
@pytest.mark.parametrize("layer", READ)
def test_content_is_refused_under_a_name_the_layer_knows(layer, content, read):
    table = {"vbo_id": VBO[:4], READ[layer]: CONTENT[content]}
    more = {"property_values": {"woz_m2": ["100"] * 4}, "permits": {"vergunning_id": list("abcd")}}
    table = pd.DataFrame(table | more.get(layer, {}))
    table = table.rename(columns={"vbo_id": "pand_id"} if layer == "property_values" else {})
    with pytest.raises(PersonDataError) as told:
        read(layer, table, "t.csv")
    assert READ[layer] in told.value.text()
    assert not any(value in told.value.text() for value in CONTENT[content])


@pytest.mark.parametrize("content", ["bsn", "iban", "e-mail"])
def test_content_is_refused_as_an_id(content, read):
    table = pd.DataFrame({"object_id": CONTENT[content], "n_overdrachten_20j": ["1"] * 4})
    with pytest.raises(PersonDataError, match="object_id"):
        read("transfers", table, "t.csv")


@pytest.mark.parametrize("name", WRITTEN)
def test_a_project_file_cannot_point_at_it(name, read):
    table = pd.DataFrame({"vbo_id": VBO[:2], name: ["1", "2"]})
    with pytest.raises(PersonDataError, match=name):
        read("vacancy", table, "leeg.csv", columns={"years_vacant": name})


def test_a_park_may_be_called_something_and_not_after_its_owner(read):
    parks = gpd.GeoDataFrame(
        {"nummer": ["1"], "naam": ["De Hoef"], "eigenaar": ["J. Jansen"]},
        geometry=[SPOT],
        crs=RD,
    )
    wish = {"park_id": "nummer", "name": "naam"}
    named = read("business_parks", parks[["nummer", "naam", "geometry"]], "p.gpkg", columns=wish)
    assert named.frame["name"].tolist() == ["De Hoef"]
    with pytest.raises(PersonDataError, match="eigenaar"):
        read("business_parks", parks, "q.gpkg", columns=wish | {"name": "eigenaar"})


# Real files with columns about persons, or with a bare name: all others must pass.
ABOUT_PERSONS = {
    "baarn_buurten_cbs.geojson": "aantal_huishoudens",
    "misdrijven_buurt_midden_nederland.csv": "huishoudens",
    "campings_osm.geojson": "name",
    "expected_attribute.json": "name",
    "expected_attributes.json": "name",
    "rustpunten_provincie_utrecht.geojson": "BEDRIJFSNAAM",
}


def test_no_column_of_a_real_register_is_taken_for_a_person(shared_data):
    found, seen = {}, 0
    for path in sorted(shared_data.rglob("*")):
        if path.suffix.lower() in {".gpkg", ".shp", ".csv", ".gml", ".geojson", ".json"}:
            try:
                tables = describe(path)
            except InputError:  # some are damaged on purpose, or no table
                continue
            seen += len(tables)
            found[path.name] = person_columns(name for one in tables for name in one.columns)
    refused = {file: names for file, names in found.items() if names}
    assert seen > 100
    assert set(refused) == set(ABOUT_PERSONS)
    assert all(column in refused[file] for file, column in ABOUT_PERSONS.items())


# ---- sites for caravans, berths -------------------------------------------


@pytest.mark.parametrize(
    "table", ["standplaats", "Standplaatsen", "bag_ligplaats", "woonwagencentrum"]
)
def test_caravan_sites_and_berths_are_no_buildings(table, farms, read):
    with pytest.raises(LayerError, match="caravans or berths"):
        read("buildings", farms, f"{table}.gpkg")
    with pytest.raises(LayerError, match="caravans or berths"):
        read("buildings", farms, "bag.gpkg", write_as=table, table=table)


def test_caravan_sites_under_another_name_are_left_out(farms, read, counted):
    farms = farms.drop(columns="status")
    farms["identificatie"] = ["0457030000000001", "0457020000000001", "0457100000000001"]
    layer = read("buildings", farms, "objecten.gpkg")
    assert layer.frame.index.tolist() == ["0457100000000001"]
    assert counted(layer, "Sites for caravans and berths") == 2


def test_real_caravan_sites_and_berths_are_no_addresses(shared_data):
    file = shared_data / "pdok-ogcapi" / "bag.gpkg"
    for table in ("ligplaatsen", "standplaatsen"):
        with pytest.raises(LayerError, match="caravans or berths"):
            read_layer("addresses", [file], reference_date=date(2026, 1, 1), table=table)
