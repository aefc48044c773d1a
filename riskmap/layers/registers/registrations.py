"""Layer `registrations`: how many establishments are registered at an address.

A municipal table of counts only. A count from 1 to 4 is made unknown before
anything else sees it; `suppressed` says where.
"""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import counts, with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

_TABLE = Edition(
    name=marked("registrations table"),
    tables=("registrations", "registraties", "inschrijvingen", "vestigingen"),
    columns={
        "address_id": ("vbo_id", "verblijfsobject_id", "bag_vbo_id", "identificatie", "adres_id"),
        "establishments": (
            *("n_vestigingen", "aantal_vestigingen", "vestigingen", "n_establishments"),
            *("aantal_inschrijvingen", "n_inschrijvingen", "inschrijvingen", "registrations"),
            *("aantal_bedrijven", "n_registrations"),
        ),
    },
    known_by=("address_id", "establishments"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_id(frame, treatment, "address_id")
    frame["establishments"], frame["suppressed"] = counts(
        frame["establishments"], "establishments", treatment
    )
    return frame[["address_id", *REGISTER.result]]


REGISTER = Register(
    name="registrations",
    about=Message("Municipal table: establishments per address, as counts of five or more"),
    index="address_id",
    geometry="none",
    kinds={"address_id": "bag_id", "establishments": "text"},
    required=("address_id", "establishments"),
    result={"establishments": "float64", "suppressed": "bool"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
