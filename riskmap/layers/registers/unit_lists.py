"""Layer `unit_lists`: units the municipality counted in a building."""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import possible, with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

_TABLE = Edition(
    name=marked("unit list"),
    tables=("unit_lists", "units", "unitlijst", "unitlijsten"),
    columns={
        "building_id": ("pand_id", "pand_identificatie", "bag_pand_id", "identificatie"),
        "units": ("aantal_units", "n_units", "aantal_eenheden", "eenheden", "unit_count"),
    },
    known_by=("building_id", "units"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_id(frame, treatment, "building_id")
    frame["units"] = possible(frame["units"], "units", treatment)
    return frame[["building_id", *REGISTER.result]]


REGISTER = Register(
    name="unit_lists",
    about=Message("Municipal table: units counted in a building"),
    index="building_id",
    geometry="none",
    kinds={"building_id": "bag_id", "units": "number"},
    required=("building_id", "units"),
    result={"units": "float64"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
