"""Value functions: from a measurement in its own unit to a score from 0 to 1.

Piecewise-linear value functions of multi-attribute value theory (Malczewski
1999, chapter 4). Their break points are part of the result. `percentile`
depends on the data: it is fitted first, and its reference values are stored,
so that a second municipality or year can be scored on the same footing.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from riskmap.errors import ProjectError
from riskmap.messages import Message

Floats = NDArray[np.float64]
Shape = Literal["rising", "falling", "log_rising", "trapezoid", "steps", "percentile"]

_POINTS: Mapping[str, int] = {
    "rising": 2,
    "falling": 2,
    "log_rising": 2,
    "trapezoid": 4,
    "percentile": 2,
}


@dataclass(frozen=True)
class ValueFunction:
    """One value function with its break points.

    Attributes
    ----------
    shape
        Which function.
    points
        Break points in the indicator's unit: 2 for rising, falling and
        log_rising, 4 for trapezoid; for percentile 2 shares of the run (0..1);
        none for steps.
    steps
        For `steps`: measurement -> score. A measurement that is not listed
        has no score.
    reference
        For `percentile`: the known measurements in rising order; empty until
        fitted.
    """

    shape: Shape
    points: tuple[float, ...] = ()
    steps: Mapping[float, float] | None = None
    reference: tuple[float, ...] = ()

    def fitted(self, measurements: Floats) -> "ValueFunction":
        """Return the function with reference values from these measurements.

        Only `percentile` depends on the data, and one that was fitted before
        keeps its reference; every other function is returned as it is.
        """
        if self.shape != "percentile" or self.reference:
            return self
        known = np.sort(measurements[np.isfinite(measurements)])
        return replace(self, reference=tuple(known.tolist()))

    def scores(self, measurements: Floats) -> Floats:
        """Return scores in 0..1, shape (n,); NaN where the measurement is unknown."""
        if self.shape == "steps":
            return self._stepped(measurements)
        low, high = self.points[0], self.points[-1]
        if self.shape == "falling":
            return 1.0 - _line(measurements, low, high)
        if self.shape == "log_rising":
            return _line(np.log1p(measurements), math.log1p(low), math.log1p(high))
        if self.shape == "trapezoid":
            a, b, c, d = self.points
            return np.minimum(_line(measurements, a, b), 1.0 - _line(measurements, c, d))
        if self.shape == "percentile":
            return _line(self._ranks(measurements), low, high)
        return _line(measurements, low, high)

    def as_table(self) -> dict[str, list[float] | dict[str, float]]:
        """Return the function as it is written in a theme file."""
        if self.steps is not None:
            return {"steps": {f"{key:g}": score for key, score in self.steps.items()}}
        return {self.shape: list(self.points)}

    def _stepped(self, measurements: Floats) -> Floats:
        scores = np.full(measurements.shape, np.nan)
        for measurement, score in (self.steps or {}).items():
            scores[np.isclose(measurements, measurement)] = score
        return scores

    def _ranks(self, measurements: Floats) -> Floats:
        """Return mid-ranks in the reference as a share, (r - 0.5) / n without ties."""
        reference = np.asarray(self.reference, dtype=float)
        if reference.size == 0:
            return np.full(measurements.shape, np.nan)
        below = np.searchsorted(reference, measurements, side="left")
        up_to = np.searchsorted(reference, measurements, side="right")
        ranks = (below + up_to) / 2 / reference.size
        return np.where(np.isnan(measurements), np.nan, ranks)


def rising(low: float, high: float) -> ValueFunction:
    """0 up to `low`, 1 from `high`, a straight line between."""
    return _checked("rising", (low, high))


def falling(low: float, high: float) -> ValueFunction:
    """1 up to `low`, 0 from `high`, a straight line between."""
    return _checked("falling", (low, high))


def log_rising(low: float, high: float) -> ValueFunction:
    """`rising` on log(1 + x): the step from 4 to 8 weighs as much as that from 8 to 16."""
    return _checked("log_rising", (low, high))


def trapezoid(start: float, full: float, full_end: float, end: float) -> ValueFunction:
    """0 - 1 - 1 - 0 at the four points."""
    return _checked("trapezoid", (start, full, full_end, end))


def percentile(low: float, high: float) -> ValueFunction:
    """`rising` on the percentile rank (0..1) among the known measurements of the run."""
    return _checked("percentile", (low, high))


def steps(scores: Mapping[float, float]) -> ValueFunction:
    """One score per class; classes are numbers."""
    outside = [score for score in scores.values() if not 0.0 <= score <= 1.0]
    if not scores or outside:
        raise ProjectError(
            Message("A value function `steps` needs scores from 0 to 1."),
            Message("Write for example value = {{ steps = {{ 0 = 0.0, 1 = 1.0 }} }}."),
        )
    return ValueFunction("steps", steps=dict(sorted(scores.items())))


def from_table(table: Mapping[str, object]) -> ValueFunction:
    """Read a value function as written in TOML, such as ``{rising = [80, 300]}``.

    Raises
    ------
    ProjectError
        When the shape is not known or its points do not fit.
    """
    if len(table) != 1:
        raise _unknown_shape()
    shape, content = next(iter(table.items()))
    if shape == "steps" and isinstance(content, Mapping):
        return steps({_float(key, shape): _float(score, shape) for key, score in content.items()})
    if shape not in get_args(Shape) or shape == "steps" or not isinstance(content, list | tuple):
        raise _unknown_shape()
    return _checked(shape, tuple(_float(point, shape) for point in content))


def _float(value: object, shape: str) -> float:
    """Return a number; a key of a TOML table is a text that holds one."""
    try:
        return float(value) if isinstance(value, int | float | str) else math.nan
    except ValueError:
        raise ProjectError(
            Message("Value function {shape} holds something that is no number.", shape=shape),
            Message("Give numbers without quotes, with a dot: value = {{ rising = [80, 300] }}."),
        ) from None


def _unknown_shape() -> ProjectError:
    return ProjectError(
        Message("A value function names exactly one shape with its points."),
        Message("Choose one of {shapes}.", shapes=", ".join(get_args(Shape))),
    )


def _checked(shape: str, points: tuple[float, ...]) -> ValueFunction:
    wanted = _POINTS[shape]
    finite = all(math.isfinite(point) for point in points)
    if len(points) != wanted or not finite or list(points) != sorted(points) or _flat(points):
        raise ProjectError(
            Message(
                "Value function {shape} does not take the points {points}.",
                shape=shape,
                points=list(points),
            ),
            Message("Give {count} finite numbers in rising order.", count=wanted),
        )
    if shape == "log_rising" and points[0] < 0:
        raise ProjectError(
            Message("Value function log_rising takes no points below 0."),
            Message("Give two numbers of at least 0, for example [4, 30]."),
        )
    if shape == "percentile" and not (points[0] >= 0.0 and points[1] <= 1.0):
        raise ProjectError(
            Message("Value function percentile takes shares of the run."),
            Message("Give two numbers from 0 to 1, for example [0.8, 0.99]."),
        )
    return ValueFunction(shape, points)  # type: ignore[arg-type]  # checked by the caller


def _flat(points: tuple[float, ...]) -> bool:
    return points[0] >= points[1] or points[-2] >= points[-1]


def _line(values: Floats, low: float, high: float) -> Floats:
    return np.clip((values - low) / (high - low), 0.0, 1.0)
