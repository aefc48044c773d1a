"""What is declared against what is true, and a point whose place is published."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS
from shapely import Point

from riskmap import geo
from riskmap.errors import LayerError
from riskmap.geo import RD, array_to_wgs84, check_coordinates, to_rd, to_wgs84

# Tower of Our Lady in Amersfoort, the origin of RD, as published by the Kadaster (ETRS89).
TOWER_RD = (155_000.0, 463_000.0)
TOWER_DEGREES = (5.38720621, 52.15517440)
METRE = 1 / 111_000

TRUE = {
    "longitude and latitude": "EPSG:4326",
    "RD New (EPSG:28992)": RD,
    "Web Mercator": "EPSG:3857",
    "UTM zone 31": "EPSG:25831",
    "UTM zone 32": "EPSG:25832",
}
DECLARED = [
    "EPSG:28992",
    "EPSG:4326",
    "EPSG:4258",
    "EPSG:3857",
    "EPSG:25831",
    "EPSG:4289",
    "EPSG:7415",
]


def points(crs: str = RD, count: int = 20) -> gpd.GeoDataFrame:
    """Return points all over the country in a system."""
    x = np.linspace(20_000, 270_000, count)
    y = np.linspace(320_000, 600_000, count)
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=RD).to_crs(crs)


def swapped(crs: str) -> gpd.GeoDataFrame:
    """Return the points with their axes the wrong way round."""
    frame = points(crs)
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy(frame.geometry.y, frame.geometry.x))


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("true", TRUE)
def test_the_likely_truth_is_named_unless_the_declaration_holds(declared: str, true: str) -> None:
    frame = points(TRUE[true])
    same = CRS(declared).is_geographic == CRS(TRUE[true]).is_geographic and (
        CRS(declared).is_geographic or declared in (TRUE[true], "EPSG:7415")
    )
    if declared == "EPSG:7415":
        same = TRUE[true] == RD
    if same:
        check_coordinates(frame, declared, "a.gpkg", "buildings")
        return
    with pytest.raises(LayerError) as told:
        check_coordinates(frame, declared, "a.gpkg", "buildings")
    assert true in told.value.problem.text()
    assert declared in told.value.problem.text()
    assert "20 of 20" in told.value.problem.text()
    assert "[layers.buildings]" in told.value.next_step.text()


@pytest.mark.parametrize("true", TRUE)
def test_a_layer_that_declares_nothing_hears_what_it_looks_like(true: str) -> None:
    with pytest.raises(LayerError, match="declares no CRS") as told:
        check_coordinates(points(TRUE[true]), None, "a.geojson", "roads")
    assert true in told.value.problem.text()


@pytest.mark.parametrize(("crs", "name"), [("EPSG:4326", "latitude and longitude"), (RD, "RD New with swapped axes")])  # noqa: E501  # fmt: skip
def test_swapped_axes_are_named(crs: str, name: str) -> None:
    with pytest.raises(LayerError) as told:
        check_coordinates(swapped(crs), crs, "a.gml", "parcels")
    assert name in told.value.problem.text()


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_part_of_the_rows_in_degrees_is_found(share: float) -> None:
    count = int(20 * share)
    mixed = [*points("EPSG:4326").geometry[:count], *points().geometry[count:]]
    with pytest.raises(LayerError) as told:
        check_coordinates(gpd.GeoDataFrame(geometry=mixed), RD, "a.gpkg", "buildings")
    assert f"{count} of 20" in told.value.problem.text()
    assert "longitude and latitude" in told.value.problem.text()


def test_coordinates_nowhere_near_and_without_end_are_refused() -> None:
    for x, y in ((0, 0), (1e9, 1e9), (np.inf, 463_000)):
        frame = gpd.GeoDataFrame(geometry=[Point(x, y)])
        with pytest.raises(LayerError, match="outside the Netherlands"):
            check_coordinates(frame, RD, "a.gpkg", "buildings")


def test_no_shapes_at_all_cannot_lie_anywhere_wrong() -> None:
    check_coordinates(gpd.GeoDataFrame(geometry=[None, Point()]), None, "a.gpkg", "buildings")
    check_coordinates(gpd.GeoDataFrame(geometry=[]), RD, "a.gpkg", "buildings")


@pytest.mark.parametrize("crs", ["EPSG:999999", "nonsense", 'LOCAL_CS["x"]', "+proj=longlat +ellps=GRS80"])  # noqa: E501  # fmt: skip
def test_a_system_nobody_knows_or_without_a_datum_is_refused(crs: str) -> None:
    with pytest.raises(LayerError, match="a CRS nobody knows"):
        check_coordinates(points("EPSG:4326"), crs, "a.gpkg", "buildings")


def test_rd_without_its_datum_is_rd_and_not_a_hundred_metres_off() -> None:
    bare = (
        "+proj=sterea +lat_0=52.15616055555555 +lon_0=5.38763888888889 +k=0.9999079"
        " +x_0=155000 +y_0=463000 +ellps=bessel +units=m +no_defs"
    )
    frame = gpd.GeoDataFrame(geometry=[Point(TOWER_RD)], crs=bare)
    check_coordinates(frame, bare, "a.shp", "buildings")
    assert to_rd(frame).geometry[0].coords[0] == TOWER_RD


def test_the_origin_of_rd_lies_where_it_is_published() -> None:
    lon, lat = to_wgs84(*TOWER_RD)
    assert lon == pytest.approx(TOWER_DEGREES[0], abs=0.5 * METRE / 0.61)
    assert lat == pytest.approx(TOWER_DEGREES[1], abs=0.5 * METRE)
    lons, lats = array_to_wgs84(np.array([TOWER_RD[0]] * 2), np.array([TOWER_RD[1]] * 2))
    assert (lons.tolist(), lats.tolist()) == ([lon] * 2, [lat] * 2)
    back = to_rd(gpd.GeoDataFrame(geometry=[Point(TOWER_DEGREES)], crs="EPSG:4326"))
    assert back.geometry[0].distance(Point(TOWER_RD)) < 0.5


def test_heights_are_left_behind_and_the_plane_stays() -> None:
    frame = gpd.GeoDataFrame(geometry=[Point(*TOWER_RD, 12.5)], crs="EPSG:7415")
    flat = to_rd(frame)
    assert flat.crs.to_epsg() == 28992
    assert not flat.geometry[0].has_z
    assert flat.geometry[0].coords[0] == TOWER_RD


def test_a_real_file_that_declares_rd_and_holds_degrees_is_found(shared_data: Path) -> None:
    path = shared_data / "recreation" / "rustpunten_provincie_utrecht.geojson"
    frame = gpd.read_file(path)
    assert frame.crs.to_epsg() == 28992
    with pytest.raises(LayerError, match=r"looks? like longitude and latitude"):
        check_coordinates(frame, frame.crs, path.name, "recreation_parks")
    check_coordinates(frame, geo.WGS84, path.name, "recreation_parks")


def test_a_real_file_on_the_old_datum_is_moved_by_its_own_datum(shared_data: Path) -> None:
    path = shared_data / "boundaries" / "gemeenten_regio_2024_epsg4289.geojson"
    frame = gpd.read_file(path)
    assert frame.crs.to_epsg() == 4289
    check_coordinates(frame, frame.crs, path.name, "municipalities")
    right = to_rd(frame)
    as_if_wgs84 = to_rd(frame.set_crs("EPSG:4326", allow_override=True))
    # the two datums lie about a hundred metres apart
    apart = right.geometry.centroid.distance(as_if_wgs84.geometry.centroid)
    assert apart.between(80, 140).all()
    inner = right[right["gemeenteNaam"] == "Amersfoort"]
    assert inner.geometry.contains(Point(TOWER_RD)).all()
    assert len(inner) == 1


def test_heights_go_and_what_has_none_is_not_copied() -> None:
    high = shapely.from_wkt(["POINT Z (1 2 3)", "LINESTRING Z (0 0 1, 1 1 2)", "POINT M (4 5 6)"])
    level = shapely.from_wkt(["POINT (7 8)", "POLYGON EMPTY", None])
    found = geo.flat(np.concatenate([high, level]))
    assert shapely.get_coordinate_dimension(found).tolist()[:4] == [2, 2, 2, 2]
    assert shapely.to_wkt(found[:3], trim=True).tolist() == [
        "POINT (1 2)",
        "LINESTRING (0 0, 1 1)",
        "POINT (4 5)",
    ]
    assert all(one is other for one, other in zip(found[3:], level, strict=True))
    assert shapely.has_z(high[:2]).all()
