"""Which factors of the land go with outcomes, in Jupyter."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riskmap.language import Language
from riskmap.notebook.page import Shown

if TYPE_CHECKING:
    from riskmap.learning.risk_terrain import RiskTerrain
    from riskmap.pipeline.learning_weights import Learnt


def fit(
    area: Path | str,
    outcomes: Path | str,
    *,
    factors: Mapping[str, Path | str] | None = None,
    language: Language = "en",
    **options: Any,  # noqa: ANN401 (those of the two functions, checked there)
) -> "Shown[RiskTerrain] | Shown[Learnt]":
    """Return proposed weights for the theme of a map, or with factors a risk terrain model.

    ::

        fit("opportunity.parquet", "visits.csv").proposal.table
        fit("area.gpkg", "incidents.gpkg", factors={"bars": "bars.gpkg"}).table

    Parameters
    ----------
    area, outcomes, factors
        As `riskmap.pipeline.fitting_terrain.fit_terrain_files` takes them; without
        factors as `riskmap.pipeline.learning_weights.learn_weights` does.
    language
        Of the page that Jupyter shows.
    options
        Those of the same functions.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    # Here, because the libraries that fit models take seconds to import.
    from riskmap.outputs.fit_page import fit_page  # noqa: PLC0415
    from riskmap.outputs.proposal_page import write_proposal_page  # noqa: PLC0415
    from riskmap.pipeline.fitting_terrain import fit_terrain_files  # noqa: PLC0415
    from riskmap.pipeline.learning_weights import learn_weights  # noqa: PLC0415

    if not factors:
        learnt = learn_weights(area, outcomes, **options)
        return Shown(learnt, lambda one: write_proposal_page(one.proposal, one.described, language))
    fitted = fit_terrain_files(area, outcomes, factors, **options)
    return Shown(fitted, lambda result: fit_page(result, language))
