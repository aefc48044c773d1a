"""How certain ranks are, in Jupyter."""

from pathlib import Path
from typing import Any

from riskmap.language import Language
from riskmap.notebook.page import Shown
from riskmap.outputs.sensitivity_page import sensitivity_page
from riskmap.pipeline.assessing_certainty import sensitivity_files
from riskmap.sensitivity.result import Sensitivity


def sensitivity(
    path: Path | str,
    *,
    language: Language = "en",
    **options: Any,  # noqa: ANN401 (those of `sensitivity_files`, each checked there)
) -> Shown[Sensitivity]:
    """Return how certain the ranks of a map, or of the alternatives of any table, are.

    ::

        sensitivity("out/rural/combined.parquet", k=25).frame
        sensitivity("cars.csv", criteria=["price", "range"], scale="minmax", falling=["price"])

    Parameters
    ----------
    path
        A map of a run, or a decision matrix.
    language
        Of the page that Jupyter shows.
    options
        As `riskmap.pipeline.assessing_certainty.sensitivity_files` takes them.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    found = sensitivity_files(path, **options)
    return Shown(found, lambda result: sensitivity_page(result, language))
