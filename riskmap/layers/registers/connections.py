"""Layer `connections`: grid connections per range of postcodes, as grid operators publish them.

Several operators are several files. Consumption is left unread: use that
bypasses the meter is not in it.
"""

import pandas as pd

from riskmap.layers.municipal_tables import possible
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

_POSTCODE = r"\d{4}[A-Z]{2}"  # no real one begins with 0, those of the demo do
_PRODUCTS = {
    **dict.fromkeys(("ELK", "ELEKTRICITEIT", "ELECTRICITY", "E"), "ELK"),
    **dict.fromkeys(("GAS", "G"), "GAS"),
}
_PERCENT = 100.0

_SMALL_USE = Edition(
    name=marked("small-use file of a grid operator"),
    tables=("connections", "kleinverbruik"),
    columns={
        "operator": ("netbeheerder",),
        "area": ("netgebied",),
        "postcode_from": ("postcode_van",),
        "postcode_to": ("postcode_tot",),
        "product": ("productsoort",),
        "segment": ("verbruikssegment",),
        "connections": ("aansluitingen_aantal", "aantal_aansluitingen"),
        "active_percent": ("fysieke_status_perc", "fysieke_status"),
        "active_share": (),
    },
    known_by=("postcode_from", "postcode_to", "product", "connections"),
    others=(
        *("straatnaam", "woonplaats", "landcode", "leveringsrichting_perc", "leveringsrichting"),
        *("soort_aansluiting", "soort_aansluiting_perc", "sjv", "sjv_gemiddeld", "sjv_perc"),
        *("sjv_laag_tarief_perc", "sjv_laag_tarief", "slimme_meter_perc", "slimme_meter"),
        *("standaarddeviatie", "meetverantwoordelijke", "defintieve_aansl_nrm"),
        *("definitieve_aansl_nrm", "gemiddeld_aantal_telwielen"),
    ),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = frame.copy()
    for end in ("postcode_from", "postcode_to"):
        frame[end] = frame[end].str.replace(" ", "", regex=False).str.upper()
    frame["postcode_to"] = frame["postcode_to"].fillna(frame["postcode_from"])
    right = frame["postcode_from"].str.fullmatch(_POSTCODE).fillna(value=False).astype(bool)
    right &= frame["postcode_to"].str.fullmatch(_POSTCODE).fillna(value=False).astype(bool)
    right &= frame["postcode_to"] >= frame["postcode_from"]
    treatment.count(
        Message("Rows without a range of postcodes, left out: {count}.", count=int((~right).sum()))
    )
    frame = frame[right].copy()
    product = frame["product"].str.upper()
    frame["product"] = product.map(_PRODUCTS, na_action="ignore").astype("str").fillna(product)
    frame["connections"] = possible(frame["connections"], "connections", treatment)
    percent = possible(frame["active_percent"], "active_percent", treatment, most=_PERCENT)
    share = possible(frame["active_share"], "active_share", treatment, most=1.0)
    frame["active_share"] = share.fillna(percent / _PERCENT)
    frame["connection_row"] = _row_ids(frame, treatment)
    return frame[["connection_row", *REGISTER.result]]


def _row_ids(frame: pd.DataFrame, treatment: Treatment) -> pd.Series:
    """Name a row by operator, range and product, and count on where these come again."""
    names = frame[["operator", "area", "postcode_from", "postcode_to", "product", "segment"]]
    names = names.assign(operator=names["operator"].fillna(treatment.file)).fillna("")
    name = names.agg("/".join, axis=1)
    order = frame.assign(name=name).sort_values(["name", "connections", "active_share"])
    nth = order.groupby("name").cumcount().reindex(frame.index) + 1
    return name.mask(nth > 1, name + "~" + nth.astype("str"))


REGISTER = Register(
    name="connections",
    about=Message("Small-use files of grid operators, per range of postcodes"),
    index="connection_row",
    geometry="none",
    kinds={
        **dict.fromkeys(("operator", "area", "product", "segment"), "text"),
        **dict.fromkeys(("postcode_from", "postcode_to"), "text"),
        **dict.fromkeys(("connections", "active_percent", "active_share"), "number"),
    },
    required=("postcode_from", "postcode_to", "product", "connections"),
    result={
        "postcode_from": "str",
        "postcode_to": "str",
        "product": "str",
        "connections": "float64",
        "active_share": "float64",
    },
    editions=(_SMALL_USE,),
    shape=_shape,
    repeats="refuse",
    may_be_empty=True,
)
