"""Pack numbers and texts small: whole numbers as varints, everything deflated once.

The page unpacks the same bytes with the browser's own `DecompressionStream`
(``page/js/unpack.js``).
"""

import base64
import json
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from riskmap.errors import OutputError
from riskmap.messages import Message

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

LARGEST = 2**50
"""Whole numbers beyond this are not exact any more once zigzagged in a browser."""

_BITS = 7
_MOST_BYTES = 8


class Sections:
    """Named sections that go into the page as one compressed block."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, bytes]] = []

    def add_integers(self, name: str, values: Integers) -> None:
        """Add whole numbers."""
        self._parts.append((name, varints(values)))

    def add_numbers(self, name: str, values: Floats, digits: int) -> None:
        """Add decimal numbers, kept to `digits` decimals; NaN stays unknown.

        Raises
        ------
        OutputError
            If a number is too large to be exact in a browser.
        """
        scaled = np.asarray(values, dtype=np.float64) * 10.0**digits
        known = np.isfinite(scaled)
        if np.abs(scaled[known]).max(initial=0.0) > LARGEST:
            raise OutputError(
                Message("Column {column} holds a number too large to draw.", column=name),
                Message("Check the unit of that column and run again."),
            )
        whole = np.zeros(scaled.size, dtype=np.int64)
        whole[known] = np.rint(scaled[known]).astype(np.int64)
        self._parts.append((name, varints(whole, known)))

    def add_texts(self, name: str, values: Sequence[str]) -> None:
        """Add texts of any kind."""
        self._parts.append((name, json.dumps(list(values), separators=(",", ":")).encode("ascii")))

    @property
    def directory(self) -> list[list[object]]:
        """Name and length in bytes of every section, in order."""
        return [[name, len(part)] for name, part in self._parts]

    def block(self) -> str:
        """Return all sections, deflated (zlib) and in base64."""
        together = b"".join(part for _, part in self._parts)
        return base64.b64encode(zlib.compress(together, 9)).decode("ascii")


def digits_for(values: Floats) -> int:
    """Return how many decimals a column deserves: about three figures in all."""
    known = np.abs(values[np.isfinite(values)])
    largest = float(known.max(initial=0.0))
    return next((d for d, limit in ((3, 2.0), (2, 10.0), (1, 100.0)) if largest < limit), 0)


def varints(values: Integers, known: NDArray[np.bool_] | None = None) -> bytes:
    """Return zigzag varints, 7 bits to a byte, low bits first.

    With `known` every number is shifted by one and 0 means unknown.
    """
    zigzag = np.where(values < 0, -2 * values - 1, 2 * values).astype(np.uint64)
    if known is not None:
        zigzag = np.where(known, zigzag + np.uint64(1), np.uint64(0))
    shifts = np.arange(_MOST_BYTES, dtype=np.uint64) * np.uint64(_BITS)
    groups = (zigzag[:, None] >> shifts) & np.uint64(0x7F)
    length = np.maximum(1, _MOST_BYTES - np.argmax((groups != 0)[:, ::-1], axis=1))
    length[zigzag == 0] = 1
    place = np.arange(_MOST_BYTES)[None, :]
    groups[place < (length - 1)[:, None]] |= np.uint64(0x80)
    written: NDArray[np.uint8] = groups[place < length[:, None]].astype(np.uint8)
    return written.tobytes()
