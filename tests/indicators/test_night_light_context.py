"""Light at night against what addresses and greenhouses explain, by least squares written out."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.optimize import lsq_linear

from riskmap.indicators.catalogue import measure_with_reasons
from riskmap.indicators.night_light_context import INDICATOR
from riskmap.layers.images import Images
from riskmap.locations.locations import Locations
from tests.indicators.conftest import as_layers
from tests.indicators.made_images import picture


@pytest.fixture
def country():
    """Return 8 by 7 cells of 500 m with addresses, glass and places, by chance."""
    chance = np.random.default_rng(9)
    xy = chance.uniform((100_000, 400_000), (104_000, 403_500), (160, 2))
    addresses = gpd.GeoDataFrame(geometry=shapely.points(xy), crs=28992)
    spots = chance.uniform((100_000, 400_000), (103_800, 403_300), (30, 2))
    glass = gpd.GeoDataFrame(
        {"use": ["kas"] * 12 + ["industriefunctie"] * 18},
        geometry=[shapely.box(x, y, x + 90, y + 60) for x, y in spots],
        crs=28992,
    )
    homes = chance.uniform((100_100, 400_100), (103_900, 403_400), (25, 2))
    frame = gpd.GeoDataFrame(
        index=pd.Index([f"yard:{n:02}" for n in range(25)], name="location_id"),
        geometry=[shapely.box(x, y, x + 40, y + 40) for x, y in homes],
        crs=28992,
    )
    members = pd.DataFrame(columns=["location_id", "role", "member_id", "share"])
    return Locations("yard", frame, members), addresses, glass


def light(seed, unknown=()):
    """Return light in cells of 500 m, just those of the grid."""
    values = np.random.default_rng(seed).uniform(0.3, 6, (7, 8))
    for place in unknown:
        values[place] = np.nan
    day = dt.date(2024, seed, 1)
    return picture(values, day, west=100_000, north=403_500, cell=500), values


def cell(point):
    return int(6 - (point.y - 400_000) // 500), int((point.x - 100_000) // 500)


def expected(country, values, *, glasshouses=True):
    locations, addresses, glass = country
    own = [cell(shape.representative_point()) for shape in locations.frame.geometry]
    homes = [cell(point) for point in addresses.geometry]
    used = sorted({*own, *homes})
    used = [place for place in used if np.isfinite(values[place])]
    rows, target = [], []
    for place in used:
        hectares = sum(
            shape.area / 10_000
            for shape, use in zip(glass.geometry, glass["use"], strict=True)
            if use == "kas" and cell(shape.representative_point()) == place
        )
        rows.append([1.0, homes.count(place), *([hectares] if glasshouses else [])])
        target.append(values[place])
    factors = lsq_linear(np.array(rows), target, bounds=(0, np.inf), tol=1e-14).x
    model = {place: float(np.dot(row, factors)) for place, row in zip(used, rows, strict=True)}
    return [values[p] / model[p] if p in model else np.nan for p in own]


def measured(country, images, *, glasshouses=True):
    locations, addresses, glass = country
    frames = {"night_light": Images(tuple(images)), "addresses": addresses}
    if glasshouses:
        frames["buildings"] = glass
    return measure_with_reasons(INDICATOR, locations, as_layers(frames))


@pytest.mark.parametrize("glasshouses", [True, False])
def test_it_is_the_light_over_the_fitted_light(country, glasshouses):
    image, values = light(3)
    found, because = measured(country, [image], glasshouses=glasshouses)
    wanted = expected(country, values, glasshouses=glasshouses)
    np.testing.assert_allclose(found[0], wanted, rtol=1e-6)
    assert because.isna().all()
    assert found[0].nunique() > 5


def test_of_several_months_the_median_counts(country):
    months = [light(seed) for seed in (2, 3, 4)]
    found, _ = measured(country, [image for image, _ in months])
    middle = np.median([values for _, values in months], axis=0)
    np.testing.assert_allclose(found[0], expected(country, middle), rtol=1e-6)


def test_a_cell_without_light_measured_is_unknown_and_says_so(country):
    own = cell(country[0].frame.geometry.iloc[0].representative_point())
    image, values = light(3, [own])
    found, because = measured(country, [image])
    np.testing.assert_allclose(found[0], expected(country, values), rtol=1e-6)
    assert np.isnan(found[0].iloc[0])
    assert because.iloc[0].text() == "No image covers the surroundings."


def test_too_few_cells_fit_nothing(country):
    some = [(row, column) for row in range(7) for column in range(8)][:-9]
    found, because = measured(country, [light(3, some)[0]])
    assert found[0].isna().all()
    assert "Fewer than 10 cells" in because.iloc[0].text()


def test_it_is_context_and_weighs_nothing():
    assert INDICATOR.use == "context"
