"""`riskmap weigh`: from the files of experts to weights, and what these do to a map."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from riskmap.elicitation.attitudes import ATTITUDES, attitudes
from riskmap.elicitation.criteria_table import (
    CriteriaTable,
    compensated,
    first_places,
    from_frame,
    from_map,
    with_weights,
)
from riskmap.elicitation.double_counting import correlations
from riskmap.elicitation.elicited import Elicited
from riskmap.elicitation.judgements import judgements_of
from riskmap.elicitation.weights import weights_of
from riskmap.errors import ProjectError
from riskmap.messages import Message
from riskmap.outputs.map_files import read_map
from riskmap.pipeline.decision_matrices import figures_of, refuse_persons
from riskmap.reading import read_table
from riskmap.themes.catalogue import catalogue


def weigh_files(
    comparisons: Sequence[Path | str] | Path | str = (),
    *,
    scores: Path | str | None = None,
    criteria: Sequence[str] = (),
    attitude: Sequence[float] = ATTITUDES,
    capacity: int = 25,
    force: bool = False,
) -> Elicited:
    """Return the weights that follow from comparisons, and what they do to a map.

    Parameters
    ----------
    comparisons
        One file per judge, or the only one: a square matrix, pairs
        (``a, b, value``) or weights outright (``name, weight``).
    scores
        A map of riskmap, or with `criteria` any table.
    criteria
        Columns of that table, scores from 0 to 1.
    attitude
        Orness of the attitudes to look at, 0 to 1.
    capacity
        Length of the top.
    force
        Take judgements that contradict each other too much.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    judges = [comparisons] if isinstance(comparisons, str | Path) else comparisons
    paths = [Path(path) for path in judges]
    groups = weights_of([judgements_of(read_table(p), p.name) for p in paths], forced=force)
    if scores is None:
        if not paths:
            raise ProjectError(
                Message("There is nothing to weigh."),
                Message("Give a file with comparisons or weights, or a map with --map."),
            )
        return Elicited(groups, None, None, None, capacity)
    table = _table(Path(scores), criteria)
    stays = None
    if len(groups) == 1:
        given = groups[0].table
        pairs = list(zip(given["name"], given["weight"], strict=True))
        changed = with_weights(table, pairs)
        stays = _overlap(table, changed, capacity)
        table = changed
    return Elicited(
        groups, correlations(table), attitudes(table, capacity, attitude), stays, capacity
    )


def as_project_table(result: Elicited, theme: str | None) -> dict[str, object]:
    """Return the weights as a table for riskmap.toml.

    Parameters
    ----------
    theme
        Whose families and criteria they are; None gives a plain table.

    Raises
    ------
    ProjectError
        When there is no such theme, or it has no family or criterion of a
        name.
    """
    named = [
        (group.group, {name: round(weight, 6) for name, weight in pairs})
        for group in result.groups
        for pairs in [zip(group.table["name"], group.table["weight"].tolist(), strict=True)]
    ]
    if theme is None:
        return {"weights": {group or "all": weights for group, weights in named}}
    known = catalogue()
    if theme not in known:
        raise ProjectError(
            Message("There is no theme {theme}.", theme=theme),
            Message("`riskmap themes` lists them: {names}.", names=", ".join(known)),
        )
    families: dict[str, float] = {}
    criteria: dict[str, object] = {}
    own = known[theme].families
    inside = {name for family in own.values() for name in family.criteria}
    for _, weights in named:
        if set(weights) <= set(own):
            families |= weights
        elif set(weights) <= inside:
            criteria |= {name: {"weight": weight} for name, weight in weights.items()}
        else:
            raise ProjectError(
                Message(
                    "Theme {theme} has no family or criterion {names}.",
                    theme=theme,
                    names=", ".join(sorted(set(weights) - set(own) - inside)) or "-",
                ),
                Message("Weigh its families, or its criteria; `riskmap themes NAME` lists them."),
            )
    tables = {"families": families, "criteria": criteria}
    return {"themes": {theme: {name: table for name, table in tables.items() if table}}}


def _table(path: Path, criteria: Sequence[str]) -> CriteriaTable:
    if not criteria:
        return from_map(read_map(path))
    texts = read_table(path, columns=list(criteria))
    refuse_persons(texts, criteria, path)
    figures = pd.DataFrame({name: figures_of(texts[name], path) for name in criteria})
    figures.index = texts.index.astype(str)
    return from_frame(figures)


def _overlap(old: CriteriaTable, new: CriteriaTable, k: int) -> float:
    first, second = (first_places(compensated(table), table.eligible, k) for table in (old, new))
    return len(first & second) / max(len(first), 1)
