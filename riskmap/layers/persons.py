"""Columns about persons: found by name and by content, refused by name only.

Places only: riskmap reads nothing about a person, a household or a named
company. The list is published in docs/person-columns.md.
"""

import itertools
import re
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from riskmap.errors import PersonDataError
from riskmap.messages import Message

# Parts of column names, Dutch and English; a part counts when it stands alone between
# separators or capitals, so that `straatnaam` is no `naam` of a person.
PERSON_WORDS = frozenset(
    """
    bsn sofi sofinummer burgerservicenummer achternaam voornaam voornamen voorletters voorvoegsel
    geslachtsnaam roepnaam tussenvoegsel naampersoon persoon personen persoonsnaam bewoner bewoners
    bewonernaam eigenaar eigenaarsnaam eigenaren eigenaarnaam huurder huurders verdachte verdachten dader daders
    slachtoffer slachtoffers betrokkene betrokkenen aangever melder meldernaam contactpersoon
    contactnaam rechthebbende gerechtigde geboortedatum geboortejaar geboorteplaats geboorteland
    gebdatum leeftijd geslacht nationaliteit herkomst herkomstland migratieachtergrond etniciteit
    afkomst religie geloof kerkgenootschap gezondheid diagnose uitkering bijstand toeslag schuld
    schulden inkomen vermogen huishouden huishoudens huishoudtype gezin burgerlijkestaat
    strafblad antecedenten veroordeling telefoon telefoonnummer mobiel mobielnummer email
    emailadres mailadres iban rekeningnummer bankrekening kenteken kentekens nummerplaat
    handelsnaam bedrijfsnaam ondernemer eenmanszaak kvknummer rsin paspoort paspoortnummer
    rijbewijs ssn surname lastname firstname forename givenname fullname person persons resident
    residents occupant occupants owner owners tenant tenants suspect suspects offender offenders
    victim victims complainant birthdate birthday dob birthyear birthplace age sex gender
    nationality origin ethnicity ethnic race religion health benefit benefits debt debts income
    wealth household households phone telephone mobile licenseplate licenceplate numberplate
    tradename companyname passport
    """.split()  # noqa: SIM905 (a published list is read as words)
)
# A bare column of this name holds the name of somebody, unless the layer declares it.
_BARE = frozenset({"naam", "name"})
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SEEN_SHARE = 0.05
_SAMPLE = 20_000

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{0,3}\b")
_PHONE = re.compile(
    r"(?<![\d.])(?:\+31|0031|0)[\s-]?(?:6[\s-]?\d{8}|[1-9]\d{1,2}[\s-]?\d{6,7})(?!\d)"
)
_PLATE = re.compile(
    r"\b(?:[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}"
    r"|[A-Z]{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2}-[A-Z]{2}|\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}"
    r"|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d{2}-[A-Z]|\d-[A-Z]{2}-\d{3})\b"
)
_NINE_DIGITS = re.compile(r"^\d{9}$")


def person_columns(columns: Iterable[str]) -> list[str]:
    """Return the columns whose names say that they are about persons, in their order."""
    return [name for name in columns if _is_personal(name)]


def person_content(frame: pd.DataFrame) -> list[str]:
    """Return the text columns whose content looks like BSN, IBAN, e-mail, phone or plate.

    Numbers of nine digits count as BSN when far more of them pass its check
    digit (the 11-test) than the one in eleven that chance gives.
    """
    found = []
    for name in frame.columns:
        column = frame[name]
        if name == "geometry" or not _may_be_text(column):
            continue
        values = column.dropna().head(_SAMPLE).astype(str).str.strip()
        if len(values) and _looks_personal(values):
            found.append(str(name))
    return found


def refuse_persons(frame: pd.DataFrame, file: str, layer: str) -> None:
    """Refuse a table with columns about persons.

    Raises
    ------
    PersonDataError
        Naming the columns, never a value.
    """
    named = person_columns(str(name) for name in frame.columns)
    found = list(dict.fromkeys([*named, *person_content(frame)]))
    if found:
        raise PersonDataError(
            Message(
                "Layer {layer} in {file} holds columns about persons: {columns}.",
                layer=layer,
                file=file,
                columns=", ".join(found),
            ),
            Message("Remove these columns at the source; riskmap reads places only."),
        )


def _is_personal(name: str) -> bool:
    pieces = [piece.lower() for piece in _PIECES.findall(name)]
    whole = re.sub(r"[^a-z]", "", name.lower())
    pairs = {left + right for left, right in itertools.pairwise(pieces)}
    return (
        whole in _BARE
        or whole in PERSON_WORDS
        or not PERSON_WORDS.isdisjoint(pieces)
        or not PERSON_WORDS.isdisjoint(pairs)
    )


def _may_be_text(column: "pd.Series[Any]") -> bool:
    dtype = column.dtype
    return bool(
        pd.api.types.is_object_dtype(dtype)
        or pd.api.types.is_string_dtype(dtype)
        or pd.api.types.is_integer_dtype(dtype)
    )


def _looks_personal(values: "pd.Series[str]") -> bool:
    checks: tuple[Callable[[str], bool], ...] = (
        lambda text: _EMAIL.search(text) is not None,
        _has_iban,
        _has_phone,
        lambda text: _PLATE.search(text) is not None,
    )
    texts = values.tolist()
    if any(sum(map(check, texts)) / len(texts) > _SEEN_SHARE for check in checks):
        return True
    return _bsn_share(texts) > 0.5  # noqa: PLR2004 (chance gives one in eleven)


def _has_phone(text: str) -> bool:
    if text.replace(".", "").isdigit():
        # A bare number is a phone only where it starts like a mobile one.
        return _PHONE.fullmatch(text) is not None and text.startswith("06")
    return _PHONE.search(text) is not None


def _has_iban(text: str) -> bool:
    found = _IBAN.search(text.upper())
    if found is None:
        return False
    plain = found.group().replace(" ", "")
    moved = plain[4:] + plain[:4]
    number = "".join(str(int(letter, 36)) for letter in moved)
    return int(number) % 97 == 1


def _bsn_share(texts: list[str]) -> float:
    """Return the share of all values that are nine digits passing the 11-test."""
    passed = 0
    for text in texts:
        if _NINE_DIGITS.match(text):
            total = sum(int(d) * w for d, w in zip(text, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
            passed += total % 11 == 0 and total != 0
    return passed / len(texts)
