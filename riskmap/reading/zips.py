"""Zips, read in place: never unpacked, and never larger inside than promised."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.paths import GIB, check_file

_MOST_MEMBERS = 200_000
_MOST_BYTES = 24 * GIB
_MOST_RATIO = 400
_DEEPEST = 6


def zip_members(path: Path, suffix: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the members with this ending, also of zips inside the zip.

    Members come in the order of their names, so that the same zip gives the
    same rows. Only one member is held in memory at a time.

    Parameters
    ----------
    path
        A zip file.
    suffix
        Ending with its dot, such as ``.xml``; capitals do not count.

    Raises
    ------
    InputError
        When the zip is damaged, encrypted, nested too deep, or far larger
        inside than a register is.
    """
    file = check_file(path)
    try:
        with zipfile.ZipFile(file) as opened:
            yield from _members(opened, suffix.lower(), file.name, 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise InputError(
            Message("{file} is damaged or encrypted and cannot be read.", file=file.name),
            Message("Download it again."),
        ) from None


def _members(
    opened: zipfile.ZipFile, suffix: str, file: str, depth: int
) -> Iterator[tuple[str, bytes]]:
    members = sorted(opened.infolist(), key=lambda member: member.filename)
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        depth > _DEEPEST
        or len(members) > _MOST_MEMBERS
        or size > _MOST_BYTES
        or size > _MOST_RATIO * max(packed, 1024)
    ):
        raise InputError(
            Message("{file} holds far more than a register does.", file=file),
            Message("Check where the file came from, and download it again from the source."),
        )
    for member in members:
        name = member.filename.lower()
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(opened.read(member))) as inner:
                yield from _members(inner, suffix, file, depth + 1)
        elif name.endswith(suffix):
            yield member.filename, opened.read(member)
