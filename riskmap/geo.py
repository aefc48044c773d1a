"""RD New and the other systems Dutch data come in: checked, never guessed in silence."""

import numpy as np
import shapely
from numpy.typing import NDArray

from riskmap import guard  # noqa: F401  # guards stand before any geo import
from riskmap.errors import LayerError
from riskmap.messages import Message

import geopandas as gpd  # isort: skip
from pyproj import CRS, Geod, Transformer  # isort: skip
from pyproj.exceptions import CRSError, ProjError  # isort: skip

Box = tuple[float, float, float, float]

RD = "EPSG:28992"
WGS84 = "EPSG:4326"

# West, south, east, north. RD with room for the sea bed and the border region.
RD_BOUNDS = (-10_000.0, 290_000.0, 300_000.0, 640_000.0)
_DEGREES = (2.5, 50.5, 7.5, 54.0)

# What coordinates in the Netherlands look like in the systems people mix up.
_LOOKS: tuple[tuple[Message, tuple[float, float, float, float]], ...] = (
    (Message("longitude and latitude (EPSG:4326)"), _DEGREES),
    (
        Message("latitude and longitude, in that order (EPSG:4326 with swapped axes)"),
        (50.5, 2.5, 54.0, 7.5),
    ),
    (Message("RD New (EPSG:28992)"), RD_BOUNDS),
    (Message("RD New with swapped axes"), (290_000.0, -10_000.0, 640_000.0, 300_000.0)),
    (Message("Web Mercator (EPSG:3857)"), (270_000.0, 6_500_000.0, 850_000.0, 7_200_000.0)),
    (Message("UTM zone 31 (EPSG:25831)"), (450_000.0, 5_600_000.0, 820_000.0, 5_990_000.0)),
    (Message("UTM zone 32 (EPSG:25832)"), (-60_000.0, 5_600_000.0, 450_000.0, 6_000_000.0)),
)
_MOST_OUTSIDE = 0.001


def check_coordinates(frame: gpd.GeoDataFrame, crs: object, file: str, layer: str) -> None:
    """Refuse coordinates that cannot be what the CRS says, and name the likely truth.

    Parameters
    ----------
    frame
        Geometries as they stand in the file.
    crs
        What the file or the project file declares; None when nobody does.
    file, layer
        Named in the error.

    Raises
    ------
    LayerError
        When there is no CRS, or the coordinates lie outside the Netherlands
        in it, or part of the rows is in another system.
    """
    bounds = frame.bounds.to_numpy(dtype=float)
    bounds = bounds[~np.isnan(bounds).any(axis=1)]  # no shape at all; infinite ones stay
    if bounds.size == 0:
        return
    likely = _likely(bounds)
    if crs is None:
        raise _undeclared(file, layer, likely)
    declared = _crs(crs, file, layer)
    expected = _expected(declared, file, layer)
    outside = ~_within(bounds, expected)
    if outside.mean() <= _MOST_OUTSIDE and not outside.all():
        return
    raise LayerError(
        Message(
            "Layer {layer} in {file} is declared as {crs}, but {count} of {total} objects lie "
            "outside the Netherlands in it; the coordinates look like {likely}.",
            layer=layer,
            file=file,
            crs=declared.to_string()
            if declared.to_epsg() is None
            else f"EPSG:{declared.to_epsg()}",
            count=int(outside.sum()),
            total=len(bounds),
            likely=_likely(bounds[outside]),
        ),
        Message(
            "Write the right crs under [layers.{name}], or ask for the file again.", name=layer
        ),
    )


def to_rd(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame in RD New, without heights; its CRS must be known."""
    level = frame.set_geometry(flat(np.asarray(frame.geometry.array)), crs=frame.crs)
    if CRS.from_user_input(frame.crs).to_epsg() in {28992, 7415}:
        return level.set_crs(RD, allow_override=True)
    return level.to_crs(RD)


def flat(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the geometries without heights, shape (n,); those that have none are not copied."""
    result = shapes.copy()
    high = shapely.get_coordinate_dimension(shapes) > 2  # noqa: PLR2004 (x and y)
    result[high] = shapely.force_2d(shapes[high])
    return result


def to_wgs84(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude (degrees) of a point in RD New (metres)."""
    lon, lat = _transformer().transform(x, y)
    return float(lon), float(lat)


def grid_system(box: Box, crs: object, file: str, layer: str) -> str:
    """Return the system of a grid, without heights; refuse one that cannot be right.

    Parameters
    ----------
    box
        West, south, east, north of the grid.
    crs
        What the file or the project file declares; None when nobody does.

    Returns
    -------
    A code such as ``EPSG:32631``, or the text of a system without one.

    Raises
    ------
    LayerError
        When there is no CRS, or nobody knows it, or the grid does not touch
        the Netherlands in it.
    """
    bounds = np.array([box])
    if crs is None:
        raise _undeclared(file, layer, _likely(bounds))
    flat = _crs(crs, file, layer).to_2d()
    west, south, east, north = _expected(flat, file, layer)
    if box[0] < east and box[2] > west and box[1] < north and box[3] > south:
        return f"EPSG:{flat.to_epsg()}" if flat.to_epsg() else flat.to_string()
    raise LayerError(
        Message(
            "Layer {layer} in {file} is declared as {crs}, and lies outside the Netherlands in "
            "it; its corners look like {likely}.",
            layer=layer,
            file=file,
            crs=flat.to_string() if flat.to_epsg() is None else f"EPSG:{flat.to_epsg()}",
            likely=_likely(bounds),
        ),
        Message(
            "Write the right crs under [layers.{name}], or ask for the file again.", name=layer
        ),
    )


def shapes_from_rd(geometries: NDArray[np.object_], crs: str) -> NDArray[np.object_]:
    """Return geometries of RD New in another system, shape (n,), without heights."""
    flat: NDArray[np.object_] = shapely.force_2d(np.asarray(geometries, dtype=object))
    if crs == RD:
        return flat
    moved: NDArray[np.object_] = shapely.transform(
        flat, Transformer.from_crs(RD, crs, always_xy=True).transform, interleaved=False
    )
    return moved


def box_between(box: Box, source: str, target: str) -> Box:
    """Return the box that holds another one after a change of system."""
    if source == target:
        return box
    moved = Transformer.from_crs(source, target, always_xy=True).transform_bounds(*box)
    return (float(moved[0]), float(moved[1]), float(moved[2]), float(moved[3]))


def cell_in_metres(box: Box, shape: tuple[int, int], crs: str) -> tuple[float, float]:
    """Return width and height (m) of a cell in the middle of a grid of rows and columns."""
    rows, columns = shape
    width, height = (box[2] - box[0]) / columns, (box[3] - box[1]) / rows
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    system = CRS.from_user_input(crs)
    if not system.is_geographic:
        factor = system.axis_info[0].unit_conversion_factor
        return width * factor, height * factor
    globe = Geod(ellps="WGS84")
    across = globe.inv(x - width / 2, y, x + width / 2, y)[2]
    return float(across), float(globe.inv(x, y - height / 2, x, y + height / 2)[2])


def array_to_wgs84(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitudes and latitudes (degrees) of points in RD New (metres), shape (n,)."""
    lon, lat = _transformer().transform(x, y)
    return np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)


def _transformer() -> Transformer:
    return Transformer.from_crs(RD, WGS84, always_xy=True)


def _undeclared(file: str, layer: str, likely: Message) -> LayerError:
    return LayerError(
        Message(
            "Layer {layer} in {file} declares no CRS; its coordinates look like {likely}.",
            layer=layer,
            file=file,
            likely=likely,
        ),
        Message('Write crs = "EPSG:28992" (or what it is) under [layers.{name}].', name=layer),
    )


def _crs(crs: object, file: str, layer: str) -> CRS:
    try:
        return CRS.from_user_input(crs)
    except CRSError:
        raise _unknown(file, layer) from None


def _unknown(file: str, layer: str) -> LayerError:
    return LayerError(
        Message("Layer {layer} in {file} has a CRS nobody knows.", layer=layer, file=file),
        Message('Write a code such as crs = "EPSG:28992" under [layers.{name}].', name=layer),
    )


def _expected(crs: CRS, file: str, layer: str) -> tuple[float, float, float, float]:
    """Return where the Netherlands lie in this system, axes in the order x, y.

    A system without a datum is refused: everything in it would lie about
    100 m off, without a word.
    """
    if crs.to_epsg() in {28992, 7415}:
        return RD_BOUNDS
    try:
        if "Ballpark" in Transformer.from_crs(crs, RD, always_xy=True).description:
            raise _unknown(file, layer)
        if crs.is_geographic:
            return _DEGREES
        corners = Transformer.from_crs(WGS84, crs, always_xy=True).transform_bounds(*_DEGREES)
    except ProjError:
        raise _unknown(file, layer) from None
    west, south, east, north = (float(corner) for corner in corners)
    return (west, south, east, north)


def _within(
    bounds: NDArray[np.float64], box: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    west, south, east, north = box
    inside: NDArray[np.bool_] = (
        (bounds[:, 0] >= west)
        & (bounds[:, 1] >= south)
        & (bounds[:, 2] <= east)
        & (bounds[:, 3] <= north)
    )
    return inside


def _likely(bounds: NDArray[np.float64]) -> Message:
    for system, box in _LOOKS:
        if _within(bounds, box).mean() > 0.5:  # noqa: PLR2004 (most of them)
            return system
    return Message("coordinates outside the Netherlands")
