"""The reference pages: all there, fresh, and the same as what the terminal says."""

import inspect
import re

import pytest

from riskmap.indicators.catalogue import builtin
from riskmap.outputs.indicator_page import indicator_page, indicator_table
from riskmap.outputs.reference import main, pages
from riskmap.themes.catalogue import builtin as builtin_themes

COMMAND = "run `python -m riskmap.outputs.reference docs`"


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return pages()


def test_every_page_is_as_the_script_writes_it_today(checkout, written):
    rooms = [checkout / "docs" / "indicators", checkout / "docs" / "themes"]
    there = {
        file.relative_to(checkout / "docs").as_posix(): file
        for room in rooms
        for file in [*room.rglob("*.md"), *room.rglob("*.svg")]
    }
    assert sorted(there) == sorted(written), COMMAND
    stale = [name for name, text in written.items() if there[name].read_text("utf-8") != text]
    assert stale == [], COMMAND


@pytest.mark.parametrize("name", sorted(builtin()))
def test_a_page_tells_everything_and_shows_the_value_function(name, written):
    indicator, text = builtin()[name], written[f"indicators/{name}.md"]
    for part in (indicator.title, indicator.question, indicator.false_positives):
        assert part["nl"] in text
        assert part["en"] in text
    first = (inspect.getdoc(indicator.function) or "").split("\n\n")[0]
    assert " ".join(first.split()) in text
    assert f"](plots/{name}.svg)" in text
    assert f"indicators/plots/{name}.svg" in written


@pytest.mark.parametrize("name", sorted(builtin()))
def test_the_terminal_says_the_same(name, written):
    for heading, text in list(indicator_page(name, "en").items())[2:]:
        said = written[f"indicators/{name}.md"]
        assert f"## {heading}\n" in said
        if heading != "Layers":
            assert text in said


@pytest.mark.parametrize("name", sorted(builtin_themes()))
def test_a_theme_page_names_every_criterion_with_its_weight(name, written):
    theme = builtin_themes()[name]
    for key, criterion in theme.criteria().items():
        assert re.search(rf"\({key}\) {criterion.weight:g}\b", written[f"themes/{name}.md"])


def test_the_list_says_which_are_no_score():
    table = indicator_table("en")
    assert len(table) == len(builtin())
    for name, record in builtin().items():
        informs = "only" in table[name]
        assert informs == (record.use in ("information", "context"))


def test_the_script_removes_the_page_of_what_is_gone(tmp_path):
    old = tmp_path / "indicators" / "gone.md"
    old.parent.mkdir()
    old.write_text("old", "utf-8")
    assert main([str(tmp_path)]) == 0
    assert not old.exists()
    assert (tmp_path / "themes" / "README.md").is_file()
