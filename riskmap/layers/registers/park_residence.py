"""Layer `park_residence`: units of a recreation park and how many of them are lived in.

Made inside the municipality, per park. Whoever lives there may have nowhere
else to go: small numbers never pass, and nothing is known per unit.
"""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import possible, with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

FEWEST_UNITS = 10

_TABLE = Edition(
    name=marked("park residence table"),
    tables=("park_residence", "bewoning_parken", "bewoning_per_park"),
    columns={
        "park_id": ("park", "terrein_id"),
        "units": ("eenheden", "aantal_eenheden", "n_eenheden", "n_units"),
        "lived_in": ("bewoond", "aantal_bewoond", "n_bewoond", "n_lived_in"),
    },
    known_by=("park_id", "units", "lived_in"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_id(frame, treatment, "park_id")
    for column in ("units", "lived_in"):
        frame[column] = possible(frame[column], column, treatment)
    few = ~(frame["units"] >= FEWEST_UNITS) | (frame["lived_in"] > frame["units"])
    few |= frame["lived_in"].between(0, FEWEST_UNITS, inclusive="neither")
    treatment.count(
        Message(
            "Recreation parks with fewer than {fewest} units, or fewer than that lived in, made"
            " unknown: {count}.",
            fewest=FEWEST_UNITS,
            count=int(few.sum()),
        )
    )
    frame[["units", "lived_in"]] = frame[["units", "lived_in"]].mask(few)
    return frame[["park_id", *REGISTER.result]]


REGISTER = Register(
    name="park_residence",
    about=Message("Municipal table: units and lived-in units per recreation park"),
    index="park_id",
    geometry="none",
    kinds={"park_id": "id", "units": "number", "lived_in": "number"},
    required=("park_id", "units", "lived_in"),
    result={"units": "float64", "lived_in": "float64"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
