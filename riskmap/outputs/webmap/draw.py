"""Draw maps as one page that opens from disk and asks nothing of anybody."""

from collections.abc import Mapping, Sequence
from typing import Literal

import geopandas as gpd
import pandas as pd

from riskmap.errors import OutputError
from riskmap.language import Language, translator
from riskmap.maps import ACCESS_WORDS, ScoredMap
from riskmap.messages import Message
from riskmap.outputs.webmap.beneath import add_context
from riskmap.outputs.webmap.content import add_locations, add_risk, add_theme
from riskmap.outputs.webmap.escaping import safe_json
from riskmap.outputs.webmap.figure import PDOK_HOST, OfflineFigure, OfflineMap, data_block
from riskmap.outputs.webmap.packing import Sections
from riskmap.outputs.webmap.shapes import PIXEL_ZOOM
from riskmap.outputs.webmap.source import page_script, page_skeleton, page_style
from riskmap.outputs.webmap.words import page_words, value_words, without_script

Background = Literal["none", "pdok"]

_NO_FRAMES: Mapping[str, gpd.GeoDataFrame] = {}
_NO_LISTS: Mapping[str, pd.DataFrame] = {}
_NO_NAMES: Mapping[str, str] = {}


def draw_map(
    maps: Sequence[ScoredMap],
    *,
    title: str,
    language: Language,
    context: Mapping[str, gpd.GeoDataFrame] = _NO_FRAMES,
    lists: Mapping[str, pd.DataFrame] = _NO_LISTS,
    risk: gpd.GeoDataFrame | None = None,
    municipalities: Mapping[str, str] = _NO_NAMES,
    background: Background = "none",
    capacity: int = 25,
) -> str:
    """Return the finished page (HTML text) of one or more maps.

    Only declared columns reach the page, as data that the page writes to the
    screen as text; none of them passes a template.

    Parameters
    ----------
    maps
        Opportunity or combined maps; the reader sees one at a time.
    title
        Heading of the page.
    context
        What is drawn beneath, in EPSG:28992: ``built_up``, ``water``,
        ``buildings``, ``roads``, ``borders`` and ``places`` (with ``name``;
        areas get an outline). Only what lies near the maps' places is taken.
    lists
        Theme -> inspection list; a row needs ``rank`` and ``location_id``.
    risk
        Areas of the police layer with ``risk`` (0..1), in EPSG:28992.
    municipalities
        Code of a municipality -> its name, where the reader should see one.
    background
        ``pdok`` lets the page fetch background tiles from PDOK, and says so;
        ``none`` lets it fetch nothing.
    capacity
        How many places are marked by rank when there is no inspection list.

    Raises
    ------
    OutputError
        When there is no map, a context layer has another name, or anything
        in the page would be loaded from elsewhere.
    """
    if not maps:
        raise OutputError(
            Message("There is no map to draw."),
            Message("Give at least one opportunity map or combined map."),
        )
    sections = Sections()
    facts: dict[str, object] = {
        "title": title,
        "language": language,
        "background": background,
        "capacity": capacity,
        "access": _strictest(maps, risk),
        "themes": _add_maps(sections, maps, lists, municipalities, language),
        "context": add_context(sections, context, _all_places(maps)),
        "risk_areas": risk is not None,
    }
    if risk is not None:
        add_risk(sections, risk)
    return _page(facts, sections, title, language, background)


def _page(
    facts: dict[str, object],
    sections: Sections,
    title: str,
    language: Language,
    background: Background,
) -> str:
    """Return the finished page around facts and sections."""
    translate = translator(language)
    facts |= {
        "pixel_zoom": PIXEL_ZOOM,
        "words": page_words(translate),
        "values": value_words(translate),
    }
    figure = OfflineFigure(
        title=title,
        language=language,
        skeleton=page_skeleton(without_script(translate)),
        style=page_style(),
        script=page_script(),
        data=(
            data_block("facts", "application/json", safe_json(facts)),
            data_block("directory", "application/json", safe_json(sections.directory)),
            data_block("packed", "application/octet-stream", sections.block()),
        ),
        picture_hosts=(PDOK_HOST,) if background == "pdok" else (),
    )
    OfflineMap(background=background).add_to(figure)
    return figure.render()


def _strictest(maps: Sequence[ScoredMap], risk: gpd.GeoDataFrame | None) -> str:
    """Return the access class of the whole file: the strictest of all that is in it."""
    order = [ACCESS_WORDS[access] for access in sorted(ACCESS_WORDS)]
    if risk is not None:
        return order[-1]
    return max((one.description.access for one in maps), key=order.index)


def _add_maps(
    sections: Sections,
    maps: Sequence[ScoredMap],
    lists: Mapping[str, pd.DataFrame],
    municipalities: Mapping[str, str],
    language: Language,
) -> list[dict[str, object]]:
    ids = add_locations(sections, maps, municipalities)
    return [
        add_theme(
            sections,
            number,
            one,
            ids,
            language=language,
            inspection=lists.get(one.description.theme),
        )
        for number, one in enumerate(maps)
    ]


def _all_places(maps: Sequence[ScoredMap]) -> gpd.GeoSeries:
    return pd.concat([one.frame.geometry for one in maps], ignore_index=True)
