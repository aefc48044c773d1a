"""What of the maps reaches the page: declared columns and their description, nothing else."""

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.geo import array_to_wgs84
from riskmap.language import Language
from riskmap.maps import Description, ScoredMap
from riskmap.outputs.webmap.described import described
from riskmap.outputs.webmap.packing import Floats, Sections, digits_for
from riskmap.outputs.webmap.shapes import add_shapes
from riskmap.quality.ages import certainty

SHARE_DIGITS = 6
"""Decimals kept of scores, contributions, coverage, risk and priority: as many as the list has,
because a figure that was rounded twice differs from the same figure in the list."""

LIST_TEXTS = (
    "selection",
    "visit_type",
    "reasons",
    "missing",
    "ordinary_explanations",
    "last_visit",
    "due",
)
"""Texts of an inspection list that the page shows, besides rank and place."""

LIST_FIGURES = ("top_k_probability", "rank_low", "rank_high")
"""Figures of an inspection list that the page shows: how certain a rank is."""

_TOLERANCE_M = 0.5


def add_locations(
    sections: Sections, maps: Sequence[ScoredMap], municipalities: Mapping[str, str]
) -> list[str]:
    """Add every location of every map once, and return their ids in order.

    A location that several themes score is drawn from one geometry. A
    municipality in `municipalities` (code -> name) is shown by its name.
    """
    columns = ["location_id", "kind", "label", "municipality", "parcels", "geometry"]
    every = pd.concat([one.frame[columns] for one in maps], ignore_index=True)
    once = gpd.GeoDataFrame(
        every.drop_duplicates("location_id").sort_values("location_id"),
        geometry="geometry",
        crs=maps[0].frame.crs,
    )
    add_shapes(sections, "locations", once.geometry, _TOLERANCE_M)
    ids = [str(name) for name in once["location_id"]]
    sections.add_texts("locations.id", ids)
    for column in ("label", "parcels", "kind"):
        sections.add_texts(f"locations.{column}", _texts(once[column]))
    codes = _texts(once["municipality"])
    sections.add_texts("locations.municipality", [municipalities.get(c, c) for c in codes])
    _add_coordinates(sections, once.geometry)
    return ids


def add_theme(
    sections: Sections,
    number: int,
    scored: ScoredMap,
    ids: Sequence[str],
    *,
    language: Language,
    inspection: pd.DataFrame | None,
) -> dict[str, object]:
    """Add one map's columns to the sections and return what the page says about it."""
    frame, description = scored.frame, scored.description
    position = {name: place for place, name in enumerate(ids)}
    places = np.array([position[str(name)] for name in frame["location_id"]], dtype=np.int64)
    prefix = f"theme{number}"
    frame = frame.assign(certainty=certainty(scored))
    sections.add_integers(f"{prefix}.place", places)
    digits = _add_numbers(sections, prefix, frame, description)
    aside = _add_aside(sections, prefix, frame, description)
    if description.combination is not None:
        sections.add_texts(f"{prefix}.class", _texts(frame["class"]))
    if description.rank_within is not None:
        sections.add_texts(f"{prefix}.group", _texts(frame["group"]))
    shown = set(frame["location_id"].astype(str))
    return {
        **described(description, language),
        "digits": digits,
        "aside": aside,
        "list": _list_rows(inspection, shown),
    }


def add_risk(sections: Sections, risk: gpd.GeoDataFrame) -> None:
    """Add the areas of the police layer: shapes and values, no ids."""
    add_shapes(sections, "risk", risk.geometry, _TOLERANCE_M)
    sections.add_numbers("risk.value", _floats(risk["risk"]), SHARE_DIGITS)


def _add_numbers(
    sections: Sections, prefix: str, frame: gpd.GeoDataFrame, description: Description
) -> dict[str, int]:
    """Add the number columns, and return how many decimals each keeps."""
    digits = dict.fromkeys(("opportunity", "coverage", "certainty"), SHARE_DIGITS) | {"rank": 0}
    if description.combination is not None:
        digits |= {"risk": SHARE_DIGITS, "priority": SHARE_DIGITS, "priority_rank": 0}
    if description.rank_within is not None:
        combined = description.combination is not None
        digits["group_priority_rank" if combined else "group_rank"] = 0
    for name in description.counting():
        digits[f"{name}__value"] = digits_for(_floats(frame[f"{name}__value"]))
        digits[f"{name}__score"] = SHARE_DIGITS
        digits[f"{name}__contribution"] = SHARE_DIGITS
    for name, criterion in description.criteria().items():
        if criterion.status == "lowers":
            digits[f"{name}__score"] = SHARE_DIGITS
    for column, kept in digits.items():
        sections.add_numbers(f"{prefix}.{column}", _floats(frame[column]), kept)
    return digits


def _add_aside(
    sections: Sections, prefix: str, frame: gpd.GeoDataFrame, description: Description
) -> list[str]:
    """Add, per criterion that does not apply everywhere, where it does not; return their ids.

    Ids in the column that are no criterion of the map stay behind.
    """
    if "not_applicable" not in frame:
        return []
    named = [set(text.split(";")) for text in _texts(frame["not_applicable"])]
    found = []
    for name in description.counting():
        aside = np.array([name in names for names in named], dtype=np.int64)
        if aside.any():
            sections.add_integers(f"{prefix}.{name}__aside", aside)
            found.append(name)
    return found


def _add_coordinates(sections: Sections, shapes: gpd.GeoSeries) -> None:
    """Add a point inside every location: RD in metres, WGS84 in degrees, for navigation."""
    points = shapely.point_on_surface(np.asarray(shapes.array, dtype=object))
    x, y = shapely.get_x(points), shapely.get_y(points)
    lon, lat = array_to_wgs84(x, y)
    for name, values, digits in (("x", x, 0), ("y", y, 0), ("lon", lon, 5), ("lat", lat, 5)):
        sections.add_numbers(f"locations.{name}", values, digits)


def _list_rows(inspection: pd.DataFrame | None, shown: set[str]) -> list[dict[str, object]]:
    """Return the list's rows for places on this map, in the order of the list."""
    if inspection is None:
        return []
    rows = inspection[inspection["location_id"].astype(str).isin(shown)]
    rows = rows.sort_values(["rank", "location_id"], kind="stable")
    texts: Mapping[str, list[str]] = {
        column: _texts(rows[column]) for column in LIST_TEXTS if column in rows
    }
    figures: Mapping[str, list[float]] = {
        column: _floats(rows[column]).tolist() for column in LIST_FIGURES if column in rows
    }
    return [
        {
            "location_id": str(name),
            "rank": None if pd.isna(rank) else int(rank),
            **{column: values[row] for column, values in texts.items() if values[row]},
            **{column: values[row] for column, values in figures.items() if values[row] >= 0},
        }
        for row, (name, rank) in enumerate(zip(rows["location_id"], rows["rank"], strict=True))
    ]


def _texts(column: "pd.Series[str]") -> list[str]:
    """Return texts; unknown is an empty one, several are joined."""
    return [_text(value) for value in column]


def _text(value: object) -> str:
    if isinstance(value, (list, tuple, np.ndarray)):
        return "; ".join(_text(one) for one in value)
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]  # any scalar


def _floats(column: "pd.Series[float]") -> Floats:
    return pd.to_numeric(column).to_numpy(dtype=np.float64, na_value=np.nan)
