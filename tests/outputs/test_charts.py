"""Charts that can be read by anyone: in words, in grey, in Dutch, and twice the same."""

import math
from xml.etree import ElementTree as ET

import pytest

from riskmap.outputs.axes import axis
from riskmap.outputs.charts import interval_chart, line_chart

LINES = {"one": [(0.0, 0.0), (0.5, 1234.5), (1.0, 2000.0)], "two": [(0.0, 5.0), (1.0, math.nan)]}


def drawn(language: str = "nl") -> ET.Element:
    """Return the line chart of the tests."""
    return line_chart(
        LINES, x_title="share", y_title="m", caption="Both", language=language, x_share=True,  # type: ignore[arg-type]
    )  # fmt: skip


def texts(chart: ET.Element) -> list[str]:
    """Return every text in a chart."""
    return [node.text or "" for node in chart.iter("text")]


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    assert "2.000" in texts(drawn("nl"))
    assert "2,000" in texts(drawn("en"))
    assert "100%" in texts(drawn("nl"))


def test_the_chart_is_told_in_words() -> None:
    svg = next(drawn("en").iter("svg"))
    title, told = svg.find("title"), svg.find("desc")
    assert title is not None
    assert told is not None
    assert title.text == "Both"
    assert "one: from 0.0 at 0.0% to 2,000.0 at 100.0%." in str(told.text)
    assert svg.get("role") == "img"


def test_no_style_that_the_page_would_block() -> None:
    for node in drawn().iter():
        assert "style" not in node.attrib
        assert node.tag not in {"script", "style", "image", "use", "a"}


def test_lines_differ_by_dash_and_not_only_by_colour() -> None:
    many = {f"line {i}": [(0.0, float(i)), (1.0, 2.0 * i)] for i in range(12)}
    chart = line_chart(many, x_title="x", y_title="y", caption="c", language="en")
    looks = [(p.get("stroke"), p.get("stroke-dasharray")) for p in chart.iter("path")]
    assert len(set(looks)) == 12
    assert len({dash for _, dash in looks[:6]}) == 6


def test_points_lie_where_their_figures_say() -> None:
    chart = line_chart(
        {"a": [(0.0, 0.0), (10.0, 100.0)]}, x_title="x", y_title="y", caption="c", language="en"
    )
    path = next(chart.iter("path")).get("d")
    # The plot runs from x 78 to 696 and from y 314 up to 14.
    assert path == "M78 314 L696 14"


def test_an_unknown_point_breaks_the_line_and_an_unknown_line_is_told() -> None:
    lines = {"a": [(0, 1), (1, math.nan), (2, 3), (3, 4)], "b": [(0, math.nan)]}
    chart = line_chart(lines, x_title="x", y_title="y", caption="c", language="en")
    assert [str(p.get("d")).count("M") for p in chart.iter("path")] == [2]
    assert "b: unknown." in str(next(chart.iter("desc")).text)


def test_intervals_with_unknown_and_endless_edges() -> None:
    rows = [
        ("known", 0.1, 0.2, 0.34),
        ("unknown", math.nan, math.nan, math.nan),
        ("endless", 0.5, 1.0, math.inf),
    ]
    chart = interval_chart(
        rows, x_title="lift", caption="c", language="en", reference=("by lot", 1.0)
    )
    told = str(next(chart.iter("desc")).text)
    assert "known: 0.20 (0.10 to 0.34)" in told
    assert "unknown: ?" in told
    assert "endless: 1.00 (0.50 to ∞)" in told
    assert "by lot" in texts(chart)


def test_nothing_at_all_is_still_a_chart() -> None:
    for chart in (
        line_chart({}, x_title="x", y_title="y", caption="c", language="en"),
        interval_chart([], x_title="x", caption="c", language="nl"),
    ):
        assert next(chart.iter("svg")) is not None


def test_the_same_figures_give_the_same_bytes() -> None:
    assert ET.tostring(drawn()) == ET.tostring(drawn())


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.0, 1.0], [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        ([3.0, 3.0], [3.0, 3.2, 3.4, 3.6, 3.8, 4.0]),
        ([0, 730], [0, 200, 400, 600, 800]),
        ([], [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    ],
)
def test_ticks_are_round_figures(values: list[float], ticks: list[float]) -> None:
    assert axis(values, 0, 100).ticks() == pytest.approx(ticks)
