"""riskmap evaluate."""

import typer

from riskmap.commands.evaluate_options import EvaluateOptions
from riskmap.commands.options import day_of
from riskmap.commands.taking import taking
from riskmap.messages import marked

_SHUFFLES = 200


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "evaluate",
        help=marked(
            "Say whether a ranked list was any good. The list may be of any tool; beside it stands "
            "what costs nothing, such as going back to where most was found before."
        ),
        epilog=marked("Example: riskmap evaluate list.csv visits.csv --since 2026-01-01 -o judged"),
    )(taking(EvaluateOptions)(evaluate))


def evaluate(asked: EvaluateOptions) -> None:
    """Print whether the list was any good; write the page and the figures."""
    from riskmap.pipeline.targets import check_folder

    if asked.output is not None:
        check_folder(asked.output, overwrite=asked.overwrite)
    if asked.agreement:
        _compare(asked)
    else:
        _judge(asked)


def _judge(asked: EvaluateOptions) -> None:
    from riskmap.evaluation.settings import EvaluationSettings
    from riskmap.language import spoken_language, translator
    from riskmap.outputs.evaluation_json import evaluation_json
    from riskmap.outputs.evaluation_page import evaluation_page
    from riskmap.outputs.evaluation_words import evaluation_lines
    from riskmap.outputs.json_text import json_text
    from riskmap.pipeline.evaluating import ListColumns, Period, evaluate_files

    names = ("capacity", "confidence", "draws", "seed", "alpha", "per_area", "rows")
    made = evaluate_files(
        asked.list_path,
        asked.outcomes_path,
        columns=ListColumns(
            asked.id_column, asked.rank, asked.score, asked.area_column, asked.table, asked.crs
        ),
        outcome_columns=_outcome_columns(asked),
        period=Period(day_of(asked.since, "--since"), day_of(asked.until, "--until"), asked.before),
        within_m=asked.within,
        current=asked.current,
        settings=EvaluationSettings(**{name: getattr(asked, name) for name in names}),
        shuffles=_SHUFFLES if asked.negative_control else 0,
        pool=asked.pool,
    )
    language = spoken_language()
    figures = json_text(evaluation_json(made, translator(language)))
    texts = {"report.html": evaluation_page(made, language), "evaluation.json": figures}
    _give(asked, texts, "\n".join(evaluation_lines(made, language)))


def _compare(asked: EvaluateOptions) -> None:
    from riskmap.language import spoken_language, translator
    from riskmap.outputs.agreement_page import agreement_lines, agreement_page
    from riskmap.outputs.evaluation_json import agreement_json
    from riskmap.outputs.json_text import json_text
    from riskmap.pipeline.comparing_patterns import compare_patterns

    made = compare_patterns(
        asked.list_path,
        asked.outcomes_path,
        areas=asked.areas,
        area_id=asked.area_id,
        counts=tuple(asked.counts or ()),
        columns=_outcome_columns(asked),
        method=asked.test,
        correction=asked.correction,
        level=asked.level,
    )
    language = spoken_language()
    figures = json_text(agreement_json(made, translator(language)))
    texts = {"report.html": agreement_page(made, language), "agreement.json": figures}
    _give(asked, texts, "\n".join(agreement_lines(made, language)))


def _outcome_columns(asked: EvaluateOptions):  # type: ignore[no-untyped-def] # noqa: ANN202
    from riskmap.pipeline.evaluating import OutcomeColumns

    return OutcomeColumns(
        id=asked.outcome_id,
        found=asked.outcome,
        date=asked.date,
        selection=asked.selection,
        probability=asked.probability,
        origin=asked.origin,
        kind=asked.kind,
        table=asked.outcomes_table,
        crs=asked.outcomes_crs,
    )


def _give(asked: EvaluateOptions, texts: dict[str, str], lines: str) -> None:
    """Print words or JSON, and write the folder where one was asked for."""
    from riskmap.pipeline.result_folder import write_result

    figures = next(text for name, text in texts.items() if name.endswith(".json"))
    typer.echo(figures if asked.as_json else lines, nl=not asked.as_json)
    if asked.output is not None:
        write_result(texts, asked.output, overwrite=asked.overwrite)
