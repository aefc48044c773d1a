"""A made-up municipality on a grid, scored by the published formula, and its drawing."""

import base64
import datetime as dt
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.maps import (
    CombinationDescription,
    CriterionDescription,
    Description,
    FamilyDescription,
    LayerDescription,
    ScoredMap,
    Text,
    ValueDescription,
)
from riskmap.outputs.webmap.draw import draw_map
from riskmap.outputs.webmap.packing import Sections

# Family -> weight, and its criteria: (id, unit, weight, largest measurement).
FAMILIES = {
    "vacancy": (0.3, [("vacant", "years", 3.0, 20.0)]),
    "seclusion": (0.3, [("isolation", "m", 2.0, 700.0), ("neighbours", "addresses", 1.0, 60.0)]),
    "capacity": (0.2, [("outbuildings", "m2", 2.0, 1900.0), ("age", "share", 1.0, 1.0)]),
    "access": (0.1, [("ramp", "km", 1.0, 12.0)]),
}
LEFT, BOTTOM, STEP = 120_000.0, 455_000.0, 130.0
MIN_COVERAGE = 0.6


def both(text: str) -> Text:
    return Text(nl=text, en=text)


def criterion(name: str, unit: str, weight: float, status: str = "counts") -> CriterionDescription:
    return CriterionDescription(
        indicator=name,
        title=both(f"Titel van {name}"),
        unit=unit,
        weight=weight,
        value=ValueDescription(shape="rising", points=(0.0, 1.0)),
        status=status,
        reason=None if status == "counts" else both("geen gegevens"),
        question=both(f"Vraag over {name}?"),
        evidence="b",
        sources="Handreiking 2021",
        ordinary_explanations=both(f"Gewone verklaring bij {name}."),
        false_positives=both(f"Misleidt wanneer {name} seizoensgebonden is."),
    )


def measured(count: int, seed: int) -> pd.DataFrame:
    """Return opportunity, coverage, rank and criteria of `count` places."""
    random = np.random.default_rng(seed)
    table: dict[str, np.ndarray] = {}
    total = covered = np.zeros(count)
    parts = {}
    for weight, criteria in FAMILIES.values():
        scores = {}
        for name, _, _, largest in criteria:
            score = random.beta(1.5, 2.5, count)
            score[random.random(count) < 0.2] = np.nan
            scores[name] = score
            table[f"{name}__value"], table[f"{name}__score"] = score * largest, score
        known = sum(np.where(np.isnan(scores[n]), 0, w) for n, _, w, _ in criteria)
        total = total + weight * (known > 0)
        covered = covered + weight * known / sum(w for _, _, w, _ in criteria)
        for name, _, inside, _ in criteria:
            parts[name] = weight * inside * scores[name] / np.where(known > 0, known, np.nan)
    for name, part in parts.items():
        table[f"{name}__contribution"] = part / np.where(total > 0, total, np.nan)
    frame = pd.DataFrame(table)
    frame["opportunity"] = frame.filter(like="__contribution").sum(axis=1, min_count=1)
    frame["coverage"] = covered / sum(weight for weight, _ in FAMILIES.values())
    ranked = frame["coverage"] >= MIN_COVERAGE
    order = frame["opportunity"].where(ranked).rank(ascending=False, method="first")
    return frame.assign(rank=order.astype("Int64"))


def with_risk(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Add a police layer's risk, the priority and the class."""
    risk = np.random.default_rng(seed + 1000).random(len(frame))
    frame = frame.assign(risk=risk, priority=0.7 * frame["opportunity"] + 0.3 * risk)
    level = pd.cut(frame["opportunity"], [-1, 0.3, 0.5, 2], labels=["low", "medium", "high"])
    danger = pd.cut(frame["risk"], [-1, 0.3, 0.6, 2], labels=["low", "medium", "high"])
    words = [column.astype("object").fillna("unknown").astype(str) for column in (level, danger)]
    frame["class"] = words[0] + "-" + words[1]
    order = frame["priority"].where(frame["rank"].notna()).rank(ascending=False, method="first")
    return frame.assign(priority_rank=order.astype("Int64"))


def make_map(
    theme: str = "rural", count: int = 300, *, seed: int = 1, combined: bool = False
) -> ScoredMap:
    """Return a map of rectangles on a grid; `location_id` counts from 0."""
    k = np.arange(count)
    side = int(np.ceil(np.sqrt(count)))
    x, y = LEFT + (k % side) * STEP, BOTTOM + (k // side) * STEP
    size = np.random.default_rng(7).uniform(12, 60, (count, 2))
    frame = measured(count, seed)
    frame["location_id"] = [f"yard:{i:016d}" for i in k]
    frame["label"] = [f"Polderweg {i + 1}" for i in k]
    frame["parcels"] = [f"WTV00A{i};WTV00B{i}" for i in k]
    frame = frame.assign(kind="yard", theme=theme, municipality="Waterveen", top_factors="")
    if combined:
        frame = with_risk(frame, seed)
    shapes = shapely.box(x, y, x + size[:, 0], y + size[:, 1])
    about = description(theme, combined=combined)
    return ScoredMap(gpd.GeoDataFrame(frame, geometry=shapes, crs=28992), about)


def description(theme: str, *, combined: bool) -> Description:
    families = {
        name: FamilyDescription(
            title=both(f"Familie {name}"),
            weight=weight,
            criteria={c: criterion(c, unit, w) for c, unit, w, _ in criteria},
        )
        for name, (weight, criteria) in FAMILIES.items()
    }
    families["guard"] = FamilyDescription(
        title=both("Toezicht"),
        weight=0.1,
        criteria={"turnover": criterion("turnover", "share", 1.0, "missing")},
    )
    risk_layer = LayerDescription(source="risicokaart.gpkg", access="police", rows_kept=140)
    rule = CombinationDescription(rule="weighted", weights=(0.7, 0.3), risk_layer=risk_layer)
    return Description(
        riskmap="0.1.0",
        kind="combined" if combined else "opportunity",
        project="Waterveen",
        reference_date=dt.date(2026, 1, 1),
        theme=theme,
        title=both(f"Thema {theme}"),
        access="police" if combined else "open",
        completeness=0.9,
        min_coverage=MIN_COVERAGE,
        families=families,
        layers={"buildings": LayerDescription(source="bag-light.gpkg", rows_kept=10837)},
        combination=rule if combined else None,
    )


def make_list(scored: ScoredMap, count: int) -> pd.DataFrame:
    """Return an inspection list: every third ranked place, best first."""
    ranked = scored.frame[scored.frame["rank"].notna()].sort_values("rank").iloc[::3].head(count)
    return pd.DataFrame(
        {
            "rank": range(1, count + 1),
            "location_id": ranked["location_id"].to_numpy(),
            "selection": "score",
            "visit_type": "quick_look",
            "reasons": "Ver van de buren (430 m).",
            "missing": "leegstand",
            "ordinary_explanations": "Rustig gelegen bedrijf.",
        }
    )


def make_context() -> Mapping[str, gpd.GeoDataFrame]:
    area = shapely.box(LEFT, BOTTOM, LEFT + 2500, BOTTOM + 2500)
    lines = [shapely.LineString([(LEFT + s, BOTTOM), (LEFT + s, BOTTOM + 2500)]) for s in (0, 900)]
    return {
        "borders": gpd.GeoDataFrame(geometry=[area], crs=28992),
        "roads": gpd.GeoDataFrame(geometry=lines, crs=28992),
        "water": gpd.GeoDataFrame(geometry=[lines[1].buffer(30)], crs=28992),
        "places": gpd.GeoDataFrame({"name": ["Oudedijk"]}, geometry=[area.centroid], crs=28992),
    }


def decoded(data: bytes, *, nullable: bool = False) -> list[int | None]:
    """Read zigzag varints bit by bit, as the format's description says."""
    found: list[int | None] = []
    bits = ""
    for byte in data:
        bits = format(byte & 0x7F, "07b") + bits
        if byte < 0x80:
            number = int(bits, 2) - nullable
            bits = ""
            sign = -1 if number & 1 else 1
            found.append(None if number < 0 else sign * ((number + 1) // 2))
    return found


def unpacked(sections: Sections) -> dict[str, bytes]:
    """Return the bytes of every section, cut as the directory says."""
    together = zlib.decompress(base64.b64decode(sections.block()))
    found, start = {}, 0
    for name, length in sections.directory:
        found[name] = together[start : start + length]
        start += length
    assert start == len(together)
    return found


@pytest.fixture(scope="session")
def decode() -> Callable[..., list[int | None]]:
    """Return a decoder that shares no code with the packer."""
    return decoded


@pytest.fixture(scope="session")
def unpack() -> Callable[[Sections], dict[str, bytes]]:
    """Return a function that takes packed sections apart."""
    return unpacked


@pytest.fixture
def scored_map() -> Callable[..., ScoredMap]:
    """Return the function that makes a map."""
    return make_map


@pytest.fixture
def inspection_list() -> Callable[..., pd.DataFrame]:
    """Return the function that makes an inspection list from a map."""
    return make_list


@pytest.fixture
def context() -> Mapping[str, gpd.GeoDataFrame]:
    """Return layers to draw beneath."""
    return make_context()


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a page with a combined map, a second theme, a list and context."""
    first, second = make_map(combined=True), make_map("storage", 120, seed=2)
    page = draw_map(
        [first, second],
        title="Kansenkaart Waterveen",
        language="nl",
        context=make_context(),
        lists={"rural": make_list(first, 12)},
    )
    path = tmp_path_factory.mktemp("webmap") / "map.html"
    path.write_text(page, encoding="utf-8")
    return path
