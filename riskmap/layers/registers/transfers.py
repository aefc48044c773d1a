"""Layer `transfers`: how often an object changed hands; no names, no prices."""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import possible, with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

_TABLE = Edition(
    name=marked("transfers table"),
    tables=("transfers", "overdrachten"),
    columns={
        "object_id": (
            *("vbo_id", "pand_id", "address_id", "building_id", "verblijfsobject_id"),
            "identificatie",
        ),
        "transfers_20y": (
            *("n_overdrachten_20j", "aantal_overdrachten_20j", "overdrachten_20j"),
            *("n_transfers_20y", "overdrachten_20_jaar"),
        ),
        "abc_6m": ("abc_6mnd", "abc_6_mnd", "abc_6_maanden", "abc", "abc_transactie"),
    },
    known_by=("object_id", "transfers_20y"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_id(frame, treatment, "object_id")
    frame["transfers_20y"] = possible(frame["transfers_20y"], "transfers_20y", treatment)
    return frame[["object_id", *REGISTER.result]]


REGISTER = Register(
    name="transfers",
    about=Message("Municipal table: transfers of ownership per address or building, as counts"),
    index="object_id",
    geometry="none",
    kinds={"object_id": "bag_id", "transfers_20y": "number", "abc_6m": "flag"},
    required=("object_id", "transfers_20y"),
    result={"transfers_20y": "float64", "abc_6m": "boolean"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
