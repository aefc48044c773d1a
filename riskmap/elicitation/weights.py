"""Weights out of judgements, with the consistency of who gave them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from riskmap.elicitation.judgements import Judgements
from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.notation import spoken_number
from riskmap.statistics.pairwise import Priorities, joint_judgements, priorities

# Above this the judgements contradict each other too much to be used (Saaty 1980).
MOST_INCONSISTENT = 0.10


@dataclass(frozen=True)
class GroupWeights:
    """The weights of things that were weighed against each other.

    Attributes
    ----------
    group
        Name of the group; empty where there is one.
    table
        One row per thing: ``name``, ``weight`` (adding up to 1).
    method
        ``pairwise`` or ``direct``.
    consistency
        Of pairwise judgements: eigenvalue, CI, CR and the strain of each.
    judges
        How many files were taken together.
    """

    group: str
    table: pd.DataFrame
    method: Literal["pairwise", "direct"]
    consistency: Priorities | None
    judges: int

    @property
    def consistent(self) -> bool:
        """Tell whether the judgements may be used as they are."""
        return self.consistency is None or self.consistency.consistency_ratio <= MOST_INCONSISTENT

    @property
    def most_strained(self) -> tuple[str, str] | None:
        """Return the pair whose judgement fits the others least; None without comparisons."""
        if self.consistency is None:
            return None
        strain = np.abs(np.log(self.consistency.strain))
        row, column = np.unravel_index(int(np.argmax(strain)), strain.shape)
        names = self.table["name"].tolist()
        return (names[int(row)], names[int(column)])


def weights_of(
    several: Sequence[Sequence[Judgements]], *, forced: bool
) -> tuple[GroupWeights, ...]:
    """Return the weights of every group over all judges.

    Judges' comparisons are averaged geometrically, weights given outright
    after they were made to add up to 1.

    Parameters
    ----------
    several
        Per judge the judgements of every group, the same groups each.
    forced
        Take judgements with a consistency ratio above 0.10 all the same.

    Raises
    ------
    InputError
        When judges weigh different things, or judgements contradict each
        other too much and are not forced.
    """
    by_group: dict[str, list[Judgements]] = {}
    for judge in several:
        for one in judge:
            by_group.setdefault(one.group, []).append(one)
    found = tuple(_group(name, judges, len(several)) for name, judges in by_group.items())
    for group in found:
        if not group.consistent and not forced:
            raise _contradicting(group)
    return found


def _group(name: str, judges: list[Judgements], expected: int) -> GroupWeights:
    first = judges[0]
    same = all(set(one.names) == set(first.names) for one in judges)
    kinds = {one.matrix is None for one in judges}
    if len(judges) != expected or not same or len(kinds) > 1:
        raise InputError(
            Message(
                "The files do not weigh the same things in the same way: {names}.",
                names=", ".join(first.names),
            ),
            Message("Give every judge the same form."),
        )
    orders = [[one.names.index(thing) for thing in first.names] for one in judges]
    if first.matrix is None:
        given = [
            one.weights[order]
            for one, order in zip(judges, orders, strict=True)
            if one.weights is not None
        ]
        weights = np.mean([one / one.sum() for one in given], axis=0)
        return GroupWeights(name, _table(first.names, weights), "direct", None, len(judges))
    matrices = [
        one.matrix[np.ix_(order, order)]
        for one, order in zip(judges, orders, strict=True)
        if one.matrix is not None
    ]
    result = priorities(joint_judgements(matrices))
    return GroupWeights(name, _table(first.names, result.weights), "pairwise", result, len(judges))


def _table(
    names: Sequence[str], weights: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"
) -> pd.DataFrame:
    return pd.DataFrame({"name": list(names), "weight": weights})


def _contradicting(group: GroupWeights) -> InputError:
    first, second = group.most_strained or ("", "")
    ratio = 0.0 if group.consistency is None else group.consistency.consistency_ratio
    return InputError(
        Message(
            "The judgements contradict each other: consistency ratio {ratio} is above 0.10.",
            ratio=spoken_number(ratio, 2),
        ),
        Message(
            "Ask again about {a} and {b}, which fits the rest least; or add --force to take them "
            "all the same.",
            a=first,
            b=second,
        ),
    )
