"""Hashes of files, by which a manifest names its inputs and outputs."""

import hashlib
from pathlib import Path

from riskmap.reading.alone import PARTS, part


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file and, for a shapefile, of all its parts together."""
    if path.suffix.lower() != ".shp":
        return sha256(path)
    parts = [path, *(part(path, ending) for ending in PARTS[".shp"])]
    return hashlib.sha256("".join(sha256(one) for one in parts if one).encode()).hexdigest()
