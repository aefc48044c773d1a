"""Layer `recreation_parks`: holiday parks and campsites as areas (Top10NL, CBS land use)."""

import pandas as pd

from riskmap.layers import top10nl
from riskmap.layers.existing import ENDS_KINDS, current
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
}
_STAY = "verblijfsrecreatie"
_LAND_USE = frozenset({"code", "land_use", "category"})
_OVERNIGHT = ("44", "verblijfsrecreatief terrein", "verblijfsrecreatie")

_BBG = Edition(
    name=marked("CBS land use"),
    tables=("bbg2017", "bestandbodemgebruik2017", "bestand_bodemgebruik", "bodemgebruik"),
    columns={
        "park_id": ("bbg_id", "objectid", "gml_id", "id", "fid"),
        "code": ("bg2017", "bg2015", "bg2020", "bbg_code"),
        "land_use": ("bodemgebruik", "omschrijving"),
        "category": ("categorie",),
    },
    known_by=("land_use", "category"),
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
        "own_kind": ("soort", "type", "kind"),
        "name": ("park", "parknaam", "naam"),
    },
    known_by=("name",),
    others=("fid", "gid", "id", "objectid", "gemeente", "plaats", "shape_length", "shape_area"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    if "area_kind" in treatment.known:
        frame = top10nl.kept(current(frame, treatment), "area_kind", KINDS, treatment)
    elif _LAND_USE & treatment.known:
        frame = _overnight(frame, treatment)
    elif "name" in treatment.known:
        frame = _without_caravan_sites(frame, treatment)
    else:
        raise treatment.error(
            Message("no column says what kind of area each row is, or what it is called."),
            Message(
                "Give the functional areas of Top10NL, or areas with a column name (parknaam)."
            ),
        )
    return frame[["park_id", *REGISTER.result, "geometry"]]


def _overnight(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    """Keep the land for stays overnight, told by code or by word, whichever the file has."""
    said = [frame[name].str.lower().isin(_OVERNIGHT) for name in sorted(_LAND_USE)]
    overnight = said[0] | said[1] | said[2]
    treatment.count(
        Message("Areas with another use of land, left out: {count}.", count=int((~overnight).sum()))
    )
    return frame[overnight].assign(kind=_STAY)


def _without_caravan_sites(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    """Keep what the municipality calls a park, but never a place where caravans are homes."""
    kind = frame["own_kind"].str.lower()
    homes = kind.str.contains("woonwagen", regex=False).fillna(value=False).astype(bool)
    treatment.count(
        Message("Areas that are no holiday park, left out: {count}.", count=int(homes.sum()))
    )
    return frame.assign(kind=kind)[~homes].copy()


REGISTER = Register(
    name="recreation_parks",
    about=Message("Holiday parks and campsites as areas (Top10NL, CBS land use)"),
    index="park_id",
    geometry="polygon",
    kinds={
        "park_id": "id",
        "name": "text",
        "area_kind": "text",
        "own_kind": "text",
        **dict.fromkeys(sorted(_LAND_USE), "text"),
        **ENDS_KINDS,
    },
    required=(),
    result={"name": "str", "kind": "str"},
    editions=(top10nl.functional_areas("park_id"), _BBG, _OWN),
    shape=_shape,
    may_be_empty=True,
    all_tables=True,
)
