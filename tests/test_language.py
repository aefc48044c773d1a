"""Every sentence a user reads exists in Dutch, with the same facts in it."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from riskmap.language import translator

SPEAKING = {"Message", "translate", "marked", "_"}
TRANSLATE_WHAT_OTHERS_MARKED = {"messages.py"}


def _sentences(tree: ast.Module) -> list[tuple[int, str | None]]:
    """Return line and template of every sentence; None where it is not a literal."""
    found: list[tuple[int, str | None]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id not in SPEAKING or not node.args:
                continue
            first = node.args[0]
            if isinstance(first, ast.Attribute) and first.attr == "template":
                continue  # an old sentence with new facts
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            found.append((node.lineno, str(ast.literal_eval(first)) if literal else None))
    return found


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def spoken(checkout: Path) -> dict[str, list[tuple[int, str | None]]]:
    """Return the sentences of every module, read from the syntax and not by Babel."""
    package = checkout / "riskmap"
    files = {file.relative_to(package).as_posix(): file for file in sorted(package.rglob("*.py"))}
    return {
        name: _sentences(ast.parse(file.read_text("utf-8")))
        for name, file in files.items()
        if name not in TRANSLATE_WHAT_OTHERS_MARKED
    }


@pytest.fixture(scope="module")
def templates(spoken: dict[str, list[tuple[int, str | None]]]) -> set[str]:
    """Return every English sentence in the source."""
    return {text for found in spoken.values() for _, text in found if text is not None}


@pytest.fixture(scope="module")
def catalog(checkout: Path) -> Catalog:
    """Return the Dutch catalogue."""
    with (checkout / "riskmap/locale/nl/LC_MESSAGES/riskmap.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def test_every_sentence_is_a_literal_that_can_be_found(
    spoken: dict[str, list[tuple[int, str | None]]],
) -> None:
    hidden = [
        f"{file}:{line}" for file, found in spoken.items() for line, text in found if text is None
    ]
    assert hidden == []


def test_no_sentence_hides_behind_a_call_that_the_extraction_does_not_know(checkout: Path) -> None:
    hidden = [
        f"{file.name}:{node.lineno}"
        for file in sorted((checkout / "riskmap").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Call)
        and any(isinstance(argument, ast.Constant) for argument in node.args)
    ]
    assert hidden == []


def test_there_are_sentences_at_all(templates: set[str]) -> None:
    assert "{count} faults were found." in templates


def test_every_sentence_is_translated(templates: set[str], catalog: Catalog) -> None:
    silent = [
        text
        for text in sorted(templates)
        if (entry := catalog.get(text)) is None or not entry.string or entry.fuzzy
    ]
    assert silent == []


def test_a_translation_holds_the_same_facts(templates: set[str], catalog: Catalog) -> None:
    lost = [
        text
        for text in sorted(templates)
        if (entry := catalog.get(text)) is not None
        and entry.string
        and _placeholders(str(entry.string)) != _placeholders(text)
    ]
    assert lost == []


def test_nothing_is_translated_that_nobody_says(templates: set[str], catalog: Catalog) -> None:
    assert {str(entry.id) for entry in catalog if entry.id} - templates == set()


def test_the_compiled_catalogue_is_that_of_the_source(catalog: Catalog) -> None:
    dutch = translator("nl")
    translated = [entry for entry in catalog if entry.id and entry.string and not entry.fuzzy]
    stale = [str(entry.id) for entry in translated if dutch(str(entry.id)) != entry.string]
    assert stale == [], "compile it: `make test` does so"
