"""The state a file is in, so that what was found out about it is found out once.

One file often gives several layers, each of which asks for its checks and its
hash. Answers are kept by the state of the file, so a kept answer is the one
that asking again would give; no other state hides in them.
"""

from pathlib import Path
from typing import NamedTuple

KEPT = 256  # answers; a run reads a few dozen files


class FileState(NamedTuple):
    """A file as it is now; a change to it gives another state.

    Only changes that keep the size, within one tick of the file system's clock
    (milliseconds), look alike: a file that is still being written is no input.

    Attributes
    ----------
    path
        Resolved.
    place
        Device and number of the file: another file under the same name differs.
    size
        Bytes.
    changed
        When content and record last changed (nanoseconds); the second cannot be
        set back by programs that keep the first, such as copying ones.
    """

    path: Path
    place: tuple[int, int]
    size: int
    changed: tuple[int, int]


def state_of(path: Path) -> FileState:
    """Return the state a file is in."""
    found = path.stat()
    return FileState(
        path.resolve(),
        (found.st_dev, found.st_ino),
        found.st_size,
        (found.st_mtime_ns, found.st_ctime_ns),
    )
