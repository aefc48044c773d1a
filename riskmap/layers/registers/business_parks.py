"""Layer `business_parks`: work locations from IBIS, or functional areas from Top10NL."""

import pandas as pd

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
_TOP10NL_KIND = "bedrijventerrein"

_IBIS = Edition(
    name="IBIS",
    tables=("ibis", "ibisbedrijventerreinen", "ibis_werklocaties", "werklocaties"),
    columns={
        "park_id": ("rin_nummer", "rin_nr", "rin"),
        "name": ("plan_naam", "plannaam", "naam"),
        "kind": ("wloc_type", "werklocatie_type", "type_werklocatie"),
        "net_ha": ("ha_netto", "netto_oppervlakte", "oppervlakte_netto"),
        "obsolete": ("verouderd",),
    },
    known_by=("park_id", "name"),
    others=(
        *("fid", "gid", "objectid", "jaar", "kern_naam", "gem_codes", "gem_code", "gem_naam"),
        *("ha_bruto", "ha_uitgeg", "ha_tottuit", "ha_uit_hjr", "ha_tkpgem", "ha_transf"),
        *("ha_herprof", "ha_zrevit", "vol", "uitgifte_voor_2022", "uitgifte_in_2022"),
        *("maximale_milieucategorie", "milieucategorie", "shape_length", "shape_area"),
        *("shape_leng", "prov_naam", "provincie", "gemeente", "kern", "bruto_oppervlakte"),
    ),
)
_TOP10NL = Edition(
    name="Top10NL",
    tables=(
        *("top10nl_functioneel_gebied_vlak", "top10nl_functioneel_gebied_multivlak"),
        *("functioneel_gebied_vlak", "functioneel_gebied_multivlak", "functioneelgebied"),
    ),
    columns={
        "park_id": ("lokaal_id", "identificatie_lokaal_id", "identificatie"),
        "area_kind": ("typefunctioneelgebied", "type_functioneel_gebied"),
        "name": ("naam_nl", "naam"),
    },
    known_by=("park_id", "area_kind"),
    others=(
        *(
            "fid",
            "gid",
            "gml_id",
            "namespace",
            "soortnaam",
            "is_bagnaam",
            "bron_type",
            "bronactualiteit",
        ),
        *("bronbeschrijving", "bronnauwkeurigheid", "object_begin_tijd", "object_eind_tijd"),
        *("tijdstip_registratie", "eind_registratie", "tdncode", "visualisatiecode", "mutatietype"),
        *("brontype", "soort_naam", "isbag_naam", "naam_fries", "naam_officieel", "versie"),
    ),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = frame.copy()
    if "area_kind" in treatment.known:
        words = frame["area_kind"].str.lower().str.split(r"\s*\|\s*", regex=True)
        chosen = words.map(lambda kinds: _TOP10NL_KIND in kinds, na_action="ignore")
        chosen = chosen.fillna(value=False).astype(bool)
        treatment.count(
            Message(
                "Functional areas that are no business park, left out: {count}.",
                count=int((~chosen).sum()),
            )
        )
        frame = frame[chosen].copy()
        frame["kind"] = _TOP10NL_KIND
    code = frame["kind"].str.upper().map(_KINDS).astype("str")
    frame["kind"] = code.where(code.notna(), frame["kind"].str.lower())
    frame["net_ha"] = frame["net_ha"].mask(frame["net_ha"] < 0)
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
        "net_ha": "number",
        "obsolete": "flag",
    },
    required=("park_id",),
    result={"name": "str", "kind": "str", "net_ha": "float64", "obsolete": "boolean"},
    editions=(_IBIS, _TOP10NL),
    shape=_shape,
    may_be_empty=True,
)
