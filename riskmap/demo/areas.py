"""Areas drawn by others: work locations, Top10NL, borders, teams, neighbourhoods."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.demo.drawing import Numbers, Point
from riskmap.demo.parks import park_area
from riskmap.demo.plan import CODE, MUNICIPALITY, TEAMS, BusinessPark, Plan, Recreation
from riskmap.demo.settlements import Built
from riskmap.demo.stock import RD

WGS84 = "EPSG:4326"
_SUPPRESSED = -99997


def frame_of(plan: Plan) -> shapely.Polygon:
    """Return the municipality's border."""
    x, y = plan.origin
    return shapely.box(x, y, x + plan.width, y + plan.height)


def work_locations(plan: Plan) -> gpd.GeoDataFrame:
    """Return the IBIS table; the yes of `Verouderd` is spelled in several ways."""
    parks = plan.parks
    areas = [park_area(park, plan) for park in parks]
    gross = shapely.area(np.array(areas)) / 10_000
    return gpd.GeoDataFrame(
        {
            "RIN_NUMMER": [park.rin for park in parks],
            "JAAR": np.int32(2025),
            "PLAN_NAAM": [park.name for park in parks],
            "KERN_NAAM": [plan.settlements[0].name] * len(parks),
            "GEM_CODES": CODE,
            "WLOC_TYPE": "B",
            "HA_BRUTO": gross.round(2),
            "HA_NETTO": (0.8 * gross).round(2),
            "HA_UITGEG": (0.78 * gross).round(2),
            "HA_TRANSF": 0.0,
            "HA_HERPROF": [1.5 if park.obsolete.lower() == "ja" else 0.0 for park in parks],
            "HA_ZREVIT": 0.0,
            "Verouderd": [park.obsolete for park in parks],
        },
        geometry=np.array(areas),
        crs=RD,
    )


def top10nl_places(built: list[Built], hamlet: Point) -> gpd.GeoDataFrame:
    """Return built-up areas, and one hamlet that is not built-up."""
    shapes = [place.area for place in built]
    return gpd.GeoDataFrame(
        {
            "lokaal_id": [f"1290{n:05d}" for n in range(len(built) + 1)],
            "typegebied": ["woonkern"] * len(built) + ["buurtschap"],
            "bebouwdekom": ["ja"] * len(built) + ["nee"],
            "aantalinwoners": pd.array(
                [round(2.2 * place.dwellings) for place in built] + [None], dtype="Int32"
            ),
            "naamnl": [place.place for place in built] + ["Drijfkwel"],
        },
        geometry=[*shapes, shapely.Point(hamlet).buffer(150, quad_segs=4)],
        crs=RD,
    )


def functional_places(
    plan: Plan, campsites: tuple[Recreation, ...]
) -> dict[str, BusinessPark | Recreation]:
    """Return recreation and business parks by the number Top10NL gives them."""
    places: list[BusinessPark | Recreation] = [*plan.recreation, *plan.parks, *campsites]
    return {f"1310{n:05d}": place for n, place in enumerate(places)}


def top10nl_functional(plan: Plan, campsites: tuple[Recreation, ...]) -> gpd.GeoDataFrame:
    """Return functional areas; a place with two functions joins them with a pipe."""
    kinds = {
        "caravanpark": "camping, kampeerterrein|caravanpark",
        "bungalowpark": "bungalowpark|vakantiepark",
        "camping": "camping, kampeerterrein",
    }
    named = functional_places(plan, campsites)
    places = list(named.values())
    return gpd.GeoDataFrame(
        {
            "lokaal_id": list(named),
            "typefunctioneelgebied": [
                kinds.get(place.kind, place.kind)
                if isinstance(place, Recreation)
                else "bedrijventerrein"
                for place in places
            ],
            "naamnl": [place.name for place in places],
        },
        geometry=[park_area(place, plan) for place in places],
        crs=RD,
    )


def municipalities(plan: Plan) -> gpd.GeoDataFrame:
    """Return the municipality's border as the administrative-borders file has it."""
    return gpd.GeoDataFrame(
        {"code": [CODE], "naam": [MUNICIPALITY], "ligt_in_provincie_naam": ["Waterland"]},
        geometry=[frame_of(plan)],
        crs=RD,
    )


def team_areas(plan: Plan) -> gpd.GeoDataFrame:
    """Return the areas of the two basisteams, in WGS84 as a police export has them."""
    x0, y0, x1, y1 = frame_of(plan).bounds
    middle = (y0 + y1) / 2
    areas = [shapely.box(x0, middle, x1, y1), shapely.box(x0, y0, x1, middle)]
    frame = gpd.GeoDataFrame({"basisteam": list(TEAMS)}, geometry=areas, crs=RD)
    return frame.to_crs(WGS84)


def neighbourhoods(plan: Plan, built: list[Built], addresses: Numbers) -> gpd.GeoDataFrame:
    """Return CBS neighbourhoods round every settlement, and one of water.

    Parameters
    ----------
    addresses
        Places of the addresses, shape (addresses, 2), in metres.
    """
    centres = [place.area.centroid for place in built]
    corners = [shapely.Point(c) for c in frame_of(plan).exterior.coords[:4]]
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(centres + corners), extend_to=frame_of(plan))
    )
    cells = shapely.intersection(cells, frame_of(plan))
    cells = cells[np.lexsort(shapely.get_coordinates(shapely.centroid(cells)).T)]
    tree = shapely.STRtree(shapely.points(addresses))
    count = np.bincount(tree.query(cells, predicate="intersects")[0], minlength=len(cells))
    hectares = shapely.area(cells) / 10_000
    density = np.round(count / hectares * 100).astype("int32")
    classes = 5 - np.searchsorted([500, 1_000, 1_500, 2_500], density, side="right")
    small = count < 70  # noqa: PLR2004 - CBS suppresses small neighbourhoods
    hide = {"omgevingsadressendichtheid": density, "aantal_inwoners": (2.2 * count).astype("int32")}
    table = {name: np.where(small, _SUPPRESSED, values) for name, values in hide.items()}
    return gpd.GeoDataFrame(
        {
            "buurtcode": [f"BU{CODE}{n:04d}" for n in range(len(cells))],
            "buurtnaam": [f"Buurt {n + 1}" for n in range(len(cells))],
            "wijkcode": f"WK{CODE}00",
            "gemeentecode": f"GM{CODE}",
            "water": "NEE",
            "stedelijkheid_adressen_per_km2": classes.astype("int32"),
            "aantal_huishoudens": np.full(len(cells), _SUPPRESSED, dtype="int32"),
            "oppervlakte_land_in_ha": np.round(hectares).astype("int32"),
            **table,
        },
        geometry=cells,
        crs=RD,
    )
