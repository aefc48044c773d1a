"""Layer `vegetation`: ground with plants (BGT), or woods, heath and rows of trees (Top10NL)."""

import pandas as pd

from riskmap.layers import bgt_terrain, top10nl
from riskmap.layers.existing import ENDS
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message

# "Green space" says nothing about height; the plus words of the BGT do.
_VAGUE = "groenvoorziening"
# Land use and line elements of Top10NL in the words of the BGT, where it has one.
_TOP10NL_KINDS = {
    "bos: loofbos": "loofbos",
    "bos: naaldbos": "naaldbos",
    "bos: gemengd bos": "gemengd bos",
    "bos: griend": "griend",
    "loofbos": "loofbos",
    "naaldbos": "naaldbos",
    "gemengd bos": "gemengd bos",
    "griend": "griend",
    "dodenakker met bos": "gemengd bos",
    "populieren": "populieren",
    "heide": "heide",
    "boomgaard": "boomgaard",
    "boomkwekerij": "boomteelt",
    "fruitkwekerij": "fruitteelt",
    "akkerland": "bouwland",
    "grasland": "grasland",
    "bomenrij": "bomenrij",
    "heg, haag": "heg",
    "heg": "heg",
    "haag": "heg",
    "houtwal": "houtwal",
}

_BGT = Edition(
    name="BGT",
    tables=bgt_terrain.tables("begroeidterreindeel", "plantcover"),
    columns={
        "vegetation_id": bgt_terrain.IDS,
        "ground": ("bgt_fysiek_voorkomen", "fysiek_voorkomen", "class"),
        "plus_kind": ("plus_fysiek_voorkomen", "plus_fysiek_voorkomen_begroeid_terreindeel"),
        **bgt_terrain.COLUMNS,
    },
    known_by=("vegetation_id", "ground"),
    others=bgt_terrain.OTHERS,
)
_TOP10NL = Edition(
    name="Top10NL",
    tables=(
        *("top10nl_terrein_vlak", "terrein_vlak"),
        *("top10nl_inrichtingselement_lijn", "inrichtingselement_lijn"),
    ),
    columns={
        "vegetation_id": top10nl.IDS,
        "element": (
            *("type_landgebruik", "type_inrichtingselement", "typelandge", "typeinrich"),
            "landgebruik",
        ),
        **ENDS,
    },
    known_by=("vegetation_id", "element"),
    others=(*top10nl.OTHERS, "voorkomen", "fysiekvoorkomen"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = bgt_terrain.on_the_ground(frame, treatment)
    if "element" in treatment.known:
        frame = top10nl.kept(frame, "element", _TOP10NL_KINDS, treatment)
    else:
        kind, plus = bgt_terrain.word(frame["ground"]), bgt_terrain.word(frame["plus_kind"])
        vague = (kind.isna() | kind.eq(_VAGUE)) & plus.notna()
        frame["kind"] = kind.mask(vague, plus)
    return frame[["vegetation_id", *REGISTER.result, "geometry"]]


REGISTER = Register(
    name="vegetation",
    about=Message("Ground with plants (BGT); woods, heath, hedges and rows of trees (Top10NL)"),
    index="vegetation_id",
    geometry="line_or_polygon",
    kinds={
        "vegetation_id": "id",
        "ground": "text",
        "plus_kind": "text",
        "element": "text",
        **bgt_terrain.KINDS,
    },
    required=(),
    result={"kind": "str"},
    editions=(_BGT, _TOP10NL),
    shape=_shape,
    may_be_empty=True,
    all_tables=True,
)
