"""riskmap fit."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from riskmap.commands import fit_options as ask
from riskmap.commands.options import Json, Overwrite, day_of
from riskmap.messages import marked

if TYPE_CHECKING:
    # At run time this import would load pandas for `riskmap --help`.
    from riskmap.learning.risk_terrain import RiskTerrain
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
    )(fit)


def fit(
    area: ask.Area, outcomes: ask.Outcomes, *, output: ask.Folder = None,
    factor: ask.Factors = None, protective: ask.Protective = None, any_sign: ask.AnySign = False,
    cell: ask.Cell = 100.0, block: ask.Block = 200.0, blocks: ask.Blocks = 2,
    distances: ask.Distances = "", kernel: ask.Kernel = "both", ready: ask.Ready = False,
    id_column: ask.Id = None, area_column: ask.AreaColumn = None, table: ask.Table = None,
    crs: ask.Crs = None, outcome: ask.Outcome = None, outcome_id: ask.OutcomeId = None,
    outcomes_table: ask.OutcomesTable = None, outcomes_crs: ask.OutcomesCrs = None,
    date: ask.Date = None, kind: ask.Kind = None, since: ask.Since = None,
    until: ask.Until = None, split: ask.Split = None, within: ask.Within = None,
    folds: ask.Folds = 5, before: ask.Before = None, selection: ask.Selection = None,
    probability: ask.Probability = None, theme_file: ask.ThemeFile = None,
    capacity: ask.Capacity = 25, seed: ask.Seed = 1, overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Propose weights for the theme of a map, or with factors fit a risk terrain model."""
    from riskmap.pipeline.evaluating import OutcomeColumns, Period
    from riskmap.pipeline.learning_weights import learn_weights
    from riskmap.pipeline.targets import check_folder

    if output is not None:
        check_folder(output, overwrite=overwrite)
    columns = OutcomeColumns(
        id=outcome_id, found=outcome, date=date, selection=selection, probability=probability,
        kind=kind, table=outcomes_table, crs=outcomes_crs,
    )  # fmt: skip
    first, last = day_of(since, "--since"), day_of(until, "--until")
    if not factor and not protective:
        learnt = learn_weights(
            area, outcomes, columns=columns, theme_file=theme_file, capacity=capacity, seed=seed,
            period=Period(first, last, before),
        )  # fmt: skip
        _tell_weights(learnt, output, overwrite=overwrite, as_json=as_json)
        return
    asked: dict[str, Any] = {
        "any_sign": any_sign, "cell_m": cell, "block_m": block, "blocks": blocks,
        "kernel": kernel, "ready": ready, "id_column": id_column, "area_column": area_column,
        "table": table, "crs": crs, "columns": columns, "since": first, "until": last,
        "split": day_of(split, "--split"), "within_m": within, "folds": folds, "seed": seed,
    }  # fmt: skip
    fitted = _fitted(area, outcomes, (factor or [], protective or [], distances), asked)
    _tell(fitted, output, overwrite=overwrite, as_json=as_json)


def _fitted(
    area: Path,
    outcomes: Path,
    listed: tuple[list[str], list[str], str],
    asked: dict[str, Any],
) -> "RiskTerrain":
    from riskmap.commands.listing import figures_of, files_of
    from riskmap.pipeline.fitting_terrain import fit_terrain_files

    factors, protective, distances = listed
    return fit_terrain_files(
        area,
        outcomes,
        files_of(factors, "--factor"),
        protective=files_of(protective, "--protective"),
        distances=figures_of(distances, "--distances") or None,
        **asked,
    )


def _tell(fitted: "RiskTerrain", output: Path | None, *, overwrite: bool, as_json: bool) -> None:
    from riskmap.language import spoken_language
    from riskmap.outputs.fit_page import fit_json
    from riskmap.outputs.fit_text import fit_summary
    from riskmap.outputs.json_text import json_text
    from riskmap.pipeline.fitting_terrain import write_fitted

    language = spoken_language()
    said = json_text(fit_json(fitted)) if as_json else "\n".join(fit_summary(fitted, language))
    typer.echo(said, nl=not as_json)
    if output is not None:
        write_fitted(fitted, output, language, overwrite=overwrite)


def _tell_weights(learnt: "Learnt", output: Path | None, *, overwrite: bool, as_json: bool) -> None:
    from riskmap.language import spoken_language
    from riskmap.outputs.json_text import json_text
    from riskmap.outputs.proposal_page import proposal_json, proposal_lines
    from riskmap.pipeline.learning_weights import write_proposal

    language = spoken_language()
    lines = proposal_lines(learnt.proposal, learnt.described, language)
    said = json_text(proposal_json(learnt.proposal)) if as_json else "\n".join(lines)
    typer.echo(said, nl=not as_json)
    if output is not None:
        write_proposal(learnt, output, language, overwrite=overwrite)
