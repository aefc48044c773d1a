"""Layer `vacancy`: a municipal table of addresses without a registered user.

An address in the table is vacant since a date, or for a number of years. An
address that is not in the table is not vacant, as far as the municipality
knows; a barn without an address is never counted.
"""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.values import DAYS_A_YEAR
from riskmap.messages import Message, marked

_TABLE = Edition(
    name=marked("vacancy table"),
    tables=("vacancy", "leegstand"),
    columns={
        "address_id": ("vbo_id", "verblijfsobject_id", "bag_vbo_id", "identificatie"),
        "vacant_since": ("leeg_sinds", "leegstand_sinds", "datum_leeg"),
        "years_vacant": ("jaren_leeg", "leegstand_jaren", "aantal_jaren_leeg"),
    },
    known_by=("address_id",),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    if not {"vacant_since", "years_vacant"} & treatment.known:
        raise treatment.error(
            Message("there is neither a column vacant_since (leeg_sinds) nor years_vacant."),
            Message("Name one in [layers.vacancy] columns, for example jaren_leeg."),
        )
    frame = frame.copy()
    without_id = frame["address_id"].isna()
    treatment.count(
        Message("Rows without an address id, left out: {count}.", count=int(without_id.sum()))
    )
    frame = frame[~without_id].copy()
    since = (pd.Timestamp(treatment.reference_date) - frame["vacant_since"]).dt.days
    years = frame["years_vacant"].where(frame["years_vacant"].notna(), since / DAYS_A_YEAR)
    impossible = years < 0
    treatment.count(
        Message(
            "Vacant from a date after the reference date, so for how long is unknown: {count}.",
            count=int(impossible.sum()),
        )
    )
    frame["years_vacant"] = years.mask(impossible)
    frame["vacant_since"] = frame["vacant_since"].mask(impossible)
    return frame[["address_id", *REGISTER.result]]


REGISTER = Register(
    name="vacancy",
    about=Message("Municipal table of vacant addresses"),
    index="address_id",
    geometry="none",
    kinds={"address_id": "bag_id", "vacant_since": "date", "years_vacant": "number"},
    required=("address_id",),
    result={"vacant_since": "datetime64[us]", "years_vacant": "float64"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
