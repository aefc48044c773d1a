"""Charts for pages: SVG as a tree of elements, that a reader without a screen can follow too.

Lines differ by dash and by shade as well as by colour, so that a black and white print
can be read; every chart has a title and a description in words. Nothing is styled by
attributes that the page's policy would block. The same figures give the same bytes.
"""

import math
import textwrap
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from riskmap.language import Language, translator
from riskmap.outputs.axes import Axis, axis
from riskmap.outputs.html import element

Points = Sequence[tuple[float, float]]
Interval = tuple[str, float, float, float]

_WIDTH = 720
_PLOT_HEIGHT = 300
_LEFT, _RIGHT, _TOP, _BELOW = 78, 24, 14, 52
_ROW, _KEY = 26, 20
_INK, _GRID = "#1b2733", "#d5dce3"
_COLOURS = ("#0072b2", "#b34700", "#00664b", "#1b2733", "#8a3a73", "#6b5c00")
_DASHES = ("none", "9 5", "2 4", "12 4 2 4", "5 3", "16 6")
_MARKED = 12
_NAME_CHARACTERS = 34


def line_chart(
    lines: Mapping[str, Points],
    *,
    x_title: str,
    y_title: str,
    caption: str,
    language: Language,
    bands: Mapping[str, Sequence[tuple[float, float, float]]] | None = None,
    x_share: bool = False,
    y_share: bool = False,
) -> ET.Element:
    """Return a chart of one or more lines.

    Parameters
    ----------
    lines
        Name -> points (x, y) from left to right; a NaN breaks the line.
    x_title, y_title
        What the axes show, with the unit.
    caption
        What the chart shows; it stands under it and is read aloud as its title.
    bands
        Name -> (x, low, high): a shade between two lines, such as an interval.
    x_share, y_share
        The figures are shares (0..1), and written as percentages.
    """
    shades = bands or {}
    xs = [x for points in lines.values() for x, _ in points]
    ys = [y for points in lines.values() for _, y in points]
    ys += [edge for band in shades.values() for _, *edges in band for edge in edges]
    across = axis(xs, _LEFT, _WIDTH - _RIGHT, share=x_share, tight=True)
    upward = axis(ys, _TOP + _PLOT_HEIGHT, _TOP, share=y_share, from_zero=True)
    drawn = [_band(band, across, upward) for band in shades.values()]
    for index, points in enumerate(lines.values()):
        drawn += _line(points, _look(index), across, upward)
    top = _TOP + _PLOT_HEIGHT + _BELOW
    keys = [_key(name, index, top + index * _KEY) for index, name in enumerate(lines)]
    height = top + len(lines) * _KEY
    told = _told_lines(lines, across, upward, (x_title, y_title), language)
    frame = [
        *_grid_upward(upward, language, y_title),
        *_grid_across(across, language, x_title, _TOP, _TOP + _PLOT_HEIGHT),
    ]
    return _figure(height, caption, told, [*frame, *drawn, *keys])


def interval_chart(
    rows: Sequence[Interval],
    *,
    x_title: str,
    caption: str,
    language: Language,
    reference: tuple[str, float] | None = None,
    share: bool = False,
) -> ET.Element:
    """Return a chart with one interval and its figure per row.

    Parameters
    ----------
    rows
        (name, low, value, high), from the top down; NaN is unknown and drawn as '?'.
    x_title
        What the figures are, with the unit.
    caption
        What the chart shows; it stands under it and is read aloud as its title.
    reference
        Name and place of an upright line to compare with, such as a lift of 1.
    share
        The figures are shares (0..1), and written as percentages.
    """
    left, right = 250, 220
    bottom = _TOP + max(len(rows), 1) * _ROW
    figures = [figure for _, *three in rows for figure in three]
    figures += [reference[1]] if reference else []
    across = axis(figures, left, _WIDTH - right, share=share)
    drawn = _grid_across(across, language, x_title, _TOP, bottom)
    if reference is not None:
        drawn += _upright(reference, across, bottom)
    told = []
    for index, row in enumerate(rows):
        text = _interval_text(row, across, language)
        drawn += _interval(row, text, across, _TOP + (index + 0.5) * _ROW)
        told.append(f"{row[0]}: {text}")
    return _figure(bottom + _BELOW, caption, f"{x_title}. {'; '.join(told)}.", drawn)


def _figure(height: float, caption: str, told: str, drawn: Sequence[ET.Element]) -> ET.Element:
    svg = element(
        "svg",
        element("title", caption),
        element("desc", told),
        element("rect", x="0", y="0", width=str(_WIDTH), height=_at(height), fill="#ffffff"),
        *drawn,
        role="img",
        width=str(_WIDTH),
        height=_at(height),
        viewBox=f"0 0 {_WIDTH} {_at(height)}",
        fill=_INK,
        **{"font-size": "13", "font-family": "system-ui, Segoe UI, sans-serif"},
    )
    scroll = element("div", svg, class_="scroll", tabindex="0", role="region", **{"aria-label": caption})  # fmt: skip # noqa: E501
    return element("figure", scroll, element("figcaption", caption))


def _look(index: int) -> dict[str, str]:
    """Return colour and dash of a line: no two of the first 36 are the same."""
    dash = (index + index // len(_COLOURS)) % len(_DASHES)
    look = {"stroke": _COLOURS[index % len(_COLOURS)], "stroke-dasharray": _DASHES[dash]}
    return {**look, "stroke-width": "2.2", "fill": "none"}


def _line(points: Points, look: Mapping[str, str], across: Axis, upward: Axis) -> list[ET.Element]:
    steps, pen_down = [], False
    known = [(x, y) for x, y in points if math.isfinite(x) and math.isfinite(y)]
    for x, y in points:
        there = math.isfinite(x) and math.isfinite(y)
        if there:
            steps.append(f"{'L' if pen_down else 'M'}{_at(across.at(x))} {_at(upward.at(y))}")
        pen_down = there
    drawn = [element("path", d=" ".join(steps), **look)] if steps else []
    if len(known) <= _MARKED:
        drawn += [
            element(
                "circle", cx=_at(across.at(x)), cy=_at(upward.at(y)), r="3", fill=look["stroke"]
            )
            for x, y in known
        ]
    return drawn


def _band(band: Sequence[tuple[float, float, float]], across: Axis, upward: Axis) -> ET.Element:
    known = [row for row in band if all(math.isfinite(part) for part in row)]
    edge = [(x, low) for x, low, _ in known] + [(x, high) for x, _, high in reversed(known)]
    points = " ".join(f"{_at(across.at(x))},{_at(upward.at(y))}" for x, y in edge)
    return element("polygon", points=points, fill=_COLOURS[0], opacity="0.16")


def _key(name: str, index: int, y: float) -> ET.Element:
    line = element("line", **_ends(_LEFT, y, _LEFT + 44, y), **_look(index))
    return element("g", line, element("text", name, x=str(_LEFT + 54), y=_at(y + 4)))


def _interval(row: Interval, text: str, across: Axis, y: float) -> list[ET.Element]:
    name, low, value, high = row
    lines = textwrap.wrap(name, _NAME_CHARACTERS, max_lines=2, placeholder=" …") or [""]
    start = y + 4 - 6.5 * (len(lines) - 1)
    size = {"font-size": "13" if len(lines) == 1 else "11"}
    words = [
        element("text", line, x="4", y=_at(start + 13 * index), **size)
        for index, line in enumerate(lines)
    ]
    drawn = [*words, element("text", text, x=_at(across.end + 14), y=_at(y + 4))]
    if not (math.isnan(low) or math.isnan(high)):
        ends = (across.at(low), across.at(high))
        bars = [_ends(ends[0], y, ends[1], y), *(_ends(x, y - 5, x, y + 5) for x in ends)]
        drawn += [
            element("line", **bar, stroke=_COLOURS[0], **{"stroke-width": "2"}) for bar in bars
        ]
    if math.isfinite(value):
        drawn.append(element("circle", cx=_at(across.at(value)), cy=_at(y), r="4.5", fill=_INK))
    return drawn


def _interval_text(row: Interval, across: Axis, language: Language) -> str:
    _, low, value, high = row
    whole = all(part == round(part) for part in (low, value, high) if math.isfinite(part))
    finer = 0 if across.share or (whole and across.step >= 1) else 1 if across.step < 1 else 2
    figures = [across.text(part, language, finer=finer) for part in (value, low, high)]
    if math.isnan(low) and math.isnan(high):
        return figures[0]
    translate = translator(language)
    text = translate("{value} ({low} to {high})")
    return text.format(value=figures[0], low=figures[1], high=figures[2])


def _upright(reference: tuple[str, float], across: Axis, bottom: float) -> list[ET.Element]:
    name, value = reference
    x = across.at(value)
    line = element("line", **_ends(x, _TOP, x, bottom), stroke=_INK, **{"stroke-dasharray": "6 4"})
    return [line, element("text", name, x=_at(x), y=_at(_TOP - 3), **_middle("11"))]


def _grid_across(
    across: Axis, language: Language, title: str, top: float, bottom: float
) -> list[ET.Element]:
    drawn = []
    for tick in across.ticks():
        x = across.at(tick)
        drawn.append(element("line", **_ends(x, top, x, bottom), stroke=_GRID))
        drawn.append(element("text", across.text(tick, language), x=_at(x), y=_at(bottom + 18), **_middle()))  # fmt: skip # noqa: E501
    drawn.append(element("line", **_ends(across.start, bottom, across.end, bottom), stroke=_INK))
    middle = (across.start + across.end) / 2
    return [*drawn, element("text", title, x=_at(middle), y=_at(bottom + 38), **_middle())]


def _grid_upward(upward: Axis, language: Language, title: str) -> list[ET.Element]:
    drawn = []
    for tick in upward.ticks():
        y = upward.at(tick)
        drawn.append(element("line", **_ends(_LEFT, y, _WIDTH - _RIGHT, y), stroke=_GRID))
        drawn.append(element("text", upward.text(tick, language), x=str(_LEFT - 8), y=_at(y + 4), **{"text-anchor": "end"}))  # fmt: skip # noqa: E501
    drawn.append(element("line", **_ends(_LEFT, upward.start, _LEFT, upward.end), stroke=_INK))
    x, y = 16, (upward.start + upward.end) / 2
    turned = {"transform": f"rotate(-90 {x} {_at(y)})", **_middle()}
    return [*drawn, element("text", title, x=str(x), y=_at(y), **turned)]


def _told_lines(
    lines: Mapping[str, Points],
    across: Axis,
    upward: Axis,
    titles: tuple[str, str],
    language: Language,
) -> str:
    """Say in words where every line begins and ends."""
    translate = translator(language)
    told = [translate("Across: {x}. Upward: {y}.").format(x=titles[0], y=titles[1])]
    for name, points in lines.items():
        known = [(x, y) for x, y in points if math.isfinite(x) and math.isfinite(y)]
        if not known:
            told.append(translate("{name}: unknown.").format(name=name))
            continue
        figures = [
            part.text(value, language, finer=1)
            for point in (known[0], known[-1])
            for part, value in zip((across, upward), point, strict=True)
        ]
        text = translate("{name}: from {y0} at {x0} to {y1} at {x1}.")
        told.append(
            text.format(name=name, x0=figures[0], y0=figures[1], x1=figures[2], y1=figures[3])
        )
    return " ".join(told)


def _middle(size: str = "13") -> dict[str, str]:
    return {"text-anchor": "middle", "font-size": size}


def _ends(x1: float, y1: float, x2: float, y2: float) -> dict[str, str]:
    return {"x1": _at(x1), "y1": _at(y1), "x2": _at(x2), "y2": _at(y2)}


def _at(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
