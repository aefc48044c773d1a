"""The inspection list: which places, in which order, chosen on which ground.

A list has one capacity. Most of it goes by score; a random share is drawn from
everything that met a gate, so that a base rate can be estimated and the list
does not only confirm itself.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.explanation import Explanation, explain_row, lowered_texts, ordinary, reasons
from riskmap.geo import array_to_wgs84
from riskmap.language import Language, translator
from riskmap.layers.layer import Access
from riskmap.maps import ACCESS_WORDS, ScoredMap
from riskmap.marks import NOTICE, marks
from riskmap.messages import Message
from riskmap.ordering import list_order, order_column
from riskmap.project import InspectionSettings
from riskmap.statistics.selection import list_probability

COLUMNS = (
    "rank",
    "location_id",
    "selection",
    "visit_type",
    "priority",
    "opportunity",
    "risk",
    "coverage",
    "top_k_probability",
    "rank_low",
    "rank_high",
    "reasons",
    "missing",
    "ordinary_explanations",
    "municipality",
    "parcels",
    "label",
    "x",
    "y",
    "lon",
    "lat",
    "last_visit",
    "due",
    "theme",
    "notice",
    "group",
    "group_rank",
    "selection_probability",
)


@dataclass(frozen=True)
class InspectionList:
    """A list of places to inspect.

    Attributes
    ----------
    rows
        The public columns, ranked rows first, then the random ones. ``rank``
        is the place on the list of a row chosen by score; a random row has
        none. ``selection_probability`` is the chance every place had of
        standing on the list, over all draws there could have been. Columns
        this run did not compute are there and empty.
    notes
        What a reader of the list must know, in the list's language.
    """

    rows: pd.DataFrame
    notes: tuple[str, ...]


def plan(
    maps: Sequence[ScoredMap], settings: InspectionSettings, language: Language
) -> InspectionList:
    """Choose the places of one inspection list from one or several maps.

    The random share is drawn first, with equal chance for every place that
    met a gate: only then does it estimate a base rate. The rest goes by
    score, or by the part of its group above a place in a map that is ranked
    inside groups. Themes take turns: first the best of every theme, then the second
    best of every theme, and so on, because scores of different themes do not
    have the same scale. A place that several themes name, also as another
    kind of location, stands on the list once.
    """
    maps = _shared(maps)
    pool = _pool(maps)
    places = pool.sort_values(["location_id", "turn"]).drop_duplicates("location_id")
    room = min(settings.capacity, len(places))
    drawn = _draw(places, math.floor(room * settings.random_share + 0.5), settings.seed)
    by_score = _best(maps, pool, drawn, settings.capacity - len(drawn))
    rows = _rows(maps, by_score, "score", language) + _rows(maps, drawn, "random", language)
    table = _placed(pd.DataFrame(rows, columns=list(COLUMNS)))
    chances = _chances(pool, len(drawn), settings.capacity - len(drawn))
    table["selection_probability"] = table["location_id"].map(chances)
    table["group_rank"] = table["group_rank"].astype("Int64")
    table["rank"] = pd.array([*range(1, len(by_score) + 1), *[pd.NA] * len(drawn)], dtype="Int64")
    notes = _notes(
        maps, settings, language, by_score=len(by_score), drawn=len(drawn), of=len(places)
    )
    return InspectionList(table, notes)


def _shared(maps: Sequence[ScoredMap]) -> list[ScoredMap]:
    """Return the maps with the strictest access class of all: they share one list.

    Raises
    ------
    ScoringError
        When two maps of one theme hold the same places.
    """
    seen: dict[str, set[str]] = {}
    for scored in maps:
        theme, names = scored.description.theme, set(scored.frame["location_id"])
        if not names.isdisjoint(seen.setdefault(theme, set())):
            raise ScoringError(
                Message("Two of the maps hold the same places of theme {theme}.", theme=theme),
                Message(
                    "Give one map per theme and area, opportunity.parquet or combined.parquet."
                ),
            )
        seen[theme] |= names
    strictest = max(Access[scored.description.access.upper()] for scored in maps)
    update = {"access": ACCESS_WORDS[strictest]}
    return [
        replace(scored, description=scored.description.model_copy(update=update)) for scored in maps
    ]


def _pool(maps: Sequence[ScoredMap]) -> pd.DataFrame:
    """Return every location that met a gate: its map (`turn`), row number and place."""
    pools = [
        pd.DataFrame(
            {
                "location_id": scored.frame["location_id"].to_numpy(),
                "turn": turn,
                "row": np.arange(len(scored.frame)),
                "place": list_order(scored).to_numpy(float, na_value=np.nan),
            }
        )
        for turn, scored in enumerate(maps)
    ]
    return pd.concat(pools, ignore_index=True)


def _draw(places: pd.DataFrame, count: int, seed: int) -> pd.DataFrame:
    """Draw places with equal chance; the same seed and places give the same draw."""
    generator = np.random.Generator(np.random.PCG64(seed))
    chosen = generator.permutation(len(places))[:count]
    return places.iloc[np.sort(chosen)]


def _chances(pool: pd.DataFrame, drawn: int, by_score: int) -> "pd.Series[float]":
    """Return the chance of every place to stand on the list; overlaps of themes are left aside."""
    first = pool.sort_values(["place", "turn", "location_id"]).drop_duplicates("location_id")
    order = np.where(first["place"].isna(), np.nan, np.arange(1.0, len(first) + 1))
    chance = list_probability(order, len(first), drawn, by_score)
    # Nine decimals: what lies beyond differs between machines.
    return pd.Series(np.round(chance, 9), first["location_id"])


def _best(
    maps: Sequence[ScoredMap], pool: pd.DataFrame, drawn: pd.DataFrame, count: int
) -> pd.DataFrame:
    """Return the best ranked places that do not stand on the list already."""
    ranked = pool[pool["place"].notna()].sort_values(["place", "turn", "location_id"])
    taken = _shapes(maps, drawn)
    names = set(drawn["location_id"])
    chosen: list[int] = []
    for number, (name, shape) in enumerate(
        zip(ranked["location_id"].tolist(), _shapes(maps, ranked), strict=True)
    ):
        if len(chosen) == count:
            break
        if name in names or _stands_on(shape, taken):
            continue
        chosen.append(number)
        names.add(name)
        taken = np.append(taken, shape)
    return ranked.iloc[chosen]


def _shapes(maps: Sequence[ScoredMap], entries: pd.DataFrame) -> NDArray[np.object_]:
    shapes = [np.asarray(scored.frame.geometry.array) for scored in maps]
    turns, numbers = entries["turn"].tolist(), entries["row"].tolist()
    found = [shapes[turn][number] for turn, number in zip(turns, numbers, strict=True)]
    return np.array(found, dtype=object)


def _stands_on(shape: object, taken: NDArray[np.object_]) -> bool:
    """Tell whether two places are one: half of the smaller lies in the other."""
    if not len(taken):
        return False
    shared = shapely.area(shapely.intersection(shape, taken))
    smaller = np.minimum(shapely.area(shape), shapely.area(taken))
    return bool(np.any(shared > smaller / 2))


def _rows(
    maps: Sequence[ScoredMap],
    chosen: pd.DataFrame,
    selection: Literal["score", "random"],
    language: Language,
) -> list[dict[str, object]]:
    turns, numbers = chosen["turn"].tolist(), chosen["row"].tolist()
    return [
        _row(maps[turn], maps[turn].frame.iloc[number], selection, language)
        for turn, number in zip(turns, numbers, strict=True)
    ]


def _placed(table: pd.DataFrame) -> pd.DataFrame:
    """Add longitude and latitude to rows that have a place in RD New."""
    x, y = (table[name].to_numpy(dtype=float) for name in ("x", "y"))
    lon, lat = array_to_wgs84(x, y)
    table["lon"], table["lat"] = np.round(lon, 6), np.round(lat, 6)
    return table


def _row(
    scored: ScoredMap, row: "pd.Series[Any]", selection: str, language: Language
) -> dict[str, object]:
    why = explain_row(scored, row, language)
    point = row["geometry"].representative_point()
    combined = scored.description.kind == "combined"
    return {
        "location_id": row["location_id"],
        "selection": selection,
        "visit_type": "quick_look",
        "priority": row["priority"] if combined else row["opportunity"],
        "opportunity": row["opportunity"],
        "risk": row["risk"] if combined else np.nan,
        "coverage": row["coverage"],
        "reasons": "; ".join(filter(None, [reasons(why), *lowered_texts(why, language)])),
        "missing": "; ".join(_unknown(why, row, combined=combined, language=language)),
        "ordinary_explanations": ordinary(why, language),
        "municipality": row["municipality"],
        "parcels": row["parcels"],
        "label": row["label"],
        "x": round(point.x, 1),
        "y": round(point.y, 1),
        "theme": scored.description.title.in_language(language),
        "notice": " ".join(marks(scored.description, language)),
        **{name: row[column] for name, column in _group_columns(scored).items()},
    }


def _group_columns(scored: ScoredMap) -> dict[str, str]:
    """Return the list's columns about groups, and the map's columns they come from."""
    if scored.description.rank_within is None:
        return {}
    return {"group": "group", "group_rank": "group_" + order_column(scored)}


def _unknown(
    why: Explanation, row: "pd.Series[Any]", *, combined: bool, language: Language
) -> list[str]:
    translate = translator(language)
    silent = combined and pd.isna(row["risk"])
    return [*why.unknown, *([translate("risk (police layer)")] if silent else [])]


def _notes(
    maps: Sequence[ScoredMap],
    settings: InspectionSettings,
    language: Language,
    *,
    by_score: int,
    drawn: int,
    of: int,
) -> tuple[str, ...]:
    translate = translator(language)
    counted = Message(
        "{count} places stand on the list by score and {drawn} by chance, drawn from {of} places "
        "(seed {seed}); the places by chance show what an ordinary place looks like.",
        count=by_score,
        drawn=drawn,
        of=of,
        seed=settings.seed,
    )
    later = Message("Earlier visits are not looked up yet; those columns are empty.")
    said = [NOTICE.text(translate)]
    for scored in maps:
        title = scored.description.title.in_language(language)
        own = [mark for mark in marks(scored.description, language) if mark not in said]
        said += own if len(maps) == 1 else [f"{title}: {mark}" for mark in own]
    return (*said, counted.text(translate), later.text(translate))
