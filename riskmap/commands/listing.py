"""Options that hold several names or figures: ``a,b``, ``a=0.5,b=0.3``, ``a=0:100``."""

from collections.abc import Iterable
from pathlib import Path

from riskmap.errors import ProjectError
from riskmap.messages import Message

_EXAMPLES = {"--weights": "price=0.5,quality=0.3", "--distances": "100,200,300"}


def names_of(text: str) -> tuple[str, ...]:
    """Return the names in a text that joins them by commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def pairs_of(text: str, option: str) -> dict[str, float]:
    """Return name -> figure of ``a=0.5,b=0.3``.

    Raises
    ------
    ProjectError
        When a part is no name and figure.
    """
    return {name: _figure(figure, option) for name, figure in _parts(names_of(text), option)}


def ranges_of(texts: Iterable[str], option: str) -> dict[str, tuple[float, float]]:
    """Return name -> two figures of texts such as ``a=0:100``.

    Raises
    ------
    ProjectError
        When a part is no name and two figures.
    """
    found = {}
    for name, figures in _parts(texts, option):
        first, colon, last = figures.partition(":")
        if not colon:
            raise _wrong(figures, option)
        found[name] = (_figure(first, option), _figure(last, option))
    return found


def files_of(texts: Iterable[str], option: str) -> dict[str, Path]:
    """Return name -> file of texts such as ``slope=slope.tif``.

    Raises
    ------
    ProjectError
        When a part is no name and file, or a name is there twice.
    """
    found = {}
    for text in texts:
        name, equals, path = text.partition("=")
        if not equals or not name.strip() or not path.strip():
            raise ProjectError(
                Message("{text} cannot be read as part of {option}.", text=text, option=option),
                Message("Write a name and a file: {example}.", example="slope=slope.tif"),
            )
        if name.strip() in found:
            raise ProjectError(
                Message("{option} names {name} twice.", option=option, name=name.strip()),
                Message("Give every file a name of its own."),
            )
        found[name.strip()] = Path(path.strip())
    return found


def figures_of(text: str, option: str) -> tuple[float, ...]:
    """Return the figures in a text that joins them by commas.

    Raises
    ------
    ProjectError
        When a part is no figure.
    """
    return tuple(_figure(part, option) for part in names_of(text))


def _parts(texts: Iterable[str], option: str) -> list[tuple[str, str]]:
    found = []
    for text in texts:
        name, equals, figures = text.rpartition("=")
        if not equals or not name.strip():
            raise _wrong(text, option)
        found.append((name.strip(), figures.strip()))
    return found


def _figure(text: str, option: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _wrong(text, option) from None


def _wrong(text: str, option: str) -> ProjectError:
    return ProjectError(
        Message("{text} cannot be read as part of {option}.", text=text, option=option),
        Message(
            "Write names and figures with a decimal dot: {example}.",
            example=_EXAMPLES.get(option, "price=0:100"),
        ),
    )
