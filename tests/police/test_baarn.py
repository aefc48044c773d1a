"""Real police figures: the neighbourhoods of Baarn, counts per address.

The addresses are the inhabited dwellings that CBS counts per neighbourhood.
"""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from riskmap.layers.border import read_layer
from riskmap.police import police_map
from riskmap.project import CombineSettings

DAY = pd.Timestamp("2026-07-20").date()
LEAST = "BU03080501"  # fifteen addresses
SMALLEST = "BU03080401"  # five


@pytest.fixture(scope="module")
def baarn(shared_data):
    """Return counts and addresses by neighbourhood, as they stand in the register."""
    rows = pd.read_csv(shared_data / "crime/misdrijven_buurt_midden_nederland.csv")
    rows = rows[(rows["type"] == "buurt") & (rows["gemeentecode"] == "GM0308")]
    return rows.set_index("code")[["misdrijven_laatste_12_maanden", "huishoudens"]].astype(float)


@pytest.fixture(scope="module")
def handed_over(shared_data, baarn, tmp_path_factory):
    """Return the file the police would hand over: areas with a count and addresses."""
    path = shared_data / "boundaries/baarn_buurten_cbs.geojson"
    features = json.loads(path.read_text())["features"]
    areas = gpd.GeoDataFrame.from_features(features, crs=4326)[["buurtcode", "geometry"]]
    areas = areas.rename(columns={"buurtcode": "area_id"}).to_crs(28992)
    areas["aantal"] = areas["area_id"].map(baarn["misdrijven_laatste_12_maanden"])
    areas["adressen"] = areas["area_id"].map(baarn["huishoudens"])
    file = tmp_path_factory.mktemp("baarn") / "politie.gpkg"
    areas.to_file(file)
    return read_layer("risk", [file], reference_date=DAY, measure="count")


def by_loop(counts, addresses):
    """Work out Marshall's estimator with plain Python, and the gamma of each area."""
    mean = sum(counts) / sum(addresses)
    squares = sum(n * (y / n - mean) ** 2 for y, n in zip(counts, addresses, strict=True))
    variance = squares / sum(addresses) - mean / (sum(addresses) / len(addresses))
    shape, rate = mean**2 / variance, mean / variance
    return mean, [
        stats.gamma(shape + y, scale=1 / (rate + n)) for y, n in zip(counts, addresses, strict=True)
    ]


def test_rates_per_address_in_baarn_are_those_of_a_loop(handed_over, baarn):
    frame = police_map(handed_over, CombineSettings()).layer.frame
    baarn = baarn.loc[frame.index]
    counts, addresses = (baarn[name].tolist() for name in baarn)
    assert min(counts) >= 5  # so that every area takes part
    _, posteriors = by_loop(counts, addresses)
    for column, of_one in (
        ("expected", lambda one: one.mean()),
        ("expected_low", lambda one: one.ppf(0.05)),
        ("expected_high", lambda one: one.ppf(0.95)),
    ):
        expected = [n * of_one(one) for n, one in zip(addresses, posteriors, strict=True)]
        np.testing.assert_allclose(frame[column], expected, rtol=1e-6)


def test_the_smallest_neighbourhoods_rank_first_raw_and_are_shrunken_most(handed_over, baarn):
    raw = baarn["misdrijven_laatste_12_maanden"] / baarn["huishoudens"]
    assert raw.nlargest(2).index.tolist() == [LEAST, SMALLEST]
    frame = police_map(handed_over, CombineSettings()).layer.frame
    shrunken = frame["expected"] / baarn["huishoudens"].loc[frame.index]
    mean = baarn["misdrijven_laatste_12_maanden"].sum() / baarn["huishoudens"].sum()
    kept = (shrunken - mean) / (raw.loc[frame.index] - mean)
    assert kept.nsmallest(2).index.tolist() == [SMALLEST, LEAST]
    # Six crimes at five addresses: second of all raw, and behind 124 at 110 once shrunken.
    assert raw[SMALLEST] > raw["BU03080400"]
    assert shrunken[SMALLEST] < 0.7 * shrunken["BU03080400"]
    # A 0.0198, m 0.0869 on five addresses: B = 0.0198 / (0.0198 + 0.0869 / 5).
    assert kept[SMALLEST] == pytest.approx(0.5325, abs=1e-4)


def test_as_counted_the_smallest_neighbourhoods_would_be_at_the_top(handed_over):
    frame = police_map(handed_over, CombineSettings(shrink="none")).layer.frame
    assert frame["risk"].nlargest(2).index.tolist() == [LEAST, SMALLEST]
    wide = frame["expected_high"] - frame["expected_low"]
    assert (wide / frame["expected"])[SMALLEST] == (wide / frame["expected"]).max()
