"""Layer `turnover`: establishments that came, left and stayed, per cell or business park."""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import counts, with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

_COUNTS = ("arrivals", "departures", "stock")

_TABLE = Edition(
    name=marked("turnover table"),
    tables=("turnover", "verloop"),
    columns={
        "area_id": (
            *("cel_id", "cell_id", "cel", "rin_nummer", "rin_nr", "rin", "park_id", "terrein_id"),
            *("gebied_id",),
        ),
        "arrivals": ("erbij", "in", "n_in", "instroom", "gevestigd", "aantal_erbij"),
        "departures": ("eraf", "uit", "out", "n_uit", "n_out", "uitstroom", "aantal_eraf"),
        "stock": ("bestand", "n_bestand", "aantal_bestand", "n_vestigingen", "aantal_vestigingen"),
        "years": ("jaren", "n_jaren", "aantal_jaren", "n_years"),
    },
    known_by=("area_id", "arrivals", "departures"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_id(frame, treatment, "area_id")
    for column in _COUNTS:
        frame[column], _ = counts(frame[column], column, treatment)
    no_time = frame["years"] <= 0
    treatment.count(
        Message(
            "Values of column {column} that cannot be, made unknown: {count}.",
            column="years",
            count=int(no_time.sum()),
        )
    )
    frame["years"] = frame["years"].mask(no_time)
    return frame[["area_id", *REGISTER.result]]


REGISTER = Register(
    name="turnover",
    about=Message("Municipal table: establishments that came and left, per cell or business park"),
    index="area_id",
    geometry="none",
    kinds={"area_id": "id", **dict.fromkeys(_COUNTS, "text"), "years": "number"},
    required=("area_id", *_COUNTS, "years"),
    result={**dict.fromkeys(_COUNTS, "float64"), "years": "float64"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
