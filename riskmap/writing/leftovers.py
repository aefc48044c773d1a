"""What killed processes leave: told from the work of processes that still run."""

import hashlib
import os
import re
import secrets
import shutil
import socket
from pathlib import Path


def own_name(name: str) -> str:
    """Return a hidden name for work on `name` that says which process made it."""
    return f".{name}.part-{os.getpid()}-{_machine()}-{secrets.token_hex(4)}"


def sweep(folder: Path, name: str) -> None:
    """Remove what processes of this machine that ended left of `name` in `folder`."""
    pattern = re.compile(re.escape(f".{name}.part-") + rf"(\d+)-{_machine()}-[0-9a-f]{{8}}")
    for path in sorted(folder.iterdir()):
        found = pattern.fullmatch(path.name)
        if found is not None and not _runs(int(found.group(1))):
            shutil.rmtree(path, ignore_errors=True)


def _machine() -> str:
    """Return a short word for this machine; process numbers mean nothing on another."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def _runs(pid: int) -> bool:
    if os.name == "nt":
        # Sending a signal would end the process there; what is in use cannot be removed anyway.
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
