"""Layer `barriers`: fences, walls and other lines one does not walk through (BGT, Top10NL)."""

import pandas as pd

from riskmap.layers import bgt_terrain, top10nl
from riskmap.layers.existing import ENDS
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message

_TOP10NL_KINDS = {
    "muur": "muur",
    "hek": "hek",
    "hekwerk": "hek",
    "geluidswering": "geluidsscherm",
    "geluidsscherm": "geluidsscherm",
}

_BGT = Edition(
    name="BGT",
    tables=bgt_terrain.tables("scheiding"),
    columns={
        "barrier_id": bgt_terrain.IDS,
        "bgt_kind": ("bgt_type", "type", "class", "bgt_type_scheiding"),
        "plus_kind": ("plus_type", "plus_type_scheiding", "plus_type_overige_scheiding"),
        **bgt_terrain.COLUMNS,
    },
    known_by=("barrier_id", "bgt_kind"),
    others=bgt_terrain.OTHERS,
)
_BGT_OTHER = Edition(  # fences the law does not ask for have only the type of the plus
    name="BGT",
    tables=bgt_terrain.tables("overigescheiding"),
    columns={**_BGT.columns, "bgt_kind": ("bgt_type",), "plus_kind": ("plus_type", "type")},
    known_by=("barrier_id", "plus_kind", "level"),
    others=bgt_terrain.OTHERS,
)
_TOP10NL = Edition(
    name="Top10NL",
    tables=("top10nl_inrichtingselement_lijn", "inrichtingselement_lijn"),
    columns={
        "barrier_id": top10nl.IDS,
        "element": ("type_inrichtingselement", "typeinrich"),
        **ENDS,
    },
    known_by=("barrier_id", "element"),
    others=top10nl.OTHERS,
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = bgt_terrain.on_the_ground(frame, treatment)
    if "element" in treatment.known:
        frame = top10nl.kept(frame, "element", _TOP10NL_KINDS, treatment)
    else:
        kind = bgt_terrain.word(frame["bgt_kind"])
        frame["kind"] = kind.where(kind.notna(), bgt_terrain.word(frame["plus_kind"]))
    return frame[["barrier_id", *REGISTER.result, "geometry"]]


REGISTER = Register(
    name="barriers",
    about=Message("Fences, walls and other barriers (BGT, Top10NL)"),
    index="barrier_id",
    geometry="line_or_polygon",
    kinds={
        "barrier_id": "id",
        "bgt_kind": "text",
        "plus_kind": "text",
        "element": "text",
        **bgt_terrain.KINDS,
    },
    required=(),
    result={"kind": "str"},
    editions=(_BGT, _BGT_OTHER, _TOP10NL),
    shape=_shape,
    may_be_empty=True,
    all_tables=True,
)
