"""Layers `landscapes` and `guardianship`: areas a municipality or province drew itself."""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

_TECHNICAL = (
    *("fid", "gid", "id", "objectid", "shape_length", "shape_area", "shape_leng", "gemeente"),
    *("gemeentecode", "provincie", "oppervlakte", "opmerking"),
)
_LANDSCAPES = Edition(
    name=marked("landscape types"),
    tables=("landschapstype", "landschapstypen", "landschap", "landscapes"),
    columns={
        "landscape_id": ("landschap_id", "id", "code", "objectid", "fid"),
        "landscape": ("landschap", "landschapstype", "landschap_type", "type", "omschrijving"),
    },
    known_by=("landscape",),
    others=_TECHNICAL,
)
_ZONES = Edition(
    name=marked("supervision zones"),
    tables=("kvo_zones", "kvo", "toezichtszones", "guardianship"),
    columns={
        "zone_id": ("zone_id", "id", "code", "objectid", "fid"),
        "kind": ("type", "soort", "zone_type"),
        "valid_from": ("geldig_van", "van", "ingangsdatum", "begindatum", "datum_van"),
        "valid_to": ("geldig_tot", "tot", "tot_en_met", "einddatum", "datum_tot"),
    },
    known_by=("kind", "valid_from", "valid_to"),
    others=_TECHNICAL,
)


def _landscapes(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    nameless = frame["landscape"].isna()
    treatment.count(
        Message("Areas without a landscape type, left out: {count}.", count=int(nameless.sum()))
    )
    return frame.loc[~nameless, ["landscape_id", *LANDSCAPES.result, "geometry"]]


def _in_force(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    """Keep the zones in force on the reference date; their last day still counts."""
    day = pd.Timestamp(treatment.reference_date)
    later, past = frame["valid_from"] > day, frame["valid_to"] < day
    treatment.count(
        Message(
            "Zones not yet or no longer in force, left out: {count}.",
            count=int((later | past).sum()),
        )
    )
    frame = frame[~(later | past)].copy()
    undated = frame["valid_from"].isna() & frame["valid_to"].isna()
    treatment.count(
        Message("Zones without dates, taken as in force: {count}.", count=int(undated.sum()))
    )
    frame["kind"] = frame["kind"].str.lower()
    return frame[["zone_id", *GUARDIANSHIP.result, "geometry"]]


LANDSCAPES = Register(
    name="landscapes",
    about=Message("Landscape types, to compare like with like"),
    index="landscape_id",
    geometry="polygon",
    kinds={"landscape_id": "id", "landscape": "text"},
    required=("landscape",),
    result={"landscape": "str"},
    editions=(_LANDSCAPES,),
    shape=_landscapes,
    may_be_empty=True,
)
GUARDIANSHIP = Register(
    name="guardianship",
    about=Message("Zones with organised supervision (KVO, security) in force now"),
    index="zone_id",
    geometry="polygon",
    kinds={"zone_id": "id", "kind": "text", "valid_from": "date", "valid_to": "date"},
    required=("kind",),
    result={"kind": "str", "valid_from": "datetime64[us]", "valid_to": "datetime64[us]"},
    editions=(_ZONES,),
    shape=_in_force,
    access=Access.MUNICIPAL,
    may_be_empty=True,
)
REGISTERS = (LANDSCAPES, GUARDIANSHIP)
