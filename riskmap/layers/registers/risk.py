"""Layer `risk`: the police layer, areas or grid cells with a risk from 0 to 1.

Never points, never incidents. A layer that is no longer valid, or not yet, is
refused.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

Floats = npt.NDArray[np.float64]

_SECRET = (-99995.0, -99997.0)  # what CBS writes where a figure is secret or does not apply
_HIGHEST_CLASS = 5.0
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
    frame = _valid(frame.copy(), treatment)
    frame["risk"] = _risk(frame, treatment)
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


def _risk(frame: pd.DataFrame, treatment: Treatment) -> "pd.Series[float]":
    """Return the risk as 0..1: stated as such, or from classes 1 to 5."""
    named = "risk" in treatment.known
    if not named and "risk_class" not in treatment.known:
        raise treatment.error(
            Message("there is no column with a risk (risico) or a class (risicoklasse)."),
            Message("Name it in [layers.risk] columns = {{ risk = ... }}."),
        )
    risk = frame["risk"] if named else frame["risk_class"]
    risk = risk.mask(risk.isin(list(_SECRET)))
    known = risk.notna()
    treatment.count(Message("Areas without a known risk: {count}.", count=int((~known).sum())))
    values = risk.to_numpy(dtype=float, copy=True)
    there = known.to_numpy()
    # a column the project file chose may hold anything, counts among them: only 0..1 passes
    allowed = "risk" not in treatment.wished
    values[there] = scaled(values[there], treatment, classes_allowed=allowed, classes=not named)
    return pd.Series(values, index=frame.index, dtype="float64")


def scaled(
    known: Floats, treatment: Treatment, *, classes_allowed: bool, classes: bool = False
) -> Floats:
    """Return known risks as 0..1, shape (n,): as they are, or from classes 1 to 5.

    Parameters
    ----------
    classes_allowed
        Whole numbers from 1 to 5, one of them above 1, are classes.
    classes
        The column says that it holds classes.

    Raises
    ------
    LayerError
        When values lie outside 0..1: nothing is scaled in silence.
    """
    whole = bool(((known % 1 == 0) & (known >= 1) & (known <= _HIGHEST_CLASS)).all())
    if len(known) and whole and (classes or (classes_allowed and known.max() > 1)):
        treatment.note(Message("Risk classes 1 to 5 were read as 0, 0.25, 0.5, 0.75 and 1."))
        return (known - 1) / (_HIGHEST_CLASS - 1)
    outside = int((~((known >= 0) & (known <= 1))).sum())
    if outside:
        raise treatment.error(
            Message("{count} risk values lie outside 0..1.", count=outside),
            Message(
                "Scale them in the file itself, so that everybody sees how; or give classes 1 "
                "to 5 in a column risicoklasse."
            ),
        )
    return known


REGISTER = Register(
    name="risk",
    about=Message("Police layer: areas, cells or a grid, never points or persons"),
    index="area_id",
    geometry="polygon",
    kinds={
        "area_id": "id",
        "risk": "number",
        "risk_class": "number",
        "valid_from": "date",
        "valid_to": "date",
        "source": "text",
        "access": "text",
    },
    required=("area_id",),
    result={
        "risk": "float64",
        "valid_from": "datetime64[us]",
        "valid_to": "datetime64[us]",
        "source": "str",
    },
    editions=(_POLICE, _CBS),
    shape=_shape,
    access=Access.POLICE,
    repeats="refuse",
)
