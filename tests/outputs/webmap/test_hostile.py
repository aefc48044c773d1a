"""Whatever a text holds, the page shows it as it is, and runs none of it."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from riskmap.maps import (
    CombinationDescription,
    LayerDescription,
    ProductCard,
    ScoredMap,
    Text,
)
from riskmap.outputs.webmap.draw import draw_map

pytestmark = pytest.mark.browser
MakeMap = Callable[..., ScoredMap]

VALUES = (
    "<script>window.probe=1</script>",
    "</script><script>window.probe=1</script>",
    '<img src=x onerror="window.probe=1">',
    '"><svg onload=window.probe=1>',
    "<!--<script>",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{# note #}${window.probe=1}",
    "`+(window.probe=1)+`",
    "\\x3cimg src=x onerror=window.probe=1\\x3e",
    "=1+1",
    "@SUM(A1)",
    "'; window.probe=1; '",
    "line\u2028break\u2029end",
    "&lt;b&gt;&amp;amp;",
    "javascript:window.probe=1",
    "$& $1 $' {n} {share}",
    "%3Cscript%3E \u202eomgekeerd\u202c \U0001f6d6",
)


def marked(value: str, place: str) -> str:
    """Return the value with the name of its place, so that each place proves itself."""
    return f"{value} @{place}"


def with_value(scored: ScoredMap, value: str) -> ScoredMap:
    """Put the value in every text of a map."""

    def say(place: str) -> Text:
        return Text(nl=marked(value, place), en="")

    frame, about = scored.frame.copy(), scored.description
    for column in ("label", "municipality", "parcels", "location_id"):
        frame[column] = [f"{marked(value, column)}{i}" for i in range(len(frame))]
    frame["age__value"], frame["not_applicable"] = 1.0, marked(value, "not_applicable")
    frame[["age__score", "age__contribution"]] = frame[["age__score", "age__contribution"]].fillna(
        0
    )
    families = {}
    for name, family in about.families.items():
        criteria = {
            key: one.model_copy(
                update={
                    "title": say("criterion"),
                    "unit": marked(value, "unit"),
                    "question": say("question"),
                    "sources": marked(value, "sources"),
                    "ordinary_explanations": say("ordinary"),
                    "false_positives": say("false_positives"),
                    "reason": say("left_out"),
                    "classes": {"1": say("class_name")} if key == "age" else {},
                }
            )
            for key, one in family.criteria.items()
        }
        families[name] = family.model_copy(update={"title": say("family"), "criteria": criteria})
    return ScoredMap(
        frame, about.model_copy(update=_description(value, say) | {"families": families})
    )


def _description(value: str, say: Callable[[str], Text]) -> dict[str, object]:
    layer = LayerDescription(
        source=marked(value, "layer_source"),
        edition=marked(value, "layer_edition"),
        date=dt.date(2025, 1, 1),
        notes=(say("layer_note"),),
    )
    risk = layer.model_copy(update={"source": marked(value, "risk_source")})
    product = ProductCard(
        question=marked(value, "product_question"),
        follow_up=marked(value, "follow_up"),
        legal_ground=marked(value, "legal_ground"),
    )
    return {
        "riskmap": marked(value, "version"),
        "title": say("theme_title"),
        "project": marked(value, "project"),
        "notice": marked(value, "notice"),
        "exploratory": say("exploratory"),
        "completeness": 0.4,
        "missing_layers": (marked(value, "missing_layer"),),
        "gate": (say("gate"),),
        "notes": (say("note"),),
        "layers": {marked(value, "layer_name"): layer},
        "product": product,
        "combination": CombinationDescription(
            rule=marked(value, "rule"), weights=(0.7, 0.3), risk_layer=risk
        ),
    }


def hostile_list(scored: ScoredMap, value: str) -> pd.DataFrame:
    ranked = scored.frame[scored.frame["priority_rank"].notna()].sort_values("priority_rank")
    row: dict[str, object] = {"rank": 1, "location_id": ranked["location_id"].iloc[0]}
    for column in ("selection", "visit_type", "reasons", "missing", "last_visit", "due"):
        row[column] = marked(value, column)
    return pd.DataFrame([row])


PLACES = (
    *("label", "parcels", "location_id", "criterion", "unit", "question"),
    *("sources", "false_positives", "ordinary", "left_out", "family", "layer_source"),
    *("layer_edition", "layer_note", "layer_name", "risk_source", "product_question"),
    *("follow_up", "legal_ground", "version", "theme_title", "project", "notice", "exploratory"),
    *("missing_layer", "gate", "note", "rule", "selection", "visit_type", "reasons", "missing"),
    *("last_visit", "due", "class_name", "municipality_name"),
)


TITLE = " | ".join(VALUES)


def hostile_page(scored_map: MakeMap) -> str:
    """Draw one page with a theme per value."""
    maps, lists = [], {}
    for number, value in enumerate(VALUES):
        theme = f"theme{number}"
        scored = with_value(scored_map(theme, count=12, seed=number, combined=True), value)
        maps.append(scored)
        lists[theme] = hostile_list(scored, value)
    point = maps[0].frame.geometry[0].centroid
    towns = {
        code: code.replace("@municipality", "@municipality_name")
        for scored in maps
        for code in scored.frame["municipality"]
    }
    names = gpd.GeoDataFrame({"name": list(VALUES)}, geometry=[point] * len(VALUES), crs=28992)
    return draw_map(
        maps,
        title=TITLE,
        language="nl",
        lists=lists,
        context={"places": names},
        municipalities=towns,
    )


def not_shown(page: object, value: str) -> list[tuple[str, str]]:
    """Return the places of the current theme that do not show the value as it is."""
    shown = page.locator("header").text_content() + page.locator("main").text_content()
    wanted = {place: marked(value, place) for place in PLACES}
    wanted["parcels"] = wanted["parcels"].replace(";", "; ")
    return [(value, place) for place, text in wanted.items() if text not in shown]


def test_the_matrix_is_as_large_as_promised() -> None:
    assert len(VALUES) * len(PLACES) >= 300


def test_every_value_in_every_place_is_shown_as_text_and_nothing_runs(
    open_page: Callable[..., object], scored_map: MakeMap, tmp_path: Path
) -> None:
    path = tmp_path / "map.html"
    path.write_text(hostile_page(scored_map), encoding="utf-8")
    opened = open_page(path)
    page = opened.page
    page.wait_for_selector("html[data-ready]")
    assert page.locator("h1").text_content() == TITLE
    assert page.title().split() == TITLE.split()
    failed = []
    for number, value in enumerate(VALUES):
        page.select_option("#theme", str(number))
        row = page.locator("#table tr[data-row]").first
        row.click()
        assert row.get_attribute("aria-selected") == "true"
        page.fill("#search", value)
        assert page.locator("#table tr[data-row]").count() == 12
        page.fill("#search", "")
        failed += not_shown(page, value)
    assert failed == []
    assert "@not_applicable" not in page.locator("body").text_content()
    assert opened.outside == []
    assert opened.console == []
    assert opened.dialogs == []
    assert page.evaluate("window.probe") is None
    assert page.locator("main script, main img, main iframe, header script").count() == 0


def test_hostile_words_in_a_page_do_not_change_its_frame(scored_map: MakeMap) -> None:
    plain = draw_map([scored_map(count=12, combined=True)], title="t", language="nl")
    worst = with_value(scored_map(count=12, combined=True), "".join(VALUES))
    ugly = draw_map([worst], title="t", language="nl")

    def frame(page: str) -> str:
        return re.sub(r'(<script type="[^"]*" id="\w+">).*?(</script>)', r"\1\2", page)

    assert frame(plain) == frame(ugly)
