"""Whether green or buildings hide the place from the road."""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.indicators.access_road import for_cars
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.surface_height import TILE_M, surface_heights
from riskmap.layers.images import Images
from riskmap.locations.locations import Locations
from riskmap.locations.members import own_pairs
from riskmap.locations.within import representative_points
from riskmap.measures.arrays import Flags, Floats, Geometries, Indices
from riskmap.measures.nearest import nearest_distance
from riskmap.measures.sight import points_along, risen_above, samples_along, screened, spread_within
from riskmap.messages import marked
from riskmap.scaling import rising

RADIUS_M = 300.0
LINES = 24
_SPACING_M = 5.0
_EYE_M = 1.0
_STEP_M = 1.0
_FOOT_M = 5.0
_AT_ONCE = 2_400

# Words of the BGT and Top10NL for what usually is higher than 2.5 m. Green space of which the
# register says no more, hedges without a height and nursery stock are taken as lower.
TALL = (
    *("loofbos", "naaldbos", "gemengd bos", "griend", "populieren", "bosplantsoen"),
    *("houtwal", "bomenrij", "hoge heg", "struiken", "boomgaard", "fruitteelt"),
)


def view_screening(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    roads: gpd.GeoDataFrame,
    vegetation: gpd.GeoDataFrame,
    height: Images | None = None,
    *,
    above_m: float = 2.5,
) -> "pd.Series[float]":
    """Share of the sight lines from the public road to the place that are screened.

    The roads for cars within 300 m of the place's outline are sampled every
    5 m: along the centre line (NWB), or 1 m inside the edge of the surface
    (BGT), in the order of the roads' ids. Of these points 24 are chosen,
    evenly spread over that order (all of them where there are fewer). A line
    runs from each to a point inside the place (`point_on_surface`). It is
    screened when it meets tall vegetation (see `TALL`), a building that is not
    the place's own, or, with a height model, a surface more than `above_m`
    metres above the straight line of the ground: samples every metre, outside
    the place's own outline; the ground at an end is the lowest surface within
    5 m of it along the line. Where the height model is unknown it screens
    nothing.

    It is unknown where vegetation of unknown kind stands in the way of a line
    that nothing else screens. It does not apply to a place without a public
    road within 300 m: nobody looks at it from a road, screened or not.
    """
    places = locations.frame.geometry.to_numpy()
    lines = _sight_lines(places, roads)
    kind = vegetation["kind"].astype("string").str.lower()
    green = vegetation.geometry.to_numpy()
    own = own_pairs(locations, buildings.index, ("building", "outbuilding"))
    hidden = screened(lines.start, lines.end, green[kind.isin(TALL).to_numpy(dtype=bool)])
    hidden |= screened(lines.start, lines.end, buildings.geometry.to_numpy(), lines.place, own)
    if height is not None:
        hidden |= _hidden_by_surface(height, lines, places, above_m)
    unknown = green[kind.isna().to_numpy(dtype=bool)]
    doubtful = screened(lines.start, lines.end, unknown) & ~hidden
    count = np.bincount(lines.place, minlength=len(places))
    share = np.full(len(places), np.nan)
    met = np.bincount(lines.place, hidden, minlength=len(places))
    np.divide(met, count, out=share, where=count > 0)
    share[lines.place[doubtful]] = np.nan
    return pd.Series(share, index=locations.frame.index)


def near_a_road(
    locations: Locations,
    _buildings: gpd.GeoDataFrame,
    roads: gpd.GeoDataFrame,
    *_: object,
) -> "pd.Series[bool]":
    """Tell which places have a public road for cars within 300 m."""
    metres = nearest_distance(
        locations.frame.geometry.to_numpy(), for_cars(roads).geometry.to_numpy()
    )
    return pd.Series(metres <= RADIUS_M, index=locations.frame.index)


class _SightLines(NamedTuple):
    """Place, start and end of every line, shapes (l,), (l, 2) and (l, 2), in order of place."""

    place: Indices
    start: Floats
    end: Floats


def _sight_lines(places: Geometries, roads: gpd.GeoDataFrame) -> _SightLines:
    points = points_along(_where_people_pass(for_cars(roads).geometry.to_numpy()), _SPACING_M)
    place, point = spread_within(places, points, RADIUS_M, LINES)
    return _SightLines(place, points[point], representative_points(places)[place])


def _where_people_pass(roads: Geometries) -> Geometries:
    """Lines as they are; of a surface the edge, a step inside it.

    On the edge itself a sight line would touch the green of the far verge.
    """
    paths = np.array(roads, dtype=object)
    surface = shapely.get_dimensions(paths) == 2  # noqa: PLR2004 (a polygon)
    inner = shapely.buffer(paths[surface], -_EYE_M)
    narrow = shapely.is_empty(inner)
    inner[narrow] = paths[surface][narrow]
    paths[surface] = shapely.boundary(inner)
    return paths


def _hidden_by_surface(
    height: Images, lines: "_SightLines", places: Geometries, above_m: float
) -> Flags:
    """Tell which lines a surface model hides: neighbours together, some lines at a time."""
    result = np.zeros(len(lines.place), dtype=bool)
    order = np.lexsort((lines.place, *np.floor(lines.end / TILE_M).T))
    for begin in range(0, len(order), _AT_ONCE):
        part = order[begin : begin + _AT_ONCE]
        samples = samples_along(lines.start[part], lines.end[part], _STEP_M)
        surface = surface_heights(height, samples.xy)
        own = places[lines.place[part]][samples.line]
        surface[shapely.contains_xy(own, *samples.xy.T)] = np.nan
        result[part] = risen_above(samples, surface, len(part), above_m=above_m, foot_m=_FOOT_M)
    return result


INDICATOR = Indicator(
    function=view_screening,
    number=5,
    title={
        "nl": "Afscherming door groen of bebouwing",
        "en": "Screening by green or buildings",
    },
    question={"nl": "Is het erf afgeschermd?", "en": "Is the yard screened?"},
    unit="share",
    family="seclusion",
    value=rising(0.3, 0.9),
    evidence="c",
    sources=marked(
        "Reasoning from opportunity theory; the CCV lens on undermining in rural areas lists a "
        "closed-off look. Number of lines, distance, height and thresholds are design values."
    ),
    false_positives={
        "nl": (
            "Landschapsbeleid vraagt om houtwallen en erfbeplanting. In een landschap met veel "
            "houtwallen is bijna alles afgeschermd, in de polder bijna niets. Zonder hoogtemodel "
            "telt groen naar zijn soort en niet naar zijn echte hoogte, en een heg of schutting "
            "telt niet mee."
        ),
        "en": (
            "Landscape policy asks for hedgerows and planting round yards. In a landscape with "
            "many hedgerows nearly everything is screened, in a polder hardly anything. Without "
            "a height model green counts by its kind and not by its real height, and hedges and "
            "fences do not count."
        ),
    },
    ordinary_explanations={
        "nl": "Erfbeplanting, een bosrand of de buren staan tussen het erf en de weg.",
        "en": "Planting, the edge of a wood or the neighbours stand between the yard and the road.",
    },
    needs={
        "buildings": ("geometry",),
        "roads": ("geometry",),
        "vegetation": ("kind",),
    },
    margin_m={"roads": 350, "buildings": 350, "vegetation": 350, "height": 350},
    applies=near_a_road,
)
