"""`riskmap sensitivity`: of a map that riskmap wrote, or of any decision matrix."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from riskmap.errors import InputError, LayerError, ProjectError
from riskmap.messages import Message, Spoken
from riskmap.notation import percentage, spoken_plain
from riskmap.pipeline.certainty import ABLATION_K, map_sensitivity
from riskmap.pipeline.decision_matrices import Scale, Scaling, read_decision_table
from riskmap.project import SensitivitySettings
from riskmap.sensitivity.decision_table import DecisionTable, KnownOfWeights, table_certainty
from riskmap.sensitivity.result import Sensitivity

_TABLE_DRAWS = 10_000
_MAP_ENDINGS = (".parquet", ".gpkg")
_NONE: Mapping[str, float] = {}
_NO_RANGES: Mapping[str, tuple[float, float]] = {}


def sensitivity_files(
    path: Path | str,
    *,
    criteria: Sequence[str] = (),
    weights: Mapping[str, float] = _NONE,
    ordinal: Sequence[str] = (),
    limits: Mapping[str, tuple[float, float]] = _NO_RANGES,
    falling: Sequence[str] = (),
    ranges: Mapping[str, tuple[float, float]] = _NO_RANGES,
    scale: Scale | None = None,
    id_column: str | None = None,
    share: float = 0.25,
    thresholds: float = 0.25,
    simplex: bool = False,
    k: int | None = None,
    draws: int | None = None,
    seed: int = 1,
) -> Sensitivity:
    """Return how certain the ranks of a map, or of the alternatives of any table, are.

    Parameters
    ----------
    path
        A map of riskmap; or with `criteria` (or `weights`, or `ordinal` that
        names them all) any table: csv, xlsx, parquet, gpkg, geojson.
    criteria
        Columns of the table; an interval is ``a_low`` and ``a_high``, or
        ``a_mean`` and ``a_sd``.
    weights
        Of a table: criterion -> weight, which moves by `share` of itself.
    ordinal
        Criteria of a table or families of a map, most important first.
    limits
        Of a table: criterion -> lowest and highest weight.
    falling, ranges, scale
        Of a table: how measurements become scores; see `Scaling`.
    id_column
        Of a table: names of the alternatives.
    share, thresholds
        Of a map: part of itself by which every weight and threshold moves.
    simplex
        Of a map: nothing is known of the weights; of a table that is so
        unless something else is said.
    k
        Length of the top: 25 for a map and 1 for a table, unless said.
    draws
        1,000 for a map and 10,000 for a table, unless said.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    file = Path(path)
    named = tuple(criteria) or tuple(weights) or (() if _is_map(file) else tuple(ordinal))
    if not named:
        settings = SensitivitySettings(
            draws=draws or 1000, weights=share, thresholds=thresholds, seed=seed
        )
        return _of_map(file, settings, k or ABLATION_K, free=simplex, order=ordinal)
    _check_weights(named, weights, ordinal, limits)
    scaling = Scaling(scale, dict(ranges), tuple(falling))
    table = read_decision_table(file, named, scaling, id_column=id_column)
    known = KnownOfWeights(dict(weights), share, tuple(ordinal), dict(limits))
    return Sensitivity(
        source=file.name,
        certainty=table_certainty(table, known, k=k or 1, draws=draws or _TABLE_DRAWS, seed=seed),
        assumed=(_weights_text(known), *_measured_text(table)),
    )


def _is_map(file: Path) -> bool:
    return file.suffix.lower() in _MAP_ENDINGS


def _of_map(
    file: Path, settings: SensitivitySettings, k: int, *, free: bool, order: Sequence[str]
) -> Sensitivity:
    try:
        if _is_map(file):
            return map_sensitivity(file, settings, k=k, free=free, order=order)
    except LayerError:
        pass
    raise InputError(
        Message("{file} is no map of riskmap, and nobody says what its criteria are.", file=file),
        Message(
            "For a decision matrix name its columns, for example --criteria price,quality; "
            "for a map give opportunity.parquet or combined.parquet of a run."
        ),
    )


def _check_weights(
    named: Sequence[str],
    weights: Mapping[str, float],
    ordinal: Sequence[str],
    limits: Mapping[str, tuple[float, float]],
) -> None:
    if sum(map(bool, (weights, ordinal, limits))) > 1:
        raise ProjectError(
            Message("Weights, an order and limits of weights are given at once."),
            Message("Give one of them, or none: then any weights are possible."),
        )
    strange = sorted({*weights, *ordinal, *limits} - set(named))
    lacking = [name for name in named if weights and name not in weights]
    repeated = len(set(named)) < len(named) or len(set(ordinal)) < len(ordinal)
    if strange or lacking or repeated:
        raise ProjectError(
            Message(
                "Weights and criteria do not name the same things: {names}.",
                names=", ".join(strange + lacking) or ", ".join(named),
            ),
            Message(
                "Name every criterion once; the criteria are: {names}.", names=", ".join(named)
            ),
        )
    if weights and not (min(weights.values()) >= 0 and sum(weights.values()) > 0):
        raise ProjectError(
            Message("Weights may not be negative or all 0."),
            Message("Give for example --weights price=0.5,quality=0.5."),
        )


def _weights_text(known: KnownOfWeights) -> Message:
    if known.weights:
        return Message(
            "Weights {weights}, of which each may be up to {share} more or less, made to add up "
            "to 1.",
            weights=_listed("{0} {1}", known.weights.items()),
            share=percentage(known.share, "en"),
        )
    if known.order:
        return Message(
            "Any weights in this order, most important first: {names}.",
            names=", ".join(known.order),
        )
    if known.limits:
        return Message(
            "Any weights that add up to 1 within these limits: {limits}.",
            limits=_listed("{0} {1} - {2}", ((n, *ends) for n, ends in known.limits.items())),
        )
    return Message("Nothing is taken as known of the weights: any that add up to 1.")


def _listed(form: str, rows: Iterable[tuple[str, *tuple[float, ...]]]) -> Spoken:
    """Return names with their figures, as a Dutch and as an English reader writes them."""
    kept = [(name, [spoken_plain(figure) for figure in figures]) for name, *figures in rows]
    return Spoken(
        nl="; ".join(form.format(name, *(one.nl for one in figures)) for name, figures in kept),
        en="; ".join(form.format(name, *(one.en for one in figures)) for name, figures in kept),
    )


def _measured_text(table: DecisionTable) -> tuple[Message, ...]:
    ends = zip(table.criteria, table.worst.tolist(), table.best.tolist(), strict=True)
    scores = Message(
        "Score 0 and score 1, with a straight line between: {ends}.",
        ends=_listed("{0} {1} - {2}", ends),
    )
    if table.exact:
        return (scores,)
    return (scores, Message("Uncertain measurements are drawn anew in every draw."))
