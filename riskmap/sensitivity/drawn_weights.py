"""Which weights are drawn for the families of a map and the criteria inside them."""

from dataclasses import dataclass

import numpy as np

from riskmap.errors import ProjectError
from riskmap.messages import Message
from riskmap.statistics import simplex
from riskmap.statistics.weighted_means import Floats, Integers
from riskmap.weighing import Weighting


@dataclass(frozen=True)
class Spread:
    """What is taken as known of the weights.

    Attributes
    ----------
    share
        Every weight may be this part of itself more or less.
    free
        Nothing is known: all weights that add up to 1 are as likely.
    order
        Only an order is known: families, most important first; those not
        named are free. Criteria inside families move by `share`.
    """

    share: float = 0.25
    free: bool = False
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Structure:
    """The weights of a map that count, as arrays.

    Attributes
    ----------
    families, criteria
        Names; families without weight or without a criterion that counts are
        not there.
    family_of
        Shape (criteria,): number of the family of each criterion.
    family_weights, inside_weights
        Shapes (families,) and (criteria,).
    """

    families: tuple[str, ...]
    criteria: tuple[str, ...]
    family_of: Integers
    family_weights: Floats
    inside_weights: Floats


def structure_of(weighting: Weighting) -> Structure:
    """Return the weights that count."""
    inside = {
        name: (family, weight)
        for name, (family, weight, _) in weighting.criteria.items()
        if weight > 0 and weighting.families[family] > 0
    }
    used = {family for family, _ in inside.values()}
    families = tuple(name for name in weighting.families if name in used)
    number = {name: place for place, name in enumerate(families)}
    return Structure(
        families=families,
        criteria=tuple(inside),
        family_of=np.array([number[family] for family, _ in inside.values()], dtype=np.int64),
        family_weights=np.array([weighting.families[name] for name in families]),
        inside_weights=np.array([weight for _, weight in inside.values()]),
    )


def draw_weights(
    generator: np.random.Generator, draws: int, structure: Structure, spread: Spread
) -> tuple[Floats, Floats]:
    """Return weights of families and of criteria inside them, (draws, families) and (draws, criteria).

    The weights of the families add up to 1, and so do those inside a family.

    Raises
    ------
    ProjectError
        When the order names a family that does not count in the map.
    """  # noqa: E501 (one line, as the docstring's first must be)
    count = len(structure.families)
    if spread.order:
        families = simplex.ordered(generator, draws, count, _places(structure, spread.order))
    elif spread.free:
        families = simplex.uniform(generator, draws, count)
    else:
        families = simplex.around(generator, draws, structure.family_weights, spread.share)
    inside = np.empty((draws, len(structure.criteria)))
    for family in range(count):
        own = np.flatnonzero(structure.family_of == family)
        if spread.free:
            inside[:, own] = simplex.uniform(generator, draws, len(own))
        else:
            weights = structure.inside_weights[own]
            inside[:, own] = simplex.around(generator, draws, weights, spread.share)
    return families, inside


def _places(structure: Structure, order: tuple[str, ...]) -> list[int]:
    strange = [name for name in order if name not in structure.families]
    if strange or len(set(order)) != len(order):
        raise ProjectError(
            Message(
                "The order of the families names {names}.", names=", ".join(strange or list(order))
            ),
            Message(
                "Name each at most once; these count in the map: {families}.",
                families=", ".join(structure.families),
            ),
        )
    return [structure.families.index(name) for name in order]
