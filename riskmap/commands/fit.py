"""riskmap fit."""

from typing import TYPE_CHECKING

import typer

from riskmap.commands.fit_options import FitOptions
from riskmap.commands.options import day_of
from riskmap.commands.taking import taking
from riskmap.messages import marked

if TYPE_CHECKING:
    # At run time this import would load pandas for `riskmap --help`.
    from riskmap.learning.risk_terrain import RiskTerrain
    from riskmap.pipeline.evaluating import OutcomeColumns
    from riskmap.pipeline.learning_weights import Learnt


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "fit",
        help=marked(
            "Learn from outcomes: weights, or a risk terrain. Proposes other weights for the theme "
            "of a map, or with --factor says which features of the land go with the outcomes."
        ),
        epilog=marked(
            "Example: riskmap fit out/rural/opportunity.parquet visits.csv -o proposal; or: "
            "riskmap fit area.gpkg incidents.gpkg --factor bars=bars.gpkg -o terrain"
        ),
    )(taking(FitOptions)(fit))


def fit(asked: FitOptions) -> None:
    """Propose weights for the theme of a map, or with factors fit a risk terrain model."""
    from riskmap.pipeline.targets import check_folder

    if asked.output is not None:
        check_folder(asked.output, overwrite=asked.overwrite)
    if asked.factor or asked.protective:
        _tell(_fitted(asked), asked)
    else:
        _tell_weights(_learnt(asked), asked)


def _columns(asked: FitOptions) -> "OutcomeColumns":
    from riskmap.pipeline.evaluating import OutcomeColumns

    return OutcomeColumns(
        id=asked.outcome_id,
        found=asked.outcome,
        date=asked.date,
        selection=asked.selection,
        probability=asked.probability,
        kind=asked.kind,
        table=asked.outcomes_table,
        crs=asked.outcomes_crs,
    )


def _learnt(asked: FitOptions) -> "Learnt":
    from riskmap.pipeline.evaluating import Period
    from riskmap.pipeline.learning_weights import learn_weights

    first, last = day_of(asked.since, "--since"), day_of(asked.until, "--until")
    return learn_weights(
        asked.area,
        asked.outcomes,
        columns=_columns(asked),
        period=Period(first, last, asked.before),
        theme_file=asked.theme_file,
        capacity=asked.capacity,
        seed=asked.seed,
    )


def _fitted(asked: FitOptions) -> "RiskTerrain":
    from riskmap.commands.listing import figures_of, files_of
    from riskmap.pipeline.fitting_terrain import fit_terrain_files

    alike = ("any_sign", "blocks", "kernel", "ready", "id_column", "area_column", "table", "crs")
    return fit_terrain_files(
        asked.area,
        asked.outcomes,
        files_of(asked.factor or [], "--factor"),
        protective=files_of(asked.protective or [], "--protective"),
        distances=figures_of(asked.distances, "--distances") or None,
        cell_m=asked.cell,
        block_m=asked.block,
        columns=_columns(asked),
        since=day_of(asked.since, "--since"),
        until=day_of(asked.until, "--until"),
        split=day_of(asked.split, "--split"),
        within_m=asked.within,
        folds=asked.folds,
        seed=asked.seed,
        **{name: getattr(asked, name) for name in alike},
    )


def _tell(fitted: "RiskTerrain", asked: FitOptions) -> None:
    from riskmap.language import spoken_language
    from riskmap.outputs.fit_page import fit_json
    from riskmap.outputs.fit_text import fit_summary
    from riskmap.outputs.json_text import json_text
    from riskmap.pipeline.fitting_terrain import write_fitted

    language = spoken_language()
    said = (
        json_text(fit_json(fitted)) if asked.as_json else "\n".join(fit_summary(fitted, language))
    )
    typer.echo(said, nl=not asked.as_json)
    if asked.output is not None:
        write_fitted(fitted, asked.output, language, overwrite=asked.overwrite)


def _tell_weights(learnt: "Learnt", asked: FitOptions) -> None:
    from riskmap.language import spoken_language
    from riskmap.outputs.json_text import json_text
    from riskmap.outputs.proposal_page import proposal_json, proposal_lines
    from riskmap.pipeline.learning_weights import write_proposal

    language = spoken_language()
    lines = proposal_lines(learnt.proposal, learnt.described, language)
    said = json_text(proposal_json(learnt.proposal)) if asked.as_json else "\n".join(lines)
    typer.echo(said, nl=not asked.as_json)
    if asked.output is not None:
        write_proposal(learnt, asked.output, language, overwrite=asked.overwrite)
