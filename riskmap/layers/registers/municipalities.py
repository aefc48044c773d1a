"""Layers `municipalities` and `teams`: borders with a name."""

import pandas as pd

from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.registers.risk import CBS_MARKS
from riskmap.messages import Message, marked

_NAMES = {
    "municipality": ("gemeentecode", "statcode", "gemeente_code", "code", "identificatie"),
    "name": ("gemeentenaam", "statnaam", "naam", "gemeente"),
    "water": ("water", "h2o"),
}
_FIGURES = Edition(
    name=marked("CBS key figures"),
    tables=("gemeenten", "gemeente"),
    columns={**_NAMES, "mark": CBS_MARKS},
    known_by=("municipality", "name", "mark"),
    others=("*",),  # age, origin and income among them
)
_BORDERS = Edition(
    name=marked("municipal borders"),
    tables=("gemeenten", "gemeente", "gemeente_gegeneraliseerd", "gemeentegebied"),
    columns=_NAMES,
    known_by=("municipality", "name"),
    others=(
        *("fid", "gid", "id", "objectid", "jrstatcode", "rubriek", "jaarcode", "land", "land_2"),
        *("veiligheidsregio_code", "veiligheidsregio_naam", "provincie_code", "provincie"),
        *("provincie_naam", "ligt_in_provincie_code", "ligt_in_provincie_naam", "shape_length"),
        *("shape_area", "shape_leng", "namespace", "lokaal_id"),
    ),
)
_TEAMS = Edition(
    name="basisteams",
    tables=("teams", "basisteams", "basisteam"),
    columns={
        "team": ("team_code", "basisteam_code", "basisteamcode", "basisteam", "team"),
        "name": ("team_naam", "basisteam_naam", "basisteamnaam", "naam", "basisteam"),
    },
    known_by=("team",),
    others=("fid", "gid", "objectid", "eenheid", "district", "shape_length", "shape_area"),
)


def _municipalities(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    """Keep the land part; the code is written as in the BAG: ``0457``."""
    frame = frame.copy()
    water = frame["water"].fillna(value=False).astype(bool)
    treatment.count(
        Message("Water parts of municipalities, left out: {count}.", count=int(water.sum()))
    )
    frame = frame[~water].copy()
    code = frame["municipality"].str.replace(r"^GM", "", regex=True)
    short = code.str.fullmatch(r"\d{1,3}").fillna(value=False).astype(bool)
    code = code.mask(short, code.str.zfill(4))
    frame["name"] = frame["name"].str.replace(r"\s+\(gemeente\)$", "", regex=True)
    frame["municipality"] = code.where(code.notna(), frame["name"])
    return frame[["municipality", "name", "geometry"]]


def _teams(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = frame.copy()
    if "name" not in treatment.known:
        frame["name"] = frame["team"]
    return frame[["team", "name", "geometry"]]


MUNICIPALITIES = Register(
    name="municipalities",
    about=Message("Municipal borders"),
    index="municipality",
    geometry="polygon",
    kinds={"municipality": "id", "name": "text", "water": "flag"},
    required=("name",),
    result={"name": "str"},
    editions=(_FIGURES, _BORDERS),
    shape=_municipalities,
    repeats="merge",
)
TEAMS = Register(
    name="teams",
    about=Message("Areas of police teams"),
    index="team",
    geometry="polygon",
    kinds={"team": "id", "name": "text"},
    required=("team",),
    result={"name": "str"},
    editions=(_TEAMS,),
    shape=_teams,
    repeats="merge",
)
REGISTERS = (MUNICIPALITIES, TEAMS)
