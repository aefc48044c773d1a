"""All checks of one map, with the layers that may be shared as widely as it."""

import pandas as pd

from riskmap.layers.layer import Access, Layers
from riskmap.locations.groups import GROUPS, area_names, groups_of
from riskmap.maps import ScoredMap
from riskmap.project import Groups
from riskmap.quality.ages import certainty, layer_ages
from riskmap.quality.borders import jumps
from riskmap.quality.findings import Findings
from riskmap.quality.groups import group_table
from riskmap.quality.unknown import knowledge, stops

_SHOWN: tuple[Groups, ...] = ("landscapes", "neighbourhoods")


def check_map(scored: ScoredMap, layers: Layers, capacity: int) -> Findings:
    """Return what a reader should know before trusting the order of a map.

    Parameters
    ----------
    scored
        An opportunity map or a combined map.
    layers
        The layers of the run; of these ``landscapes``, ``neighbourhoods``,
        ``municipalities`` and ``business_parks`` make groups.
    capacity
        Length of the list: the top that is looked at.
    """
    widest = Access[scored.description.access.upper()]
    shared = Layers({n: layers[n] for n in layers if layers[n].access <= widest})
    kept_back = [name for name in (*GROUPS, "business_parks") if name in layers]
    by_municipality = groups_of(scored.frame, "municipalities", shared)
    within: dict[str, pd.Series[str]] = {"municipalities": by_municipality}
    if "business_parks" in shared:
        within["business_parks"] = area_names(scored.frame, shared["business_parks"].frame)
    borders = shared.get("municipalities")
    return Findings(
        theme=scored.description.theme,
        mean_coverage=float(scored.frame["coverage"].mean()),
        mean_certainty=float(certainty(scored).mean()),
        layers=tuple(layer_ages(scored.description).values()),
        knowledge=knowledge(scored),
        stops=stops(scored, within),
        groups=tuple(
            group_table(scored, by, groups_of(scored.frame, by, shared), capacity)
            for by in _SHOWN
            if by in shared
        ),
        not_shown=tuple(name for name in kept_back if name not in shared),
        municipalities=int(by_municipality.nunique()),
        jumps=() if borders is None else jumps(scored, borders.frame, _names(borders.frame)),
    )


def _names(borders: pd.DataFrame) -> "pd.Series[str]":
    return borders["name"].dropna().astype("str") if "name" in borders else pd.Series(dtype="str")
