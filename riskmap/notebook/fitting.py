"""Which factors of the land go with outcomes, in Jupyter."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riskmap.language import Language
from riskmap.notebook.page import Shown

if TYPE_CHECKING:
    from riskmap.learning.risk_terrain import RiskTerrain


def fit(
    area: Path | str,
    outcomes: Path | str,
    *,
    factors: Mapping[str, Path | str],
    language: Language = "en",
    **options: Any,  # noqa: ANN401 (those of `fit_terrain_files`, each checked there)
) -> "Shown[RiskTerrain]":
    """Return a risk terrain model of an area.

    ::

        fit("area.gpkg", "incidents.gpkg", factors={"bars": "bars.gpkg"}).table

    Parameters
    ----------
    area, outcomes, factors
        As `riskmap.pipeline.fitting_terrain.fit_terrain_files` takes them.
    language
        Of the page that Jupyter shows.
    options
        Those of `fit_terrain_files`.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    # Here, because the libraries that fit models take seconds to import.
    from riskmap.outputs.fit_page import fit_page  # noqa: PLC0415
    from riskmap.pipeline.fitting_terrain import fit_terrain_files  # noqa: PLC0415

    fitted = fit_terrain_files(area, outcomes, factors, **options)
    return Shown(fitted, lambda result: fit_page(result, language))
