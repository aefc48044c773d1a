"""The page's own script: modules that fit together, and that write text only."""

import re

from riskmap.outputs.webmap.source import page_script, page_skeleton, page_style
from riskmap.outputs.webmap.words import page_words

RUNS_TEXT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|srcdoc|"
    r"\beval\b|new Function|bindPopup|bindTooltip|setTimeout\(\s*[\"'`]|fetch\(|XMLHttpRequest|"
    r"importScripts|\bimport\b|\bexport\b"
)


def test_the_script_writes_text_and_never_markup() -> None:
    assert RUNS_TEXT.findall(page_script()) == []


def test_every_name_a_module_takes_is_given_by_a_module_before_it() -> None:
    given: dict[str, set[str]] = {}
    taken = 0
    for module in page_script().split("\npage.")[1:]:
        name = module.split(" ", 1)[0]
        for names, source in re.findall(
            r"^const \{([^}]*)\} = page\.(\w+);$", module, re.MULTILINE
        ):
            wanted = {one.strip() for one in names.split(",") if one.strip()}
            assert wanted <= given[source], (name, source)
            taken += len(wanted)
        last = re.findall(r"^return \{ (.*) \};$", module, re.MULTILINE)[-1]
        given[name] = set(filter(None, last.split(", ")))
    assert len(given) == 14
    assert taken > 30


def test_every_word_the_script_says_is_there() -> None:
    said = set(re.findall(r'\bsay\("(\w+)"', page_script()))
    said |= set(re.findall(r'data-(?:word|label)="(\w+)"', page_skeleton("")))
    assert said - set(page_words(str)) == set()


def test_the_sentence_for_readers_without_script_is_escaped() -> None:
    assert "&lt;b&gt;" in page_skeleton("<b>")


def test_the_style_sheet_loads_nothing() -> None:
    assert "url(" not in page_style()
    assert "@import" not in page_style()
