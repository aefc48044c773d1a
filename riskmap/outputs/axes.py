"""Axes of charts: round ticks, and figures as the reader writes them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from riskmap.language import Language
from riskmap.notation import number

_WANTED = 5
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Axis:
    """One axis: from a figure to a place on the paper.

    Attributes
    ----------
    low, high
        The first and the last figure on it.
    step
        Between two ticks.
    start, end
        Where `low` and `high` lie, in the drawing's own units.
    share
        Figures are shares, and written as percentages.
    """

    low: float
    high: float
    step: float
    start: float
    end: float
    share: bool = False

    def at(self, value: float) -> float:
        """Return where a figure lies; one beyond the axis lies at its end."""
        part = (value - self.low) / (self.high - self.low)
        return self.start + min(max(part, 0.0), 1.0) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Return the round figures along the axis."""
        first, last = (
            math.ceil(self.low / self.step - 1e-9),
            math.floor(self.high / self.step + 1e-9),
        )
        return [index * self.step for index in range(first, last + 1)]

    def text(self, value: float, language: Language, *, finer: int = 0) -> str:
        """Return a figure as it is written beside a tick, or `finer` decimals finer."""
        if math.isinf(value):
            return "∞" if value > 0 else "-∞"
        size = self.step * 100 if self.share else self.step
        digits = _digits(size) + finer
        shown = number(value * 100 if self.share else value, language, digits)
        return f"{shown}%" if self.share and math.isfinite(value) else shown


def axis(
    values: Iterable[float],
    start: float,
    end: float,
    *,
    share: bool = False,
    from_zero: bool = False,
    tight: bool = False,
) -> Axis:
    """Return the axis that holds all finite figures.

    Parameters
    ----------
    values
        What lies along it; NaN and infinity are left out.
    start, end
        Where the axis begins and ends in the drawing.
    share
        The figures are shares (0..1).
    from_zero
        Zero stands on the axis, wherever the figures lie.
    tight
        The axis ends where the figures do, not at the next round figure.
    """
    finite = [value for value in values if math.isfinite(value)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        low, high = (low, low + 1.0) if low >= 0 else (low - 1.0, low)
    step = _step((high - low) / _WANTED)
    if not tight:
        low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Axis(low, high, step, start, end, share)


def _step(rough: float) -> float:
    """Return the round figure nearest above a rough distance between ticks."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(part * power for part in _STEPS if part * power >= rough * (1 - 1e-9))


def _digits(step: float) -> int:
    """Return how many decimals a multiple of `step` needs, eight at most."""
    return next((count for count in range(8) if math.isclose(round(step, count), step)), 8)
