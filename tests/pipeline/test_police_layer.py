"""The police layer in a run: whole file first, near areas after; what counts are spread by."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap.errors import ProjectError
from riskmap.layers.layer import Layer, Layers
from riskmap.pipeline.police_layer import police_of, size_of_places, with_police
from riskmap.pipeline.reading_layers import read_layers
from riskmap.project import parse_project

MEMBERS = pd.DataFrame(
    [
        ("yard:00", "address", "a1", 1.0), ("yard:00", "building", "b1", 1.0),
        ("yard:00", "outbuilding", "b2", 1.0), ("yard:01", "address", "a1", 0.5),
        ("yard:01", "address", "a2", 1.0), ("yard:02", "address", "a3", 1.0),
    ],
    columns=["location_id", "role", "member_id", "share"],
)  # fmt: skip


@pytest.fixture
def layers():
    frame = pd.DataFrame({"floor_area_m2": [100.0, 60, None]}, index=["a1", "a2", "a3"])
    return Layers({"addresses": Layer("addresses", frame, "bag.gpkg")})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("addresses", [1, 1.5, 1, 0]),
        ("buildings", [2, 0, 0, 0]),
        ("floor_area", [100, 110, float("nan"), 0]),
    ],
)
def test_the_size_of_places_counts_members_by_their_share(small_map, layers, name, expected):
    scored = small_map([(1, 1, 1)] * 4)
    found = size_of_places(name, scored, MEMBERS, layers)
    assert found.tolist() == pytest.approx(expected, nan_ok=True)
    assert found.index.tolist() == scored.frame["location_id"].tolist()


def test_no_other_name_has_a_size(small_map, layers):
    assert size_of_places("far", small_map([(1, 1, 1)]), MEMBERS, layers) is None
    assert size_of_places(None, small_map([(1, 1, 1)]), MEMBERS, layers) is None


@pytest.fixture
def project(tmp_path):
    """Return a project whose police file counts in four cells, far beyond its area."""
    cells = [shapely.box(1e5 + 500 * n, 4.5e5, 1e5 + 500 * n + 500, 4.505e5) for n in range(4)]
    frame = gpd.GeoDataFrame(
        {"area_id": list("abcd"), "aantal": [9, 40, 2, 60]}, geometry=cells, crs=28992
    )
    frame.to_file(tmp_path / "politie.gpkg")
    table = {
        "name": "Proef",
        "reference_date": "2026-01-01",
        "layers": {"risk": {"path": "politie.gpkg", "measure": "count"}},
    }
    return table, tmp_path


def test_counts_are_read_whole_and_only_near_areas_are_kept_after(project):
    table, folder = project
    parsed = parse_project(table, folder=folder, file="riskmap.toml")
    area = shapely.box(1e5 + 10, 4.5e5 + 10, 1e5 + 400, 4.5e5 + 400)
    read = read_layers(parsed, ["risk"], area=area, margins={})
    police = police_of(parsed, read, area)
    assert len(read["risk"].frame) == 4
    assert police.card.areas == 4
    kept = with_police(read, police)["risk"].frame
    assert kept.index.tolist() == ["a"]
    # Ranked among the four areas of the file, the second lowest: two are higher.
    assert kept["risk"].tolist() == [pytest.approx(0.375)]
    assert "count" not in kept
    assert police_of(parsed, Layers({}), area) is None


def test_a_measure_is_for_the_police_layer_only(project):
    table, folder = project
    wrong = {"built_up": {"path": "politie.gpkg", "measure": "count"}}
    parsed = parse_project(table | {"layers": wrong}, folder=folder, file="riskmap.toml")
    with pytest.raises(ProjectError, match="only the police layer"):
        read_layers(parsed, ["built_up"], area=None, margins={})
