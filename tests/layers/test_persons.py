"""Columns about persons are found by name and by content; registers raise no false alarm."""

import string
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.errors import PersonDataError
from riskmap.layers.person_words import PERSON_WORDS, page
from riskmap.layers.persons import person_columns, person_content, refuse_persons
from riskmap.reading import describe, read_table

FORBIDDEN = {
    "origin": "herkomst migratieachtergrond land_van_herkomst CountryOfBirth ethnicity etniciteit",
    "nationality": "nationaliteit NATIONALITEIT nationality nationalit",
    "religion": "religie geloof religion kerkgenootschap",
    "household": "huishouden huishoud_type aantalHuishoudens household gezin_samenstelling",
    "income": "inkomen gemiddeld_inkomen inkomensklasse income householdIncome",
    "benefits": "uitkering bijstand bijstandsuitkering ww_uitkering benefits",
    "debts": "schuld schulden schuldhulpverlening debt",
    "criminal records": "strafblad antecedenten veroordeling criminal_record convictions",
    "school": "opleiding opleidingsniveau leerlingen schoolverzuim pupils education_level",
    "names": "achternaam VOORNAAM voor_letters naam name Naam surname first_name eigenaar_naam",
    "roles": "eigenaar EigenaarNaam bewoner huurder verdachte dader slachtoffer owner suspect",
    "plates": "kenteken kentekennummer license_plate number-plate",
    "phone": "telefoon telefoonnr tel_nr mobiel phone PhoneNumber mobile",
    "mail": "email e-mail e_mail_adres E-mailadres",
    "numbers": "bsn BSN bsn_nummer burgerservicenummer BurgerServiceNummer sofi_nummer iban",
    "firms": "kvk kvk_nummer handelsnaam bedrijfs_naam rsin tradeName companyname",
    "birth": "geboortedatum geboorte_datum GEBOORTEDA datum_geboorte date_of_birth dob birthYear",
    "age and sex": "leeftijd leeftijdsgroep age Age_Group geslacht sex gender",
    "health": "gezondheid diagnose health",
    "social media": "facebook instagram social_media twitter_account",
    "reviews": "reviews aantal_reviews recensies google_review_count",
    "trade associations": "branche_lidmaatschap branchevereniging membership",
    "luxury": "luxe_goederen luxury",
    "cameras": "camera cameras cctv_present",
}
PLACES = """
    identificatie bouwjaar status gebruiksdoel oppervlakte_min aantal_verblijfsobjecten geom
    openbare_ruimte_naam straatnaam huisnummer huisletter toevoeging postcode woonplaats_naam
    pand_identificatie bronhouder_identificatie documentnummer rdf_seealso wvk_id jte_id_beg
    wegbehsrt wegbehnaam stt_naam gme_naam wegnummer routeltr kadastrale_gemeente_code
    kadastrale_grootte_waarde akr_kadastrale_gemeente_code_code perceelnummer sectie gewascode
    category lokaal_id relatieve_hoogteligging plus_status eind_registratie naamnl typegebouw
    building_age pandleeftijd data_origin herkomst_gegevens mobile_home gemeentenaam parkname
    place_name brugnaam peildatum vacant_since years_vacant risk valid_from leegstand
    aantal_inschrijvingen postcodegebied image stage village coverage average percentage
    elsewhere garage passage mailbox telpunt schoolgebouw onderwijsfunctie gezondheidszorgfunctie
""".split()  # noqa: SIM905 (names read best as words)


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_every_forbidden_input_is_found_by_name(kind: str) -> None:
    names = FORBIDDEN[kind].split()
    assert person_columns(names) == names


def test_columns_of_places_are_left_alone() -> None:
    assert person_columns(PLACES) == []


@given(
    word=st.sampled_from(sorted(PERSON_WORDS)),
    before=st.sampled_from(["", "x_", "aantal-", "vak ", "12", "gem."]),
    after=st.sampled_from(["", "_x", "-1", " code", "2024", ".nr"]),
    style=st.sampled_from([str.lower, str.upper, str.title]),
)
@settings(max_examples=300, deadline=None)
def test_a_listed_word_is_found_whatever_stands_around_it(
    word: str, before: str, after: str, style: object
) -> None:
    name = f"{before}{style(word)}{after}"  # type: ignore[operator]
    assert person_columns([name]) == [name]


def eleven(number: int) -> bool:
    """Tell whether a number of nine digits passes the 11-test, counted the long way."""
    digits = f"{number:09d}"
    total = sum((9 - place) * int(digits[place]) for place in range(8)) - int(digits[8])
    return total % 11 == 0


def iban(country: str, rest: str) -> str:
    """Return an account number with the check digits of ISO 13616."""
    letters = "".join(str(string.ascii_uppercase.index(c) + 10) if c.isalpha() else c for c in rest + country)  # noqa: E501  # fmt: skip
    return f"{country}{98 - int(letters + '00') % 97:02d}{rest}"


BSN = [number for number in range(111_222_000, 111_223_000) if eleven(number)][:60]
CONTENT = {
    "bsn as text": [f"{number:09d}" for number in BSN],
    "bsn as numbers": BSN,
    "bsn beside a gap": [*map(float, BSN), np.nan],
    "bsn that lost its zero": [n for n in range(12_345_000, 12_346_000) if eleven(n)],
    "bsn with dots": [f"{n // 100_000:04d}.{n // 1000 % 100:02d}.{n % 1000:03d}" for n in BSN],
    "bsn among other words": [*map(str, BSN), *["onbekend"] * 100],
    "bsn at the end": [*["-"] * 30_000, *map(str, BSN * 50)],
    "iban": [iban("NL", f"ABNA{n:010d}") for n in range(417_164_300, 417_164_340)],
    "iban in groups": ["rek. NL91 ABNA 0417 1643 00 t.n.v. x"] * 5,
    "iban of neighbours": [iban("BE", "510007547061"), iban("DE", "370400440532013000")],
    "e-mail": ["piet@example.nl", "-", "-"],
    "e-mail in a sentence": ["bel of mail naar a.b-c+d@mail.example.com."] * 2,
    "mobile": ["0612345678", "06-12345678", "06 12 34 56 78", "+31 6 12345678", "+31612345678"],
    "telephone": ["0318-123456", "(030) 123 45 67", "020 1234567", "+31 (0)30 1234567"],
    "plates": ["12-ABC-3", "AB-12-CD", "k-123-bc"],
    "plates without dashes": ["12ABC3", "AB12CD", "K123BC", "1ABC23"],
    "firms": ["Jansen Beheer B.V.", "De Vries Transport BV", "Gebr. Bakker v.o.f.", "X en Y VOF"],
    "sole traders": ["J. de Vries h.o.d.n. Garage X", "handelsonderneming", "A h.o.d.n. B"],
}


@pytest.mark.parametrize("kind", CONTENT)
def test_content_about_persons_is_found_under_an_innocent_name(kind: str) -> None:
    frame = pd.DataFrame({"opmerking": pd.Series(CONTENT[kind]), "use": "woonfunctie"})
    assert person_content(frame) == ["opmerking"]
    with pytest.raises(PersonDataError, match="opmerking"):
        refuse_persons(frame.convert_dtypes(), "a.csv", "vacancy")


GENERATOR = np.random.default_rng(5)
HARMLESS = {
    "bag ids": [f"{344_100_000_000_000 + n:016d}" for n in range(500)],
    "nine digits": GENERATOR.integers(600_000_000, 600_900_000, 500),
    "nine digits in a row": np.arange(600_362_000, 600_362_900),
    "eight digits": GENERATOR.integers(10_000_000, 99_999_999, 500),
    "one number over and over": [BSN[0]] * 500,
    "one number among others": [BSN[0], *GENERATOR.integers(100_000_000, 999_999_999, 40)],
    "RD x": GENERATOR.uniform(13_600, 278_000, 500),
    "RD y as text": [f"{y:.3f}" for y in GENERATOR.uniform(306_900, 617_100, 500)],
    "RD pair": [f"{x:.0f}, {x + 300_000:.0f}" for x in GENERATOR.uniform(13_600, 278_000, 500)],
    "RD in millimetres": GENERATOR.integers(13_600_000, 278_000_000, 500),
    "postcodes": [f"{n}{a}" for n, a in zip(range(1000, 1500), ["AB", "XZ"] * 250, strict=True)],
    "postcodes like a firm": ["1234 BV", "Dorp, 1234 NV", "1234BV Dorp"] * 9,
    "spaced postcodes": [f"{n} AB" for n in range(1000, 1500)],
    "areas": GENERATOR.integers(1, 999_999, 500),
    "years": list(range(1850, 2025)),
    "days": [f"2021-{m:02d}-{d:02d}" for m in range(1, 13) for d in range(1, 29)],
    "Dutch days": [f"{d:02d}-{m:02d}-2021 10:15" for m in range(1, 13) for d in range(1, 29)],
    "whole days": [20210000 + 100 * m + d for m in range(1, 13) for d in range(1, 29)],
    "one day": ["31-12-2024"],
    "one whole day": [20240107],
    "house numbers": [f"{n}-{n + 2}-{n % 9}" for n in range(1, 500)],
    "buurten": [f"BU0{n:07d}" for n in range(500)],
    "parcels": [f"ASD13 K {n}" for n in range(500)],
    "sections": [f"{a}13{b}" for a in ("ASD", "HVS", "EDE") for b in "ABCDEFGHIJ"],
    "local ids": [f"G0344.{n:032x}" for n in range(500)],
    "decimals": [f"0.6{n:07d}" for n in range(500)],
    "Dutch decimals": [f"0,6{n:07d}" for n in range(500)],
    "roads": ["A12", "N226", "E30-A1", "afrit 6-12"],
    "links": [f"http://bag.basisregistraties.overheid.nl/bag/id/pand/{n:016d}" for n in range(99)],
    "flags": [True, False] * 50,
    "times": pd.date_range("2020-01-01", periods=50),
    "nothing": [None] * 50,
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_registers_hold_raises_no_alarm(kind: str) -> None:
    frame = pd.DataFrame({"value": pd.Series(HARMLESS[kind])})
    assert person_content(frame) == []
    assert person_content(frame.astype("string")) == []


@given(st.lists(st.integers(0, 99_999_999), min_size=3, max_size=40, unique=True))
@settings(max_examples=60, deadline=None)
def test_any_bsn_are_found(starts: list[int]) -> None:
    # the last digit that makes the sum a multiple of eleven; ten cannot be written
    made = []
    for start in starts:
        total = sum((9 - place) * int(digit) for place, digit in enumerate(f"{start:08d}"))
        if total % 11 < 10 and start:
            made.append(f"{start:08d}{total % 11}")
    found = person_content(pd.DataFrame({"nr": made}))
    assert found == (["nr"] if made else []) or len(set(made)) == 0


@given(st.lists(st.from_regex(r"[A-Z]{4}[0-9]{10}", fullmatch=True), min_size=1, max_size=10))
@settings(max_examples=60, deadline=None)
def test_any_dutch_iban_is_found_and_one_with_a_wrong_digit_is_not(rests: list[str]) -> None:
    right = [iban("NL", rest) for rest in rests]
    assert person_content(pd.DataFrame({"nr": right})) == ["nr"]
    wrong = [one[:-1] + str((int(one[-1]) + 1) % 10) for one in right]
    assert person_content(pd.DataFrame({"nr": wrong})) == []


def test_the_error_names_columns_and_never_a_value() -> None:
    frame = pd.DataFrame(
        {"use": ["woonfunctie"] * 3, "telefoon": ["1", "2", "3"], "extra": CONTENT["mobile"][:3]}
    )
    with pytest.raises(PersonDataError) as told:
        refuse_persons(frame, "leegstand.csv", "vacancy")
    text = told.value.text()
    assert "telefoon, extra" in text
    assert "leegstand.csv" in text
    assert "vacancy" in text
    assert not any(str(value) in text for value in CONTENT["mobile"])
    refuse_persons(frame[["use"]], "leegstand.csv", "vacancy")


REGISTERS = [
    "weesp-bag-2021/weesp_actueel_afgeleid.gpkg",
    "otterlo-rural/dutch_addresses_28992.gpkg",
    "otterlo-rural/bgt_otterlo_vlakken_afgeleid.gpkg",
    "otterlo-rural/brk_percelen_afgeleid.gpkg",
    "wageningen/nwb-wfs/Roads.gml",
    "wageningen/bag-wfs/WURBuildings.gml",
    "wageningen/top10nl-water/Water.shp",
    "livestock/veehouderij_bij_n2000_zuid_oost.gpkg",
    "achterhoek-rural/gewaspercelen_2017_regio.shp",
    "achterhoek-rural/ahn2_per_parcel.csv",
    "pdok-ogcapi/bag.gpkg",
]


@pytest.mark.parametrize("file", REGISTERS)
def test_real_registers_raise_no_alarm(file: str, shared_data: Path) -> None:
    path = shared_data / file
    for table in describe(path):
        refuse_persons(read_table(path, table=table.name), path.name, table.name)


def test_real_tables_about_people_are_refused(shared_data: Path) -> None:
    path = shared_data / "crime" / "misdrijven_buurt_midden_nederland.csv"
    with pytest.raises(PersonDataError, match="naam, huishoudens"):
        refuse_persons(read_table(path), path.name, "registrations")


def test_the_published_list_is_the_list_in_use(checkout: Path) -> None:
    written = (checkout / "docs" / "person-columns.md").read_text("utf-8")
    assert written == page(), "run: python -m riskmap.layers.person_words docs/person-columns.md"
    assert all(f"`{word}`" in written for word in PERSON_WORDS)
