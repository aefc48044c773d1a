"""What a reader must be able to tell apart: unknown, not applicable, by chance, without a list."""

import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap.maps import ScoredMap, Text
from riskmap.outputs.webmap.draw import draw_map
from riskmap.project import ProductCard

pytestmark = pytest.mark.browser
OpenPage = Callable[..., object]
MakeMap = Callable[..., ScoredMap]
ROW = "#table tr[data-row]"
COMPLETE = ProductCard(question="Welke erven?", follow_up="Bezoek.", legal_ground="Omgevingswet.")


@pytest.fixture
def show(open_page: OpenPage, tmp_path: Path) -> Callable[..., object]:
    """Return a function that draws maps and opens the page."""

    def shown(*maps: ScoredMap, **drawn: object) -> object:
        path = tmp_path / "map.html"
        path.write_text(draw_map(list(maps), title="Kaart", **drawn), encoding="utf-8")
        page = open_page(path).page
        page.wait_for_selector("html[data-ready]")
        return page

    return shown


def described(scored: ScoredMap, **changed: object) -> ScoredMap:
    return ScoredMap(scored.frame, scored.description.model_copy(update=changed))


def part(page: object, heading: str) -> str:
    """Return the text of the part of the explanation under a heading, or nothing."""
    found = page.locator("#explanation-body > div").filter(
        has=page.get_by_role("heading", name=heading, exact=True)
    )
    return found.inner_text() if found.count() else ""


def choose(page: object, label: str) -> None:
    page.fill("#search", label)
    whole = re.compile(rf"^{re.escape(label)}$")
    page.locator(ROW).filter(has=page.locator("td", has_text=whole)).first.click()


def test_what_does_not_apply_is_not_called_unknown(
    show: Callable[..., object], scored_map: MakeMap
) -> None:
    scored = scored_map(count=300)
    frame = scored.frame
    unknown = frame["age__score"].isna() & frame["isolation__score"].isna()
    row = frame[unknown & frame["opportunity"].notna()].iloc[0]
    frame = frame.assign(not_applicable=(frame["label"] == row["label"]).map({True: "age"}))
    page = show(ScoredMap(frame.fillna({"not_applicable": ""}), scored.description), language="en")
    choose(page, row["label"])
    assert "Titel van age" in part(page, "Does not apply here")
    assert "Titel van age" not in part(page, "Unknown here")
    assert "Titel van isolation" in part(page, "Unknown here")
    other = frame[frame["age__score"].isna() & (frame["label"] != row["label"])].iloc[0]
    choose(page, other["label"])
    assert part(page, "Does not apply here") == ""
    assert "Titel van age" in part(page, "Unknown here")


def test_unknown_is_said_once_also_for_a_place_on_the_list(
    show: Callable[..., object],
    scored_map: MakeMap,
    inspection_list: Callable[..., pd.DataFrame],
) -> None:
    scored = scored_map(count=60)
    frame = scored.frame[scored.frame["ramp__score"].isna() & scored.frame["rank"].notna()]
    one = ScoredMap(frame, scored.description)
    listed = inspection_list(one, 1)
    row = frame.set_index("location_id").loc[listed["location_id"][0]]
    names = ("vacant", "isolation", "neighbours", "outbuildings", "age", "ramp")
    titles = [f"Titel van {name}" for name in names if pd.isna(row[f"{name}__score"])]
    page = show(one, language="en", lists={"rural": listed.assign(missing="; ".join(titles))})
    choose(page, row["label"])
    assert part(page, "Unknown here").count("Titel van ramp") == 1


def test_places_by_chance_stand_apart_and_say_so(
    show: Callable[..., object],
    scored_map: MakeMap,
    inspection_list: Callable[..., pd.DataFrame],
) -> None:
    scored = scored_map(count=80)
    listed = inspection_list(scored, 10)
    listed["selection"] = ["score"] * 8 + ["random"] * 2
    listed["rank"] = pd.array([*range(1, 9), pd.NA, pd.NA], dtype="Int64")
    page = show(scored, language="en", lists={"rural": listed})
    assert page.locator(f"{ROW} .tag").all_inner_texts() == ["by chance"] * 2
    heads = page.locator("#table th[scope=rowgroup]").all_inner_texts()
    assert heads == ["Inspection list: 8 by score", "On the list by chance", "Next by rank"]
    by_chance = scored.frame.set_index("location_id").loc[listed["location_id"][8:], "label"]
    tagged = page.locator(ROW).filter(has=page.locator(".tag")).locator("td:nth-child(2)")
    shown = [text.replace("by chance", "").strip() for text in tagged.all_inner_texts()]
    assert shown == list(by_chance)
    keys = page.locator("#legend .keys li").all_inner_texts()
    assert [re.search(r"\d+", text)[0] for text in keys if "by chance" in text] == ["2"]


def test_without_a_list_the_page_says_that_it_shows_the_first_by_rank(
    show: Callable[..., object], scored_map: MakeMap
) -> None:
    page = show(scored_map(count=80), language="en", capacity=7)
    heads = page.locator("#table th[scope=rowgroup]").all_inner_texts()
    assert heads == ["No inspection list; the first 7 by rank", "Next by rank"]
    assert "Among the first 7 by rank" in page.locator("#legend").inner_text()


def test_a_class_is_named_and_not_numbered(
    show: Callable[..., object], scored_map: MakeMap
) -> None:
    scored = scored_map(count=20)
    family = scored.description.families["capacity"]
    age = family.criteria["age"].model_copy(
        update={"unit": "class", "classes": {"2": Text(nl="sloop vergund", en="to be torn down")}}
    )
    criteria = {**family.criteria, "age": age}
    families = {
        **scored.description.families,
        "capacity": family.model_copy(update={"criteria": criteria}),
    }
    frame = scored.frame.assign(age__value=[2.0, 3.0] * 10)
    page = show(described(ScoredMap(frame, scored.description), families=families), language="en")
    known = frame[frame["age__score"].notna()]
    for value, text in ((2.0, "to be torn down, counts as"), (3.0, "3, counts as")):
        choose(page, known[known["age__value"] == value].iloc[0]["label"])
        assert text in page.locator("#explanation-body").inner_text()


def test_a_product_without_its_three_answers_is_exploratory(
    show: Callable[..., object], scored_map: MakeMap
) -> None:
    scored = scored_map(count=20)
    for card, expected in ((ProductCard(question="Welke?"), True), (COMPLETE, False)):
        page = show(described(scored, product=card), language="en")
        said = page.locator("#banners").inner_text()
        assert ("Do not plan visits" in said) == expected


def test_a_warning_that_names_itself_is_not_named_twice(
    show: Callable[..., object], scored_map: MakeMap
) -> None:
    texts = {"Exploratory: few cases.": "Exploratory: few cases.", "Few.": "Exploratory: Few."}
    for given, said in texts.items():
        warned = described(
            scored_map(count=20), product=COMPLETE, exploratory=Text(nl=given, en=given)
        )
        assert show(warned, language="en").locator("#banners").inner_text() == said


def test_missing_facts_are_named_in_words_and_once(
    show: Callable[..., object], scored_map: MakeMap
) -> None:
    lacking = ("buildings (year_built)", "roads (node_from)", "roads (node_to)", "vacancy")
    partial = described(scored_map(count=20), completeness=0.4, missing_layers=lacking)
    said = show(partial, language="en").locator("#banners").inner_text()
    assert "buildings (year of construction), road network (how roads connect), vacancy." in said


def test_coordinates_stand_ready_to_be_copied(
    show: Callable[..., object], scored_map: MakeMap
) -> None:
    scored = scored_map(count=2)
    # Published by Kadaster (RDNAPTRANS): 155000, 463000 is 52.155172897 N, 5.387203657 E.
    tower = shapely.box(154_999.0, 462_999.0, 155_001.0, 463_001.0)
    frame = gpd.GeoDataFrame(scored.frame.assign(geometry=[tower, None]), crs=28992)
    page = show(ScoredMap(frame, scored.description), language="nl")
    choose(page, frame["label"][0])
    texts = page.locator("#explanation .copied").all_inner_texts()
    assert texts == ["52.15517, 5.38720", "155000, 463000"]
    page.locator("#explanation .copied").first.click()
    assert page.evaluate("getSelection().toString()") == "52.15517, 5.38720"
    choose(page, frame["label"][1])
    assert page.locator("#explanation .copied").count() == 0


def test_what_gave_most_stands_first(show: Callable[..., object], scored_map: MakeMap) -> None:
    page = show(scored_map(count=40), language="en")
    for number in range(5):
        page.locator(ROW).nth(number).click()
        given = [float(text) for text in page.locator(".family .number").all_inner_texts()]
        assert len(given) > 1
        assert given == sorted(given, reverse=True)


@pytest.mark.parametrize("size", [(1400, 900), (1000, 700), (390, 844)])
def test_the_table_needs_no_sideways_scrolling_in_dutch(
    show: Callable[..., object], scored_map: MakeMap, size: tuple[int, int]
) -> None:
    scored = scored_map(count=60, combined=True)
    labels = [f"Burgemeester van der Wierdenlaan {i} bis" for i in range(60)]
    page = show(ScoredMap(scored.frame.assign(label=labels), scored.description), language="nl")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.locator("#table thead th").count() == 5
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll')].every(one => one.scrollWidth <= one.clientWidth)"
    )
