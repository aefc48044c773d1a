"""What installed packages bring: indicators, layers and themes, by entry point."""

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from riskmap.errors import PluginError
from riskmap.messages import Message

T = TypeVar("T")


def brought(group: str, kinds: tuple[type[T], ...], own: Mapping[str, T]) -> dict[str, T]:
    """Load what the installed packages bring in one entry-point group.

    Parameters
    ----------
    group
        For example ``riskmap.indicators``.
    kinds
        What an entry point must lead to: one of these.
    own
        What riskmap has itself, by name.

    Raises
    ------
    PluginError
        When something does not load, is of another kind, or takes a name
        that is in use.
    """
    found: dict[str, T] = {}
    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)):
        if entry.name in own or entry.name in found:
            raise PluginError(
                Message("{group}: the name {name} is in use.", group=group, name=entry.name),
                Message("Uninstall {package}, or rename what it brings.", package=_package(entry)),
            )
        found[entry.name] = _loaded(entry, group, kinds)
    return found


def _loaded(entry: EntryPoint, group: str, kinds: tuple[type[T], ...]) -> T:
    try:
        thing = entry.load()
    except (ImportError, AttributeError):
        raise PluginError(
            Message(
                "{group}: {name} of package {package} cannot be loaded.",
                group=group,
                name=entry.name,
                package=_package(entry),
            ),
            Message("Install the package again, or uninstall it."),
        ) from None
    if not isinstance(thing, kinds):
        names = " / ".join(kind.__name__ for kind in kinds)
        raise PluginError(
            Message(
                "{group}: {name} of package {package} is no {kind}.",
                group=group,
                name=entry.name,
                package=_package(entry),
                kind=names,
            ),
            Message("Ask its maker to point the entry point at the {kind} record.", kind=names),
        )
    return thing


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.value
