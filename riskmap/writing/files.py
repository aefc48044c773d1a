"""Single files: a temporary file in the same folder, flushed, compared, renamed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from riskmap.errors import OutputError
from riskmap.messages import Message
from riskmap.writing.leftovers import own_name, sweep

_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600


def make_folder(path: Path) -> None:
    """Make a folder only its owner can open; one that is there stays as it is.

    Raises
    ------
    OutputError
        When it cannot be made.
    """
    try:
        path.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as wrong:
        raise _refused(path, wrong) from None


def write_bytes(data: bytes, path: Path, *, overwrite: bool = False) -> None:
    """Write a file that appears complete or not at all.

    Raises
    ------
    OutputError
        When something is in the way, the disk is full, or what was written
        does not read back the same.
    """

    def fill(temporary: Path) -> None:
        with temporary.open("wb") as file:
            file.write(data)

    def same(temporary: Path) -> bool:
        return temporary.read_bytes() == data

    write_checked(path, fill, same, overwrite=overwrite)


def write_text(text: str, path: Path, *, overwrite: bool = False) -> None:
    """Write text as UTF-8; see `write_bytes`."""
    write_bytes(text.encode("utf-8"), path, overwrite=overwrite)


def write_checked(
    path: Path,
    fill: Callable[[Path], None],
    same: Callable[[Path], bool],
    *,
    overwrite: bool,
) -> None:
    """Let `fill` write a temporary file, ask `same` whether it reads back, rename it.

    Parameters
    ----------
    path
        The final name.
    fill
        Writes the file it is given; the file does not exist yet.
    same
        Tells whether the written file holds what was meant.
    overwrite
        Replace what stands at `path`.

    Raises
    ------
    OutputError
        As for `write_bytes`; the old file, if any, is then still there.
    """
    if path.is_dir() or (path.exists() and not overwrite):
        raise _in_the_way(path)
    if not path.parent.is_dir():
        raise OutputError(
            Message("The folder {folder} does not exist.", folder=path.parent),
            Message("Make the folder first, or choose another output."),
        )
    # A private folder of its own in the same place: what writers put beside their file is in it
    # too, nobody else can look, and the rename stays on one disk.
    room = path.with_name(own_name(path.name))
    try:
        sweep(path.parent, path.name)
        room.mkdir(mode=_PRIVATE_FOLDER)
        temporary = room / path.name
        fill(temporary)
        temporary.chmod(_PRIVATE_FILE)
        flush(temporary)
        if not same(temporary):
            raise OutputError(
                Message("{path} did not read back as it was written.", path=path),
                Message("Check the disk and its free space; the old file is untouched."),
            )
        if not overwrite and path.exists():
            raise _in_the_way(path)
        temporary.replace(path)
        flush(path.parent)
    except OSError as wrong:
        raise _refused(path, wrong) from None
    finally:
        shutil.rmtree(room, ignore_errors=True)


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, stand on the disk."""
    folder = path.is_dir()
    try:
        handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    except OSError:
        if folder:  # some systems cannot open a folder; the rename itself still stands
            return
        raise
    try:
        os.fsync(handle)
    except OSError:
        if not folder:
            raise
    finally:
        os.close(handle)


def _in_the_way(path: Path) -> OutputError:
    return OutputError(
        Message("{path} exists already.", path=path),
        Message("Choose another output, or add --overwrite to replace it."),
    )


def _refused(path: Path, wrong: OSError) -> OutputError:
    return OutputError(
        Message("{path} cannot be written: {reason}.", path=path, reason=wrong.strerror or "-"),
        Message("Check the folder's rights and the free space on the disk."),
    )
