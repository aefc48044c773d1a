"""Judge a list, or compare two patterns, from a notebook."""

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from riskmap.evaluation.agreement import Agreement
from riskmap.evaluation.evaluation import Evaluation
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.language import Language
from riskmap.notebook.page import Shown
from riskmap.outputs.agreement_page import agreement_page
from riskmap.outputs.evaluation_page import evaluation_page
from riskmap.pipeline.comparing_patterns import compare_patterns
from riskmap.pipeline.evaluating import ListColumns, OutcomeColumns, Period, evaluate_files


def evaluate(
    list_path: str | Path,
    outcomes_path: str | Path | None = None,
    *,
    capacity: int = 25,
    since: str | None = None,
    until: str | None = None,
    before: str | Path | None = None,
    current: str | Path | None = None,
    list_columns: dict[str, str] | None = None,
    outcome_columns: dict[str, str] | None = None,
    language: Language = "en",
    **settings: Any,  # noqa: ANN401 (as EvaluationSettings and evaluate_files declare them)
) -> Shown[Evaluation]:
    """Judge a ranked list of any tool by outcomes, as ``riskmap evaluate`` does.

    ::

        result = evaluate("list.csv", "visits.csv", since="2026-01-01")
        result.table        # figures with intervals, a frame
        result              # the page

    Parameters
    ----------
    list_path, outcomes_path
        Files of any tool; without the second the list holds its outcomes too.
    since, until, before, current
        As the options of the command.
    list_columns, outcome_columns
        What is not recognised, by the names of
        `riskmap.pipeline.evaluating.ListColumns` and `OutcomeColumns`, such as
        ``{"score": "predicted"}`` and ``{"found": "robberies"}``.
    **settings
        Further ones of `EvaluationSettings` (``confidence``, ``draws``,
        ``seed`` ...), ``within_m``, ``shuffles`` and ``pool``.
    """
    further = {name: settings.pop(name) for name in ("within_m", "shuffles", "pool") if name in settings}  # fmt: skip # noqa: E501
    days = [None if day is None else dt.date.fromisoformat(day) for day in (since, until)]
    made = evaluate_files(
        list_path,
        outcomes_path,
        columns=ListColumns(**(list_columns or {})),
        outcome_columns=OutcomeColumns(**(outcome_columns or {})),  # type: ignore[arg-type] # kind is one of its words
        period=Period(days[0], days[1], None if before is None else Path(before)),
        current=current,
        settings=EvaluationSettings(capacity=capacity, **settings),
        **further,
    )
    return Shown(made, partial(evaluation_page, language=language))


def agreement(
    base: str | Path,
    test: str | Path | None = None,
    *,
    language: Language = "en",
    **options: Any,  # noqa: ANN401 (as compare_patterns declares them)
) -> Shown[Agreement]:
    """Compare two patterns of events, as ``riskmap evaluate --agreement`` does.

    Parameters
    ----------
    base, test
        See `riskmap.pipeline.comparing_patterns.compare_patterns`.
    **options
        Its own: ``areas``, ``area_id``, ``counts``, ``method``, ``correction``, ``level``.
    """
    made = compare_patterns(base, test, **options)
    return Shown(made, partial(agreement_page, language=language))
