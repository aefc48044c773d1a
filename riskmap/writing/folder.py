"""A whole folder of outputs that appears at once, or not at all."""

import ctypes
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from riskmap.errors import OutputError
from riskmap.messages import Message
from riskmap.writing.files import flush, make_folder
from riskmap.writing.lock import only_writer

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS: two names swap in one step
_HERE = -100  # AT_FDCWD: paths count from the working folder


@contextmanager
def publish_folder(target: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Yield a private folder beside `target` that takes its name when all went well.

    A kill at any moment leaves the old folder or the new one under the final
    name, both complete. What a killed run left behind is swept by the next.

    Parameters
    ----------
    target
        The final name.
    overwrite
        Replace a folder that stands there.

    Raises
    ------
    OutputError
        When something is in the way, or another run is writing this folder.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 (links in the name stay as the user gave them)
    make_folder(target.parent)
    with only_writer(target):
        _sweep(target)
        _must_be_free(target, overwrite=overwrite)
        partial = target.parent / f".{target.name}.partial-{os.getpid()}-{secrets.token_hex(4)}"
        make_folder(partial)
        try:
            yield partial
            _publish(partial, target)
        finally:
            _remove(partial)


def _must_be_free(target: Path, *, overwrite: bool) -> None:
    """Refuse to replace anything but a folder that a run made, or an empty one."""
    if not os.path.lexists(target):
        return
    if not overwrite:
        raise OutputError(
            Message("{target} exists already.", target=target),
            Message("Choose another output, or add --overwrite to replace it."),
        )
    ours = target.is_dir() and not target.is_symlink()
    if not ours or ((target / "manifest.json").exists() is False and any(target.iterdir())):
        raise OutputError(
            Message("{target} holds other things than the outputs of a run.", target=target),
            Message("Choose another output; it would be replaced as a whole."),
        )


def _publish(partial: Path, target: Path) -> None:
    try:
        for folder, _, _ in os.walk(partial, topdown=False):
            flush(Path(folder))
        _swap(partial, target)
        flush(target.parent)
    except OSError as wrong:
        raise OutputError(
            Message("{folder} cannot be written: {reason}.", folder=target, reason=wrong.strerror or "-"),  # noqa: E501
            Message("Check the folder's rights and the free space on the disk."),
        ) from None  # fmt: skip


def _sweep(target: Path) -> None:
    """Remove what killed runs left, and put back a folder whose replacing was cut off."""
    pattern = re.compile(re.escape(f".{target.name}.") + r"(partial|replaced)-(\d+)-")
    left = sorted(path for path in target.parent.iterdir() if pattern.match(path.name))
    for path in left:
        if path.name.startswith(f".{target.name}.replaced-") and not target.exists():
            path.rename(target)
        else:
            _remove(path)


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)


def _swap(partial: Path, target: Path) -> None:
    if not target.exists():
        partial.rename(target)
        return
    if _exchanged(partial, target):
        # The old folder now has the partial name and is removed with it.
        return
    # Without an exchange in one step: if this is cut off, the next run puts the old one back.
    old = target.parent / f".{target.name}.replaced-{os.getpid()}-{secrets.token_hex(4)}"
    target.rename(old)
    partial.rename(target)
    _remove(old)


def _exchanged(partial: Path, target: Path) -> bool:
    """Swap two names in one step, where the system can (Linux, macOS)."""
    names = (os.fsencode(partial), os.fsencode(target))
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return int(library.renamex_np(*names, _EXCHANGE)) == 0
        return int(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)) == 0
    except (OSError, AttributeError, TypeError):
        return False
