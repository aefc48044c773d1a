"""Plots that are the same every time, and say what the function does."""

import re

import numpy as np
import pytest

from riskmap.outputs.plots import histogram, value_plot
from riskmap.scaling import falling, log_rising, percentile, rising, steps, trapezoid

FUNCTIONS = [
    (rising(80, 300), "m", ["80", "300"]),
    (falling(3, 20), "addresses", ["3", "20"]),
    (log_rising(4, 30), "boxes", ["4", "30"]),
    (trapezoid(-200, 50, 1500, 4000), "m", ["-200", "50", "1,500", "4,000"]),
    (percentile(0.8, 0.99), "share", ["0.800", "0.990"]),
]


def texts(svg):
    """Return the words in a drawing, with the minus sign of typography made plain."""
    return [text.replace("\N{MINUS SIGN}", "-") for text in re.findall(r">([^<>\n]+)</text>", svg)]


@pytest.mark.parametrize(("value", "unit", "points"), FUNCTIONS)
def test_the_break_points_stand_under_the_axis(value, unit, points):
    written = texts(value_plot(value, unit, "en").svg)
    for point in points:
        assert point in written


def test_the_same_function_gives_the_same_bytes():
    for value, unit, _ in FUNCTIONS:
        assert value_plot(value, unit, "nl") == value_plot(value, unit, "nl")


def test_the_drawn_line_runs_through_the_break_points():
    svg = value_plot(rising(80, 300), "m", "en").svg
    drawn = re.search(r'id="line2d_\d+">\s*<path d="([^"]+)" clip-path', svg).group(1)
    xy = np.array(re.findall(r"[ML] ([\d.]+) ([\d.]+)", drawn), dtype=float)
    ticks = dict(
        zip(
            ("80", "300"),
            map(float, re.findall(r'<use xlink:href="#m\w+" x="([\d.]+)" y="140', svg)),
            strict=False,
        )
    )
    ground, top = xy[:, 1].max(), xy[:, 1].min()
    middle = (ticks["80"] + ticks["300"]) / 2
    height = np.interp(middle, xy[:, 0], xy[:, 1])
    assert height == pytest.approx((ground + top) / 2, abs=0.5)


def test_classes_are_drawn_under_their_names_and_a_name_stays_text():
    svg = value_plot(
        steps({1: 1.0, 0: 0.0}), "class", "en", {1: "<script>x</script>", 0: "in use"}
    ).svg
    assert "in use" in texts(svg)
    assert "<script" not in svg


def test_a_histogram_counts_what_is_known():
    rng = np.random.default_rng(3)
    figures = np.r_[rng.gamma(2, 80, 400), [np.nan] * 50]
    svg = histogram(figures, "m", "nl", rising(80, 300)).svg
    assert "plekken" in texts(svg) or "places" in texts(svg)
    assert histogram(np.array([np.nan]), "m", "en").svg
    assert histogram(np.array([4.0, 4.0]), "m", "en", rising(80, 300)).svg
