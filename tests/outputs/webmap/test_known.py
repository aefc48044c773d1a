"""What the page says about what is known: coverage of every place, certainty, age and groups."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from riskmap.layers.layer import Layers
from riskmap.maps import ScoredMap, Text
from riskmap.outputs.webmap.draw import draw_map
from riskmap.pipeline.grouping import grouped

pytestmark = pytest.mark.browser

MakeMap = Callable[..., ScoredMap]


@pytest.fixture
def show(open_page: Callable[..., object], tmp_path: Path) -> Callable[[ScoredMap], object]:
    """Return a function that draws a map in English and opens it."""

    def shown(scored: ScoredMap) -> object:
        file = tmp_path / "map.html"
        file.write_text(draw_map([scored], title="Kaart", language="en"), encoding="utf-8")
        page = open_page(file).page
        page.wait_for_selector("html[data-ready]")
        return page

    return shown


def described(scored: ScoredMap, **changed: object) -> ScoredMap:
    return replace(scored, description=scored.description.model_copy(update=changed))


def choose(page: object, label: str) -> str:
    page.fill("#search", label)
    page.locator("#table tr[data-row]").filter(has_text=label).first.click()
    return page.locator("#explanation").inner_text()


def test_what_is_known_is_shown_of_every_place_also_of_those_without_a_rank(
    show: Callable, scored_map: MakeMap
) -> None:
    scored = scored_map(combined=True)
    page = show(scored)
    page.select_option("#show", "known")
    counts = page.locator("#legend .keys .count").all_text_contents()
    numbers = [int(re.match(r"[\d.,]+", text)[0].replace(",", "")) for text in counts]
    assert scored.frame["rank"].isna().any()
    classes = pd.cut(scored.frame["coverage"], [0, 0.2, 0.4, 0.6, 0.8, 1.01], right=False)
    assert numbers[:5] == classes.value_counts(sort=False).tolist()[::-1]
    assert sum(numbers[:5]) == len(scored.frame)


def test_a_stale_layer_is_named_and_lowers_the_certainty_of_a_place(
    show: Callable, scored_map: MakeMap
) -> None:
    scored = scored_map()
    name, layer = next(iter(scored.description.layers.items()))
    old = layer.model_copy(update={"date": dt.date(2001, 1, 1)})
    families = {
        key: family.model_copy(
            update={
                "criteria": {
                    n: c.model_copy(update={"layers": (name,)}) for n, c in family.criteria.items()
                }
            }
        )
        for key, family in scored.description.families.items()
    }
    known = scored.frame[scored.frame["coverage"] > 0.99].iloc[0]
    page = show(described(scored, layers={name: old}, families=families))
    assert "50%: what rests on stale layers counts for half" in choose(page, known["label"])
    assert "(stale)" in page.locator("#about-body").evaluate("one => one.textContent")
    fresh = show(scored)
    assert "stale" not in choose(fresh, known["label"])


def test_a_map_ranked_inside_groups_tells_the_place_in_the_group_and_its_warnings(
    show: Callable, scored_map: MakeMap
) -> None:
    scored = scored_map()
    frame, _ = grouped(scored.frame, "municipalities", Layers({}), "en")
    said = Text(nl="Let op <b>x</b>", en="Mind <b>x</b>")
    page = show(
        replace(described(scored, rank_within="municipalities", warnings=(said,)), frame=frame)
    )
    assert "Mind <b>x</b>" in page.locator("#banners").inner_text()
    best = frame[frame["rank"] == 1].iloc[0]
    size = (frame["rank"].notna() & (frame["group"] == best["group"])).sum()
    text = choose(page, best["label"])
    assert f"{best['group']}: 1 of {size}" in text
