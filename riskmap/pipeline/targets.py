"""Is the place of the outputs free: asked before any work, and not after it."""

import json
from pathlib import Path

from riskmap.errors import InputError, OutputError
from riskmap.messages import Message
from riskmap.reading import read_text, sha256

_MANIFEST = "manifest.json"
_MOST_CHARACTERS = 500_000_000
_FILLED_IN = ("inspection_list.xlsx", "inspection_list.csv")


def check_folder(target: Path, *, overwrite: bool) -> None:
    """Refuse a folder that is in the way, or that holds more than an earlier run.

    Parameters
    ----------
    target
        The folder of the outputs; it is replaced as a whole.
    overwrite
        An earlier run that stands there may be replaced.

    Raises
    ------
    OutputError
        When something stands at `target` and `overwrite` is False, when it
        holds files that riskmap did not write there, or when somebody wrote
        in an inspection list.
    """
    if not target.exists():
        return
    if not overwrite:
        raise OutputError(
            Message("{target} exists already.", target=target),
            Message("Choose another output, or add --overwrite to replace it."),
        )
    if not target.is_dir():
        raise OutputError(
            Message("{target} is a file, and a run needs a folder.", target=target),
            Message("Choose another output."),
        )
    strange = _strange(target)
    if strange is not None:
        raise OutputError(
            Message(
                "{target} holds {name}, which no run of riskmap wrote; replacing the folder would "
                "remove it.",
                target=target,
                name=strange,
            ),
            Message("Move that file elsewhere, or choose another output."),
        )
    filled = _filled(target)
    if filled is not None:
        raise OutputError(
            Message("{name} was changed since the run that wrote it.", name=target / filled),
            Message("Move it elsewhere so that no outcome is lost, or choose another output."),
        )


def check_file(path: Path, endings: tuple[str, ...], *, overwrite: bool) -> None:
    """Refuse a file that is in the way, or whose ending is not one of `endings`.

    Raises
    ------
    OutputError
        When the file cannot be written under that name.
    """
    if path.suffix.lower() not in endings:
        raise OutputError(
            Message("{name} has an ending that is not written here.", name=path.name),
            Message("Choose a name that ends in: {endings}.", endings=", ".join(endings)),
        )
    if path.is_dir() or (path.exists() and not overwrite):
        raise OutputError(
            Message("{target} exists already.", target=path),
            Message("Choose another output, or add --overwrite to replace it."),
        )
    if not path.parent.is_dir():
        raise OutputError(
            Message("The folder {folder} does not exist.", folder=path.parent),
            Message("Make the folder first, or choose another output."),
        )


def _strange(target: Path) -> str | None:
    """Return the first file in a folder that its manifest does not name; hidden ones pass."""
    names = sorted(
        file.relative_to(target).as_posix()
        for file in target.rglob("*")
        if file.is_file() and not file.name.startswith(".")
    )
    own = {_MANIFEST, *_written(target / _MANIFEST)}
    return next((name for name in names if name not in own), None)


def _filled(target: Path) -> str | None:
    """Return the first list people write in that is no longer as the run wrote it."""
    written = _written(target / _MANIFEST)
    lists = sorted(name for name in written if name.endswith(_FILLED_IN))
    there = (name for name in lists if (target / name).is_file())
    return next((name for name in there if sha256(target / name) != written[name]), None)


def _written(manifest: Path) -> dict[str, str]:
    """Return the files of an earlier run with their hashes."""
    try:
        content = json.loads(read_text(manifest, limit=_MOST_CHARACTERS))
        outputs = content["outputs"] if "riskmap" in content else {}
        return {str(name): str(entry["sha256"]) for name, entry in outputs.items()}
    except (InputError, ValueError, KeyError, TypeError, AttributeError):
        return {}
