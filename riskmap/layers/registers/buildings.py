"""Layer `buildings`: footprints that exist now, from BAG or BGT."""

import pandas as pd

from riskmap.layers.existing import ENDS, ENDS_KINDS, current, with_status
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.values import without
from riskmap.messages import Message

EXISTING = (
    "Pand in gebruik",
    "Pand in gebruik (niet ingemeten)",
    "Verbouwing pand",
    "Pand buiten gebruik",
    "Sloopvergunning verleend",
    "bestaand",  # the BGT's one word for all of them
)
_OLDEST = 1200  # a year before it is a filler (1005 is the usual one), says the BAG's own check
_SITES = ("02", "03")  # object types of the BAG
_DUMMY_YEARS = (9999.0,)

_BAG = Edition(
    name="BAG",
    tables=("pand", "panden", "bag_pand"),
    columns={
        "building_id": ("identificatie", "pand_id", "pandidentificatie"),
        "year_built": ("bouwjaar", "oorspronkelijk_bouwjaar"),
        "status": ("status", "pandstatus", "pand_status"),
        "use": ("gebruiksdoel", "gebruiksdoelen"),
        **ENDS,
    },
    known_by=("building_id", "year_built"),
    others=(
        *("fid", "gid", "gml_id", "rdf_seealso", "geconstateerd", "verblijfsobject"),
        *("oppervlakte_min", "oppervlakte_max", "aantal_verblijfsobjecten", "begin_geldigheid"),
        *("documentdatum", "documentnummer", "voorkomenidentificatie", "tijdstip_registratie"),
        *("bronhouder_identificatie", "tijdstip_registratie_lv", "tijdstip_eind_registratie_lv"),
    ),
)
_BGT = Edition(
    name="BGT",
    tables=("pand", "bgt_pand", "buildingpart", "bgt_buildingpart"),
    columns={
        "building_id": ("identificatie_bag_pnd",),
        "own_id": ("lokaal_id", "identificatie_lokaal_id", "gml_id"),
        "status": ("bgt_status", "status"),
        **ENDS,
    },
    known_by=("building_id", "own_id"),
    others=(
        *("fid", "gml_id", "id", "namespace", "identificatie_namespace", "creation_date"),
        *("relatieve_hoogteligging", "tijdstip_registratie", "bronhouder", "plus_status"),
        *("lv_publicatiedatum", "in_onderzoek", "version", "object_begin_tijd", "bag_pnd"),
        *("identificatie_bag_vbo_laagste_huisnummer", "identificatie_bag_vbo_hoogste_huisnummer"),
    ),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_status(current(frame, treatment), EXISTING, treatment).copy()
    kind = frame["building_id"].where(frame["building_id"].str.fullmatch(r"\d{16}")).str[4:6]
    sites = kind.isin(_SITES)
    treatment.count(
        Message(
            "Sites for caravans and berths, which are never used, left out: {count}.",
            count=int(sites.sum()),
        )
    )
    frame = frame[~sites].copy()
    years = frame["year_built"]
    known = without(years, _DUMMY_YEARS)
    known = known.mask(known < _OLDEST)
    treatment.count(
        Message(
            "Building years that are register dummies, made unknown: {count}.",
            count=int(years.notna().sum() - known.notna().sum()),
        )
    )
    frame["year_built"] = known
    return frame[["building_id", "year_built", "status", "use", "own_id", "geometry"]]


REGISTER = Register(
    name="buildings",
    about=Message("Building footprints that exist now (BAG, BGT)"),
    index="building_id",
    geometry="polygon",
    kinds={
        "building_id": "bag_id",
        "year_built": "number",
        "status": "text",
        "use": "uses",
        "own_id": "id",
        **ENDS_KINDS,
    },
    required=("building_id",),
    result={"year_built": "float64", "status": "str", "use": "str"},
    editions=(_BAG, _BGT),
    shape=_shape,
)
