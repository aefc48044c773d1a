"""The police layer: areas from 0 to 1, valid today, and nothing else."""

import json
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from affine import Affine

from riskmap.errors import LayerError, PersonDataError
from riskmap.layers.border import read_layer
from riskmap.layers.layer import Access

DAY = date(2026, 1, 1)
FIGURES = ["count", "rate", "exposure", "years"]
REST = ["valid_from", "valid_to", "source", "geometry"]
# rasterio multiplies transforms in a way that newer affine calls outdated
pytestmark = pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")


@pytest.fixture
def cells() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "area_id": ["E1320N4800", "E1325N4800", "E1330N4800"],
            "risico": [0.0, 0.25, 1.0],
            "geldig_van": ["2025-10-01"] * 3,
            "geldig_tot": ["2026-04-01"] * 3,
            "bron": ["politie"] * 3,
            "deelklasse": ["politie"] * 3,
        },
        geometry=[
            shapely.box(132_000 + n * 500, 480_000, 132_500 + n * 500, 480_500) for n in range(3)
        ],
        crs=28992,
    )


def test_a_grid_passes_as_it_is_and_belongs_to_the_police(cells, read):
    layer = read("risk", cells)
    assert layer.frame["risk"].tolist() == [0.0, 0.25, 1.0]
    assert layer.frame["valid_to"].tolist() == [pd.Timestamp("2026-04-01")] * 3
    assert layer.access is Access.POLICE


def test_a_class_stated_in_the_file_wins_from_a_wider_one_asked_for(cells, read):
    assert read("risk", cells, access=Access.OPEN).access is Access.POLICE
    open_cells = cells.assign(deelklasse="open")
    assert read("risk", open_cells, "b.gpkg", access=Access.OPEN).access is Access.OPEN
    assert read("risk", open_cells, "c.gpkg").access is Access.POLICE


def test_classes_one_to_five_are_scaled_and_that_is_said(cells, read):
    for n, column in enumerate(("risico", "risicoklasse")):
        frame = cells.drop(columns="risico").assign(**{column: [1, 3, 5]})
        layer = read("risk", frame, f"{n}.gpkg")
        assert layer.frame["risk"].tolist() == [0.0, 0.5, 1.0]
        assert any("classes 1 to 5" in note.template for note in layer.report.notes)


@pytest.mark.parametrize("values", [[0.0, 50.0, 100.0], [-0.5, 0.2, 0.9], [0.1, 0.2, 1.5]])
def test_values_outside_zero_to_one_are_refused_not_scaled(cells, read, values):
    with pytest.raises(LayerError, match=r"outside 0\.\.1"):
        read("risk", cells.assign(risico=values))


def test_counts_in_a_column_the_project_file_chose_are_no_classes(cells, read):
    frame = cells.drop(columns="risico").assign(aantal=[1, 2, 5])
    with pytest.raises(LayerError, match=r"outside 0\.\.1"):
        read("risk", frame, columns={"risk": "aantal"})


def test_a_secret_figure_is_unknown(cells, read):
    layer = read("risk", cells.assign(risico=[-99997, 0.5, 1.0]))
    assert layer.frame["risk"].isna().tolist() == [True, False, False]


def test_a_layer_that_is_over_or_not_yet_valid_is_refused(cells, read):
    with pytest.raises(LayerError, match="2026-04-01"):
        read("risk", cells, reference_date=date(2026, 7, 1))
    with pytest.raises(LayerError, match="not valid yet"):
        read("risk", cells, reference_date=date(2025, 7, 1))
    assert len(read("risk", cells, reference_date=date(2026, 4, 1)).frame) == 3


def test_incidents_are_refused_whether_points_or_rows(cells, read, shared_data):
    with pytest.raises(LayerError, match="must be areas"):
        read("risk", cells.assign(geometry=cells.geometry.centroid))
    rows = shared_data / "crime/mik_woninginbraak_pc4_2023_2025.csv"
    with pytest.raises(LayerError, match="must be areas"):
        read_layer("risk", [rows], reference_date=DAY)


def test_one_area_with_two_risks_is_a_contradiction(cells, read):
    twice = pd.concat([cells, cells.iloc[[0]].assign(risico=0.9)])
    with pytest.raises(LayerError, match="share their area_id"):
        read("risk", twice)


def test_a_risk_layer_with_columns_about_persons_is_refused(cells, read):
    with pytest.raises(PersonDataError, match="verdachten"):
        read("risk", cells.assign(verdachten=["a", "b", "c"]))


def test_neighbourhoods_of_cbs_lose_every_column_about_residents(shared_data, tmp_path):
    """Put a figure beside the 223 real columns of Baarn, as the example does."""
    path = shared_data / "boundaries/baarn_buurten_cbs.geojson"
    document = json.loads(path.read_text())
    columns = len(document["features"][0]["properties"])
    for n, feature in enumerate(document["features"]):
        feature["properties"]["risico_per_ha"] = n / 20
    (tmp_path / "baarn.geojson").write_text(json.dumps(document))
    layer = read_layer(
        "risk",
        [tmp_path / "baarn.geojson"],
        columns={"risk": "risico_per_ha"},
        reference_date=DAY,
    )
    assert columns == 223
    assert list(layer.frame.columns) == ["risk", *FIGURES, *REST]
    assert layer.frame[FIGURES].isna().all(axis=None)
    assert len(layer.frame) == 21
    dropped = [n.facts["count"] for n in layer.report.notes if n.template.startswith("Columns")]
    assert dropped == [columns - 1]  # all but the code of the neighbourhood


def test_a_column_about_residents_cannot_be_the_risk(shared_data):
    path = shared_data / "boundaries/baarn_buurten_cbs.geojson"
    with pytest.raises(PersonDataError):
        read_layer(
            "risk",
            [path],
            columns={"risk": "percentage_met_herkomstland_nederland"},
            reference_date=DAY,
        )


def test_counts_pass_when_the_project_says_so_with_what_they_are_divided_by(cells, read):
    frame = cells.drop(columns="risico").assign(aantal=[12, 0, 7], adressen=[900, 40, 300])
    layer = read("risk", frame, measure="count")
    assert layer.measure == "count"
    assert layer.frame["count"].tolist() == [12, 0, 7]
    assert layer.frame["exposure"].tolist() == [900, 40, 300]
    assert layer.frame["years"].tolist() == [1, 1, 1]
    assert layer.frame["risk"].isna().all()
    assert layer.sha256 == ""  # with the hash somebody could try out a small count


def test_a_count_is_never_guessed(cells, read):
    frame = cells.drop(columns="risico").assign(aantal_incidenten=[12, 0, 7])
    with pytest.raises(LayerError, match=r'aantal_incidenten may hold a count.*measure = "count"'):
        read("risk", frame)


@pytest.mark.parametrize(
    ("said", "column", "values", "words"),
    [
        ("rate", "aantal", [12.0, 1, 7], "its name says that it is a count"),
        ("density", "incidenten", [12.0, 1, 7], "its name says that it is a count"),
        ("count", "aantal_per_ha", [12.0, 1, 7], "its name says that it is a rate"),
        ("count", "misdaadcijfer", [12.0, 1, 7], "its name says that it is a rate"),
        ("count", "waarde", [12.5, 1, 7], "no whole numbers"),
        ("count", "waarde", [-1.0, 1, 7], "below 0"),
        ("density", "waarde", [-1.0, 1, 7], "below 0"),
        ("class", "waarde", [1.0, 2, 7], "should hold classes"),
        ("risk", "waarde", [1.0, 2, 3], r"outside 0\.\.1"),
        ("rate", "waarde", [float("nan")] * 3, "none of its areas"),
    ],
)
def test_a_figure_is_what_the_project_says_or_refused(cells, read, said, column, values, words):  # noqa: PLR0917 (pytest names them)
    frame = cells.drop(columns="risico").assign(**{column: values})
    canonical = {"risk": "risk", "class": "risk_class", "count": "count"}.get(said, "rate")
    with pytest.raises(LayerError, match=words):
        read("risk", frame, measure=said, columns={canonical: column})


def test_a_rate_passes_as_it_is(cells, read):
    frame = cells.drop(columns="risico").assign(aantal_per_ha=[0.4, 12.0, 3.3])
    layer = read("risk", frame, measure="rate")
    assert layer.frame["rate"].tolist() == [0.4, 12.0, 3.3]


def test_the_period_of_a_count_is_a_number_of_years_or_two_days(cells, read):
    counts = cells.drop(columns="risico").assign(aantal=[12, 0, 7])
    years = read("risk", counts.assign(jaren=[1, 2.5, 0]), measure="count").frame["years"]
    assert years.tolist()[:2] == [1, 2.5]
    assert np.isnan(years.iloc[2])
    dated = counts.assign(periode_van=["2023-01-01"] * 3, periode_tot=["2024-12-31"] * 3)
    found = read("risk", dated, "b.gpkg", measure="count").frame["years"]
    assert found.tolist() == pytest.approx([731 / 365.25] * 3)


def test_plots_and_buffered_incidents_are_no_areas(cells, read, counted):
    buffers = cells.assign(geometry=cells.geometry.centroid.buffer(12))
    with pytest.raises(LayerError, match="plots or single addresses"):
        read("risk", buffers)
    one = cells.assign(aantal=[12, 9, 7], adressen=[900, 1, 300]).drop(columns="risico")
    layer = read("risk", one, "b.gpkg", measure="count")
    assert layer.frame["count"].isna().tolist() == [False, True, False]
    assert counted(layer, "Areas so small") == 1


def test_counts_are_valid_for_as_long_as_they_say(cells, read):
    frame = cells.drop(columns="risico").assign(aantal=[12, 0, 7])
    with pytest.raises(LayerError, match="2026-04-01"):
        read("risk", frame, measure="count", reference_date=date(2026, 7, 1))


def test_a_density_the_police_smoothed_passes_as_a_grid(tmp_path):
    path = _raster(tmp_path, np.array([[0.0, 3.2e-6], [80.0, -1.0]]), nodata=-1.0)
    layer = read_layer("risk", [path], reference_date=DAY, measure="density")
    assert layer.measure == "density"
    grid = layer.raster.values  # noqa: PD011  # a field of Raster
    assert grid[0].tolist() == [0.0, 3.2e-6]
    with pytest.raises(LayerError, match="grid of counts"):
        read_layer("risk", [path], reference_date=DAY, measure="count")
    with pytest.raises(LayerError, match='measure = "count"'):
        read_layer("risk", [path], reference_date=DAY)


def test_a_geotiff_is_read_with_its_unknown_cells(tmp_path):
    path = _raster(tmp_path, np.array([[0.0, 0.5], [1.0, -1.0]]), nodata=-1.0)
    layer = read_layer("risk", [path], reference_date=DAY)
    grid = layer.raster.values  # noqa: PD011  # a field of Raster
    assert layer.frame.empty
    assert np.isnan(grid[1, 1])
    assert grid[0].tolist() == [0.0, 0.5]
    assert layer.access is Access.POLICE


def test_a_geotiff_outside_zero_to_one_or_not_in_rd_is_refused(tmp_path):
    path = _raster(tmp_path, np.array([[0.0, 80.0]]))
    with pytest.raises(LayerError, match=r"outside 0\.\.1"):
        read_layer("risk", [path], reference_date=DAY)
    path = _raster(tmp_path, np.array([[0.0, 0.8]]), crs="EPSG:32631")
    with pytest.raises(LayerError, match="RD New"):
        read_layer("risk", [path], reference_date=DAY)


def _raster(folder, values, crs="EPSG:28992", nodata=None):
    path = folder / "risk.tif"
    profile = {
        "driver": "GTiff",
        "height": values.shape[0],
        "width": values.shape[1],
        "count": 1,
        "dtype": "float64",
        "crs": crs,
        "transform": Affine(500, 0, 132_000, 0, -500, 481_000),
        "nodata": nodata,
    }
    with rasterio.open(path, "w", **profile) as opened:
        opened.write(values, 1)
    return path


def test_a_layer_without_a_row_in_the_area_says_so(cells, read):
    for column, options in (("risico", {}), ("aantal", {"measure": "count"})):
        frame = cells.drop(columns="risico").assign(**{column: [0, 1, 1]})
        with pytest.raises(LayerError, match=r"no usable rows here \(0 were read\)"):
            read("risk", frame, f"{column}.gpkg", box=(2e5, 4e5, 2.001e5, 4.001e5), **options)
