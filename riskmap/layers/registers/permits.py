"""Layer `permits`: granted permits to build or change, by building or address."""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

_TABLE = Edition(
    name=marked("permits table"),
    tables=("permits", "vergunningen"),
    columns={
        "permit_id": (
            *("vergunning_id", "vergunningnummer", "vergunning_nr", "zaaknummer", "zaak_id"),
            "dossiernummer",
        ),
        "building_id": ("pand_id", "pand_identificatie", "bag_pand_id"),
        "address_id": ("vbo_id", "verblijfsobject_id", "bag_vbo_id"),
        "granted": ("datum", "datum_verleend", "verleend", "verleend_op", "datum_besluit"),
    },
    known_by=("permit_id",),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    if not {"building_id", "address_id"} & treatment.known:
        raise treatment.error(
            Message("there is neither a column building_id (pand_id) nor address_id (vbo_id)."),
            Message("Name one in [layers.{layer}] columns.", layer=treatment.layer),
        )
    frame = with_id(with_id(frame, treatment, "permit_id"), treatment, "building_id", "address_id")
    # one permit may be for several buildings: each is a row of its own
    order = [*REGISTER.result]
    frame = frame.drop_duplicates(["permit_id", *order]).sort_values(["permit_id", *order])
    nth = frame.groupby("permit_id").cumcount() + 1
    frame["permit_id"] = frame["permit_id"].mask(
        nth > 1, frame["permit_id"] + "~" + nth.astype("str")
    )
    return frame[["permit_id", *REGISTER.result]]


REGISTER = Register(
    name="permits",
    about=Message("Municipal table: permits granted, per building or address"),
    index="permit_id",
    geometry="none",
    kinds={
        "permit_id": "id",
        "building_id": "bag_id",
        "address_id": "bag_id",
        "granted": "date",
    },
    required=("permit_id",),
    result={"building_id": "str", "address_id": "str", "granted": "datetime64[us]"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
