"""Area risk layers of the examples, and their combination, against figures made by hand."""

import csv
import itertools
import json
import math
import runpy
import statistics
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import pyogrio
import pyproj
import pytest
import shapely

from riskmap.combine import combine
from riskmap.errors import LayerError
from riskmap.layers.border import read_layer
from riskmap.layers.layer import Access
from riskmap.layers.persons import person_columns
from riskmap.outputs.map_files import read_map
from riskmap.project import CombineSettings

DAY = date(2026, 1, 15)
LEVELS = ("low", "medium", "high")
COLUMNS = ["area_id", "risico", "geldig_van", "geldig_tot", "bron"]
Start = Callable[..., object]


@pytest.fixture(scope="module")
def weesp(
    checkout: Path, shared_data: Path, python: Start, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """Return the layer the script of Weesp made, and what it said."""
    return made_by(checkout / "examples" / "weesp", shared_data, python, tmp_path_factory)


@pytest.fixture(scope="module")
def baarn(
    checkout: Path, shared_data: Path, python: Start, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """Return the layer the script of Baarn made, and what it said."""
    return made_by(checkout / "examples" / "baarn", shared_data, python, tmp_path_factory)


def made_by(
    example: Path, data: Path, python: Start, factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    out = factory.mktemp(example.name) / "risk.gpkg"
    done = python(example / "area_risk.py", data, out)
    assert done.returncode == 0, done.stderr
    return out, done.stdout


@pytest.fixture(scope="module")
def storage(
    checkout: Path, shared_data: Path, python: Start, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return the opportunity map of storage and transport in Weesp."""
    assert shared_data.is_dir()
    file = tmp_path_factory.mktemp("storage") / "opportunity.parquet"
    project = checkout / "examples" / "weesp"
    asked = ("score", project, "--theme", "storage_transport", "-o", file)
    done = python("-m", "riskmap", *asked)
    assert done.returncode == 0, done.stderr
    return file


def incidents(shared_data: Path) -> Path:
    return shared_data / "crime" / "mik_woninginbraak_pc4_2023_2025.csv"


def polygons(shared_data: Path, *codes: int) -> dict[str, shapely.Geometry]:
    """Return postcode areas in RD New, point by point from the GeoJSON."""
    text = (shared_data / "boundaries" / "pc4_polygons.geojson").read_text(encoding="utf-8")
    to_rd = pyproj.Transformer.from_crs(4326, 28992, always_xy=True).transform
    found = {}
    for feature in json.loads(text)["features"]:
        if feature["properties"]["PC4CODE"] in codes:
            shape = shapely.geometry.shape(feature["geometry"])
            found[str(feature["properties"]["PC4CODE"])] = shapely.transform(
                shape, to_rd, interleaved=False
            )
    return found


def test_the_risk_of_weesp_is_incidents_per_hectare_against_the_highest(weesp, shared_data):
    with incidents(shared_data).open(encoding="utf-8", newline="") as opened:
        counts = Counter(row["Postcode"] for row in csv.DictReader(opened))
    areas = polygons(shared_data, 1380, 1381, 1382, 1383, 1384)
    per_hectare = {name: counts[name] / (shape.area / 10_000) for name, shape in areas.items()}
    expected = {name: value / max(per_hectare.values()) for name, value in per_hectare.items()}
    layer = pyogrio.read_dataframe(weesp[0])
    assert list(layer.columns) == [*COLUMNS, "geometry"]
    assert layer.crs.to_epsg() == 28992
    found = dict(zip(layer["area_id"], layer["risico"], strict=True))
    assert found == pytest.approx(expected, abs=1e-6)
    assert sorted(found) == ["1381", "1382", "1383"]
    assert counts["1384"] == 5


def test_the_area_with_figures_but_no_polygon_is_told(weesp):
    assert weesp[1].splitlines()[1:] == ["1384 has figures but no polygon: left out."]


def test_an_area_with_fewer_than_five_incidents_is_unknown_and_not_low(
    checkout, tmp_path, monkeypatch, capsys
):
    for folder in ("crime", "boundaries"):
        (tmp_path / folder).mkdir()
    rows = ["Postcode,Datum,Soort", *["1381,01-05-2024,Woninginbraak"] * 4]
    rows += ["1382,01-05-2024,Woninginbraak"] * 5
    incidents(tmp_path).write_text("\n".join(rows) + "\n", encoding="utf-8")
    squares = [shapely.box(5.0 + n / 100, 52.3, 5.01 + n / 100, 52.31) for n in range(2)]
    areas = gpd.GeoDataFrame({"PC4CODE": [1381, 1382]}, geometry=squares, crs=4326)
    areas.to_file(tmp_path / "boundaries" / "pc4_polygons.geojson")
    script = checkout / "examples" / "weesp" / "area_risk.py"
    monkeypatch.setattr("sys.argv", [str(script), str(tmp_path), str(tmp_path / "risk.gpkg")])
    runpy.run_path(str(script), run_name="__main__")
    said = capsys.readouterr().out
    assert "1381 has fewer than 5 incidents: its risk is unknown, not low." in said
    layer = pyogrio.read_dataframe(tmp_path / "risk.gpkg").set_index("area_id")["risico"]
    assert layer.isna().to_dict() == {"1381": True, "1382": False}
    with pytest.raises(SystemExit, match="exists already"):
        runpy.run_path(str(script), run_name="__main__")


def test_incident_rows_are_no_risk_layer(storage, shared_data, python, tmp_path):
    out = tmp_path / "combined.parquet"
    done = python("-m", "riskmap", "combine", storage, incidents(shared_data), "-o", out)
    assert done.returncode == 1
    assert incidents(shared_data).name in done.stderr
    assert "must be areas" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_points_with_a_risk_are_no_risk_layer(weesp, tmp_path):
    layer = pyogrio.read_dataframe(weesp[0])
    layer.set_geometry(layer.centroid).to_file(tmp_path / "points.gpkg")
    with pytest.raises(LayerError, match="must be areas"):
        read_layer("risk", [tmp_path / "points.gpkg"], reference_date=DAY)


def by_hand(place: shapely.Geometry, areas: gpd.GeoDataFrame) -> float | None:
    """Return the mean risk of the areas a place lies in, by common surface; half must be known."""
    total = weight = 0.0
    for shape, risk in zip(areas.geometry, areas["risico"], strict=True):
        common = place.intersection(shape).area
        total, weight = total + common * risk, weight + common
    return total / weight if weight >= place.area / 2 else None


def level(value: float, values: list[float]) -> str:
    """Return the third a value lies in: below a border it is equal to, the highest always high."""
    if value == max(values) > min(values):
        return "high"
    borders = statistics.quantiles(values, n=3, method="inclusive")
    return LEVELS[sum(value > border for border in borders)]


def check_by_hand(found: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> None:
    """Check risk, priority, class and order of every place against plain loops."""
    risks = {row.location_id: by_hand(row.geometry, areas) for row in found.itertuples()}
    known = [round(risk, 9) for risk in risks.values() if risk is not None]
    ranked = found.loc[found["rank"].notna(), "opportunity"].tolist()
    assert len(ranked) == len(found)
    priority = {}
    for row in found.itertuples():
        risk = risks[row.location_id]
        assert row.risk == pytest.approx(math.nan if risk is None else risk, nan_ok=True)
        mixed = row.opportunity if risk is None else 0.7 * row.opportunity + 0.3 * risk
        assert row.priority == pytest.approx(mixed)
        priority[row.location_id] = round(row.priority, 9)
        second = "unknown" if risk is None else level(round(risk, 9), known)
        assert found.loc[row.Index, "class"] == f"{level(row.opportunity, ranked)}-{second}"
    order = sorted(priority, key=lambda name: (-priority[name], name))
    assert found.sort_values("priority_rank")["location_id"].tolist() == order


def test_the_storage_map_of_weesp_combines_with_the_area_risk_as_by_hand(
    weesp, storage, python, tmp_path
):
    out = tmp_path / "combined.parquet"
    done = python("-m", "riskmap", "combine", storage, weesp[0], "-o", out)
    assert done.returncode == 0, done.stderr
    found = gpd.read_parquet(out)
    check_by_hand(found, pyogrio.read_dataframe(weesp[0]))
    assert found["risk"].round(4).nunique() == 3
    assert found["location_id"].tolist() == gpd.read_parquet(storage)["location_id"].tolist()


def test_places_across_borders_and_beyond_the_layer_combine_as_by_hand(weesp, storage, tmp_path):
    """Cut the layer so that its borders run through places, and two areas are not there."""
    areas = pyogrio.read_dataframe(weesp[0])
    places = gpd.read_parquet(storage).geometry
    west, south, east, north = places.total_bounds
    middle = places.iloc[::12].centroid
    sides = sorted([west - 1, *middle.x, east + 1])
    strips = [shapely.box(left, south, right, north) for left, right in itertools.pairwise(sides)]
    risks = [round(n / (len(strips) - 1), 3) for n in range(len(strips))]
    cut = gpd.GeoDataFrame(
        {"area_id": [f"s{n}" for n in range(len(strips))], "risico": risks},
        geometry=strips,
        crs=areas.crs,
    ).assign(**{name: areas[name].iloc[0] for name in COLUMNS[2:]})
    cut = cut.drop(index=[4, 6])
    file = tmp_path / "strips.gpkg"
    cut.to_file(file)
    risk = read_layer("risk", [file], reference_date=DAY)
    found = combine(read_map(storage), risk, CombineSettings()).frame
    check_by_hand(found, cut)
    across = [sum(place.intersection(s).area > 0 for s in strips) > 1 for place in found.geometry]
    assert sum(across) >= 5
    assert found["risk"].isna().any()
    assert found["class"].nunique() >= 5


def test_the_neighbourhoods_of_baarn_are_a_risk_layer_per_hectare(baarn, shared_data):
    file = shared_data / "crime" / "misdrijven_buurt_midden_nederland.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["type"] == "buurt"]
    per_hectare = {
        row["code"]: int(row["misdrijven_laatste_12_maanden"]) / float(row["oppervlakte_land_ha"])
        for row in rows
        if row["gemeente"] == "Baarn"
    }
    highest = max(per_hectare.values())
    layer = read_layer("risk", [baarn[0]], reference_date=date(2026, 8, 1))
    assert layer.access is Access.POLICE
    assert layer.frame["risk"].to_dict() == pytest.approx(
        {code: value / highest for code, value in per_hectare.items()}, abs=1e-6
    )
    assert len(layer.frame) == 21


def test_every_column_about_residents_of_baarn_is_dropped_and_counted(baarn, shared_data):
    text = (shared_data / "boundaries" / "baarn_buurten_cbs.geojson").read_text(encoding="utf-8")
    columns = set(json.loads(text)["features"][0]["properties"])
    assert {"percentage_met_herkomstland_nederland", "aantal_inwoners", "mannen"} <= columns
    left = columns - {"buurtcode"}
    assert baarn[1].splitlines()[1] == f"Columns the layer does not need, left behind: {len(left)}."
    kept = list(pyogrio.read_dataframe(baarn[0]).columns)
    assert kept == [*COLUMNS, "geometry"]
    assert person_columns(kept) == []
    raw = baarn[0].read_bytes()
    assert not any(column.encode() in raw for column in left)
