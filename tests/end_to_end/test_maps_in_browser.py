"""The maps of Weesp and of the demo, as a reader opens them: from disk, in a real browser."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

pytestmark = pytest.mark.browser
ROW = "#table tr[data-row]"


@dataclass(frozen=True)
class Seen:
    """A finished map, opened and ready, and the folder of its run."""

    opened: object
    out: Path

    def themes(self) -> dict[str, str]:
        """Return theme -> its title on the page."""
        cards = json.loads((self.out / "manifest.json").read_text(encoding="utf-8"))["themes"]
        return {name: card["title"]["nl"] for name, card in cards.items()}

    def listed(self, theme: str) -> pd.DataFrame:
        """Return the inspection list of a theme."""
        return pd.read_csv(self.out / theme / "inspection_list.csv", dtype={"location_id": "str"})


@pytest.fixture(scope="module")
def weesp(
    checkout: Path, shared_data: Path, python: Callable, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return what the command line wrote for Weesp."""
    assert shared_data.is_dir()
    out = tmp_path_factory.mktemp("weesp") / "out"
    done = python("-m", "riskmap", "run", checkout / "examples" / "weesp", "-o", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(params=["weesp", "waterveen"])
def seen(request: pytest.FixtureRequest, open_page: Callable) -> Seen:
    """Return the map of Weesp, and that of the demo."""
    folder = request.getfixturevalue(request.param)
    out = folder if request.param == "weesp" else folder / "out"
    opened = open_page(out / "map.html")
    opened.page.wait_for_selector("html[data-ready]")
    return Seen(opened, out)


def test_the_map_opens_from_disk_in_silence_and_asks_for_nothing_but_itself(seen):
    assert seen.opened.requests == [(seen.out / "map.html").resolve().as_uri()]
    assert seen.opened.outside == seen.opened.sent == []
    assert seen.opened.console == []
    assert seen.opened.dialogs == []


def test_the_table_of_every_theme_begins_with_its_inspection_list(seen):
    page, titles = seen.opened.page, seen.themes()
    shown = page.locator("#theme option").all_text_contents()
    assert sorted(shown) == sorted(titles.values())
    for theme, title in titles.items():
        page.select_option("#theme", label=title)
        cells = page.locator(f"{ROW} td:nth-child(2)")
        names = cells.evaluate_all("all => all.map(one => one.firstChild.textContent)")
        marks = cells.evaluate_all("all => all.map(one => one.children.length)")
        listed = seen.listed(theme)
        assert len(listed) >= 3
        assert names[: len(listed)] == listed["label"].tolist()
        assert marks[: len(listed)] == listed["selection"].eq("random").astype(int).tolist()
    assert seen.opened.console == []


def test_a_click_on_a_row_selects_the_place_and_shows_it_in_the_middle(seen):
    page = seen.opened.page
    for theme, title in seen.themes().items():
        page.select_option("#theme", label=title)
        listed = seen.listed(theme)
        for number in sorted({0, min(7, len(listed) - 1)}):
            place = listed.iloc[number]
            page.locator(ROW).nth(number).click()
            assert page.locator(f"{ROW}[aria-selected='true']").count() == 1
            assert page.locator("#explanation .name").inner_text() == place["label"]
            assert place["location_id"] in page.locator("#explanation-body").inner_text()
            centre = page.evaluate(
                "(() => { const c = map_riskmap.getCenter(); return [c.lng, c.lat] })()"
            )
            assert centre == pytest.approx([place["lon"], place["lat"]], abs=0.003)
    assert seen.opened.outside == seen.opened.sent == []
    assert seen.opened.console == []
