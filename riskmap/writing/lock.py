"""One writer per folder: a lock the system itself lets go when a process ends."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from riskmap.errors import OutputError
from riskmap.messages import Message

if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def only_writer(target: Path) -> Iterator[None]:
    """Hold the lock of a folder; a process that is killed lets it go.

    Raises
    ------
    OutputError
        When another process holds it, or the lock cannot be made.
    """
    lock = target.parent / f".{target.name}.lock"
    handle = _take(lock, target)
    try:
        yield
    finally:
        if sys.platform != "win32":
            # Removed while it is still held, so that nobody locks a file without a name.
            lock.unlink(missing_ok=True)
        os.close(handle)
        if sys.platform == "win32":
            _remove(lock)


def _take(lock: Path, target: Path) -> int:
    while True:
        try:
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as wrong:
            raise OutputError(
                Message("{folder} cannot be written: {reason}.", folder=target.parent, reason=wrong.strerror or "-"),  # noqa: E501
                Message("Check the folder's rights and the free space on the disk."),
            ) from None  # fmt: skip
        if not _locked(handle):
            os.close(handle)
            raise OutputError(
                Message("Another run is writing {target}.", target=target),
                Message("Wait until it is done, or choose another output."),
            )
        if _is_still(lock, handle):
            os.truncate(handle, 0)
            os.write(handle, f"{os.getpid()} {socket.gethostname()}\n".encode())
            return handle
        os.close(handle)  # the holder before us removed it between our opening and locking


def _is_still(lock: Path, handle: int) -> bool:
    """Tell whether the name still stands for the file that was locked."""
    try:
        named = lock.stat()
    except OSError:
        return False
    held = os.fstat(handle)
    return (named.st_dev, named.st_ino) == (held.st_dev, held.st_ino)


def _remove(lock: Path) -> None:
    try:
        lock.unlink(missing_ok=True)
    except OSError:
        return  # somebody took it meanwhile
