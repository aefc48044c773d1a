"""Water of Top10NL: a canal boats sail on along one business park, and ditches."""

import geopandas as gpd
import numpy as np
import shapely

from riskmap.demo.areas import frame_of
from riskmap.demo.drawing import Numbers, Shapes, minus, parts_of, stream
from riskmap.demo.facts import Facts, frame_rows
from riskmap.demo.plan import Plan
from riskmap.demo.registers import rounded

_QUAY = 8.0  # metres between the park and the canal
_WIDTH = 26.0
_CLEAR = 10.0  # metres between the canal and buildings
_DITCHES = 1 / 12  # of the crop fields have a ditch that is drawn
_CANAL = "Waterveense Vaart"


def canal(plan: Plan) -> shapely.Polygon:
    """Return the canal: from south to north, along the east side of the first park."""
    park = plan.parks[0]
    west = plan.origin[0] + park.x + park.width + _QUAY
    low, high = plan.origin[1], plan.origin[1] + plan.height
    return shapely.box(west, low, west + _WIDTH, high)


def quay_distance(facts: Facts) -> Numbers:
    """Return the distance in metres from every building to where boats sail."""
    found: Numbers = shapely.distance(
        facts.town.buildings.geometry.to_numpy(), shapely.union_all(_canal_parts(facts))
    )
    return found


def _canal_parts(facts: Facts) -> Shapes:
    """Return the canal without the places where buildings stand."""
    built = facts.town.buildings.geometry.to_numpy()
    along = shapely.dwithin(built, canal(facts.plan), _CLEAR)
    shore = shapely.buffer(built[along], _CLEAR, join_style="mitre")
    parts: Shapes = parts_of(minus(np.array([canal(facts.plan)], dtype=object), shore))[0]
    large: Shapes = parts[shapely.area(parts) > 1_000]  # noqa: PLR2004 - m2
    return large


def water_frames(facts: Facts) -> dict[str, gpd.GeoDataFrame]:
    """Return water areas and water lines of Top10NL, by table name."""
    parts = _canal_parts(facts)
    ditches, lines = _ditches(facts)
    count = len(parts)
    shapes = np.concatenate([parts, ditches])
    kinds = ["waterloop"] * count + ["greppel, droge sloot"] * len(ditches)
    harbour = ["haven|overig"] + ["overig"] * (count - 1)
    areas = frame_rows(
        lokaal_id=[f"1280{n:05d}" for n in range(len(shapes))],
        typewater=kinds,
        breedteklasse=["> 6 meter"] * count + ["3 - 6 meter"] * len(ditches),
        hoofdafwatering=["ja"] * count + ["nee"] * len(ditches),
        functie=harbour + ["overig"] * len(ditches),
        vaarwegklasse=["CEMT II"] * count + [None] * len(ditches),
        naamnl=[_CANAL] * count + [None] * len(ditches),
        hoogteniveau=np.zeros(len(shapes), dtype="int32"),
        geometry=rounded(shapes),
    )
    narrow = frame_rows(
        lokaal_id=[f"1281{n:05d}" for n in range(len(lines))],
        typewater="greppel, droge sloot",
        breedteklasse="0,5 - 3 meter",
        functie="overig",
        geometry=rounded(lines),
    )
    return {"top10nl_waterdeel_vlak": areas, "top10nl_waterdeel_lijn": narrow}


def _ditches(facts: Facts) -> tuple[Shapes, Shapes]:
    """Return wide ditches as areas and narrow ones as lines, along one side of a field."""
    rng, fields = stream(facts.seed, "ditches"), facts.fields
    chosen = fields[rng.random(len(fields)) < _DITCHES]
    sides = np.stack([shapely.get_coordinates(field.exterior)[:2] for field in chosen])
    lines = shapely.linestrings(sides)
    lines = lines[shapely.length(lines) > 40]  # noqa: PLR2004 - metres
    wide = np.arange(len(lines)) % 3 == 0
    areas = shapely.intersection(
        shapely.buffer(lines[wide], 2.0, cap_style="flat"), frame_of(facts.plan)
    )
    built = facts.town.buildings.geometry.to_numpy()
    areas = parts_of(minus(areas, built))[0]
    return areas, lines[~wide]
