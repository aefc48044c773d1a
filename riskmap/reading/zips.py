"""Zips, read in place: never unpacked, and never larger inside than promised."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.paths import GIB, check_file

_MOST_MEMBERS = 200_000
_MOST_BYTES = 24 * GIB
_MOST_PER_MEMBER = 4 * GIB  # one member is held in memory
_LEAST_BYTES = 64 * 1024**2
_MOST_RATIO = 200  # registers in XML pack to about a thirtieth
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
    size = file.stat().st_size
    budget = _Budget(file.name, min(_MOST_BYTES, max(_LEAST_BYTES, _MOST_RATIO * size)))
    try:
        with zipfile.ZipFile(file) as opened:
            yield from _members(opened, suffix.lower(), budget, 1)
    except (
        *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
        *(RuntimeError, NotImplementedError, UnicodeError, ValueError),
    ):
        raise InputError(
            Message("{file} is damaged or encrypted and cannot be read.", file=file.name),
            Message("Download it again."),
        ) from None


@dataclass
class _Budget:
    """How much a zip may still hold, counted over all zips inside it."""

    file: str
    left: int

    def spend(self, members: list[zipfile.ZipInfo], depth: int) -> None:
        self.left -= sum(member.file_size for member in members)
        if (
            self.left < 0
            or depth > _DEEPEST
            or len(members) > _MOST_MEMBERS
            or any(member.file_size > _MOST_PER_MEMBER for member in members)
        ):
            raise InputError(
                Message("{file} holds far more than a register does.", file=self.file),
                Message("Check where the file came from, and download it again from the source."),
            )


def _members(
    opened: zipfile.ZipFile, suffix: str, budget: _Budget, depth: int
) -> Iterator[tuple[str, bytes]]:
    members = sorted(opened.infolist(), key=lambda member: member.filename)
    wanted = [one for one in members if one.filename.lower().endswith((".zip", suffix))]
    budget.spend(wanted, depth)
    for member in wanted:
        if member.filename.lower().endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(opened.read(member))) as inner:
                yield from _members(inner, suffix, budget, depth + 1)
        else:
            yield member.filename, opened.read(member)
