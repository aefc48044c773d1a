"""Invented street names, postcodes and BAG numbers."""

import numpy as np

_FIRST = (
    "Kreil", "Wael", "Murk", "Blok", "Schel", "Dorn", "Haver", "Lisse", "Rieth", "Gagel",
    "Vlot", "Turf", "Bies", "Holle", "Kwel", "Slik", "Zomp", "Wier", "Drijf", "Elze",
)  # fmt: skip
_SECOND = (
    "meer", "veen", "koog", "waard", "horst", "drecht", "nesse", "kamp", "akker", "moer",
)  # fmt: skip
_RURAL = ("weg", "dijk", "tocht")
_TOWN = ("straat", "laan", "hof", "kade")
_LETTERS = "ABCDEGHJKLMNPRTUVWXZ"


class StreetNames:
    """Hands out names nobody has yet, in an order the seed decides."""

    def __init__(self, rng: np.random.Generator) -> None:
        stems = [first + second for first in _FIRST for second in _SECOND]
        self._stems = [stems[i] for i in rng.permutation(len(stems))]
        self._given = 0

    def _next(self, endings: tuple[str, ...]) -> str:
        turn, place = divmod(self._given, len(self._stems))
        self._given += 1
        return str(self._stems[place]) + endings[(place + turn) % len(endings)]

    def rural(self) -> str:
        """Return a name for a road between fields."""
        return self._next(_RURAL)

    def town(self) -> str:
        """Return a name for a street in a settlement."""
        return self._next(_TOWN)


def postcode(street: int) -> str:
    """Return a postcode that no real address has: they never start with 0."""
    hundred, rest = divmod(street, len(_LETTERS) ** 2)
    first, second = divmod(rest, len(_LETTERS))
    return f"{999 - hundred:04d}{_LETTERS[first]}{_LETTERS[second]}"


def bag_id(kind: str, number: int) -> str:
    """Return a 16-digit BAG number of municipality 9901; `kind` is 01, 10 or 20."""
    return f"9901{kind}{number + 1:010d}"
