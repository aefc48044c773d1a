"""What must never be an indicator is refused: by name, by content, through a plug-in, by a wish."""

import string
import sys
from dataclasses import replace
from datetime import date
from importlib.metadata import EntryPoint
from types import ModuleType

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap import plugins
from riskmap.errors import IndicatorError, InputError, LayerError, PersonDataError
from riskmap.indicators.administrative_vacancy import INDICATOR
from riskmap.indicators.catalogue import builtin as indicators
from riskmap.indicators.contract import check_contract
from riskmap.layers.border import read_layer
from riskmap.layers.catalogue import raster_registers, registers
from riskmap.layers.contract import check_register
from riskmap.layers.layer import Access
from riskmap.layers.person_words import ENDINGS, EXEMPT, GROUPS, STEMS
from riskmap.layers.persons import person_columns
from riskmap.layers.raster_register import RasterRegister
from riskmap.layers.register import Edition, Register
from riskmap.messages import Message
from riskmap.reading import describe

RD = "EPSG:28992"
SPOT = shapely.box(150_000, 460_000, 150_009, 460_009)
VBO = [f"04570100000000{n:02d}" for n in range(1, 10)]

# Chapter 3.6 of the domain guide, word by word, and how people write it. The groups of the
# published list are named after it; these spellings are written down apart from that list.
CHAPTER = {
    "Origin": "herkomst Herkomstland land_van_herkomst migratie-achtergrond afkomst etniciteit "
    "origin country_of_origin ETHNICITY allochtoon",
    "Nationality": "nationaliteit 2eNationaliteit nationality citizenship verblijfsstatus",
    "Religion": "religie geloof geloofsovertuiging religion kerkgenootschap denomination",
    "Household type": "huishoudtype type_huishouden soortHuishouden household_type "
    "gezinssamenstelling eenpersoonshuishoudens alleenstaand burgerlijke_staat marital_status",
    "Income": "inkomen gem_inkomen jaarinkomen BESTEEDBAAR_INKOMEN income household-income salaris",
    "Benefits": "uitkering bijstand wwUitkering bijstandsuitkering benefits welfare wajong",
    "Debts": "schulden schuld_bedrag schuldsanering debts wsnp betalings_achterstand",
    "Criminal records": "strafblad antecedenten justitiele_antecedenten criminal_record "
    "CriminalRecords veroordelingen recidive",
    "School data": "school schooladvies onderwijsniveau opleidingsniveau leerlingen cito_score "
    "school_data pupils truancy",
    "Names": "naam Naam name achternaam voor_naam volledige_naam eigenaarNaam bedrijfsnaam "
    "handels_naam company_name initials",
    "Licence plates": "kenteken KENTEKEN kentekenplaat license_plate licence-plates nummer_plaat",
    "Phone, mail and other ways to reach somebody": "telefoon tel_nr Telefoonnummer phone "
    "phone_number mobiel e-mail email_adres",
    "Social media": "social_media socialMedia facebook instagram facebook_pagina Instagram_account "
    "linkedin tiktok",
    "Online reviews": "aantal_reviews aantal_recensies google_reviews number_of_online_reviews "
    "klant_beoordelingen google_score rating",
    "Trade-association membership": "brancheverenigingslid branchevereniging lid_branchevereniging "
    "lidmaatschap trade_association_membership bovag keurmerk",
    "Luxury goods": "luxe_goederen luxegoederen luxury_goods luxe dure_autos LuxuryCars",
    "Cameras": "camera cameras aantal_cameras bewakingscamera Camera_Toezicht cctv "
    "camera_aanwezig surveillance",
}
WRITTEN = sorted({name for names in CHAPTER.values() for name in names.split()})
WORDS = sorted({word for words in GROUPS.values() for word in words.split()})
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


# ---- what a plug-in brings -------------------------------------------------

TABLE = Edition(
    name="table", tables=("quiet_spots",), columns={"spot_id": ("id",), "use": ("gebruik",)},
    known_by=("spot_id",), others=("inkomen",),  # left behind, so no matter
)  # fmt: skip
PLUGIN = Register(
    name="quiet_spots",
    about=Message("Quiet spots"),
    index="spot_id",
    geometry="none",
    kinds={"spot_id": "id", "use": "text"},
    required=("spot_id",),
    result={"use": "str"},
    editions=(TABLE,),
    shape=lambda frame, treatment: frame,  # noqa: ARG005 (a shape takes both)
    repeats="refuse",
)


@pytest.mark.parametrize("name", [*WRITTEN, *WORDS])
def test_a_plug_in_that_asks_for_it_is_refused(name):
    spelled = replace(TABLE, columns={**TABLE.columns, "use": ("gebruik", name)})
    ways = [
        replace(PLUGIN, kinds={**PLUGIN.kinds, name: "number"}),
        replace(PLUGIN, result={name: "float64"}),
        replace(PLUGIN, index=name),
        replace(PLUGIN, editions=(spelled,)),
        replace(PLUGIN, editions=(replace(TABLE, columns={**TABLE.columns, name: ()}),)),
        replace(PLUGIN, name=name),
    ]
    check_register("quiet_spots", PLUGIN)
    for register in ways:
        with pytest.raises(PersonDataError, match="asks for columns about persons") as told:
            check_register(register.name, register)
        assert name in told.value.text()


@pytest.fixture
def installed(monkeypatch):
    """Return a function that lets a package bring one layer, and loads the layers anew."""

    def install(register: Register) -> dict[str, Register]:
        entry = EntryPoint(register.name, "brought_layer:REGISTER", "riskmap.layers")
        module = ModuleType("brought_layer")
        module.REGISTER = register
        monkeypatch.setitem(sys.modules, "brought_layer", module)
        monkeypatch.setattr(plugins, "entry_points", lambda group: [entry] if group else [])
        return registers.__wrapped__()

    return install


def test_layers_of_a_package_are_checked_when_they_are_loaded(installed):
    assert installed(PLUGIN)["quiet_spots"] is PLUGIN
    with pytest.raises(PersonDataError, match=r"quiet_spots asks .* inkomen"):
        installed(replace(PLUGIN, kinds={**PLUGIN.kinds, "inkomen": "number"}))
    with pytest.raises(LayerError, match="breaks the contract"):
        installed(replace(PLUGIN, repeats="rename"))


@pytest.mark.parametrize("geometry", ["none", "point"])
def test_only_an_area_is_called_something(geometry):
    named = replace(TABLE, columns={**TABLE.columns, "name": ("naam",)})
    register = replace(
        PLUGIN, kinds={**PLUGIN.kinds, "name": "text"}, result={"name": "str"}, editions=(named,)
    )
    check_register("quiet_spots", replace(register, geometry="polygon"))
    with pytest.raises(PersonDataError, match="name, naam"):
        check_register("quiet_spots", replace(register, geometry=geometry))
    owners = replace(named, columns={**named.columns, "name": ("kvk", "eigenaar")})
    with pytest.raises(PersonDataError, match="kvk, eigenaar"):
        check_register("quiet_spots", replace(register, geometry="polygon", editions=(owners,)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "other"}, "another name"),
        ({"about": Message(" ")}, "what it is about"),
        ({"geometry": "circle"}, "geometry is not"),
        ({"access": 9}, "access class"),
        ({"repeats": "shuffle"}, "repeated ids"),
        ({"repeats": "merge"}, "without places"),
        ({"shape": lambda frame: frame}, "does not take"),
        ({"index": "Spot"}, "lower-case"),
        ({"index": "use"}, "index is among"),
        ({"result": {"geometry": "str"}}, "geometry is among"),
        ({"kinds": {"spot_id": "colour"}}, "kind that does not exist"),
        ({"required": ("size",)}, "required column"),
        ({"editions": (replace(TABLE, known_by=("size",)),)}, "known by"),
        ({"result": {"use": "text16"}}, "dtype"),
    ],
)
def test_a_register_that_breaks_the_contract_is_refused_with_the_rule(changes, words):
    with pytest.raises(LayerError, match=words):
        check_register("quiet_spots", replace(PLUGIN, **changes))


def test_a_raster_layer_is_checked_as_well():
    raster = RasterRegister(name="noise", about=Message("Noise"), between=(0.0, 99.0))
    check_register("noise", raster)
    with pytest.raises(PersonDataError, match="camera_density"):
        check_register("camera_density", replace(raster, name="camera_density"))
    with pytest.raises(LayerError, match="lowest value"):
        check_register("noise", replace(raster, between=(1.0, 0.0)))


@pytest.mark.parametrize("name", [*registers(), *raster_registers()])
def test_the_layers_of_riskmap_keep_the_contract(name):
    check_register(name, {**registers(), **raster_registers()}[name])


def named(name: str):
    """Return a function of that name, as a plug-in would write it."""

    def function(locations, vacancy):
        """Measure nothing."""

    function.__name__ = name
    return function


def taking(layer: str):
    """Return a function that takes a layer of that name."""
    space: dict[str, object] = {}
    exec(f'def quiet(locations, {layer}):\n    """Measure nothing."""', space)  # noqa: S102
    return space["quiet"]


def with_option(option: str, default: object):
    """Return a function with an option of that name."""
    space: dict[str, object] = {"default": default}
    exec(  # noqa: S102 (the words are our own)
        f'def quiet(locations, vacancy, *, {option}=default):\n    """Measure nothing."""', space
    )
    return space["quiet"]


@pytest.mark.parametrize("word", WORDS)
def test_an_indicator_about_it_is_refused(word):
    clean = replace(INDICATOR, function=taking("vacancy"), needs={}, margin_m={}, applies=None)
    ways = [
        replace(clean, function=named(f"{word}_share")),
        replace(clean, function=taking(f"{word}_areas")),
        replace(clean, function=with_option(f"most_{word}", 1.0)),
        replace(clean, function=with_option("column", word)),
        replace(clean, needs={"vacancy": (word,)}),
        replace(clean, needs={word: ("use",)}),
        replace(clean, family=word),
    ]
    check_contract("quiet", clean)
    for indicator in ways:
        with pytest.raises(IndicatorError, match="about persons") as told:
            check_contract(indicator.id, indicator)
        assert word in told.value.text()


@pytest.mark.parametrize("name", indicators())
def test_the_indicators_of_riskmap_are_about_places(name):
    check_contract(name, indicators()[name])


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
