"""Layer `water`: water (BGT, Top10NL), and whether a boat can sail on it.

Navigable is water with a waterway class, a draught for ships, or a harbour.
Not navigable is what is too narrow, dry for part of the year, or made for
something else. Of other water the registers do not say it.
"""

import pandas as pd

from riskmap.layers import bgt_terrain, top10nl
from riskmap.layers.existing import ENDS
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message

_HARBOURS = ("jachthaven", "haven")
_SAILED = ("haven", "jachthaven", "vaarweg")
_NOT_SAILED = (
    *("greppel, droge sloot", "greppel", "droge sloot", "sloot", "bron", "bron, wel", "beek"),
    *("droogvallend", "natuurbad", "viskwekerij", "vistrap", "vloeiveld", "waterval"),
    *("waterzuivering", "zwembad", "drinkwaterbekken"),
)
_NARROW = ("0,5 - 3 meter", "3 - 6 meter", "0.5 - 3 meter", "< 6 meter")  # no room to turn a boat
_NO_CLASS = ("geen", "niet bevaarbaar", "onbekend", "nvt", "n.v.t.")
_COVERED = "overkluisd"

_BGT = Edition(
    name="BGT",
    tables=bgt_terrain.tables("waterdeel"),
    columns={
        "water_id": bgt_terrain.IDS,
        "kind": ("bgt_type", "class", "type"),
        "plus_kind": ("plus_type", "plus_type_waterdeel"),
        **bgt_terrain.COLUMNS,
    },
    known_by=("water_id", "kind", "level"),
    others=bgt_terrain.OTHERS,
)
_TOP10NL = Edition(
    name="Top10NL",
    tables=(
        *("top10nl_waterdeel_vlak", "waterdeel_vlak", "top10nl_waterdeel_lijn"),
        *("waterdeel_lijn", "water"),
    ),
    columns={
        "water_id": top10nl.IDS,
        "kind": ("type_water",),
        "function": ("functie",),
        "width": ("breedteklasse", "breedtekla"),
        "waterway_class": ("vaarwegklasse", "vaarwegkla"),
        "tonnage": ("scheepslaadvermogen", "scheepslaa"),
        "covered": ("fysiek_voorkomen", "fysiekvoor"),
        **ENDS,
    },
    known_by=("water_id", "kind", "function"),
    others=(
        *top10nl.OTHERS,
        *("breedte", "brugnaam", "hoofdafwatering", "hoofdafwat", "sluisnaam", "stroomrichting"),
        *("stroomrich", "typeinfrastructuurwaterdeel", "typeinfras", "voorkomen", "voorkomenw"),
        *("voorkomen_water", "getijdeinvloed", "getijde_invloed", "objecteind"),
    ),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = bgt_terrain.on_the_ground(frame, treatment)
    if "area_kind" in treatment.known:
        frame = top10nl.kept(frame, "area_kind", _HARBOURS, treatment)
        frame["navigable"] = pd.Series(True, index=frame.index, dtype="boolean")  # noqa: FBT003
        return frame[["water_id", *REGISTER.result, "geometry"]]
    covered = _any_of(frame["covered"], (_COVERED,))
    treatment.count(
        Message("Water in a covered channel, left out: {count}.", count=int(covered.sum()))
    )
    frame = frame[~covered].copy()
    frame["navigable"] = _navigable(frame, treatment)
    frame["kind"] = bgt_terrain.word(frame["kind"])
    return frame[["water_id", *REGISTER.result, "geometry"]]


def _navigable(frame: pd.DataFrame, treatment: Treatment) -> pd.Series:
    """Tell where a boat can sail; NA where the file does not say it."""
    words = [frame[name] for name in ("kind", "plus_kind", "function")]
    classed = frame["waterway_class"].notna() & ~_any_of(frame["waterway_class"], _NO_CLASS)
    sailed = classed | frame["tonnage"].gt(0)
    closed = _any_of(frame["width"], _NARROW)
    for one in words:
        sailed |= _any_of(one, _SAILED)
        closed |= _any_of(one, _NOT_SAILED)
    if classed.any():
        treatment.note(Message("Water without a waterway class was taken as not navigable."))
        closed |= ~sailed
    flags = pd.Series(pd.NA, index=frame.index, dtype="boolean")
    flags[closed] = False
    flags[sailed] = True
    return flags


def _any_of(text: pd.Series, wanted: tuple[str, ...]) -> "pd.Series[bool]":
    """Tell where one of the pipe-joined values is wanted."""
    return top10nl.chosen(text, wanted).notna()


REGISTER = Register(
    name="water",
    about=Message("Water, and whether a boat can sail on it (Top10NL, BGT)"),
    index="water_id",
    geometry="line_or_polygon",
    kinds={
        "water_id": "id",
        "kind": "text",
        "plus_kind": "text",
        "function": "text",
        "width": "text",
        "waterway_class": "text",
        "tonnage": "number",
        "covered": "text",
        "area_kind": "text",
        **bgt_terrain.KINDS,
    },
    required=(),
    result={"kind": "str", "navigable": "boolean"},
    editions=(_TOP10NL, _BGT, top10nl.functional_areas("water_id", named=False)),
    shape=_shape,
    may_be_empty=True,
    all_tables=True,
)
