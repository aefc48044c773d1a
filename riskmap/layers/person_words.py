"""Words in column names that make a column about a person; published in docs/person-columns.md.

``python -m riskmap.layers.person_words docs/person-columns.md`` writes the page.
"""

import sys
from pathlib import Path

from riskmap.writing import write_text

# Group -> words. A word counts when it stands alone in a column name, between separators,
# figures or capitals, or when two or three neighbours together make it.
GROUPS: dict[str, str] = {
    "Origin": """
        herkomst herkomstland landherkomst landvanherkomst migratieachtergrond migratie migrant
        migranten immigrant immigranten immigrants arbeidsmigrant arbeidsmigranten allochtoon
        allochtonen autochtoon autochtonen etniciteit etnisch afkomst bevolkingsgroep huidskleur
        buitenlander buitenlanders geboorteland asielzoeker asielzoekers vluchteling vluchtelingen
        statushouder statushouders origin origins ethnicity ethnic race ancestry foreigner
        foreigners refugee refugees skincolour skincolor countryoforigin countryofbirth""",
    "Nationality": """
        nationaliteit nationaliteiten staatsburgerschap verblijfsstatus verblijfstitel
        verblijfsvergunning nationality nationalities citizenship residencepermit""",
    "Religion": """
        religie religies religieus geloof geloofsovertuiging geloofsrichting levensovertuiging
        kerkgenootschap gezindte kerklid moslim moslims islamitisch christelijk joods religion
        religions religious faith denomination creed muslim muslims christian jewish""",
    "Household type": """
        huishouden huishoudens huishoudtype huish gezin gezinnen gezinssamenstelling gezinstype
        gezinsgrootte eengezin eenouder eenoudergezin eenoudergezinnen alleenstaand alleenstaande
        alleenstaanden samenwonend samenwonenden burgerlijkestaat gehuwd ongehuwd verweduwd gescheid
        household households family families familytype familysize singleparent singleperson
        maritalstatus maritalstate married unmarried widowed divorced""",
    "Income": """
        inkomen inkomens inkomsten salaris salarissen loon lonen jaarloon besteedbaar koopkracht
        armoede vermogen income incomes salary salaries wage wages earnings wealth
        poverty""",
    "Benefits": """
        uitkering uitkeringen bijstand toeslag toeslagen wajong wia wao aow wmo participatiewet
        werkloos werkloosheid werklozen benefit benefits welfare socialsecurity socialassistance
        allowance unemployed unemployment""",
    "Debts": """
        schuld schulden schuldsanering wsnp betalingsachterstand betalingsachterstanden
        wanbetaler wanbetalers wanbetaling incasso deurwaarder huurachterstand debt debts debtor
        debtors arrears insolvent""",
    "Criminal records": """
        strafblad strafbladen antecedent antecedenten veroordeling veroordelingen veroordeeld
        veroordeelden justitieel justitiele recidive recidivist recidivisten strafrechtelijk
        crimineelverleden arrestatie arrestaties aanhouding aanhoudingen detentie gedetineerd
        criminalrecord criminalrecords criminalhistory policerecord policerecords conviction
        convictions convicted felony felonies arrest arrests recidivism detention""",
    "School data": """
        school scholen scholier scholieren onderwijsniveau opleiding opleidingen
        opleidingsniveau leerling leerlingen student studenten schoolverzuim schooladvies
        schooluitval schoolverlater schoolverlaters schoolprestatie schoolprestaties schoolniveau
        schooltype schoolloopbaan verzuim spijbelen cito citoscore vsv leerplicht diploma diplomas
        schools education pupil pupils students truancy dropout dropouts grades schooling""",
    "Names": """
        achternaam achternamen voornaam voornamen voorletters voorvoegsel voorvoegsels geslachtsnaam
        roepnaam bijnaam tussenvoegsel naampersoon persoonsnaam bewonernaam eigenaarsnaam
        eigenaarnaam meldernaam contactnaam volledigenaam naamvolledig tenaamstelling
        gebruikersnaam aanhef handelsnaam handelsnamen bedrijfsnaam bedrijfsnamen naambedrijf
        naamonderneming naamondernemer ondernemingsnaam firmanaam vennootschapsnaam
        statutairenaam surname surnames lastname firstname forename givenname middlename fullname
        familyname nickname username initials tradename tradenames companyname companynames
        businessname personname ownername""",
    "Licence plates": """
        kenteken kentekens kentekenplaat kentekenplaten nummerplaat nummerplaten autokenteken
        licenseplate licenseplates licenceplate licenceplates numberplate numberplates
        vehicleregistration platenumber""",
    "Phone, mail and other ways to reach somebody": """
        telefoon telefoons telefoonnummer telefoonnummers telefoonnr tel telnr telnummer mobiel
        mobielnummer gsm gsmnummer faxnummer email emails emailadres mailadres
        contactgegevens phone phones phonenumber telephone cellphone mobile mobiles emailaddress
        contactdetails""",
    "Social media": """
        socialmedia sociaalmedia socialemedia whatsapp facebook instagram twitter linkedin tiktok
        snapchat telegram youtube pinterest mastodon bluesky reddit followers volgers""",
    "Online reviews": """
        recensie recensies review reviews reviewscore klantbeoordeling klantbeoordelingen
        beoordelingen onlinebeoordeling rating ratings starrating googlescore googlesterren
        sterrenscore tripadvisor trustpilot yelp""",
    "Trade-association membership": """
        branchelid branchelidmaatschap branchevereniging brancheverenigingen
        brancheverenigingslid brancheorganisatie brancheorganisaties bovag bovaglid keurmerk
        keurmerken lidmaatschap lidmaatschappen membership memberships tradeassociation
        tradeassociations tradebody tradebodies trademarkmember""",
    "Luxury goods": """
        luxe luxueus luxegoederen luxegoed luxeautos luxewagens dureautos dureauto duregoederen
        sieraden juwelen horloges statussymbool statussymbolen luxury luxurious luxurygoods
        luxurycars expensivecars expensivegoods jewelry jewellery watches""",
    "Cameras": """
        camera cameras cctv camerabewaking cameratoezicht camerasysteem bewakingscamera
        bewakingscameras beveiligingscamera beveiligingscameras deurbelcamera videobewaking
        videosurveillance surveillance""",
    "Numbers that stand for a person or a firm": """
        bsn sofi sofinummer burgerservicenummer anummer vreemdelingennummer paspoort paspoortnummer
        rijbewijs rijbewijsnummer ssn passport kvknummer kvknummers kvknr nummerkvk kvkdossier
        kvkdossiernummer dossiernummerkvk vestigingsnummer vestigingsnummers vestigingsnr
        vestigingnummer lisanummer rsin rsinnummer btwnummer vatnumber rekeningnummer bankrekening
        bankaccount iban""",
    "Roles of persons": """
        persoon personen bewoner bewoners eigenaar eigenaars eigenaren huurder huurders verdachte
        verdachten dader daders slachtoffer slachtoffers betrokkene betrokkenen aangever melder
        contactpersoon rechthebbende gerechtigde ondernemer eenmanszaak person persons resident
        residents occupant occupants owner owners tenant tenants suspect suspects offender offenders
        victim victims complainant""",
    "Birth, age and sex": """
        geboorte geboortedatum geboortejaar geboorteplaats gebdatum leeftijd geslacht mannen vrouw
        vrouwen jongeren birth birthdate birthday dob birthyear birthplace age sex gender male
        female""",
    "Health": """
        gezondheid diagnose jeugdzorg client clienten patient patienten health diagnosis patients
        clients""",
}
PERSON_WORDS = frozenset(" ".join(GROUPS.values()).split())

# Compounds and the short names of shapefiles: a word that starts like this counts as well.
STEMS = (
    *("burgerserv", "achternaam", "voorlette", "geslachtsn", "tussenvoeg", "persoonsn", "verdacht"),
    *("slachtoff", "geboorted", "geboortej", "geboortep", "geboortel", "leeftijds", "huishoude"),
    *("huishouds", "huishoudt", "gezinssam", "gezinsty", "nationalit", "migratieac", "herkomstl"),
    *("etnicit", "geloofs", "uitkering", "bijstands", "inkomens", "schuldhulp", "schuldsan"),
    *("strafbl", "antecedent", "telefoon", "emailadr", "kenteken", "rekeningn", "paspoort"),
    *("rijbewijs", "eigenaars", "bewoners", "huurders", "kvknumm", "bsnn", "opleidingsn"),
    *("schooladv", "schooluit", "schoolverz", "schoolprest", "schoolverl", "brancheveren"),
    *("branchelid", "lidmaatsch", "camerab", "camerat", "recensie", "facebook", "instagram"),
)

# Compounds whose last part is a person's: a word that ends like this counts as well.
ENDINGS = (
    *("huishouden", "huishoudens", "inkomen", "inkomens", "uitkering", "uitkeringen", "schulden"),
    *("nationaliteit", "etniciteit", "kenteken", "kentekens", "telefoon", "telefoonnummer"),
    *("achternaam", "voornaam", "bedrijfsnaam", "handelsnaam", "bewoner", "bewoners"),
    *("verdachte", "verdachten", "recensies", "lidmaatschap", "camera", "cameras"),
)

# Pairs that are about a place or a data set although one of their words is listed.
EXEMPT = frozenset(
    """
    buildingage houseage stockage roofage gebouwleeftijd pandleeftijd woningleeftijd dataorigin
    sourceorigin herkomstdata herkomstgegevens herkomstbron herkomstgeometrie mobilehome
    mobilehomes schoolgebouw schoolgebouwen schoolbuilding schoolbuildings onderwijsfunctie
    onderwijsgebouw gezondheidszorgfunctie healthcarefunction asbestverdacht aandeelverdacht
    verdachtdak energyrating
    """.split()  # noqa: SIM905 (a published list is read as words)
)

# A column that is called just this holds the name of somebody, unless the layer declares it.
BARE = frozenset({"naam", "namen", "name", "names", "kvk"})

# Canonical columns about a place that are called like a person: layer, column.
DECLARED = frozenset({("roofs", "suspect")})

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
            "make it (`geboorte_datum`). `straatnaam` is no `naam`. The same list "
            "holds for the columns and names of a layer or an indicator that an installed package "
            "brings, and for the columns a project file points at."
        ),
    ]
    for title, words in GROUPS.items():
        parts += [f"### {title}", _listed(words.split())]
    parts += [
        "### Beginnings of words",
        _listed(STEMS),
        "### Endings of words",
        _listed(ENDINGS),
        "### Refused when the whole name is just this",
        _listed(BARE),
        "### Allowed, although a word in it is listed",
        _listed(EXEMPT),
        "And as a canonical column: " + _listed([f"{one}.{two}" for one, two in DECLARED]) + ".",
        *_content(),
    ]
    return "\n\n".join(parts) + "\n"


def _content() -> list[str]:
    """Return what is said of content."""
    return [
        "## By content",
        (
            "Looked for in up to 20,000 rows spread over the table, in text and in whole numbers. "
            "Of a municipal or police table every column that is read is looked at, also under a "
            "name the register knows:"
        ),
        (
            "- BSN: numbers of nine digits (or eight, when the zero was lost) of which more than "
            "half pass the 11-test; chance gives one in eleven.\n"
            "- IBAN (check digits), e-mail addresses, Dutch telephone numbers, number plates, "
            "names of firms (`B.V.`, `v.o.f.`) and of sole traders (`h.o.d.n.`), in more than one "
            "row in twenty."
        ),
    ]


def _listed(words: "tuple[str, ...] | list[str] | frozenset[str]") -> str:
    return ", ".join(f"`{word}`" for word in sorted(words))


if __name__ == "__main__":
    write_text(page(), Path(sys.argv[1]), overwrite=True)
