"""Layer `addresses`: addressable objects in use, with use and floor area."""

import pandas as pd

from riskmap.layers.existing import ENDS, ENDS_KINDS, current, with_status
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.values import as_bag_id, without
from riskmap.messages import Message, marked

EXISTING = (
    "Verblijfsobject in gebruik",
    "Verblijfsobject in gebruik (niet ingemeten)",
    "Verbouwing verblijfsobject",
    "Verblijfsobject buiten gebruik",
    "Naamgeving uitgegeven",  # where the file lists address numbers instead of objects
)
_DUMMY_AREAS = (1.0, 999999.0)
_PLACE = {
    "house_number": ("huisnummer",),
    "house_letter": ("huisletter",),
    "addition": ("toevoeging", "huisnummertoevoeging", "huisnummer_toevoeging"),
    "postcode": ("postcode",),
}
_TECHNICAL = (
    *("fid", "gid", "gml_id", "rdf_seealso", "woonplaats", "woonplaats_naam", "type"),
    *("minx", "maxx", "miny", "maxy", "document", "datum_doc", "datum_strt"),
)

_BAG = Edition(
    name="BAG",
    tables=("verblijfsobject", "verblijfsobjecten", "bag_verblijfsobject"),
    columns={
        "address_id": ("identificatie", "verblijfsobject_identificatie", "vbo_id"),
        "status": ("status", "verblijfsobject_status"),
        "use": ("gebruiksdoel", "gebruiksdoelen", "gebruiksdoel_verblijfsobject"),
        "floor_area_m2": ("oppervlakte", "oppervlakte_verblijfsobject"),
        "building_ids": ("pand_identificatie", "pand_id", "pand_ref", "maakt_deel_uit_van"),
        "street": ("openbare_ruimte_naam", "openbare_ruimte", "straatnaam"),
        **_PLACE,
        **ENDS,
    },
    known_by=("address_id", "floor_area_m2", "use"),
    others=(
        *_TECHNICAL,
        *("bouwjaar", "begin_geldigheid", "documentdatum", "documentnummer", "geconstateerd"),
        *("nummeraanduiding_hoofdadres_identificatie", "bronhouder_identificatie", "pand_status"),
        *("openbare_ruimte_identificatie", "woonplaats_identificatie", "bronhouder_naam"),
        *("nummeraanduiding_nevenadres_identificatie", "pandstatus", "tijdstip_registratie"),
    ),
)
_NUMBERS = Edition(
    name=marked("BAG address numbers"),
    tables=("verblijfsobjecten", "adres", "adressen", "addresses"),
    columns={
        "address_id": ("nummer_id", "adresseerbaar_object_identificatie"),
        "status": ("status",),
        "street": ("straatnaam", "openbare_ruimte_naam"),
        "object_type": ("type", "type_adresseerbaar_object"),
        **_PLACE,
        **ENDS,
    },
    known_by=("address_id", "street", "house_number"),
    others=_TECHNICAL,
)
_INSPIRE = Edition(
    name=marked("INSPIRE addresses"),
    tables=("OGRGeoJSON", "inspireadressen"),
    columns={"address_id": ("id",), "street": ("straatnaam",), **_PLACE},
    known_by=("address_id", "street", "house_number"),
    others=_TECHNICAL,
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_status(current(frame, treatment), EXISTING, treatment).copy()
    frame = _without_caravan_sites(frame, treatment)
    areas = frame["floor_area_m2"]
    known = without(areas, _DUMMY_AREAS)
    known = known.mask(known <= 0)
    treatment.count(
        Message(
            "Floor areas that are register dummies, made unknown: {count}.",
            count=int(areas.notna().sum() - known.notna().sum()),
        )
    )
    frame["floor_area_m2"] = known
    frame["number"] = frame["number"].where(frame["number"].notna(), _number(frame))
    frame["postcode"] = frame["postcode"].str.replace(" ", "", regex=False).str.upper()
    kept = ["address_id", *REGISTER.result, "geometry"]
    if "building_ids" in treatment.known:
        kept.append("building_ids")
    else:
        treatment.note(
            Message("The file does not say in which building an address lies; places decide.")
        )
    return frame[kept]


def _without_caravan_sites(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    """Leave out standplaatsen (object type 03 of the BAG): never a place, never a target."""
    ids = frame["address_id"].where(frame["address_id"].str.fullmatch(r"\d{16}"))
    caravans = ids.str[4:6].eq("03") | frame["object_type"].str.lower().eq("standplaats")
    treatment.count(
        Message(
            "Sites for caravans, which are never used, left out: {count}.",
            count=int(caravans.sum()),
        )
    )
    return frame[~caravans].copy()


def links_of(addresses: pd.DataFrame) -> pd.DataFrame:
    """Return one row per address and building it lies in, sorted by both ids.

    Parameters
    ----------
    addresses
        Indexed by ``address_id``, with ``building_ids``: ids joined by commas.
    """
    many = addresses["building_ids"].dropna().str.split(r"[,;|\s]+", regex=True).explode()
    links = pd.DataFrame(
        {
            "address_id": many.index.astype("str"),
            "building_id": as_bag_id(many.str.strip("[]\"'")).to_numpy(),
        }
    )
    links = links.dropna().drop_duplicates()
    return links.sort_values(["address_id", "building_id"]).reset_index(drop=True)


def _number(frame: pd.DataFrame) -> pd.Series:
    """Join house number, letter and addition: ``12``, ``12A``, ``12A-2``."""
    addition = ("-" + frame["addition"]).fillna("")
    return frame["house_number"] + frame["house_letter"].fillna("") + addition


REGISTER = Register(
    name="addresses",
    about=Message("Addressable objects in use, with use and floor area (BAG)"),
    index="address_id",
    geometry="point",
    kinds={
        "address_id": "bag_id",
        "status": "text",
        "use": "uses",
        "floor_area_m2": "number",
        "building_ids": "text",
        "street": "text",
        "house_number": "id",
        "house_letter": "text",
        "addition": "id",
        "number": "id",
        "postcode": "text",
        "object_type": "text",
        **ENDS_KINDS,
    },
    required=("address_id",),
    result={
        "use": "str",
        "floor_area_m2": "float64",
        "status": "str",
        "street": "str",
        "number": "str",
        "postcode": "str",
    },
    editions=(_BAG, _NUMBERS, _INSPIRE),
    shape=_shape,
)
