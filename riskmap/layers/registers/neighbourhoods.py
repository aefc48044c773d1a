"""Layers `neighbourhoods` and `postcodes`: areas of Statistics Netherlands (CBS).

Their tables are about inhabitants: origin, age, income, benefits. Only the
few columns about the place that are named here are ever read.
"""

import pandas as pd

from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.registers.risk import CBS_MARKS
from riskmap.messages import Message, marked

_LAND = ("nee", "n", "0", "false")

_CBS = Edition(
    name=marked("CBS neighbourhoods"),
    tables=("buurten", "wijkenbuurten", "buurt", "cbs_buurten"),
    columns={
        "neighbourhood": ("buurtcode", "bu_code", "statcode"),
        "name": ("buurtnaam", "bu_naam", "statnaam"),
        "municipality": ("gemeentecode", "gm_code"),
        "water": ("water", "h2o"),
        "address_density": ("omgevingsadressendichtheid", "oad"),
        "urbanity": ("stedelijkheid_adressen_per_km2", "sted"),
        "mark": (*CBS_MARKS, "omgevingsadressendichtheid", "oad"),
    },
    known_by=("neighbourhood", "mark"),
    others=("*",),  # origin, age, income and benefits among them
)
_POSTCODES = Edition(
    name=marked("CBS postcodes"),
    tables=("postcode6", "pc6", "cbs_pc6"),
    columns={
        "postcode": ("postcode6", "pc6", "postcode_6"),
        "dwellings": ("aantal_woningen",),
        "unoccupied_dwellings": ("aantal_niet_bewoonde_woningen",),
        "ramp_km": (
            "afstand_tot_oprit_hoofdverkeersweg",
            "oprit_hoofdverkeersweg_gemiddelde_afstand_in_km",
            "dichtstbijzijnde_oprit_hoofdverkeersweg_afstand_in_km",
        ),
    },
    known_by=("postcode", "dwellings"),
    others=("*",),
)


def _neighbourhoods(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    water = frame["water"].str.lower()
    land = water.isna() | water.isin(_LAND)
    treatment.count(
        Message("Water and foreign parts, left out: {count}.", count=int((~land).sum()))
    )
    frame = _without_sentinels(frame[land].copy(), ("address_density", "urbanity"), treatment)
    frame["urbanity"] = frame["urbanity"].where(frame["urbanity"].between(1, 5))
    code = frame["municipality"].fillna(frame["neighbourhood"].str[:6])
    frame["municipality"] = code.str.extract(r"^(?:GM|BU)?(\d{1,4})", expand=False).str.zfill(4)
    return frame[["neighbourhood", *NEIGHBOURHOODS.result, "geometry"]]


def _postcodes(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    figures = ("dwellings", "unoccupied_dwellings", "ramp_km")
    frame = _without_sentinels(frame.copy(), figures, treatment)
    frame["postcode"] = frame["postcode"].str.replace(" ", "", regex=False).str.upper()
    return frame[["postcode", *POSTCODES.result, "geometry"]]


def _without_sentinels(
    frame: pd.DataFrame, columns: tuple[str, ...], treatment: Treatment
) -> pd.DataFrame:
    """Make the CBS's negative figures (-99997 and such: suppressed, not applicable) unknown."""
    suppressed = 0
    for name in columns:
        below = frame[name] < 0
        suppressed += int(below.sum())
        frame[name] = frame[name].mask(below)
    treatment.count(Message("Figures the CBS suppressed, made unknown: {count}.", count=suppressed))
    return frame


NEIGHBOURHOODS = Register(
    name="neighbourhoods",
    about=Message("Neighbourhoods (CBS): borders and density of addresses"),
    index="neighbourhood",
    geometry="polygon",
    kinds={
        "neighbourhood": "id",
        "name": "text",
        "municipality": "id",
        "water": "text",
        "address_density": "number",
        "urbanity": "number",
    },
    required=("neighbourhood",),
    result={
        "name": "str",
        "municipality": "str",
        "address_density": "float64",
        "urbanity": "float64",
    },
    editions=(_CBS,),
    shape=_neighbourhoods,
    repeats="merge",
)
POSTCODES = Register(
    name="postcodes",
    about=Message("Postcode areas (CBS): dwellings, and the distance to a motorway ramp"),
    index="postcode",
    geometry="polygon",
    kinds={
        "postcode": "text",
        "dwellings": "number",
        "unoccupied_dwellings": "number",
        "ramp_km": "number",
    },
    required=("postcode",),
    result={"dwellings": "float64", "unoccupied_dwellings": "float64", "ramp_km": "float64"},
    editions=(_POSTCODES,),
    shape=_postcodes,
    repeats="merge",
    may_be_empty=True,
)
REGISTERS = (NEIGHBOURHOODS, POSTCODES)
