"""The page on how figures are checked names every indicator, and files that are there."""

import re

import pytest

from riskmap.indicators.catalogue import builtin


@pytest.fixture(scope="module")
def page(checkout):
    """Return the text of the page."""
    return (checkout / "docs" / "indicator-checks.md").read_text("utf-8")


def test_every_built_in_indicator_stands_in_the_table_once_in_order(page):
    rows = re.findall(r"^\| (\d+) \| \[(\w+)\]\(indicators/(\w+)\.md\) \|", page, re.MULTILINE)
    wanted = sorted((i.number, name) for name, i in builtin().items())
    assert [(int(number), name) for number, name, _ in rows] == wanted
    assert all(name == file for _, name, file in rows)


def test_every_test_it_names_is_there_and_asks_that_indicator(page, checkout):
    for row in re.findall(r"^\| \d+ \|.*$", page, re.MULTILINE):
        name = re.search(r"\[(\w+)\]", row)[1]
        files = re.findall(r"`(test_\w+)`", row)
        assert files, name
        texts = [file.read_text("utf-8") for f in files
                 for file in [*(checkout / "tests").rglob(f"{f}.py")]]  # fmt: skip
        assert len(texts) == len(files), name
        assert any(name in text for text in texts), name


def test_the_index_leads_to_it(checkout):
    assert "(indicator-checks.md)" in (checkout / "docs" / "index.md").read_text("utf-8")
