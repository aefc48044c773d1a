"""Layer `parcels`: cadastral parcels. The open map holds no owners, and none would pass.

A parcel's readable id is the code of its cadastral municipality, its section
and its number, joined by dashes: ``OTL02-B-2298``. Where a file gives the
cadastral municipality only by name, the name takes the place of the code.
"""

import pandas as pd

from riskmap.layers.existing import ENDS, ENDS_KINDS, current
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message

_VALID = ("geldig", "g")

_BRK = Edition(
    name="BRK",
    tables=("perceel", "percelen", "brk_perceel"),
    columns={
        "parcel_id": ("perceel_id",),
        "brk_id": (
            *("identificatie_lokaal_id", "identificatie", "lokaal_id", "gml_id"),
            "kadastraal_object_id",
        ),
        "code": (
            *("akr_kadastrale_gemeente_code_waarde", "akr_kadastrale_gemeente_code", "akr_code"),
        ),
        "municipality": ("kadastrale_gemeente_waarde", "kadastrale_gemeente"),
        "section": ("sectie",),
        "number": ("perceelnummer",),
        "area_m2": ("kadastrale_grootte_waarde", "kadastrale_grootte", "oppervlakte"),
        "status": ("status_historie_waarde", "status_historie", "status_historie_code"),
        **ENDS,
    },
    known_by=("section", "number"),
    others=(
        *("fid", "gml_id", "id", "identificatie_namespace", "begin_geldigheid", "volgnummer"),
        *("tijdstip_registratie", "status_historie_code", "kadastrale_gemeente_code"),
        *("akr_kadastrale_gemeente_code_code", "soort_grootte_code", "soort_grootte_waarde"),
        *("perceelnummer_rotatie", "perceelnummer_verschuiving_delta_x", "delta_x", "delta_y"),
        "perceelnummer_verschuiving_delta_y",
    ),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = current(frame, treatment)
    if "status" in treatment.known:
        valid = frame["status"].str.lower().isin(_VALID) | frame["status"].isna()
        treatment.count(
            Message("Parcels that are not valid, left out: {count}.", count=int((~valid).sum()))
        )
        frame = frame[valid]
    frame = frame.copy()
    frame["brk_id"] = frame["brk_id"].str.replace(r"^NL\.[A-Za-z.]+\.", "", regex=True)
    place = frame["code"].where(frame["code"].notna(), frame["municipality"])
    readable = place + "-" + frame["section"] + "-" + frame["number"]
    frame["parcel_id"] = frame["parcel_id"].where(frame["parcel_id"].notna(), readable)
    frame["parcel_id"] = frame["parcel_id"].where(frame["parcel_id"].notna(), frame["brk_id"])
    frame["area_m2"] = frame["area_m2"].mask(frame["area_m2"] <= 0)
    frame["own_id"] = frame["brk_id"]
    return frame[["parcel_id", "brk_id", "area_m2", "own_id", "geometry"]]


REGISTER = Register(
    name="parcels",
    about=Message("Cadastral parcels (BRK)"),
    index="parcel_id",
    geometry="polygon",
    kinds={
        "parcel_id": "id",
        "brk_id": "id",
        "code": "text",
        "municipality": "text",
        "section": "text",
        "number": "id",
        "area_m2": "number",
        "status": "text",
        **ENDS_KINDS,
    },
    required=(),
    result={"brk_id": "str", "area_m2": "float64"},
    editions=(_BRK,),
    shape=_shape,
)
