"""What images show of Waterveen's yards, again with rasterio and shapely, pixel by pixel."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from scipy.optimize import lsq_linear
from scipy.stats import theilslopes

from tests.indicators.demo_files import NAN, Files, day

# Scene classes of Sentinel-2 that show the ground: green, bare, water and unclassified.
SHOWN = [4, 5, 6, 7]
CELL = 10.0


@pytest.fixture(scope="module")
def files(waterveen):
    """Return the files of the mini demo, and what its run wrote."""
    return Files(waterveen)


@pytest.fixture(scope="module")
def days(files):
    """Return per day the bands by name, NaN where clouds hide the ground; and the corner."""
    found = {}
    for file in sorted(files.data.glob("sentinel2_*.tif")):
        with rasterio.open(file) as image:
            bands = dict(zip(image.descriptions, image.read().astype(float), strict=True))
            corner = (image.transform.c, image.transform.f)
        hidden = ~np.isin(bands["SCL"], SHOWN)
        for band in bands.values():
            band[hidden | (band == 0)] = NAN
        found[dt.date.fromisoformat(file.stem.split("_")[1])] = bands
    return found, corner


def surfaces(files, words):
    """Return the ground the BGT calls by one of these words, as it stands today."""
    frame = gpd.read_file(files.data / "bgt.gpkg", layer="bgt_onbegroeidterreindeel")
    frame = frame[frame["eind_registratie"].isna() & (frame["relatieve_hoogteligging"] == 0)]
    kept = frame["plus_fysiek_voorkomen"].isin(words) | frame["fysiek_voorkomen"].isin(words)
    return frame[kept].union_all()


def parts(ground, corner):
    """Return row, column and common ground of every pixel that meets a shape."""
    if ground.is_empty:
        return []
    west, south, east, north = ground.bounds
    rows = range(int((corner[1] - north) // CELL), int((corner[1] - south) // CELL) + 1)
    columns = range(int((west - corner[0]) // CELL), int((east - corner[0]) // CELL) + 1)
    found = []
    for row in rows:
        for column in columns:
            x, y = corner[0] + CELL * column, corner[1] - CELL * row
            common = shapely.box(x, y - CELL, x + CELL, y).intersection(ground).area
            if common > 0:
                found.append((row, column, common))
    return found


def yards_alone(files, theme="rural"):
    """Return the yards without a building the register repeats or draws wrongly."""
    bag = gpd.read_file(files.data / "bag-light.gpkg", layer="pand")
    ids = bag["identificatie"].str[-16:]
    odd = bag[ids.duplicated(keep=False) | ~bag.is_valid].geometry.make_valid().union_all()
    return {n: s for n, s in files.ground(theme).items() if s.distance(odd) > 50}


def test_yard_overgrowth_is_the_trend_of_the_summer_medians(files, days):
    bands, corner = days
    found = files.written("rural", "yard_overgrowth", "yard")
    open_ground = surfaces(files, ["erf", "half verhard"])
    roofs = files.buildings.make_valid().union_all()
    wanted = {}
    for name, yard in yards_alone(files).items():
        ground = yard.intersection(open_ground).difference(roofs)
        cells = parts(ground, corner)
        whole = sum(common > CELL * CELL - 1e-6 for *_, common in parts(yard, corner))
        if whole < 6 or ground.area < 6 * CELL * CELL:
            wanted[name] = NAN
            continue
        by_year = {}
        for when, shown in bands.items():
            weight = total = 0.0
            for row, column, common in cells:
                red, infrared = shown["B04"][row, column], shown["B08"][row, column]
                if np.isfinite(red) and np.isfinite(infrared):
                    total += common * (infrared - red) / (infrared + red)
                    weight += common
            if weight >= ground.area / 2:
                by_year.setdefault(when.year, []).append(total / weight)
        years = sorted(by_year)
        medians = [float(np.median(by_year[year])) for year in years]
        wanted[name] = theilslopes(medians, years).slope if len(years) >= 4 else NAN
    kept = found[found.index.isin(list(wanted))]
    np.testing.assert_allclose(kept.to_numpy(), [wanted[n] for n in kept.index], atol=1e-6)
    assert kept.notna().sum() >= 8
    assert kept.nunique() >= 8


def test_night_light_context_is_light_over_the_light_addresses_explain(files):
    with rasterio.open(files.data / "viirs_2025-10.tif") as image:
        light, west, north = image.read(1).astype(float), image.transform.c, image.transform.f
    light[light < 0] = NAN
    yards = files.ground("rural")
    inner = shapely.get_coordinates(yards.representative_point())
    own = {
        n: tuple(np.floor(xy / 500).astype(int)) for n, xy in zip(yards.index, inner, strict=True)
    }
    spots = shapely.get_coordinates(files.addresses.geometry.to_numpy())
    lived = [tuple(cell) for cell in np.floor(spots / 500).astype(int)]
    table, shown = [], {}
    for cell in sorted({*own.values(), *lived}):
        row, column = int((north - cell[1] * 500) // 500) - 1, int((cell[0] * 500 - west) // 500)
        if 0 <= row < light.shape[0] and 0 <= column < light.shape[1]:
            shown[cell] = (light[row, column], lived.count(cell))
            table.append(shown[cell])
    values, homes = np.array([pair for pair in table if np.isfinite(pair[0])]).T
    constant, each = lsq_linear(
        np.column_stack([np.ones(len(homes)), homes]), values, bounds=(0, np.inf), tol=1e-14
    ).x
    wanted = {n: shown[c][0] / (constant + each * shown[c][1]) for n, c in own.items()}
    found = files.written("rural", "night_light_context", "yard")
    np.testing.assert_allclose(found, [wanted[n] for n in found.index], rtol=1e-5)
    assert found.nunique() > 20


def test_yard_activity_change_is_the_ground_that_turned_bare_and_nothing_explains(files, days):
    bands, corner = days

    def bare(year):
        shown = [b for when, b in bands.items() if when.year == year]
        stack = [
            ((b["B11"] + b["B04"]) - (b["B08"] + b["B02"]))
            / ((b["B11"] + b["B04"]) + (b["B08"] + b["B02"]))
            for b in shown
        ]
        return np.ma.median(np.ma.masked_invalid(stack), axis=0).filled(NAN)

    years = sorted({when.year for when in bands})
    old, new = bare(years[0]), bare(years[-1])
    turned = np.where(np.isfinite(old + new), (new - old >= 0.10) & (new >= 0.0), NAN)
    paved = surfaces(files, ["gesloten verharding", "open verharding", "half verhard"])
    built = files.buildings["bouwjaar"]
    standing = built.between(1200, years[0] - 1)
    roofs = files.buildings.geometry.where(standing, files.buildings.buffer(CELL, join_style=2))
    permits = files.table("vergunningen")
    recent = {r["pand_id"] for _, r in permits.iterrows()
              if day(r["datum_verleend"]) >= dt.date(years[0] - 1, 1, 1)}  # fmt: skip
    found, wanted = files.written("rural", "yard_activity_change", "yard"), {}
    for name, yard in yards_alone(files).items():
        near = roofs.index[roofs.intersects(yard)]
        cover = shapely.union_all(roofs[near].to_numpy())
        ground = yard.difference(cover).difference(paved)
        known = [(turned[row, column], common) for row, column, common in parts(ground, corner)]
        wanted[name] = sum(mark * common for mark, common in known if np.isfinite(mark))
        if recent & {n for n in near if yard.buffer(0.01).contains(files.buildings.geometry[n])}:
            wanted[name] = 0.0
    kept = found[found.index.isin(list(wanted))].dropna()
    np.testing.assert_allclose(kept, [wanted[n] for n in kept.index], atol=0.01)
    assert len(kept) > 50
    assert kept.max() > 150
