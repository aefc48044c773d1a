"""Layer `venues`: bars, hotels and shops with a licence, and what was seen of the place.

The survey form has codes about places, answered with yes, no or not seen. The
score is the share of yes among what was seen. Cameras are on some forms and
are never read: they are no sign of anything.
"""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import possible, with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.values import as_flag
from riskmap.messages import Message, marked

# Code of the survey form -> its spellings; yes is a sign.
_SIGNS = {
    "gate_closed": ("hek_dicht", "toegang_dicht"),
    "dead_end": ("doodlopend",),
    "view_blocked": ("zicht_ontnomen", "zicht_geblokkeerd"),
    "sign_missing": ("naambord_ontbreekt", "huisnummer_ontbreekt", "number_missing"),
    "windows_covered": ("ramen_afgeplakt", "ramen_bedekt"),
    "no_activity": ("geen_activiteit",),
    "activity_while_vacant": ("activiteit_bij_leegstand", "activiteit_zonder_vergunning"),
    "odd_hours": ("vreemde_tijden", "activiteit_vreemde_tijden"),
    "loading_inside": ("laden_binnen",),
    "neglected": ("verwaarloosd",),
    "waste": ("afval", "vaten", "drums"),
    "smell": ("geur", "vreemde_geur"),
    "ventilation": ("ventilatie", "extra_ventilatie"),
    "condensation": ("condens",),
    "noise": ("geluid",),
    "power_cable": ("stroomkabel", "tijdelijke_stroomkabel"),
    "water_discharge": ("lozing", "waterlozing"),
    "fence_new": ("hek_nieuw", "nieuw_hek"),
}
# Codes where no is a sign.
_MATCHES = {
    "use_matches": ("gebruik_klopt", "gebruik_volgens_vergunning"),
    "units_match": ("units_kloppen", "aantal_units_klopt"),
}
_CODES = {**_SIGNS, **_MATCHES}

_TABLE = Edition(
    name=marked("venues table"),
    tables=("venues", "horeca", "horecalijst"),
    columns={
        "address_id": ("locatie_id", "vbo_id", "verblijfsobject_id", "location_id"),
        "kind": ("type", "soort", "venue_type", "horecatype"),
        "changes_5y": (
            *("aantal_wisselingen_5j", "wisselingen_5j", "n_wisselingen_5j", "n_changes_5y"),
        ),
        "licence_free": ("vergunningvrij", "license_free", "vergunningsvrij"),
        "survey_score": ("schouw_score", "schouwscore"),
        **{
            code: tuple(
                spelling for word in (code, *words) for spelling in (word, f"schouw_{word}")
            )
            for code, words in _CODES.items()
        },
    },
    known_by=("address_id",),
    others=("datum", "fid"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_id(frame, treatment, "address_id")
    frame["kind"] = frame["kind"].str.lower()
    frame["changes_5y"] = possible(frame["changes_5y"], "changes_5y", treatment)
    given = possible(frame["survey_score"], "survey_score", treatment, most=1.0)
    answers = frame[list(_CODES)].apply(as_flag)
    seen = answers.notna()
    signs = answers.copy()
    signs[list(_MATCHES)] = ~signs[list(_MATCHES)]
    share = signs.fillna(value=False).sum(axis=1) / seen.sum(axis=1).where(lambda n: n > 0)
    frame["survey_score"] = given.fillna(share.astype("float64"))
    return frame[["address_id", *REGISTER.result]]


REGISTER = Register(
    name="venues",
    about=Message("Municipal table: venues with their licence and survey"),
    index="address_id",
    geometry="none",
    kinds={
        "address_id": "bag_id",
        "kind": "text",
        "changes_5y": "number",
        "licence_free": "flag",
        "survey_score": "number",
        **dict.fromkeys(_CODES, "text"),
    },
    required=("address_id",),
    result={
        "kind": "str",
        "changes_5y": "float64",
        "licence_free": "boolean",
        "survey_score": "float64",
    },
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
