"""A file shown to GDAL alone: in a private folder, without what lies beside it.

GDAL trusts neighbours of a file (templates, indexes, masks, statistics) and may
write some. Seen through a link in a folder of its own, a file has no neighbours,
and its name holds nothing that a library reads as an archive or an address.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# Parts without which the file itself cannot be read.
PARTS: Mapping[str, tuple[str, ...]] = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".tif": (".tfw",),
    ".tiff": (".tfw",),
}
_STRANGE = re.compile(r"[^\w .()+-]")


@contextmanager
def alone(file: Path) -> Iterator[Path]:
    """Yield the name under which a file, with its parts, can be opened alone."""
    with tempfile.TemporaryDirectory(prefix="riskmap-", ignore_cleanup_errors=True) as folder:
        stem = _STRANGE.sub("_", file.stem)
        shown = Path(folder) / f"{stem}{file.suffix.lower()}"
        _show(file, shown)
        for ending in PARTS.get(file.suffix.lower(), ()):
            found = part(file, ending)
            if found is not None:
                _show(found, shown.with_name(stem + ending))
        yield shown


def part(file: Path, ending: str) -> Path | None:
    """Return the file beside `file` with another ending, small or in capitals."""
    for written in (ending, ending.upper()):
        beside = file.with_suffix(written)
        if beside.is_file():
            return beside
    return None


def _show(file: Path, name: Path) -> None:
    """Link; where links are not allowed, as on some Windows machines, copy."""
    try:
        name.symlink_to(file.resolve())
    except (OSError, NotImplementedError):
        try:
            os.link(file, name)
        except OSError:
            shutil.copyfile(file, name)
