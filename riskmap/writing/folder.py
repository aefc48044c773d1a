"""A whole folder of outputs that appears at once, or not at all."""

import ctypes
import os
import re
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from riskmap.errors import OutputError
from riskmap.messages import Message
from riskmap.writing.files import flush, make_folder

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux: two names swap in one step
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
    lock = target.parent / f".{target.name}.lock"
    _take(lock, target)
    try:
        _sweep(target)
        if target.exists() and not overwrite:
            raise OutputError(
                Message("{target} exists already.", target=target),
                Message("Choose another output, or add --overwrite to replace it."),
            )
        partial = target.parent / f".{target.name}.partial-{os.getpid()}-{secrets.token_hex(4)}"
        make_folder(partial)
        try:
            yield partial
            flush(partial)
            _swap(partial, target)
            flush(target.parent)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path, target: Path) -> None:
    """Take the lock, or say who has it; a lock of a process that ended is taken over."""
    text = f"{os.getpid()} {socket.gethostname()}"
    for _ in range(2):
        try:
            with lock.open("x") as file:
                file.write(text)
        except FileExistsError:
            if _alive(lock):
                break
            lock.unlink(missing_ok=True)
        except OSError as wrong:
            raise OutputError(
                Message("{folder} cannot be written: {reason}.", folder=target.parent, reason=wrong.strerror or "-"),  # noqa: E501
                Message("Check the folder's rights and the free space on the disk."),
            ) from None  # fmt: skip
        else:
            return
    raise OutputError(
        Message("Another run is writing {target}.", target=target),
        Message("Wait until it is done, or choose another output. A run on another machine that was killed leaves {lock}: remove it by hand.", lock=lock.name),  # noqa: E501
    )  # fmt: skip


def _alive(lock: Path) -> bool:
    """Tell whether the process that holds a lock may still run."""
    try:
        pid, _, host = lock.read_text(encoding="utf-8").partition(" ")
    except OSError:
        return False
    if not pid.isdigit():
        # Killed between making the file and writing in it.
        return False
    return host != socket.gethostname() or _runs(int(pid))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sweep(target: Path) -> None:
    """Remove what killed runs left, and put back a folder whose replacing was cut off."""
    pattern = re.compile(re.escape(f".{target.name}.") + r"(partial|replaced)-(\d+)-")
    left = sorted(path for path in target.parent.iterdir() if pattern.match(path.name))
    for path in left:
        if path.name.startswith(f".{target.name}.replaced-") and not target.exists():
            path.rename(target)
        else:
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
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(partial: Path, target: Path) -> bool:
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    names = (os.fsencode(partial), os.fsencode(target))
    return int(rename(_HERE, names[0], _HERE, names[1], _EXCHANGE)) == 0
