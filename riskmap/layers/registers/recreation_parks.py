"""Layer `recreation_parks`: holiday parks and campsites as areas (Top10NL, CBS land use)."""

import pandas as pd

from riskmap.layers import top10nl
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

KINDS = {
    "vakantiepark": "vakantiepark",
    "bungalowpark": "bungalowpark",
    "caravanpark": "caravanpark",
    "camping, kampeerterrein": "camping",
    "camping": "camping",
    "kampeerterrein": "camping",
    "recreatiepark": "recreatiepark",
    "chaletpark": "chaletpark",
    "verblijfsrecreatief terrein": "verblijfsrecreatie",
    "verblijfsrecreatie": "verblijfsrecreatie",
    "44": "verblijfsrecreatie",
}

_BBG = Edition(
    name=marked("CBS land use"),
    tables=("bbg2017", "bestandbodemgebruik2017", "bestand_bodemgebruik", "bodemgebruik"),
    columns={
        "park_id": ("bbg_id", "objectid", "gml_id", "id", "fid"),
        "area_kind": ("categorie", "omschrijving", "bg2017", "bodemgebruik", "bg2015"),
    },
    known_by=("area_kind",),
    others=(
        *("fid", "gid", "id", "objectid", "gml_id", "bg2015", "bg2017", "bg2020", "bodemgebruik"),
        *("hoofdgroep", "categorie", "mutatie", "oppervlakte", "shape_length", "shape_area"),
    ),
)
_OWN = Edition(
    name=marked("municipal areas"),
    tables=("recreatieparken", "recreation_parks", "vakantieparken"),
    columns={
        "park_id": ("park_id", "id", "code", "fid"),
        "area_kind": ("soort", "type", "kind"),
        "name": ("park", "parknaam", "naam"),
    },
    known_by=("area_kind", "name"),
    others=("fid", "gid", "id", "objectid", "gemeente", "plaats", "shape_length", "shape_area"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = top10nl.kept(frame, "area_kind", KINDS, treatment)
    return frame[["park_id", *REGISTER.result, "geometry"]]


REGISTER = Register(
    name="recreation_parks",
    about=Message("Holiday parks and campsites as areas (Top10NL, CBS land use)"),
    index="park_id",
    geometry="polygon",
    kinds={"park_id": "id", "area_kind": "text", "name": "text"},
    required=("area_kind",),
    result={"name": "str", "kind": "str"},
    editions=(top10nl.functional_areas("park_id"), _BBG, _OWN),
    shape=_shape,
    may_be_empty=True,
)
