"""Documentation pages of indicators."""

import pytest

from riskmap.indicators.catalogue import builtin
from riskmap.indicators.pages import main, value_text
from riskmap.scaling import falling, log_rising, percentile, rising, steps, trapezoid


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (rising(80, 300), "0 up to 80, 1 from 300 (m), a straight line between."),
        (falling(2, 9), "1 up to 2, 0 from 9 (m), a straight line between."),
        (log_rising(4, 30), "0 up to 4, 1 from 30 (m), a straight line on log(1 + x) between."),
        (trapezoid(0, 1, 2, 3), "0 up to 0, 1 from 1 to 2, 0 from 3 (m), straight lines between."),
        (
            percentile(0.8, 0.99),
            "0 up to 0.8, 1 from 0.99 (percentile rank in the run), a straight line between.",
        ),
        (steps({0: 0.0, 1: 0.2}), "0 gives 0; 1 gives 0.2."),
    ],
)
def test_a_value_function_is_put_in_words(value, text):
    assert value_text(value, "m") == text


def test_the_script_writes_one_page_per_indicator_and_an_index(tmp_path):
    assert main([str(tmp_path / "pages")]) == 0
    files = sorted(file.name for file in (tmp_path / "pages").iterdir())
    assert len(files) == len(builtin()) + 1
    assert "road_setback.md" in files
    assert "[road_setback](road_setback.md)" in (tmp_path / "pages" / "README.md").read_text(
        "utf-8"
    )
