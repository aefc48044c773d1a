"""Layer `surfaces`: ground without plants (BGT), by what covers it."""

import pandas as pd

from riskmap.layers import bgt_terrain
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message

_BGT = Edition(
    name="BGT",
    tables=bgt_terrain.tables("onbegroeidterreindeel"),
    columns={
        "surface_id": bgt_terrain.IDS,
        "cover": ("bgt_fysiek_voorkomen", "fysiek_voorkomen", "class"),
        **bgt_terrain.COLUMNS,
    },
    known_by=("surface_id", "cover"),
    others=bgt_terrain.OTHERS,
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = bgt_terrain.on_the_ground(frame, treatment)
    frame["cover"] = bgt_terrain.word(frame["cover"])
    return frame[["surface_id", *REGISTER.result, "geometry"]]


REGISTER = Register(
    name="surfaces",
    about=Message("Ground without plants (BGT): yards, hard and soft surfaces"),
    index="surface_id",
    geometry="polygon",
    kinds={"surface_id": "id", "cover": "text", **bgt_terrain.KINDS},
    required=("cover",),
    result={"cover": "str"},
    editions=(_BGT,),
    shape=_shape,
    may_be_empty=True,
)
