"""Layer `built_up`: the built-up area, given as polygons or derived from addresses."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from riskmap.geo import RD
from riskmap.layers.layer import Layer, LayerReport
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

# The rule for deriving, a prior [A] to be set with local experts: an address
# is built-up with 10 other places with an address within 100 m (about three
# per hectare; a ribbon with a dwelling each 66 m on both sides has six), and
# an area needs 25 such places, the figure CBS uses for a population centre.
_RADIUS_M = 100.0
_NEIGHBOURS = 10
_SMALLEST = 25
_BUFFER_M = 75.0
_TRIM_M = 25.0
_HOLE_M2 = 50_000.0

_TOP10NL = Edition(
    name="Top10NL",
    tables=("top10nl_plaats_vlak", "top10nl_plaats_multivlak", "plaats_vlak", "plaats"),
    columns={
        "built_up_id": ("lokaal_id", "identificatie_lokaal_id", "identificatie", "id", "fid"),
        "inside": ("bebouwdekom", "bebouwde_kom"),
    },
    known_by=("inside",),
    others=(
        *("fid", "gid", "gml_id", "namespace", "aantalinwoners", "aantal_inwoners", "typegebied"),
        *("naam_nl", "naam_fries", "naam_officieel", "bron_type", "bronactualiteit", "brontype"),
        *("bronbeschrijving", "bronnauwkeurigheid", "object_begin_tijd", "object_eind_tijd"),
        *(
            "tijdstip_registratie",
            "eind_registratie",
            "tdncode",
            "visualisatiecode",
            "isbagwoonplaats",
        ),
        *("type_gebied", "is_bag_woonplaats", "mutatietype"),
    ),
)
_OWN = Edition(  # polygons somebody drew: nothing but their outline is taken
    name=marked("own polygons"),
    tables=(),
    columns={"built_up_id": ("id", "fid", "code")},
    known_by=(),
    others=("naam", "name", "gid", "objectid", "shape_length", "shape_area"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    if "inside" in treatment.known:
        inside = frame["inside"].fillna(value=False).astype(bool)
        treatment.count(
            Message(
                "Places that are no built-up area, left out: {count}.",
                count=int((~inside).sum()),
            )
        )
        frame = frame[inside]
    return frame[["built_up_id", "geometry"]]


REGISTER = Register(
    name="built_up",
    about=Message("Built-up area (Top10NL); derived from address density without it"),
    index="built_up_id",
    geometry="polygon",
    kinds={"built_up_id": "id", "inside": "flag"},
    required=(),
    result={},
    editions=(_TOP10NL, _OWN),
    shape=_shape,
    may_be_empty=True,
    all_tables=True,
)


def derive_built_up(addresses: Layer) -> Layer:
    """Derive the built-up area from the density of addresses.

    Addresses at one spot count once, so that one block of flats is no village.

    Parameters
    ----------
    addresses
        The layer `addresses`, in EPSG:28992.

    Returns
    -------
    Layer
        ``built_up``, whose note says that it was derived and how. Its access
        class and date are those of the addresses.
    """
    spots = np.unique(shapely.get_coordinates(addresses.frame.geometry.to_numpy()).round(), axis=0)
    areas = _areas(spots)
    corners = shapely.bounds(areas)[:, :2].round().astype(int) if len(areas) else []
    ids = pd.Index([f"derived-{x}-{y}" for x, y in corners], name="built_up_id", dtype="str")
    frame = gpd.GeoDataFrame({"geometry": areas}, index=ids, geometry="geometry", crs=RD)
    note = Message(
        "Built-up areas were derived from addresses: places with {neighbours} others within "
        "{radius} m, in groups of {smallest} or more. Give a layer built_up to replace this.",
        neighbours=_NEIGHBOURS,
        radius=int(_RADIUS_M),
        smallest=_SMALLEST,
    )
    report = LayerReport(rows_read=len(addresses.frame), rows_kept=len(frame), notes=(note,))
    return replace(
        addresses,
        name="built_up",
        frame=frame.sort_index(),
        links=None,
        report=report,
        edition=marked("derived"),
    )


def _areas(spots: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> np.ndarray:
    """Return the outlines of dense groups of spots, as an array of polygons."""
    nothing = np.empty(0, dtype=object)
    if len(spots) == 0:
        return nothing
    near = cKDTree(spots).query_ball_point(spots, _RADIUS_M, return_length=True) - 1
    dense = spots[near >= _NEIGHBOURS]
    if len(dense) == 0:
        return nothing
    discs = shapely.buffer(shapely.points(dense), _BUFFER_M)
    merged = shapely.get_parts(shapely.buffer(shapely.union_all(discs), -_TRIM_M))
    inside = shapely.STRtree(shapely.points(dense)).query(merged, predicate="intersects")[0]
    large = np.bincount(inside, minlength=len(merged)) >= _SMALLEST
    return np.array([_filled(area) for area in merged[large]], dtype=object)


def _filled(area: shapely.Polygon) -> shapely.Polygon:
    """Fill small holes: a playing field in the village belongs to the village."""
    holes = [ring for ring in area.interiors if shapely.Polygon(ring).area > _HOLE_M2]
    return shapely.Polygon(area.exterior, holes)
