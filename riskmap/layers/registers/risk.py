"""Layer `risk`: the police layer, areas or grid cells with a risk, a count or a rate.

Never points, never incidents, never plots so small that they are one
household. A layer that is no longer valid, or not yet, is refused.
"""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.risk_figures import FIGURES, figures, without_single_addresses
from riskmap.messages import Message, marked

_WORDS = {
    "open": Access.OPEN,
    "openbaar": Access.OPEN,
    "municipal": Access.MUNICIPAL,
    "gemeentelijk": Access.MUNICIPAL,
    "gemeente": Access.MUNICIPAL,
}
_AREA = ("area_id", "gebied_id", "cel_id", "cell_id", "vak_id", "grid_id", "pc4code", "pc4")
_REST = {
    "risk": ("risico", "risk", "risicoscore"),
    "risk_class": ("risico_klasse", "risk_class", "klasse"),
    "count": (
        *("aantal", "aantal_incidenten", "incidenten", "aantal_meldingen", "meldingen"),
        *("aantal_misdrijven", "misdrijven", "count", "incidents", "crimes"),
    ),
    "rate": (
        *("rate", "cijfer", "dichtheid", "density", "per_ha", "per_km2", "per_1000"),
        *("aantal_per_ha", "aantal_per_km2", "aantal_per_1000"),
    ),
    "exposure": (
        *("exposure", "adressen", "aantal_adressen", "addresses", "panden", "aantal_panden"),
        *("buildings", "oppervlakte_ha", "area_ha", "opp_ha"),
    ),
    "years": ("jaren", "aantal_jaren", "periode_jaren", "years"),
    "period_from": ("periode_van", "period_from"),
    "period_to": ("periode_tot", "periode_tot_en_met", "period_to"),
    "valid_from": ("geldig_van", "valid_from", "geldig_vanaf"),
    "valid_to": ("geldig_tot", "valid_to", "geldig_tot_en_met"),
    "source": ("bron", "source"),
    "access": ("deelklasse", "access"),
}

# Columns by which the yearly key figures of CBS are known, whatever the year.
CBS_MARKS = ("stedelijkheid_adressen_per_km2", "bevolkingsdichtheid_inwoners_per_km2")

_POLICE = Edition(
    name=marked("police risk layer"),
    tables=("risico", "risicokaart", "risk"),
    columns={"area_id": _AREA, **_REST},
    known_by=("area_id",),
    others=("fid", "gid", "thema", "theme", "basisteam", "team", "eenheid"),
)
_CBS = Edition(
    name=marked("CBS neighbourhoods"),
    tables=("buurten", "wijken", "wijkenbuurten"),
    columns={"area_id": ("buurtcode", "wijkcode"), "mark": CBS_MARKS, **_REST},
    known_by=("area_id", "mark"),
    others=("*",),  # age, origin and income among them
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = without_single_addresses(_valid(frame.copy(), treatment), treatment)
    frame = figures(frame, treatment)
    words = frame["access"].dropna().str.lower()
    stated = words.map(lambda word: _WORDS.get(word, Access.POLICE))
    treatment.access = Access(max([treatment.access, *stated]))
    return frame[["area_id", *REGISTER.result, "geometry"]]


def _valid(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    day = pd.Timestamp(treatment.reference_date)
    over, early = frame["valid_to"] < day, frame["valid_from"] > day
    treatment.count(
        Message(
            "Areas not valid on the reference date, left out: {count}.",
            count=int((over | early).sum()),
        )
    )
    if len(frame) and over.all():
        raise treatment.error(
            Message(
                "its validity ended on {day}, before the reference date.",
                day=frame["valid_to"].max().date(),
            ),
            Message("Ask the police for a current layer, or leave [layers.risk] out."),
        )
    if len(frame) and (over | early).all():
        raise treatment.error(
            Message("it is not valid yet on the reference date."),
            Message("Use the layer that is valid now, or correct reference_date."),
        )
    return frame[~(over | early)].copy()


REGISTER = Register(
    name="risk",
    about=Message("Police layer: areas, cells or a grid, never points or persons"),
    index="area_id",
    geometry="polygon",
    kinds={
        "area_id": "id",
        "risk": "number",
        "risk_class": "number",
        "count": "number",
        "rate": "number",
        "exposure": "number",
        "years": "number",
        "period_from": "date",
        "period_to": "date",
        "valid_from": "date",
        "valid_to": "date",
        "source": "text",
        "access": "text",
    },
    required=("area_id",),
    result={
        "risk": "float64",
        **dict.fromkeys(FIGURES, "float64"),
        "valid_from": "datetime64[us]",
        "valid_to": "datetime64[us]",
        "source": "str",
    },
    editions=(_POLICE, _CBS),
    shape=_shape,
    access=Access.POLICE,
    repeats="refuse",
)
