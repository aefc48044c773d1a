"""What the terrain tables of BGT and Top10NL share: columns, and what is on the ground now."""

from collections.abc import Mapping

import pandas as pd

from riskmap.layers.existing import ENDS, ENDS_KINDS, current
from riskmap.layers.register import Kind, Treatment
from riskmap.messages import Message

IDS = ("lokaal_id", "identificatie_lokaal_id", "gml_id")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "level": ("relatieve_hoogteligging",),
    "status": ("bgt_status", "status"),
    **ENDS,
}
KINDS: Mapping[str, Kind] = {"level": "number", "status": "text", **ENDS_KINDS}
OTHERS = (
    *("fid", "gid", "gml_id", "id", "namespace", "identificatie_namespace", "creation_date"),
    *("tijdstip_registratie", "version", "versie", "bronhouder", "lv_publicatiedatum"),
    *("in_onderzoek", "in_onderzoek_leeg", "op_talud", "kruinlijn", "kruinlijn_leeg"),
    *("plus_status", "plus_status_leeg", "plus_status_codespace", "status_codespace"),
    *("termination_date_leeg", "object_begin_tijd", "optalud", "optalud_leeg"),
    *("begroeid_terreindeel_op_talud", "onbegroeid_terreindeel_op_talud"),
    *("fysiek_voorkomen_codespace", "plus_fysiek_voorkomen_codespace", "class_codespace"),
    *("plus_fysiek_voorkomen_leeg", "type_codespace", "plus_type_codespace", "plus_type_leeg"),
    *("plus_fysiek_voorkomen", "plus_fysiek_voorkomen_onbegroeid_terreindeel", "plus_type"),
    *("shape_length", "shape_area", "shape_leng"),
)

_STANDS = ("bestaand", "in gebruik")  # BGT, Top10NL
_NO_WORD = ("geenwaarde", "waardeonbekend", "transitie", "niet-bgt", "onbekend")


def tables(*names: str) -> tuple[str, ...]:
    """Return the names of a table: alone, with the register before it, areas (V) and lines (L)."""
    registered = [*(f"bgt_{name}" for name in names), *names]
    return tuple(f"{name}{shape}" for name in registered for shape in ("", "_v", "_l"))


def on_the_ground(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    """Keep the current version of what exists and lies at level 0, where the file says so."""
    frame = current(frame, treatment)
    there = frame["level"].isna() | frame["level"].eq(0)
    if "status" in treatment.known:
        there &= frame["status"].isna() | frame["status"].str.lower().isin(_STANDS)
    treatment.count(
        Message(
            "Objects above or below ground, or not there now, left out: {count}.",
            count=int((~there).sum()),
        )
    )
    return frame[there].copy()


def word(text: pd.Series) -> pd.Series:
    """Return the register's word in lower case; its ways of saying nothing are unknown."""
    small = text.str.lower()
    return small.mask(small.isin(_NO_WORD))
