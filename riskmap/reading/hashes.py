"""Hashes of files, by which a manifest names its inputs and outputs."""

import hashlib
from functools import lru_cache
from pathlib import Path

from riskmap.reading.alone import PARTS, part
from riskmap.reading.states import KEPT, FileState, state_of


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file and, for a shapefile, of all its parts together."""
    if path.suffix.lower() != ".shp":
        return _hash_in(state_of(path))
    parts = [path, *(part(path, ending) for ending in PARTS[".shp"])]
    hashes = [_hash_in(state_of(one)) for one in parts if one]
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


@lru_cache(maxsize=KEPT)
def _hash_in(state: FileState) -> str:
    """Hash a file once per state, also when several layers come from it."""
    return sha256(state.path)
