"""Layer `park_vacancy`: addresses and vacant addresses per business park."""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import counts, possible, with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

FEWEST_ADDRESSES = 10  # a share of fewer says too much about each of them

_TABLE = Edition(
    name=marked("park vacancy table"),
    tables=("park_vacancy", "leegstand_terreinen", "leegstand_per_terrein"),
    columns={
        "park_id": ("rin_nummer", "rin_nr", "rin", "terrein_id"),
        "addresses": (
            *("vbo_totaal", "vbo_total", "aantal_vbo", "n_vbo", "aantal_adressen", "adressen"),
            *("n_adressen", "n_addresses", "total"),
        ),
        "vacant": (
            *("vbo_leeg", "vbo_vacant", "aantal_leeg", "n_leeg", "leeg", "leegstaand"),
            *("n_vacant", "vacant_addresses"),
        ),
    },
    known_by=("park_id", "addresses", "vacant"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_id(frame, treatment, "park_id")
    frame["addresses"] = possible(frame["addresses"], "addresses", treatment)
    frame["vacant"], _ = counts(frame["vacant"], "vacant", treatment)
    more = frame["vacant"] > frame["addresses"]
    treatment.count(
        Message(
            "Business parks with more vacant addresses than addresses, made unknown: {count}.",
            count=int(more.sum()),
        )
    )
    few = frame["addresses"] < FEWEST_ADDRESSES
    treatment.withheld |= bool(few.any())
    treatment.count(
        Message(
            "Business parks with fewer than {fewest} addresses, made unknown: {count}.",
            fewest=FEWEST_ADDRESSES,
            count=int(few.sum()),
        )
    )
    # without its number of addresses nobody can tell whether a park is large enough
    hidden = few | more | frame["addresses"].isna()
    frame[["addresses", "vacant"]] = frame[["addresses", "vacant"]].mask(hidden)
    return frame[["park_id", *REGISTER.result]]


REGISTER = Register(
    name="park_vacancy",
    about=Message("Municipal table: addresses and vacant addresses per business park"),
    index="park_id",
    geometry="none",
    kinds={"park_id": "id", "addresses": "number", "vacant": "text"},
    required=("park_id", "addresses", "vacant"),
    result={"addresses": "float64", "vacant": "float64"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
