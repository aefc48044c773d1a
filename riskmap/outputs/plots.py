"""Small drawings as SVG: what a value function does, and how measurements lie.

The same input gives the same bytes: no date, no random ids, text as text.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from riskmap.language import Language, translator
from riskmap.notation import number, unit_words
from riskmap.scaling import ValueFunction

Floats = NDArray[np.float64]

_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "riskmap",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_BLUE, _GREY = "#1f5f99", "#9aa5b1"
_BARS = 30


@dataclass(frozen=True)
class Drawing:
    """A picture that Jupyter shows by itself."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg


def value_plot(
    value: ValueFunction, unit: str, language: Language, classes: Mapping[float, str] | None = None
) -> Drawing:
    """Draw a value function: measurement across, score upward.

    Parameters
    ----------
    value
        The function.
    unit
        Unit of the measurement, for the axis.
    classes
        For `steps`: class -> its name.
    """
    translate = translator(language)
    with mpl.rc_context(_STYLE):
        figure, axes = _canvas()
        if value.steps is not None:
            _draw_steps(axes, value.steps, classes or {}, language)
            axes.set_xlabel(translate("score"))
        else:
            _draw_line(axes, value, unit, language)
            axes.set_ylabel(translate("score"))
        return _as_svg(figure)


def histogram(
    measurements: Floats, unit: str, language: Language, value: ValueFunction | None = None
) -> Drawing:
    """Draw how many places have which measurement; unknown ones are left out.

    Parameters
    ----------
    measurements
        Shape (n,), in the indicator's unit; NaN is unknown.
    value
        Value function to draw over the bars, with the score on the right.
    """
    known = measurements[np.isfinite(measurements)]
    translate = translator(language)
    with mpl.rc_context(_STYLE):
        figure, axes = _canvas()
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        axes.hist(known, bins=_BARS, range=(low, high if high > low else low + 1), color=_GREY)
        axes.set_xlabel(_axis_name(unit, language))
        axes.set_ylabel(translate("places"))
        if value is not None and len(known):
            across = np.linspace(low, high, 400)
            right = axes.twinx()
            right.plot(across, value.fitted(known).scores(across), color=_BLUE)
            right.set_ylim(-0.05, 1.05)
            right.set_ylabel(translate("score"))
        return _as_svg(figure)


def _canvas() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(4.6, 2.4), layout="constrained")
    return figure, figure.subplots()


def _draw_line(axes: Axes, value: ValueFunction, unit: str, language: Language) -> None:
    points = np.array(value.points)
    room = 0.25 * (points[-1] - points[0])
    across = np.linspace(points[0] - room, points[-1] + room, 400)
    if points[0] >= 0:
        across = across[across >= 0]
    if value.shape == "percentile":
        across = across[across <= 1]
        shown = ValueFunction("rising", value.points).scores(across)
        translate = translator(language)
        axes.set_xlabel(translate("share of the places with a lower value"))
    else:
        shown = value.scores(across)
        axes.set_xlabel(_axis_name(unit, language))
    axes.plot(across, shown, color=_BLUE, linewidth=2)
    digits = 0 if np.array_equal(points, np.round(points)) else 3
    axes.set_xticks(points, [number(point, language, digits) for point in points])
    axes.set_yticks([0, 1])
    axes.set_ylim(-0.05, 1.08)


def _draw_steps(
    axes: Axes, steps: Mapping[float, float], classes: Mapping[float, str], language: Language
) -> None:
    ordered = sorted(steps.items(), key=lambda item: item[1])
    names = [classes.get(key, number(key, language, 1)) for key, _ in ordered]
    axes.barh(names, [score for _, score in ordered], color=_BLUE)
    axes.set_xlim(0, 1.08)
    axes.set_xticks([0, 1])


def _axis_name(unit: str, language: Language) -> str:
    return unit_words(translator(language)).get(unit, unit)


def _as_svg(figure: Figure) -> Drawing:
    page = io.StringIO()
    figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    return Drawing(page.getvalue())
