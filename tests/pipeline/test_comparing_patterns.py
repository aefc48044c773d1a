"""Two years of events over areas, in every shape such files have."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy import stats
from shapely import Point, box

from riskmap.errors import InputError, ProjectError
from riskmap.pipeline.comparing_patterns import compare_patterns
from riskmap.pipeline.evaluating import OutcomeColumns

SQUARES = [box(x, y, x + 100, y + 100) for x in range(0, 500, 100) for y in range(0, 400, 100)]


@pytest.fixture
def two_years(tmp_path: Path) -> tuple[Path, dict[int, gpd.GeoDataFrame]]:
    """Return a folder with areas and points of two years, abroad."""
    crs = "EPSG:26910"  # Vancouver
    areas = gpd.GeoDataFrame(
        {"DAUID": [f"59{i:03d}" for i in range(20)]}, geometry=SQUARES, crs=crs
    )
    areas.to_file(tmp_path / "areas.gpkg")
    points = {}
    for year, seed in ((2014, 1), (2015, 2)):
        draw = np.random.Generator(np.random.PCG64(seed))
        x = 500 * draw.beta(1 + seed, 2, 400)
        y = 450 * draw.random(400)  # some lie outside every area
        frame = gpd.GeoDataFrame(
            {"offence": ["burglary"] * 400},
            geometry=[Point(*xy) for xy in zip(x, y, strict=True)],
            crs=crs,
        )
        frame.to_file(tmp_path / f"points{year}.gpkg")
        points[year] = frame
    return tmp_path, points


def counted(points: gpd.GeoDataFrame) -> list[int]:
    """Count points per square with two loops."""
    return [sum(square.covers(point) for point in points.geometry) for square in SQUARES]


def by_hand(base: list[int], test: list[int]) -> tuple[float, float]:
    """Return S and robust S with scipy's chi-square, table by table."""
    alike = []
    for a, b in zip(base, test, strict=True):
        if a + b == 0:
            alike.append((True, False))
            continue
        table = [[a, b], [sum(base) - a, sum(test) - b]]
        n = sum(base) + sum(test)
        statistic = stats.chi2_contingency(table, correction=False)[0] * (n - 1) / n
        alike.append((stats.chi2.sf(statistic, 1) >= 0.05, True))
    events = [same for same, any_events in alike if any_events]
    return float(np.mean([same for same, _ in alike])), float(np.mean(events))


def test_points_of_two_years_over_areas(
    two_years: tuple[Path, dict[int, gpd.GeoDataFrame]],
) -> None:
    folder, points = two_years
    made = compare_patterns(
        folder / "points2014.gpkg", folder / "points2015.gpkg", areas=folder / "areas.gpkg",
        area_id="DAUID",
    )  # fmt: skip
    base, test = counted(points[2014]), counted(points[2015])
    assert made.table["base"].to_list() == base
    assert made.table["test"].to_list() == test
    assert made.table.index[3] == "59003"
    assert (made.s, made.s_robust) == pytest.approx(by_hand(base, test))
    assert 0 < made.s < 1
    assert made.s_adjusted >= made.s
    assert (made.outside_base, made.outside_test) == (400 - sum(base), 400 - sum(test))


def test_two_tables_and_one_table_say_the_same(tmp_path: Path) -> None:
    base, test = [30, 4, 0, 12, 9, 0], [10, 9, 3, 13, 8, 0]
    ids = [f"A{i}" for i in range(6)]
    pd.DataFrame({"area_id": ids, "count": base}).to_csv(tmp_path / "a.csv", index=False)
    pd.DataFrame({"area_id": ids[::-1], "count": test[::-1]}).to_csv(
        tmp_path / "b.csv", index=False
    )
    pd.DataFrame({"area_id": ids, "y2014": base, "y2015": test}).to_csv(
        tmp_path / "both.csv", index=False
    )
    apart = compare_patterns(tmp_path / "a.csv", tmp_path / "b.csv")
    together = compare_patterns(tmp_path / "both.csv", counts=("y2014", "y2015"))
    assert (apart.s, apart.s_robust) == pytest.approx(by_hand(base, test))
    pd.testing.assert_frame_equal(apart.table, together.table)
    assert together.base_source == "y2014"
    assert (together.areas, together.areas_with_events) == (6, 5)


def test_one_table_of_events_with_a_row_per_event(tmp_path: Path) -> None:
    rows = {"year": [1] * 5 + [2] * 3, "tract": ["x", "x", "x", "y", "z", "x", "y", "y"]}
    frame = pd.DataFrame(rows)
    for year, name in ((1, "a.csv"), (2, "b.csv")):
        frame.loc[frame["year"] == year, ["tract"]].to_csv(tmp_path / name, index=False)
    made = compare_patterns(
        tmp_path / "a.csv", tmp_path / "b.csv", columns=OutcomeColumns(id="tract")
    )
    assert made.table[["base", "test"]].to_numpy().tolist() == [[3, 1], [1, 2], [1, 0]]


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    pd.DataFrame({"area_id": ["a", "b"], "n1": [0, 0], "n2": [1, 2]}).to_csv(
        tmp_path / "both.csv", index=False
    )
    with pytest.raises(InputError, match="n1 are not events"):
        compare_patterns(tmp_path / "both.csv", counts=("n1", "n2"))
    with pytest.raises(ProjectError, match="--counts FIRST --counts SECOND"):
        compare_patterns(tmp_path / "both.csv")


def test_numbers_of_events_on_the_map_are_no_areas(
    two_years: tuple[Path, dict[int, gpd.GeoDataFrame]],
) -> None:
    folder, points = two_years
    for year, frame in points.items():
        frame.assign(OBJECTID=range(400)).to_file(folder / f"numbered{year}.gpkg")
    files = folder / "numbered2014.gpkg", folder / "numbered2015.gpkg"
    with pytest.raises(InputError, match=r"in which area its events lie.*--areas"):
        compare_patterns(*files)
    expected = by_hand(counted(points[2014]), counted(points[2015]))
    made = compare_patterns(*files, areas=folder / "areas.gpkg", correction="none")
    assert (made.s, made.s_robust) == pytest.approx(expected)
