"""Areas ranked by the share of their places that stand out."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.stats import fisher_exact

from riskmap.errors import ScoringError
from riskmap.hotspots.areas import area_of, rank_areas


def areas(count: int = 4) -> gpd.GeoDataFrame:
    x = np.arange(count) * 100.0
    ids = pd.Index([f"p{number}" for number in range(count)], name="area_id")
    return gpd.GeoDataFrame(
        {"name": [f"Park {number}" for number in range(count)]},
        geometry=shapely.box(x, 0, x + 100, 100),
        index=ids,
        crs="EPSG:28992",
    )


@pytest.fixture
def scored() -> tuple[pd.Series, pd.Series]:
    """Return four parks: one large and hot, two of two, one large and average, one unknown."""
    hot = [0.9] * 20 + [0.1] * 20
    small = [0.95, 0.9]
    cool = [0.9] * 6 + [0.1] * 94
    values = pd.Series([*hot, *small, *cool, np.nan, np.nan, 0.99])
    area = pd.Series(["p0"] * 40 + ["p1"] * 2 + ["p2"] * 100 + ["p3"] * 2 + [None], dtype="str")
    return values, area


def test_the_large_hot_park_comes_first_and_two_of_two_does_not(
    scored: tuple[pd.Series, pd.Series],
) -> None:
    found = rank_areas(*scored, areas(), above=0.5)
    assert found.frame.index.tolist()[0] == "p0"
    frame = found.frame
    assert frame["share"].to_dict() == pytest.approx(
        {"p0": 0.5, "p1": 1.0, "p2": 0.06, "p3": np.nan}, nan_ok=True
    )
    assert frame.loc["p1", "share_shrunken"] < 1.0
    assert frame["small"].to_dict() == {"p0": False, "p1": True, "p2": False, "p3": True}
    assert frame.loc["p3", "unknown"] == 2
    assert frame["rank"].isna().to_dict() == {"p0": False, "p1": False, "p2": False, "p3": True}
    assert found.outside == 1


def test_what_stands_out_is_the_exact_test_of_fisher(scored: tuple[pd.Series, pd.Series]) -> None:
    found = rank_areas(*scored, areas(), above=0.5)
    above = {"p0": (20, 40), "p1": (2, 2), "p2": (6, 100)}
    for park, (hits, size) in above.items():
        rest = (28 - hits, 142 - size)
        table = [[hits, size - hits], [rest[0], rest[1] - rest[0]]]
        assert found.frame.loc[park, "p"] == pytest.approx(
            fisher_exact(table, alternative="greater").pvalue
        )
    # Two of two is rare (p = 0.04), and not rare enough for three tests.
    assert found.frame.index[found.frame["stands_out"]].tolist() == ["p0"]


def test_the_highest_tenth_stands_out_unless_told_otherwise() -> None:
    values = pd.Series(np.arange(100.0))
    area = pd.Series(np.repeat(["p0", "p1", "p2", "p3"], 25), dtype="str")
    found = rank_areas(values, area, areas())
    assert found.share == 0.1
    assert found.frame["above"].to_dict() == {"p3": 10, "p0": 0, "p1": 0, "p2": 0}


def test_from_park_to_building(scored: tuple[pd.Series, pd.Series]) -> None:
    values, area = scored
    members = rank_areas(values, area, areas(), above=0.5).members
    assert len(members) == area.notna().sum()
    assert members["area_id"].drop_duplicates().tolist()[0] == "p0"
    first = members[members["area_id"] == "p0"]
    assert first["value"].is_monotonic_decreasing
    assert first["rank_in_area"].iloc[0] == 1
    assert first["above"].sum() == 20
    unknown = members[members["area_id"] == "p3"]
    assert unknown["rank_in_area"].isna().all()
    assert unknown["above"].isna().all()


def test_which_area_a_point_lies_in() -> None:
    placed = gpd.GeoSeries(
        shapely.points([[50, 50], [100, 50], [350, 99], [500, 5]]), crs="EPSG:28992"
    )
    found = area_of(placed, areas().iloc[::-1])
    assert found.fillna("-").tolist() == ["p0", "p0", "p3", "-"]


def test_areas_without_places_are_said() -> None:
    values = pd.Series([1.0, 2.0])
    with pytest.raises(ScoringError, match="None of the 4 areas"):
        rank_areas(values, pd.Series([None, None], dtype="str"), areas())
