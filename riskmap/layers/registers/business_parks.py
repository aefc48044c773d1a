"""Layer `business_parks`: work locations from IBIS, or functional areas from Top10NL."""

import pandas as pd

from riskmap.layers import top10nl
from riskmap.layers.existing import ENDS_KINDS, current
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message

# Codes of WLOC_TYPE in the words of the 2023 edition.
_KINDS = {
    "A": "zeehaven",
    "B": "bedrijventerrein",
    "C": "economische zone",
    "C1": "detailhandel",
    "C2": "onderwijs",
    "C3": "zorg",
    "C4": "platform",
    "C5": "agribusiness",
}
_NO_KIND = ("x", "onbekend")
_TOP10NL_KIND = "bedrijventerrein"
_HECTARES = ("net_ha", "transforming_ha", "restructuring_ha", "revitalising_ha")

_IBIS = Edition(
    name="IBIS",
    tables=("ibis", "ibisbedrijventerreinen", "ibis_werklocaties", "werklocaties"),
    columns={
        "park_id": ("rin_nummer", "rin_nr", "rin"),
        "name": ("plan_naam", "plannaam", "naam"),
        "kind": ("wloc_type", "werklocatie_type", "type_werklocatie"),
        "net_ha": ("ha_netto", "netto_oppervlakte", "oppervlakte_netto"),
        "obsolete": ("verouderd",),
        "transforming_ha": ("ha_transf", "ha_transformatie", "oppervlakte_transformatie"),
        "restructuring_ha": ("ha_herprof", "ha_herprofilering", "oppervlakte_herprofilering"),
        "revitalising_ha": ("ha_zrevit", "ha_zware_revitalisering", "zware_revitalisering"),
    },
    known_by=("park_id", "name"),
    others=(
        *("fid", "gid", "objectid", "jaar", "kern_naam", "gem_codes", "gem_code", "gem_naam"),
        *("ha_bruto", "ha_uitgeg", "ha_tottuit", "ha_uit_hjr", "ha_tkpgem"),
        *("vol", "uitgifte_voor_2022", "uitgifte_in_2022"),
        *("maximale_milieucategorie", "milieucategorie", "shape_length", "shape_area"),
        *("shape_leng", "prov_naam", "provincie", "gemeente", "kern", "bruto_oppervlakte"),
    ),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = frame.copy()
    if "area_kind" in treatment.known:
        frame = top10nl.kept(current(frame, treatment), "area_kind", (_TOP10NL_KIND,), treatment)
    code = frame["kind"].str.upper().map(_KINDS).astype("str")
    frame["kind"] = code.where(code.notna(), frame["kind"].str.lower())
    frame["kind"] = frame["kind"].mask(frame["kind"].isin(_NO_KIND))
    frame[list(_HECTARES)] = frame[list(_HECTARES)].mask(frame[list(_HECTARES)] < 0)
    return frame[["park_id", *REGISTER.result, "geometry"]]


REGISTER = Register(
    name="business_parks",
    about=Message("Work locations (IBIS, Top10NL)"),
    index="park_id",
    geometry="polygon",
    kinds={
        "park_id": "id",
        "name": "text",
        "kind": "text",
        "area_kind": "text",
        **dict.fromkeys(_HECTARES, "number"),
        "obsolete": "flag",
        **ENDS_KINDS,
    },
    required=("park_id",),
    result={
        "name": "str",
        "kind": "str",
        "net_ha": "float64",
        "obsolete": "boolean",
        "transforming_ha": "float64",
        "restructuring_ha": "float64",
        "revitalising_ha": "float64",
    },
    editions=(_IBIS, top10nl.functional_areas("park_id")),
    shape=_shape,
    may_be_empty=True,
    all_tables=True,
)
