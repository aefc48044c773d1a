"""Layer `livestock`: environmental permits of livestock farms, with the animals permitted.

A permit outlives its animals, and a kind of animals that is not filled in is
not zero. "Other animals" is a count in some files, in others only yes or no.
"""

import numpy as np
import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.values import as_flag, as_number
from riskmap.messages import Message, marked

_COUNTED = ("goats", "poultry", "cattle", "sheep", "pigs")

_FARMS = Edition(
    name=marked("livestock permits"),
    tables=("veehouderij", "veehouderijen", "web_bvb", "livestock"),
    columns={
        "permit_id": ("vthobject_id", "vergunning_id", "permit_id", "id"),
        "kind": ("type", "soort", "vergunning_type"),
        "barns": ("aantal_stallen", "stallen"),
        "goats": ("geiten",),
        "poultry": ("kippen", "pluimvee"),
        "cattle": ("rundvee", "runderen"),
        "sheep": ("schapen",),
        "pigs": ("varkens",),
        "other_animals": ("overige_dieren", "overig"),
    },
    known_by=("permit_id", "cattle", "pigs"),
    others=(
        *("fid", "gid", "id", "od", "bevoegdgezag", "adres", "ippc_installatie", "nh3_emissie"),
        *("geur_emissie", "fijnstof_emissie", "geo_x", "geo_y", "bedrijfstype", "sectorid"),
        *("natura2000_area_id", "natura2000_area_name", "habitat_type_id", "habitat_type_name"),
        *("habitat_type_description", "critical_deposition", "coverage", "postcode", "woonplaats"),
        *("huisnummer", "straatnaam", "gemeente", "sbi"),
    ),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = frame.copy()
    counts = frame[list(_COUNTED)].assign(other=as_number(frame["other_animals"]))
    counts = counts.mask(counts < 0)
    total = counts.sum(axis=1, min_count=1)
    # "yes, other animals" says that there are some, but not how many
    uncounted = as_flag(frame["other_animals"]).fillna(value=False).astype(bool)
    uncounted &= counts["other"].isna() & total.fillna(0.0).eq(0)
    treatment.count(
        Message(
            "Permits with other animals that nobody counted, so how many is unknown: {count}.",
            count=int(uncounted.sum()),
        )
    )
    frame["animals"] = total.mask(uncounted, np.nan)
    frame["kind"] = frame["kind"].str.lower()
    frame["barns"] = frame["barns"].mask(frame["barns"] < 0)
    return frame[["permit_id", *REGISTER.result, "geometry"]]


REGISTER = Register(
    name="livestock",
    about=Message("Environmental permits of livestock farms"),
    index="permit_id",
    geometry="point",
    kinds={
        "permit_id": "id",
        "kind": "text",
        "barns": "number",
        **dict.fromkeys(_COUNTED, "number"),
        "other_animals": "text",
    },
    required=("permit_id",),
    result={"kind": "str", "animals": "float64", "barns": "float64"},
    editions=(_FARMS,),
    shape=_shape,
    access=Access.MUNICIPAL,  # services share it on request, under terms of their own
    may_be_empty=True,
)
