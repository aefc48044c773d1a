"""The report as a page: its structure, what it says, and texts that stay texts."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from riskmap.combine import combine
from riskmap.inspection import plan
from riskmap.maps import LayerDescription, ScoredMap
from riskmap.outputs.html import bullets, element, page, table
from riskmap.outputs.report import write_report
from riskmap.pipeline.certainty import plan_surely
from riskmap.project import CombineSettings, InspectionSettings, SensitivitySettings
from riskmap.sensitivity.ablation import moved_weights

ROWS = [(2 * n / 40, 100 * n / 40, 100 * (n % 3) / 2) for n in range(40)]
VOID = {"meta", "br", "img", "hr", "link", "input"}


class Page(HTMLParser):
    """A page as a browser's parser sees it: tags in order, attributes, texts per tag."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Keep the tag and its attributes."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that what closes is what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text under every tag that is open."""
        for tag in self.open:
            self.texts.setdefault(tag, []).append(data)

    def text(self, tag: str = "main") -> str:
        """Return all text under a tag."""
        return "".join(self.texts.get(tag, []))


def report(scored: ScoredMap, notes=(), certainties=None, **lists) -> str:
    listed = plan([scored], InspectionSettings(capacity=10), scored.description.language)
    return write_report(
        {"rural": scored},
        {"rural": listed} | lists,
        notes,
        capacity=10,
        certainties=certainties or {},
    )


@pytest.fixture
def plain(small_map):
    return Page(report(small_map(ROWS)))


def test_the_page_has_one_title_one_main_and_a_language(plain):
    assert plain.open == []
    assert (plain.tags.count("h1"), plain.tags.count("main")) == (1, 1)
    assert ("html", "lang", "nl") in plain.attributes
    assert plain.text("title") == plain.text("h1") == "Rapport: Proef"


def test_headings_do_not_skip_a_level(plain):
    levels = [int(tag[1]) for tag in plain.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_headings_with_text(plain):
    assert plain.tags.count("caption") == plain.tags.count("table") >= 5
    assert all(text.strip() for text in plain.texts["caption"])
    assert all(text.strip() for text in plain.texts["th"])
    assert plain.tags.count("th") == len([a for a in plain.attributes if a[:2] == ("th", "scope")])


def test_the_policy_lets_nothing_run_and_its_hash_is_that_of_the_style(plain):
    policy = next(v for t, n, v in plain.attributes if n == "content" and "default-src" in str(v))
    digest = base64.b64encode(hashlib.sha256(plain.text("style").encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert "script" not in plain.tags


def test_nothing_on_the_page_points_outside(plain):
    assert {name for _, name, _ in plain.attributes} & {"src", "style", "onload"} == set()
    links = [value for _, name, value in plain.attributes if name == "href"]
    assert links
    ids = {value for _, name, value in plain.attributes if name == "id"}
    assert {link.removeprefix("#") for link in links} <= ids
    assert "url(" not in plain.text("style")
    assert "@import" not in plain.text("style")


def test_an_incomplete_product_card_is_marked_exploratory(small_map):
    card = {"question": "Welke erven?", "follow_up": "Twee dagen", "legal_ground": "Omgevingswet"}
    complete = Page(report(small_map(ROWS, product=card)))
    assert "Verkennend" not in complete.text()
    assert "Omgevingswet" in complete.text()
    assert "Verkennend" in Page(report(small_map(ROWS, product=card | {"follow_up": ""}))).text()


def test_a_partial_theme_names_what_is_missing(small_map):
    thin = small_map(ROWS, completeness=0.4, missing_layers=("vacancy", "roads (node_from)"))
    text = Page(report(thin)).text()
    assert "40%" in text
    assert "leegstand" in text
    assert "wegennet (" in text
    assert "leegstand" not in Page(report(small_map(ROWS))).text()


def test_without_a_police_layer_the_report_says_so_and_with_one_it_does_not(
    small_map, police_layer
):
    sentence = "In deze kaart zit geen politielaag"
    assert sentence in Page(report(small_map(ROWS))).text()
    both = combine(small_map(ROWS), police_layer([0.5] * 39 + [0.9]), CombineSettings())
    text = Page(report(both)).text()
    assert sentence not in text
    assert "politie.gpkg" in text


def test_the_report_lists_what_the_list_lists(small_map):
    scored = small_map(ROWS)
    rows = plan([scored], InspectionSettings(capacity=10), "nl").rows
    cells = Page(report(scored)).texts["td"]
    places = [cells.index(name) for name in rows["label"].head(8)]
    assert places == sorted(places)


def test_the_sensitivity_table_holds_the_shares(small_map):
    scored = small_map(ROWS)
    cells = Page(report(scored)).texts["td"]
    for overlap in moved_weights(scored, 10):
        assert f"{round(overlap.share * 100)}%" in cells


def test_the_report_says_how_many_of_the_first_places_are_sure(small_map):
    scored = small_map(ROWS, language="en")
    settings = SensitivitySettings(draws=200)
    _, [certainty] = plan_surely([scored], InspectionSettings(capacity=3), settings, "en")
    text = Page(report(scored, certainties={"rural": certainty})).text()
    chances = certainty.frame.head(3)["top_k_probability"]
    assert (
        f"Of the first 3 places, {(chances >= 0.95).sum()} are among the first 3 in at least 95% "
        f"of the 200 draws, and {(chances >= 0.5).sum()} in at least half of them."
    ) in text


def test_remarks_of_the_run_are_told(small_map):
    assert (
        "Thema clubhouses is niet gedraaid"
        in Page(report(small_map(ROWS), notes=["Thema clubhouses is niet gedraaid."])).text()
    )


def test_texts_of_others_stay_texts_wherever_they_come_in(small_map, hostile):
    plain = LayerDescription(source="wegen.gpkg", matched={"wvk_id": "road_id"})
    base = Page(report(small_map(ROWS, layers={"roads": plain})))
    for text in hostile:
        layer = LayerDescription(source=text, edition=text, matched={text: text})
        scored = small_map(
            ROWS,
            project=text,
            notice=text,
            product={"question": text, "follow_up": text, "legal_ground": text},
            layers={"roads": layer},
            missing_layers=(text,),
            completeness=0.1,
            title={"nl": text, "en": text},
        )
        scored.frame["label"] = text
        shown = Page(report(scored, notes=[text]))
        clean = "".join(sign for sign in text if ord(sign) >= 32 or sign in "\n\t")
        assert shown.text().count(clean) >= 10
        assert set(shown.tags) == set(base.tags)
        assert {n for _, n, _ in shown.attributes} == {n for _, n, _ in base.attributes}
        assert not set(shown.text()) & {chr(code) for code in range(32)} - {"\n", "\t"}


def test_an_element_never_turns_text_into_markup():
    made = page("<b>", "nl", "", element("p", "a < b & ", element("b", "c"), " > d"),
                table(["<i>"], [["<u>"]], caption="<s>"), bullets(["<q>"]))  # fmt: skip
    shown = Page(made)
    assert shown.text("p") == "a < b & c > d"
    assert not {"i", "u", "s", "q"} & set(shown.tags)
    assert shown.text("caption") == "<s>"


@pytest.mark.browser
def test_the_report_of_the_demo_opens_with_a_clean_console(waterveen, open_page):
    seen = open_page(waterveen / "out" / "report.html")
    assert (seen.console, seen.outside, seen.dialogs) == ([], [], [])
    wide = seen.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 1400
    assert seen.page.locator("h2").count() >= 7
