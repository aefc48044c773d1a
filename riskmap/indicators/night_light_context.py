"""Indicator 17: light at night that addresses and greenhouses do not explain, as context."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.optimize import nnls

from riskmap.indicators.image_facts import LEAST_SHARE, day_means
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.reasons import Reasoned, reasoned
from riskmap.layers.images import Images
from riskmap.locations.locations import Locations
from riskmap.measures.arrays import Floats, Geometries, Indices
from riskmap.measures.trend import row_median
from riskmap.messages import Message, marked
from riskmap.scaling import percentile

CELL_M = 500
_GREENHOUSE = r"\b(?:kas|warenhuis)\b"
_HECTARE = 10_000.0
_LEAST_CELLS = 10


def night_light_context(
    locations: Locations,
    night_light: Images,
    addresses: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame | None = None,
) -> Reasoned:
    """Light at night divided by the light that addresses and greenhouses explain.

    Per cell of 500 m of the RD grid in which a location or an address lies:
    the mean light, each pixel by the exact part of it inside, and of several
    images the median. What is expected there is a constant plus a share per
    address plus a share per hectare of greenhouse, none of them below zero,
    fitted to all those cells by least squares. Greenhouses are buildings whose
    use says ``kas`` or ``warenhuis``; without that layer they are left out. A
    location gets the figure of the cell its inner point lies in, so neighbours
    share one figure.

    It is unknown where the images do not come, where no light is expected, and
    everywhere when fewer than 10 cells are seen.
    """
    inner = shapely.point_on_surface(locations.frame.geometry.to_numpy())
    own, lived = _cell_of(inner), _cell_of(addresses.geometry.to_numpy())
    cells, number = np.unique(np.concatenate([own, lived]), axis=0, return_inverse=True)
    place, home = number.ravel()[: len(own)], number.ravel()[len(own) :]
    light = _light(_squares(cells), night_light)
    parts = [np.ones(len(cells)), np.bincount(home, minlength=len(cells)).astype(float)]
    if buildings is not None:
        parts.append(_greenhouses(cells, buildings))
    known = np.isfinite(light)
    ratio = np.full(len(cells), np.nan)
    enough = int(known.sum()) >= _LEAST_CELLS
    if enough:
        table = np.column_stack(parts)
        factors, _ = nnls(table[known], np.maximum(light[known], 0.0))
        expected = table @ factors
        np.divide(light, expected, out=ratio, where=known & (expected > 0))
    return reasoned(
        locations.frame.index,
        ratio[place],
        (
            np.full(len(place), not enough),
            Message("Fewer than {count} cells of 500 m are seen.", count=_LEAST_CELLS),
        ),
        (~known[place], Message("No image covers the surroundings.")),
        (np.isnan(ratio[place]), Message("Addresses and greenhouses explain no light here.")),
    )


def _cell_of(points: Geometries) -> Indices:
    """Return column and row of the cell each point lies in, shape (n, 2)."""
    xy = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    return np.floor(xy / CELL_M).astype(np.intp)


def _squares(cells: Indices) -> Geometries:
    west, south = (cells * CELL_M).T
    return np.asarray(shapely.box(west, south, west + CELL_M, south + CELL_M))


def _light(squares: Geometries, images: Images) -> Floats:
    days = day_means(squares, images)
    if not days:
        return np.full(len(squares), np.nan)
    return row_median(
        np.column_stack([np.where(day.share >= LEAST_SHARE, day.mean, np.nan) for day in days])
    )


def _greenhouses(cells: Indices, buildings: gpd.GeoDataFrame) -> Floats:
    """Return hectares of greenhouse per cell, by the cell its inner point lies in."""
    glass = buildings["use"].astype("string").str.lower().str.contains(_GREENHOUSE)
    found = buildings.geometry.to_numpy()[glass.fillna(value=False).to_numpy(dtype=bool)]
    position = pd.MultiIndex.from_arrays(list(cells.T)).get_indexer(
        pd.MultiIndex.from_arrays(list(_cell_of(shapely.point_on_surface(found)).T))
    )
    there = position >= 0
    area = shapely.area(found)[there] / _HECTARE
    hectares: Floats = np.bincount(position[there], area, len(cells)).astype(float)
    return hectares


INDICATOR = Indicator(
    function=night_light_context,
    number=17,
    title={"nl": "Nachtlicht in het gebied", "en": "Light at night in the area"},
    question={
        "nl": "Is er 's nachts meer licht dan adressen en kassen verklaren?",
        "en": "Is there more light at night than addresses and greenhouses explain?",
    },
    unit="times",
    family="context",
    value=percentile(0.8, 0.99),
    evidence="c",
    sources=marked("Reasoning from opportunity theory; monthly night light of the VIIRS sensor."),
    false_positives={
        "nl": (
            "Kassen, sportvelden, wegen en bedrijventerreinen geven licht. Een pixel van ongeveer "
            "500 m omvat meerdere boerderijen: het zegt niets over één adres."
        ),
        "en": (
            "Greenhouses, sports fields, roads and business parks give light. A pixel of about "
            "500 m holds several farms: it says nothing about one address."
        ),
    },
    ordinary_explanations={
        "nl": "Er ligt een kas, een sportveld of een verlichte weg in de buurt.",
        "en": "There is a greenhouse, a sports field or a lit road nearby.",
    },
    needs={"addresses": ("geometry",)},
    margin_m={"addresses": CELL_M, "buildings": CELL_M},  # a cell at the edge is looked at whole
    use="context",
)
