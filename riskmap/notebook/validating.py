"""Does an order hold elsewhere and later, in Jupyter."""

from pathlib import Path
from typing import Any

from riskmap.language import Language
from riskmap.notebook.page import Shown
from riskmap.outputs.validation_page import validation_page
from riskmap.pipeline.validating import validate_files
from riskmap.validation.validation import Validation


def validate(
    path: Path | str,
    outcomes: Path | str | None = None,
    *,
    language: Language = "en",
    **options: Any,  # noqa: ANN401 (those of `validate_files`, each checked there)
) -> Shown[Validation]:
    """Return how a map, a list or a model does on places and periods kept out of its making.

    ::

        validate("out/rural/combined.parquet", "visits.csv").summary
        validate("points.csv", outcome="slides", predictors=["slope", "dem"]).rosier

    Parameters
    ----------
    path, outcomes
        As `riskmap.pipeline.validating.validate_files` takes them.
    language
        Of the page that Jupyter shows.
    options
        Those of `validate_files`.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    found = validate_files(path, outcomes, **options)
    return Shown(found, lambda result: validation_page(result, language))
