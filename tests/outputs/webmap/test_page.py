"""What a reader can do with the page, in a real browser, from disk, by mouse and by keyboard."""

import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap.maps import ScoredMap
from riskmap.outputs.webmap.draw import draw_map

pytestmark = pytest.mark.browser
OpenPage = Callable[..., object]
MakeMap = Callable[..., ScoredMap]
ROW = "#table tr[data-row]"
CHOSEN = f"{ROW}[aria-selected='true']"


@pytest.fixture
def seen(open_page: OpenPage, drawn: Path) -> object:
    """Return the drawn page, opened and ready."""
    opened = open_page(drawn)
    opened.page.wait_for_selector("html[data-ready]")
    return opened


@pytest.fixture
def by_rank(scored_map: MakeMap) -> pd.DataFrame:
    """Return the frame behind the page's first theme, best priority first."""
    frame = scored_map(combined=True).frame
    return frame[frame["priority_rank"].notna()].sort_values("priority_rank")


def dutch(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def test_the_page_opens_in_silence_and_asks_only_for_itself(seen: object, drawn: Path) -> None:
    assert seen.requests == [drawn.resolve().as_uri()]
    assert seen.console == []
    assert seen.dialogs == []


def test_the_table_is_the_list_and_then_the_next_by_rank(
    seen: object,
    by_rank: pd.DataFrame,
    scored_map: MakeMap,
    inspection_list: Callable[..., pd.DataFrame],
) -> None:
    rows = seen.page.locator(f"{ROW} td:nth-child(2)").all_text_contents()
    label = by_rank.set_index("location_id")["label"]
    listed = inspection_list(scored_map(combined=True), 12)["location_id"]
    rest = label.drop(listed)
    assert rows == [*label[listed], *rest][:200]


def test_a_click_on_a_row_selects_the_place_and_goes_there(
    seen: object, by_rank: pd.DataFrame
) -> None:
    page = seen.page
    row = page.locator(ROW).nth(20)
    name = row.locator("td").nth(1).inner_text()
    row.click()
    assert page.locator(CHOSEN).count() == 1
    assert page.locator("#explanation .name").inner_text() == name
    place = by_rank.set_index("label").loc[name]
    middle = gpd.GeoSeries([place.geometry.centroid], crs=28992).to_crs(4326).iloc[0]
    centre = page.evaluate("(() => { const c = map_riskmap.getCenter(); return [c.lng, c.lat] })()")
    assert shapely.Point(centre).distance(middle) < 0.0002
    assert f"place={place['location_id'].replace(':', '%3A')}" in page.url


def test_a_click_on_the_map_selects_the_row_of_that_place(seen: object) -> None:
    page = seen.page
    page.locator(ROW).nth(5).click()
    name = page.locator("#explanation .name").inner_text()
    page.locator(ROW).nth(6).click()
    page.evaluate("map_riskmap.setZoom(19, {animate: false})")
    other = page.locator("#explanation .name").inner_text()
    assert other != name
    page.locator(ROW).nth(5).click()
    box = page.locator(".folium-map").bounding_box()
    page.locator(ROW).nth(6).evaluate("line => line.setAttribute('aria-selected', 'true')")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator(CHOSEN).count() == 1
    assert page.locator(CHOSEN).locator("td").nth(1).inner_text() == name


def test_the_picture_stays_sharp_however_the_map_moved(seen: object) -> None:
    page = seen.page
    measure = """() => {
      const canvas = document.querySelector(".folium-map canvas");
      const around = canvas.closest(".folium-map").getBoundingClientRect();
      const box = canvas.getBoundingClientRect();
      return [box.x - around.x, box.y - around.y, box.width - canvas.width];
    }"""
    for move in ("setZoom(13.25, {animate: false})", "panBy([33.4, 7.7], {animate: false})"):
        page.locator(ROW).nth(4).click()
        page.evaluate(f"map_riskmap.{move}")
        left, top, wider = page.evaluate(measure)
        assert left == pytest.approx(round(left), abs=0.01)
        assert top == pytest.approx(round(top), abs=0.01)
        assert wider == pytest.approx(0, abs=0.01)


def test_the_bars_add_up_to_the_score_as_shown(seen: object) -> None:
    page = seen.page
    for number in (0, 3, 40):
        page.locator(ROW).nth(number).click()
        parts = page.locator(".criterion .what .number").all_inner_texts()
        families = page.locator(".family .number").all_inner_texts()
        total = dutch(page.locator(".total .number").inner_text())
        assert round(sum(map(dutch, parts)), 3) == total
        assert round(sum(map(dutch, families)), 3) == total


def test_the_explanation_gives_the_map_s_own_figures(seen: object, by_rank: pd.DataFrame) -> None:
    page = seen.page
    page.locator(ROW).nth(0).click()
    name = page.locator("#explanation .name").inner_text()
    place = by_rank.set_index("label").loc[name]
    facts = page.locator("#explanation .facts").first
    figures = facts.locator("dd").all_inner_texts()
    for column, shown in zip(("priority", "opportunity", "risk"), figures[1:4], strict=True):
        assert dutch(shown) == pytest.approx(place[column], abs=0.00051)
    body = page.locator("#explanation-body").inner_text()
    for name in ("vacant", "isolation", "neighbours", "outbuildings", "age", "ramp"):
        assert f"Titel van {name}" in body
    assert "Ver van de buren (430 m)." in body
    assert "Rustig gelegen bedrijf." in body
    assert place["location_id"] in body


def test_the_keyboard_alone_reaches_a_place(seen: object) -> None:
    page = seen.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#search").focus()
    page.keyboard.press("Enter")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    second = page.locator(ROW).nth(2).locator("td").nth(1).inner_text()
    assert page.locator("#explanation .name").inner_text() == second
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.rowIndex") > 190


def test_search_finds_by_label_id_and_parcel_also_what_is_not_ranked(
    seen: object, scored_map: MakeMap
) -> None:
    page = seen.page
    frame = scored_map(combined=True).frame
    unranked = frame[frame["rank"].isna()].iloc[0]
    for wish in (unranked["label"].upper(), unranked["location_id"], unranked["parcels"][:8]):
        page.fill("#search", wish)
        names = page.locator(f"{ROW} td:nth-child(2)").all_inner_texts()
        assert unranked["label"] in names
        assert len(names) < 60
        assert re.search(r"\d", page.locator("#found").inner_text())
    page.locator(ROW).filter(has_text=unranked["label"]).first.click()
    assert page.locator("#explanation .name").inner_text() == unranked["label"]
    page.fill("#search", "bestaat niet")
    assert page.locator(ROW).count() == 0


def test_themes_and_views_switch_and_the_address_remembers(
    seen: object, open_page: OpenPage, drawn: Path
) -> None:
    page = seen.page
    views = page.locator("#show option").evaluate_all("all => all.map(one => one.value)")
    assert views == ["priority", "opportunity", "risk", "class", "known"]
    page.select_option("#show", "class")
    assert page.locator(".grid9 td canvas").count() == 9
    page.select_option("#theme", "1")
    assert page.locator("#show option").count() == 2
    assert page.locator("#list-only-label").is_hidden()
    page.locator(ROW).nth(3).click()
    name = page.locator("#explanation .name").inner_text()
    again = open_page(drawn, "#" + page.url.split("#")[1]).page
    again.wait_for_selector("html[data-ready]")
    assert again.locator("#theme").input_value() == "1"
    assert again.locator("#explanation .name").inner_text() == name


def test_each_place_is_painted_in_the_colour_of_its_class(seen: object) -> None:
    page = seen.page
    page.select_option("#show", "opportunity")
    page.locator(ROW).nth(30).click()
    wanted = page.locator(f"{CHOSEN} .swatch").evaluate(
        "one => getComputedStyle(one).backgroundColor.match(/\\d+/g).map(Number)"
    )
    page.evaluate("map_riskmap.setZoom(19, {animate: false})")
    shown = page.evaluate(
        """() => {
          const canvas = document.querySelector('.folium-map canvas');
          const box = canvas.getBoundingClientRect();
          const map = document.querySelector('.folium-map').getBoundingClientRect();
          const x = map.x + map.width / 2 - box.x, y = map.y + map.height / 2 - box.y;
          return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data].slice(0, 3);
        }"""
    )
    assert shown == wanted


def test_the_legend_counts_every_place_once(seen: object, scored_map: MakeMap) -> None:
    page = seen.page
    page.select_option("#show", "opportunity")
    counts = page.locator("#legend .keys .count").all_text_contents()
    numbers = [int(re.match(r"[\d.]+", text)[0].replace(".", "")) for text in counts]
    frame = scored_map(combined=True).frame
    ranked = frame.loc[frame["rank"].notna(), "opportunity"]
    classes = pd.cut(ranked, [0, 0.2, 0.4, 0.6, 0.8, 1.01], right=False)
    expected = classes.value_counts(sort=False).tolist()[::-1]
    assert numbers == [*expected, int(frame["rank"].isna().sum()), 12]


@pytest.mark.parametrize("size", [(1400, 900), (1000, 700), (390, 844)])
def test_nothing_sticks_out_on_any_screen(
    open_page: OpenPage, drawn: Path, size: tuple[int, int]
) -> None:
    page = open_page(drawn, size=size).page
    page.wait_for_selector("html[data-ready]")
    page.locator(ROW).nth(2).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    box = page.locator(".folium-map").bounding_box()
    assert box["width"] > 250
    assert box["height"] > 200


def test_a_partial_exploratory_map_says_so_and_what_is_missing(
    open_page: OpenPage, scored_map: MakeMap, tmp_path: Path
) -> None:
    scored = scored_map(count=20)
    about = scored.description.model_copy(
        update={"completeness": 0.4, "missing_layers": ("eigen_laag",), "notice": "Verzonnen."}
    )
    path = tmp_path / "map.html"
    page = draw_map([ScoredMap(scored.frame, about)], title="Kaart", language="en")
    path.write_text(page, encoding="utf-8")
    opened = open_page(path)
    opened.page.wait_for_selector("html[data-ready]")
    said = opened.page.locator("#banners").inner_text()
    assert "Verzonnen." in said
    assert "40%" in said
    assert "eigen_laag" in said
    assert opened.page.locator("html").get_attribute("lang") == "en"
    assert "0.6" in opened.page.locator("#legend").inner_text()


def test_with_pdok_only_pdok_is_asked_and_the_page_says_so(
    open_page: OpenPage, scored_map: MakeMap, tmp_path: Path
) -> None:
    path = tmp_path / "map.html"
    page = draw_map([scored_map(count=20)], title="Kaart", language="nl", background="pdok")
    path.write_text(page, encoding="utf-8")
    opened = open_page(path, answer=b"")
    opened.page.wait_for_selector("html[data-ready]")
    opened.page.wait_for_selector("img.leaflet-tile", state="attached")
    assert opened.outside
    assert {url.split("/")[2] for url in opened.outside} == {"service.pdok.nl"}
    assert "service.pdok.nl" in opened.page.locator("#banners").inner_text()


def test_the_policy_stops_what_the_guard_would_miss(
    open_page: OpenPage, drawn: Path, tmp_path: Path
) -> None:
    hole = '<img src="https://example.org/leak.png"><script>window.probe = 1</script>'
    path = tmp_path / "map.html"
    path.write_text(drawn.read_text("utf-8").replace("<main>", f"<main>{hole}"), encoding="utf-8")
    opened = open_page(path)
    opened.page.wait_for_selector("html[data-ready]")
    assert opened.page.evaluate("window.probe") is None
    assert opened.sent == []
    without = re.sub(
        r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", path.read_text("utf-8")
    )
    path.write_text(without, encoding="utf-8")
    opened = open_page(path)
    opened.page.wait_for_selector("html[data-ready]")
    assert opened.page.evaluate("window.probe") == 1
    assert opened.sent == ["https://example.org/leak.png"]


def test_thirty_thousand_places_open_within_seconds(
    open_page: OpenPage, scored_map: MakeMap, tmp_path: Path
) -> None:
    path = tmp_path / "map.html"
    page = draw_map([scored_map(count=30_000)], title="Kaart", language="nl")
    path.write_text(page, encoding="utf-8")
    opened = open_page(path)
    opened.page.wait_for_selector("html[data-ready]")
    spent = opened.page.evaluate("performance.now()")
    assert spent < 6000  # measured about 700 ms on a quiet machine; room for a busy one
