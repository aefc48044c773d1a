"""The record beside a builder: what a kind of location is made from."""

from collections.abc import Callable
from dataclasses import dataclass

from riskmap.locations.locations import Kind, Locations
from riskmap.messages import Message


@dataclass(frozen=True)
class LocationKind:
    """What riskmap knows about one kind of location besides how to build it.

    Attributes
    ----------
    name
        The kind, as in ``kinds`` of a theme.
    builder
        ``builder(layers, *, area=None, option=...) -> Locations``.
    rule
        How the locations are made, in one sentence.
    needs
        Layers it cannot be built without.
    may_use
        Layers it does better with.
    margin_m
        How far beyond the area its layers must reach (metres), so that a
        place at the edge is made from all its members.
    """

    name: Kind
    builder: Callable[..., Locations]
    rule: Message
    needs: tuple[str, ...]
    may_use: tuple[str, ...] = ()
    margin_m: float = 0.0
