"""A Dutch run speaks Dutch and an English run English, in everything that was written."""

import re

import openpyxl
import pytest
from babel.messages.pofile import read_po

from riskmap.language import Language
from riskmap.pipeline.publishing import publish
from riskmap.pipeline.run import run
from riskmap.project import load_project

THEME = "rural"
# Words no sentence of the other language holds, and no name of Waterveen or of a column either.
ONLY_IN = {
    "en": {"the", "this", "and", "by", "from", "with", "left", "places", "counts", "years"},
    "nl": {"het", "een", "niet", "zonder", "plekken", "voor", "telt", "weggelaten", "jaar"},
}
OTHER: dict[Language, Language] = {"nl": "en", "en": "nl"}


@pytest.fixture(scope="module")
def written(waterveen, tmp_path_factory):
    """Return language -> folder of the outputs of the same project in that language."""
    project = waterveen / "riskmap.toml"
    english = waterveen / "riskmap-en.toml"
    text = project.read_text(encoding="utf-8")
    # What a project says itself stays in its own words; here it says nothing but its name.
    own = re.sub(
        r"^(notice|question|follow_up|legal_ground) = .*$", r'\1 = ""', text, flags=re.MULTILINE
    )
    english.write_text(own.replace('language = "nl"', 'language = "en"'), encoding="utf-8")
    folder = tmp_path_factory.mktemp("english") / "out"
    publish(run(load_project(english), [THEME]), folder)
    return {"nl": waterveen / "out", "en": folder}


@pytest.fixture(scope="module")
def pairs(checkout):
    """Return English -> Dutch for every sentence that differs between the two."""
    with (checkout / "riskmap/locale/nl/LC_MESSAGES/riskmap.po").open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    return {e.id: e.string for e in catalog if e.id and e.string and e.id != e.string}


def said_in_report(folder):
    """Return the texts of headings, cells and remarks of the report."""
    page = (folder / "report.html").read_text(encoding="utf-8")
    cells = re.findall(r"<(h1|h2|h3|th|td|li|caption|p)\b[^>]*>(.*?)</\1>", page, flags=re.DOTALL)
    texts = [re.sub(r"<[^>]+>", " ", text) for _, text in cells]
    # The matched columns of a register are named as the file names them.
    return [text for text in texts if "→" not in text]


def said_in_workbook(folder):
    """Return the sheet names, headings and coded values of the workbook."""
    book = openpyxl.load_workbook(folder / THEME / "inspection_list.xlsx", read_only=True)
    texts = list(book.sheetnames)
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        texts += [str(head) for head in next(rows)]
        texts += [str(cell) for row in rows for cell in row if isinstance(cell, str)]
    return texts


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_heading_and_no_word_is_of_the_other_language(written, pairs, language):
    others = set(pairs if language == "nl" else pairs.values())
    mine = set(pairs.values() if language == "nl" else pairs)
    texts = said_in_report(written[language]) + said_in_workbook(written[language])
    foreign = {text.strip() for text in texts} & (others - mine)
    assert foreign == set()
    waste = ONLY_IN[OTHER[language]]
    strange = [text for text in texts if waste & set(re.findall(r"[a-zà-ÿ]+", text.lower()))]
    assert strange == []


def test_the_words_looked_for_are_really_said(written):
    for language, words in ONLY_IN.items():
        texts = said_in_report(written[language]) + said_in_workbook(written[language])
        heard = set(re.findall(r"[a-zà-ÿ]+", " ".join(texts).lower()))
        assert words <= heard
