"""Words in column names that make a column about a person; published in docs/person-columns.md.

``python -m riskmap.layers.person_words docs/person-columns.md`` writes the page.
"""

import sys
from pathlib import Path

from riskmap.writing import write_text

# Group -> words. A word counts when it stands alone in a column name, between separators,
# figures or capitals, or when two or three neighbours together make it.
GROUPS: dict[str, str] = {
    "Numbers that stand for a person or a firm": """
        bsn sofi sofinummer burgerservicenummer anummer vreemdelingennummer paspoort paspoortnummer
        rijbewijs rijbewijsnummer ssn passport kvknummer rsin btwnummer rekeningnummer bankrekening
        iban kenteken kentekens nummerplaat licenseplate licenceplate numberplate""",
    "Names": """
        achternaam voornaam voornamen voorletters voorvoegsel voorvoegsels geslachtsnaam roepnaam
        tussenvoegsel naampersoon persoonsnaam bewonernaam eigenaarsnaam eigenaarnaam meldernaam
        contactnaam handelsnaam bedrijfsnaam surname lastname firstname forename givenname fullname
        tradename companyname""",
    "Roles of persons": """
        persoon personen bewoner bewoners eigenaar eigenaars eigenaren huurder huurders verdachte
        verdachten dader daders slachtoffer slachtoffers betrokkene betrokkenen aangever melder
        contactpersoon rechthebbende gerechtigde ondernemer eenmanszaak person persons resident
        residents occupant occupants owner owners tenant tenants suspect suspects offender offenders
        victim victims complainant""",
    "Birth, age, sex and household": """
        geboorte geboortedatum geboortejaar geboorteplaats geboorteland gebdatum leeftijd geslacht
        huishouden huishoudens huishoudtype gezin gezinnen burgerlijkestaat birth birthdate birthday
        dob birthyear birthplace age sex gender household households maritalstatus""",
    "Origin, nationality and religion": """
        nationaliteit herkomst herkomstland migratieachtergrond etniciteit afkomst religie geloof
        kerkgenootschap nationality origin ethnicity ethnic race religion""",
    "Health, school, income, benefits and debts": """
        gezondheid diagnose uitkering uitkeringen bijstand toeslag schuld schulden inkomen vermogen
        opleiding opleidingsniveau onderwijsniveau leerling leerlingen schoolverzuim schooladvies
        health benefit benefits debt debts income wealth education pupil pupils truancy""",
    "Criminal records": """
        strafblad antecedenten veroordeling veroordelingen justitieel criminalrecord criminalrecords
        conviction convictions""",
    "Ways to reach somebody": """
        telefoon telefoonnummer tel telnr telnummer mobiel mobielnummer gsm email emailadres
        mailadres phone telephone mobile whatsapp facebook instagram twitter linkedin tiktok
        socialmedia""",
    "What says nothing good about a place": """
        recensie recensies review reviews branchelidmaatschap branchevereniging brancheorganisatie
        lidmaatschap membership luxe luxegoederen luxury luxurygoods camera cameras cctv""",
}
PERSON_WORDS = frozenset(" ".join(GROUPS.values()).split())

# Compounds and the short names of shapefiles: a word that starts like this counts as well.
STEMS = (
    *("burgerserv", "achternaam", "voorlette", "geslachtsn", "tussenvoeg", "persoonsn", "verdacht"),
    *("slachtoff", "geboorted", "geboortej", "geboortep", "geboortel", "leeftijds", "huishoude"),
    *("huishoudt", "nationalit", "migratieac", "etnicit", "uitkering", "bijstands", "inkomens"),
    *("schuldhulp", "strafbl", "antecedent", "telefoon", "emailadr", "kenteken", "rekeningn"),
    *("paspoort", "rijbewijs", "eigenaars", "bewoners", "huurders", "kvknumm", "bsnn"),
)

# Pairs that are about a place or a data set although one of their words is listed.
EXEMPT = frozenset(
    """
    buildingage houseage stockage roofage gebouwleeftijd pandleeftijd woningleeftijd dataorigin
    sourceorigin herkomstdata herkomstgegevens herkomstbron herkomstgeometrie mobilehome
    mobilehomes
    """.split()  # noqa: SIM905 (a published list is read as words)
)

# A column that is called just this holds the name of somebody, unless the layer declares it.
BARE = frozenset({"naam", "name", "kvk"})

_NOTICE = (
    "<!-- Written by `python -m riskmap.layers.person_words docs/person-columns.md`: "
    "change riskmap/layers/person_words.py, not this page. -->"
)


def page() -> str:
    """Return the published list as Markdown."""
    parts = [
        _NOTICE,
        "# Columns about persons",
        (
            "riskmap reads places. A table with a column about a person, a household or a named "
            "company is refused: the message names the columns and never shows a value. Registers "
            "that riskmap knows keep their declared columns only; the others are left behind and "
            "counted."
        ),
        "## By name",
        (
            "A word counts when it stands alone in the column name, between separators, figures or "
            "capitals (`eigenaar_naam`, `EigenaarNaam`), or when two or three neighbours together "
            "make it (`geboorte_datum`). `straatnaam` is no `naam`."
        ),
    ]
    for title, words in GROUPS.items():
        parts += [f"### {title}", _listed(words.split())]
    parts += [
        "### Beginnings of words",
        _listed(STEMS),
        "### Refused when the whole name is just this",
        _listed(BARE),
        "### Allowed, although a word in it is listed",
        _listed(EXEMPT),
        "## By content",
        "Looked for in up to 20,000 rows spread over the table, in text and in whole numbers:",
        (
            "- BSN: numbers of nine digits (or eight, when the zero was lost) of which more than "
            "half pass the 11-test; chance gives one in eleven.\n"
            "- IBAN (check digits), e-mail addresses, Dutch telephone numbers, number plates and "
            "trade names of sole traders (`h.o.d.n.`), in more than one row in twenty."
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _listed(words: "tuple[str, ...] | list[str] | frozenset[str]") -> str:
    return ", ".join(f"`{word}`" for word in sorted(words))


if __name__ == "__main__":
    write_text(page(), Path(sys.argv[1]), overwrite=True)
