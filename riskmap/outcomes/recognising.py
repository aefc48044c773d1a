"""Which column of a foreign file is what: by its name, in Dutch and English."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from riskmap.errors import InputError
from riskmap.layers.matching import plain
from riskmap.messages import Message

Role = Literal["id", "rank", "score", "area", "found", "date", "selection", "probability", "origin"]

# Names without capitals and signs; of several that are there the first one counts.
_WORDS: Mapping[Role, str] = {
    "id": """
        locationid placeid plaatsid plekid pandid bagpandid identificatie cellid
        celid gridid vakid hexid hexagonid geoid geocode unitid areaid gebiedid zoneid parkid
        buildingid gebouwid parcelid perceelid addressid adresid addresseerbaarobjectid vboid
        objectid inspectionid businessid licenseid blockid tractid segmentid streetid siteid locid
        id fid ident identifier uid fips locationcode plaatscode code license licensenumber key
        sleutel nummer locatie location cell cel grid hex unit place plaats plek site pand perceel
        gebouw buurtcode wijkcode gemeentecode""",
    "rank": """
        priorityrank rangopprioriteit rank rang rangnummer rangorde ranking rankorder rangschikking
        rangopgelegenheid volgorde positie position order visitorder nr no""",
    "score": """
        priority prioriteit opportunity gelegenheid score totalscore totaalscore eindscore kansscore
        kans riskscore risicoscore risk risico relativeriskscore rrs rss rtmscore prediction
        predicted predictedvalue predictedcount predictie voorspelling voorspeld pred preds yhat
        probability prob proba kde intensity intensiteit density dichtheid value waarde""",
    "area": """
        aream2 areasqm oppervlaktem2 oppm2 area oppervlakte opp shapearea starea areaha
        oppervlakteha ha hectare hectares areakm2 areasqkm oppervlaktekm2 km2 sqkm""",
    "found": """
        found outcome uitkomst gevonden treffer treffers hit hits result resultaat results
        uitslag bevinding finding outcomes status label target actual obs observed waargenomen
        criticalfound violation violations overtreding overtredingen count counts aantal n
        incidents incidenten ncrimes crimes crimecount numcrimes events eventcount delicten
        misdrijven cases gevallen""",
    "date": """
        date datum visitedon bezochtop visitdate bezoekdatum datumbezoek inspectiondate
        controledatum day dag datetime datumtijd occurredon occurreddate incidentdate eventdate
        reportdate reporteddate pleegdatum occurdate occdate dateocc dateofoccurrence offensedate
        offencedate crimedate timestamp month maand year jaar""",
    "selection": """
        selection selectie selectiegrond selectedby selectionreason reasonforvisit bezoekreden
        aanleiding selectionground""",
    "probability": """
        selectionprobability probability kans kansoptrekking inclusionprobability trekkingskans
        selectiekans samplingprobability""",
    "origin": "origin oorsprong herkomstmelding reportedordiscovered foundby gevondendoor",
}
NAMES: Mapping[Role, tuple[str, ...]] = {
    role: tuple(words.split()) for role, words in _WORDS.items()
}
_LONGITUDE = ("lon", "lng", "long", "longitude", "lengtegraad")
_LATITUDE = ("lat", "latitude", "breedtegraad")
_RD = (("rdx", "rdy"), ("xrd", "yrd"))
_PLANE = (
    *(("x", "y"), ("xcoord", "ycoord"), ("xcoordinate", "ycoordinate")),
    *(("xcoordinaat", "ycoordinaat"), ("xcoordinaten", "ycoordinaten"), ("coordx", "coordy")),
    *(("easting", "northing"), ("eastings", "northings"), ("pointx", "pointy"), ("px", "py")),
)
_DRAWN = ("geometry", "geometrie", "geom", "wkt", "thegeom", "wktgeometry")
# Numbers that may just count rows: a score beside them that says otherwise is the order.
_COUNTERS = ("volgorde", "positie", "position", "order", "nr", "no")
_MOST_NAMES = 30


def column_of(
    role: Role, columns: Sequence[str], wished: str | None, file: Path, *, taken: Sequence[str] = ()
) -> str | None:
    """Return the column with this role: the one an option names, or one recognised by its name.

    Parameters
    ----------
    wished
        Name given by an option.
    taken
        Columns that have another role.

    Raises
    ------
    InputError
        When the option names a column that is not there.
    """
    if wished is not None:
        return named(wished, columns, file)
    free = {plain(name): name for name in reversed(columns) if name not in taken}
    for name in NAMES[role]:
        if name in free:
            return free[name]
    if role == "id":
        ids = [name for name in columns if name not in taken and _ends_as_id(name)]
        return ids[0] if len(ids) == 1 else None
    return None


def named(wished: str, columns: Sequence[str], file: Path) -> str:
    """Return the column an option names; capitals may differ where only one column fits.

    Raises
    ------
    InputError
        When it is not there, with the names that are.
    """
    if wished in columns:
        return wished
    alike = [name for name in columns if name.casefold() == wished.casefold()]
    if len(alike) == 1:
        return alike[0]
    raise InputError(
        Message("{file} has no column {column}.", file=file.name, column=wished),
        Message("It has: {columns}.", columns=listed(columns)),
    )


def may_count_rows(column: str) -> bool:
    """Tell whether a column that looks like a rank may only number the rows."""
    return plain(column) in _COUNTERS


def says_id(column: str) -> bool:
    """Tell whether the name of a column says that it holds ids, and no groups of places."""
    return plain(column).endswith("id")


def coordinate_columns(
    columns: Sequence[str], *, plane: bool = False
) -> tuple[tuple[str, ...], str | None] | None:
    """Return the columns that hold the place, and the system they say; None where there are none.

    Longitude and latitude come first, for their names say the system, unless
    `plane` coordinates are meant; then one column with geometries as text (WKT).
    """
    known = {plain(name): name for name in reversed(columns)}
    degrees = tuple((a, b) for a in _LONGITUDE for b in _LATITUDE)
    kinds = [(degrees, "EPSG:4326"), (_RD, "EPSG:28992"), (_PLANE, None)]
    for pairs, crs in [*kinds[1:], kinds[0]] if plane else kinds:
        for x, y in pairs:
            if x in known and y in known:
                return (known[x], known[y]), crs
    for name in _DRAWN:
        if name in known:
            return (known[name],), None
    return None


def listed(columns: Sequence[str]) -> str:
    """Return names of columns for a sentence, the first thirty at most."""
    more = ", ..." if len(columns) > _MOST_NAMES else ""
    return ", ".join(columns[:_MOST_NAMES]) + more


def _ends_as_id(name: str) -> bool:
    last = name.replace("-", "_").split("_")[-1]
    return last.casefold() == "id" or name.endswith(("ID", "Id"))
