"""One page from several maps: small, repeatable, and only with what is declared."""

import base64
import json
import re
import zlib
from collections.abc import Callable, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.errors import OutputError
from riskmap.maps import ScoredMap
from riskmap.outputs.webmap.draw import draw_map

MakeMap = Callable[..., ScoredMap]
Decode = Callable[..., list[int | None]]


def block(page: str, name: str) -> str:
    return re.search(rf'<script type="[^"]*" id="{name}">(.*?)</script>', page, re.DOTALL)[1]


def sections(page: str) -> dict[str, bytes]:
    together = zlib.decompress(base64.b64decode(block(page, "packed")))
    found, start = {}, 0
    for name, length in json.loads(block(page, "directory")):
        found[name] = together[start : start + length]
        start += length
    return found


def test_the_same_maps_give_the_same_bytes(
    scored_map: MakeMap,
    inspection_list: Callable[..., pd.DataFrame],
    context: Mapping[str, gpd.GeoDataFrame],
) -> None:
    def draw() -> str:
        scored = scored_map(combined=True)
        listed = inspection_list(scored, 10)
        return draw_map(
            [scored], title="Kaart", language="nl", context=context, lists={"rural": listed}
        )

    assert draw() == draw()


def test_only_declared_columns_reach_the_page(
    scored_map: MakeMap, inspection_list: Callable[..., pd.DataFrame]
) -> None:
    scored = scored_map(count=50)
    listed = inspection_list(scored, 10).assign(owner="kanarie-lijst")
    frame = scored.frame.assign(owner="kanarie-kaart", turnover__value=123456789.0)
    risk = gpd.GeoDataFrame(
        {"risk": [0.5], "area_id": ["kanarie-gebied"]},
        geometry=[shapely.box(120000, 455000, 121000, 456000)],
        crs=28992,
    )
    page = draw_map(
        [ScoredMap(frame, scored.description)],
        title="Kaart",
        language="nl",
        lists={"rural": listed},
        risk=risk,
    )
    everything = page.encode() + b"".join(sections(page).values())
    assert b"kanarie" not in everything
    assert not [name for name in sections(page) if "turnover" in name or "owner" in name]


def test_a_place_of_two_themes_is_drawn_from_one_geometry(
    scored_map: MakeMap, decode: Decode
) -> None:
    first, second = scored_map(count=80), scored_map("storage", count=50, seed=2)
    found = sections(draw_map([first, second], title="Kaart", language="nl"))
    ids = json.loads(found["locations.id"])
    assert ids == sorted(first.frame["location_id"])
    assert len(decode(found["locations.parts"])) == 80
    shown = [ids[place] for place in decode(found["theme1.place"])]
    assert shown == list(second.frame["location_id"])


def test_scores_in_the_page_are_those_of_the_map(scored_map: MakeMap, decode: Decode) -> None:
    scored = scored_map(count=80, combined=True)
    found = sections(draw_map([scored], title="Kaart", language="nl"))
    for column in ("opportunity", "risk", "priority", "isolation__contribution", "age__score"):
        packed = decode(found[f"theme0.{column}"], nullable=True)
        values = np.array([np.nan if one is None else one / 1e6 for one in packed])
        np.testing.assert_allclose(values, scored.frame[column], atol=0.5001e-6)
    ranks = decode(found["theme0.rank"], nullable=True)
    assert ranks == [None if pd.isna(one) else int(one) for one in scored.frame["rank"]]
    assert json.loads(found["theme0.class"]) == list(scored.frame["class"])


def test_every_text_outside_the_data_is_the_page_s_own(scored_map: MakeMap) -> None:
    scored = scored_map(count=20)
    page = draw_map([scored], title="Kaart", language="nl")
    for name in ("facts", "directory", "packed"):
        page = page.replace(block(page, name), "")
    assert "Polderweg" not in page
    assert "Thema" not in page
    assert "Waterveen" not in page


def test_a_row_of_the_list_brings_its_rank_interval_along(
    scored_map: MakeMap, inspection_list: Callable[..., pd.DataFrame]
) -> None:
    scored = scored_map(count=40)
    listed = inspection_list(scored, 2).assign(
        top_k_probability=[0.912345, float("nan")],
        rank_low=pd.array([3, pd.NA], dtype="Int64"),
        rank_high=pd.array([17, pd.NA], dtype="Int64"),
    )
    page = draw_map([scored], title="Kaart", language="nl", lists={"rural": listed})
    by_name = {
        row["location_id"]: row for row in json.loads(block(page, "facts"))["themes"][0]["list"]
    }
    sure, silent = (by_name[name] for name in listed["location_id"])
    assert (sure["top_k_probability"], sure["rank_low"], sure["rank_high"]) == (0.912345, 3, 17)
    assert not {"top_k_probability", "rank_low", "rank_high"} & set(silent)


def test_a_list_that_names_places_elsewhere_shows_only_those_of_the_map(
    scored_map: MakeMap, inspection_list: Callable[..., pd.DataFrame]
) -> None:
    wide, narrow = scored_map(count=200), scored_map(count=60)
    listed = inspection_list(wide, 30)
    facts = json.loads(
        block(draw_map([narrow], title="Kaart", language="nl", lists={"rural": listed}), "facts")
    )
    names = [row["location_id"] for row in facts["themes"][0]["list"]]
    expected = [name for name in listed["location_id"] if name in set(narrow.frame["location_id"])]
    assert names == expected
    assert 0 < len(names) < 30


def test_places_without_geometry_stay_in_the_table(scored_map: MakeMap, decode: Decode) -> None:
    scored = scored_map(count=20)
    frame = scored.frame.copy()
    frame.loc[3, "geometry"] = None
    found = sections(draw_map([ScoredMap(frame, scored.description)], title="Kaart", language="nl"))
    assert decode(found["locations.parts"])[3] == 0
    assert len(json.loads(found["locations.id"])) == 20


def test_pdok_is_in_the_page_only_when_asked_for(scored_map: MakeMap) -> None:
    scored = scored_map(count=20)
    plain = draw_map([scored], title="Kaart", language="nl")
    asked = draw_map([scored], title="Kaart", language="nl", background="pdok")
    assert "img-src data:;" in plain
    assert "https://service.pdok.nl" not in plain
    assert "img-src data: https://service.pdok.nl;" in asked
    assert asked == draw_map([scored], title="Kaart", language="nl", background="pdok")


def test_the_file_is_as_confidential_as_the_strictest_thing_in_it(scored_map: MakeMap) -> None:
    plain, police = scored_map(count=20), scored_map("storage", count=20, combined=True)
    area = gpd.GeoDataFrame({"risk": [0.5]}, geometry=[shapely.box(0, 0, 9, 9)], crs=28992)

    def access(maps: list[ScoredMap], risk: gpd.GeoDataFrame | None = None) -> str:
        page = draw_map(maps, title="Kaart", language="nl", risk=risk)
        return json.loads(block(page, "facts"))["access"]

    assert access([plain]) == "open"
    assert access([plain, police]) == access([police, plain]) == "police"
    assert access([plain], area) == "police"


def test_where_a_criterion_does_not_apply_is_packed_apart_from_unknown(
    scored_map: MakeMap, decode: Decode
) -> None:
    scored = scored_map(count=6)
    texts = ["", "age", "isolation;age", "turnover", "kanarie;age", ""]
    frame = scored.frame.assign(not_applicable=texts)
    page = draw_map([ScoredMap(frame, scored.description)], title="Kaart", language="nl")
    found = sections(page)
    assert decode(found["theme0.age__aside"]) == [0, 1, 1, 0, 1, 0]
    assert decode(found["theme0.isolation__aside"]) == [0, 0, 1, 0, 0, 0]
    assert json.loads(block(page, "facts"))["themes"][0]["aside"] == ["isolation", "age"]
    assert len([name for name in found if name.endswith("__aside")]) == 2
    assert b"kanarie" not in page.encode() + b"".join(found.values())


def test_coordinates_are_those_a_navigator_expects(scored_map: MakeMap, decode: Decode) -> None:
    # Published by Kadaster (RDNAPTRANS): 155000, 463000 is 52.155172897 N, 5.387203657 E.
    scored = scored_map(count=2)
    tower = shapely.box(154_999.0, 462_999.0, 155_001.0, 463_001.0)
    frame = scored.frame.assign(geometry=[tower, None])
    found = sections(draw_map([ScoredMap(frame, scored.description)], title="K", language="nl"))
    assert decode(found["locations.x"], nullable=True) == [155000, None]
    assert decode(found["locations.y"], nullable=True) == [463000, None]
    assert decode(found["locations.lat"], nullable=True)[0] == pytest.approx(5215517, abs=1)
    assert decode(found["locations.lon"], nullable=True)[0] == pytest.approx(538720, abs=1)


def test_a_municipality_is_shown_by_its_name_where_one_is_known(scored_map: MakeMap) -> None:
    scored = scored_map(count=2)
    frame = scored.frame.assign(municipality=["0457", "0228"])
    page = draw_map(
        [ScoredMap(frame, scored.description)],
        title="Kaart",
        language="nl",
        municipalities={"0457": "Weesp"},
    )
    assert json.loads(sections(page)["locations.municipality"]) == ["Weesp", "0228"]


def test_without_a_map_there_is_nothing_to_draw() -> None:
    with pytest.raises(OutputError, match="no map to draw"):
        draw_map([], title="Kaart", language="nl")


def test_a_layer_that_cannot_be_drawn_beneath_is_named(
    scored_map: MakeMap, context: Mapping[str, gpd.GeoDataFrame]
) -> None:
    with pytest.raises(OutputError, match="persons"):
        draw_map(
            [scored_map(count=20)],
            title="Kaart",
            language="nl",
            context={**context, "persons": context["roads"]},
        )


def test_thirty_thousand_places_stay_a_small_file(scored_map: MakeMap) -> None:
    page = draw_map([scored_map(count=30_000)], title="Kaart", language="nl")
    assert len(page) < 3_500_000
