"""Columns about persons: found by name and by content, refused by name only.

Places only: riskmap reads nothing about a person, a household or a named
company. The list is published in docs/person-columns.md.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

import pandas as pd

from riskmap.errors import PersonDataError
from riskmap.layers.person_content import looks_personal
from riskmap.layers.person_words import (
    BARE,
    DECLARED,
    ENDINGS,
    EXEMPT,
    PERSON_WORDS,
    STEMS,
)
from riskmap.messages import Message

_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_MOST_JOINED = 3

# What an area is called: these columns of a layer may be spelled with these words.
PLACE_NAMES = ("name", "team", "municipality")
AREA_WORDS = ("naam", "name")


def person_columns(columns: Iterable[str]) -> list[str]:
    """Return the columns whose names say that they are about persons, in their order."""
    return [name for name in columns if _is_personal(name)]


def declared_person_columns(layer: str, columns: Iterable[str]) -> list[str]:
    """Return the canonical columns of a layer whose names say that they are about persons."""
    return [name for name in person_columns(columns) if (layer, name) not in DECLARED]


def person_content(frame: pd.DataFrame) -> list[str]:
    """Return the columns whose content looks like BSN, IBAN, e-mail, phone or plate.

    Numbers of nine digits count as BSN when far more of them pass its check
    digit (the 11-test) than the one in eleven that chance gives.
    """
    return [
        str(name)
        for place, name in enumerate(frame.columns)
        if name != "geometry" and looks_personal(frame.iloc[:, place])
    ]


def refuse_persons(
    frame: pd.DataFrame, file: str, layer: str, *, known: Collection[str] = ()
) -> None:
    """Refuse a table with columns about persons.

    Parameters
    ----------
    known
        Columns the register publishes itself: their content is looked at,
        their names are not.

    Raises
    ------
    PersonDataError
        Naming the columns, never a value.
    """
    named = person_columns(str(name) for name in frame.columns if name not in known)
    found = list(dict.fromkeys([*named, *person_content(frame)]))
    if found:
        raise PersonDataError(
            Message(
                "Layer {layer} in {file} holds columns about persons: {columns}.",
                layer=layer,
                file=file,
                columns=", ".join(found),
            ),
            Message("Remove these columns at the source; riskmap reads places only."),
        )


def _is_personal(name: str) -> bool:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    whole = re.sub(r"[^a-z]", "", plain.lower())
    if whole in BARE or whole in PERSON_WORDS:
        return True
    pieces = [piece.lower() for piece in _PIECES.findall(plain)]
    exempt = {
        place for place in range(len(pieces) - 1) if pieces[place] + pieces[place + 1] in EXEMPT
    }
    kept = [
        piece
        for place, piece in enumerate(pieces)
        if piece not in EXEMPT and not {place, place - 1} & exempt
    ]
    return any(
        word in PERSON_WORDS or word.startswith(STEMS) or word.endswith(ENDINGS)
        for word in _words(kept)
    )


def _words(pieces: list[str]) -> Iterator[str]:
    """Give every piece, and every two or three neighbours as one word."""
    for length in range(1, _MOST_JOINED + 1):
        for start in range(len(pieces) - length + 1):
            yield "".join(pieces[start : start + length])
