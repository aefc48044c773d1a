"""An opportunity map and a police layer from their files: the whole job of `riskmap combine`."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from riskmap.combine import combine
from riskmap.layers.border import read_layer
from riskmap.layers.layer import Access, Layers
from riskmap.maps import ScoredMap
from riskmap.outputs.map_files import WRITERS, read_map
from riskmap.pipeline.police_layer import size_of_places
from riskmap.pipeline.targets import check_file
from riskmap.project import CombineSettings
from riskmap.reading import read_table


@dataclass(frozen=True)
class Figures:
    """What a police file holds, where its own names do not say it.

    Attributes
    ----------
    measure
        ``risk``, ``class``, ``count``, ``rate`` or ``density``.
    value, exposure, area
        Columns with the figure, what counts are divided by, and the area's id.
    """

    measure: str | None = None
    value: str | None = None
    exposure: str | None = None
    area: str | None = None

    @property
    def columns(self) -> dict[str, str]:
        """Canonical column -> column in the file."""
        name = {"class": "risk_class", "count": "count", "rate": "rate", "density": "rate"}
        named = {
            name.get(self.measure or "", "risk"): self.value,
            "exposure": self.exposure,
            "area_id": self.area,
        }
        return {theirs: column for theirs, column in named.items() if column is not None}


def combine_files(
    opportunity: Path,
    risk: Path,
    output: Path | None,
    settings: CombineSettings,
    *,
    figures: Figures | None = None,
    k: int = 25,
    overwrite: bool = False,
) -> ScoredMap:
    """Combine an opportunity map with a police layer.

    Parameters
    ----------
    opportunity
        opportunity.parquet or opportunity.gpkg of a run, here or elsewhere.
        Counts can be spread by addresses or buildings where members.parquet of
        the run lies beside it.
    risk
        Areas or a grid.
    output
        Where the combined map is written (.parquet or .gpkg); None writes
        nothing.
    settings
        The rule, and how police figures become a risk.
    k
        Length of the list that all rules are compared for.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    if output is not None:
        check_file(output, tuple(WRITERS), overwrite=overwrite)
    figures = figures or Figures()
    scored = read_map(opportunity)
    of_all_areas = figures.measure in ("count", "rate", "density")
    layer = read_layer(
        "risk",
        [risk],
        access=Access.POLICE,
        columns=figures.columns,
        measure=figures.measure,
        box=None if of_all_areas else tuple(scored.frame.total_bounds.tolist()),
        reference_date=scored.description.reference_date,
    )
    sizes = _sizes(opportunity, scored, settings)
    combined = combine(scored, layer, settings, ancillary=sizes, k=k)
    if output is not None:
        WRITERS[output.suffix.lower()](combined, output, overwrite=overwrite)
    return combined


def _sizes(
    opportunity: Path, scored: ScoredMap, settings: CombineSettings
) -> "pd.Series[float] | None":
    """Return how many members every location has, where the table of members is there."""
    beside = opportunity.with_name("members.parquet")
    if settings.ancillary not in ("addresses", "buildings") or not beside.is_file():
        return None
    return size_of_places(settings.ancillary, scored, read_table(beside), Layers({}))
