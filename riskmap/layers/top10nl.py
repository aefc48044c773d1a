"""What the tables of Top10NL share: columns, and values joined by a pipe."""

from collections.abc import Iterable, Mapping

import pandas as pd

from riskmap.layers.existing import ENDS
from riskmap.layers.register import Edition, Treatment
from riskmap.messages import Message

IDS = ("lokaal_id", "identificatie_lokaal_id", "identificatie", "identifica", "top10_id")
OTHERS = (
    *("fid", "gid", "gml_id", "namespace", "lokaal_id", "identificatie", "mutatietype", "versie"),
    *("bron_type", "brontype", "bronactualiteit", "bronbeschrijving", "bronnauwkeurigheid"),
    *("bronactual", "bronbeschr", "bronnauwke", "object_begin_tijd", "objectbegi"),
    *("object_eind_tijd", "tijdstip_registratie", "eind_registratie", "versiebegi", "versieeind"),
    *("tdncode", "tdn_code", "visualisatiecode", "visualisat", "status", "dimensie"),
    *("naam_nl", "naam_fries", "naam_officieel", "naam_nl_cs", "naam_fr_cs", "is_bag_naam"),
    *("isbag_naam", "soortnaam", "soort_naam", "hoogteniveau", "hooghteniv", "hoogtenive"),
    *("geometrie", "geometrie_", "geometri_1", "fysiekvo_1", "shape_length", "shape_area"),
    *("shape_leng", "hoogte", "hoogteklasse"),
)
# Where people live in caravans is never read as a place to look at, whatever else it is called.
_NEVER = "woonwagencentrum"


def functional_areas(index: str, *, named: bool = True) -> Edition:
    """Return the edition of the functional areas for a layer with this index."""
    return Edition(
        name="Top10NL",
        tables=(
            *("top10nl_functioneel_gebied_vlak", "top10nl_functioneel_gebied_multivlak"),
            *("functioneel_gebied_vlak", "functioneel_gebied_multivlak", "functioneelgebied"),
        ),
        columns={
            index: IDS,
            "area_kind": ("type_functioneel_gebied", "typefuncti"),
            **({"name": ("naam_nl", "naam")} if named else {}),
            **ENDS,
        },
        known_by=(index, "area_kind"),
        others=(*OTHERS, "naam"),
    )


def chosen(text: pd.Series, wanted: Mapping[str, str] | Iterable[str]) -> pd.Series:
    """Return the first of the pipe-joined values that is wanted, in the words of `wanted`.

    Parameters
    ----------
    text
        Values such as ``gemeentehuis|kerk``; NA where unknown.
    wanted
        Register's word in lower case -> word of the layer, or words that stay
        as they are.

    Returns
    -------
    Series
        Text, NA where none is wanted, and where one of the values is
        ``woonwagencentrum``.
    """
    names = dict(wanted) if isinstance(wanted, Mapping) else {one: one for one in wanted}
    of_value = {}
    for joined in text.dropna().unique():
        values = [value.strip() for value in joined.lower().split("|")]
        found = [names[value] for value in values if value in names]
        if found and _NEVER not in values:
            of_value[joined] = found[0]
    return text.map(of_value).astype("str")


def kept(
    frame: pd.DataFrame,
    column: str,
    wanted: Mapping[str, str] | Iterable[str],
    treatment: Treatment,
) -> pd.DataFrame:
    """Return the rows whose `column` holds a wanted value, with that value as ``kind``."""
    kind = chosen(frame[column], wanted)
    treatment.count(
        Message(
            "Objects of Top10NL of another type, left out: {count}.", count=int(kind.isna().sum())
        )
    )
    return frame.assign(kind=kind)[kind.notna()].copy()
