"""`riskmap validate` on foreign files of every shape, with rasters, periods and groups."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from affine import Affine
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from typer.testing import CliRunner

from riskmap.cli import app
from riskmap.errors import InputError, ProjectError, RiskmapError
from riskmap.notebook import validate
from riskmap.outputs.json_text import json_text
from riskmap.outputs.validation_page import summary_lines, validation_json
from riskmap.pipeline.validating import validate_files

COUNT = 240
FEW = {"folds": 4, "repetitions": 2}


def slides():
    """Return points with terrain, rock and slides, as the tables of landslide studies have them."""
    generator = np.random.default_rng(3)
    x, y = generator.random((2, COUNT)) * [[8000], [5000]] + [[710_000], [9_560_000]]
    slope = generator.gamma(3, 9, COUNT)
    found = generator.random(COUNT) < 1 / (1 + np.exp(-0.08 * (slope - 30)))
    return pd.DataFrame(
        {
            "x": x.round(2),
            "y": y.round(2),
            "dem": (x - 710_000) / 10,
            "slope": slope.round(4),
            "rock": generator.choice(["clay", "lime"], COUNT),
            "slides": np.where(found, "TRUE", "FALSE"),
            "valley": generator.choice(["east", "west", "south"], COUNT),
            "seen": pd.date_range("2024-01-01", periods=COUNT, freq="3D").strftime("%Y-%m-%d"),
        }
    )


def places(frame, crs="EPSG:32717"):
    points = gpd.points_from_xy(frame["x"], frame["y"])
    return gpd.GeoDataFrame(frame.drop(columns=["x", "y"]), geometry=points, crs=crs)


def written(frame, ending, folder):
    path = folder / f"slides.{ending}"
    if ending == "csv":
        frame.to_csv(path, index=False)
    elif ending == "xlsx":
        frame.to_excel(path, index=False)
    elif ending == "parquet":
        places(frame).to_parquet(path)
    elif ending == "gpkg":
        places(frame).to_file(path, layer="slides")
    else:
        places(frame).to_crs(4326).to_file(path, driver="GeoJSON")
    return path


@pytest.fixture
def csv(tmp_path):
    return written(slides(), "csv", tmp_path)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "gpkg", "geojson"])
def test_a_table_of_any_kind_gives_the_same_blocks_and_figures(tmp_path, ending):
    path = written(slides(), ending, tmp_path)
    found = validate_files(path, outcome="slides", predictors=["slope", "dem"], **FEW)
    plain = validate_files(
        written(slides(), "csv", tmp_path), outcome="slides", predictors=["slope", "dem"], **FEW
    )
    assert found.figures("random")["auc"] == pytest.approx(plain.figures("random")["auc"])
    # Degrees are projected on a plane of their own: its blocks differ by hardly a place.
    close = 0.03 if ending == "geojson" else 1e-9
    assert found.figures("spatial")["auc"] == pytest.approx(
        plain.figures("spatial")["auc"], abs=close
    )
    assert (found.places, found.known) == (COUNT, COUNT)


def test_coefficients_are_those_of_scikit_learn_on_all_rows(csv):
    found = validate_files(csv, outcome="slides", predictors=["slope", "rock"], **FEW)
    frame = slides()
    design = np.column_stack([frame["slope"], frame["rock"] == "lime"])
    theirs = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(
        design, frame["slides"] == "TRUE"
    )
    assert found.coefficients["term"].tolist() == ["(intercept)", "slope", "rock=lime"]
    assert found.coefficients["coefficient"].to_numpy() == pytest.approx(
        [theirs.intercept_[0], *theirs.coef_[0]], rel=1e-3
    )


def test_a_period_is_predicted_from_all_that_was_before_it(csv):
    found = validate_files(
        csv, outcome="slides", predictors=["slope"], date="seen", split="2025-01-01", **FEW
    )
    frame = slides()
    before, hit = frame["seen"] < "2025-01-01", frame["slides"] == "TRUE"
    model = LogisticRegression(C=np.inf, tol=1e-10).fit(frame.loc[before, ["slope"]], hit[before])
    theirs = roc_auc_score(hit[~before], model.predict_proba(frame.loc[~before, ["slope"]])[:, 1])
    row = found.figures("period")
    assert row["auc"] == pytest.approx(theirs, abs=1e-9)
    assert row["interval"] == "places"
    assert row["auc_low"] < row["auc"] < row["auc_high"]


def test_groups_are_left_out_one_at_a_time(csv):
    found = validate_files(csv, outcome="slides", predictors=["slope"], group="valley", **FEW)
    of_group = found.folds[
        (found.folds["design"] == "group") & (found.folds["contender"] == "model")
    ]
    assert of_group["fold"].tolist() == ["east", "south", "west"]
    assert of_group["places"].sum() == COUNT


def raster(path, values, crs="EPSG:32717"):
    rows, columns = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", height=rows, width=columns, count=1, dtype="float32",
        crs=crs, transform=Affine(10, 0, 710_000, 0, -10, 9_565_000), nodata=-1,
    ) as opened:  # fmt: skip
        opened.write(values.astype("float32"), 1)
    return path


def test_a_raster_under_the_points_is_a_predictor(tmp_path, csv):
    # Every cell holds the x of its middle: the slope of the ground is 1 in the direction of x.
    x = np.broadcast_to(np.arange(800) * 10.0 + 5, (500, 800))
    east = raster(tmp_path / "east.tif", x)
    found = validate_files(csv, outcome="slides", rasters={"east": east}, crs="EPSG:32717", **FEW)
    frame = slides()
    cell = np.floor((frame["x"] - 710_000) / 10) * 10 + 5
    model = LogisticRegression(C=np.inf, tol=1e-12).fit(
        ((cell - 4000) / 1000).to_frame(), frame["slides"] == "TRUE"
    )
    slope = found.coefficients.set_index("term")["coefficient"]["east"]
    assert slope * 1000 == pytest.approx(model.coef_[0][0], abs=1e-4)


def test_one_band_of_a_stack_is_named_by_its_number(tmp_path, csv):
    x = np.broadcast_to(np.arange(800.0), (500, 800))
    place = Affine(10, 0, 710_000, 0, -10, 9_565_000)
    with rasterio.open(
        tmp_path / "stack.tif", "w", driver="GTiff", height=500, width=800, count=2,
        dtype="float32", crs="EPSG:32717", transform=place,
    ) as opened:  # fmt: skip
        opened.write(np.zeros((500, 800), "float32"), 1)
        opened.write(x.astype("float32"), 2)
    asked = {"outcome": "slides", "crs": "EPSG:32717", **FEW}
    one, two = (
        validate_files(
            csv, rasters={"east": f"{tmp_path}/stack.tif#{band}"}, **asked
        ).coefficients.set_index("term")["coefficient"]["east"]
        for band in (1, 2)
    )
    assert one == 0
    assert two != 0
    with pytest.raises(ProjectError, match="no band"):
        validate_files(csv, rasters={"east": "stack.tif#first"}, **asked)


def test_points_on_unknown_cells_are_left_out_and_told(tmp_path, csv):
    values = np.ones((500, 800))
    values[:, 400:] = np.arange(400)
    values[:250, :] = -1
    patchy = raster(tmp_path / "patchy.tif", values)
    found = validate_files(
        csv, outcome="slides", rasters={"p": patchy}, predictors=["slope"], crs="EPSG:32717", **FEW
    )
    frame = slides()
    assert found.places == int((np.floor((9_565_000 - frame["y"]) / 10) >= 250).sum())
    assert any("left out" in str(note) and "p " in str(note) for note in found.notes)


def test_unknown_predictors_are_left_out_and_told_and_never_zero(tmp_path):
    frame = slides()
    frame.loc[[3, 5], "slope"] = np.nan
    frame.loc[7, "rock"] = ""
    path = written(frame, "csv", tmp_path)
    found = validate_files(path, outcome="slides", predictors=["slope", "rock"], **FEW)
    assert found.places == COUNT - 3
    assert any("3 of 240 (slope 2, rock 1)" in str(note) for note in found.notes)


def test_a_linear_model_of_measurements_has_errors_and_residual_moran(tmp_path):
    frame = slides()
    frame["rate"] = frame["slope"] / 7 - 5 + np.random.default_rng(1).normal(size=COUNT)
    path = written(frame, "csv", tmp_path)
    found = validate_files(path, outcome="rate", predictors=["slope"], model="linear", **FEW)
    assert found.measured
    assert found.figures("spatial")["rmse"] == pytest.approx(1.0, abs=0.15)
    assert found.figures("spatial", "mean")["r2"] < 0
    assert abs(found.residuals.z) < 3
    assert "root mean square error" in " ".join(summary_lines(found, "en"))


@pytest.mark.filterwarnings("ignore")  # spreg and libpysal warn about their own dependencies
def test_crime_in_columbus_gives_the_textbook_moran_of_residuals(tmp_path):
    spreg = pytest.importorskip("spreg")
    libpysal = pytest.importorskip("libpysal")
    shapes = gpd.read_file(libpysal.examples.get_path("columbus.shp"))
    path = tmp_path / "columbus.gpkg"
    shapes[["CRIME", "INC", "HOVAL", "geometry"]].to_file(path)
    found = validate_files(
        path,
        outcome="CRIME",
        predictors=["INC", "HOVAL"],
        model="linear",
        neighbours="queen",
        **FEW,
    )  # fmt: skip
    weights = libpysal.weights.Queen.from_dataframe(shapes, use_index=False)
    weights.transform = "r"
    ols = spreg.OLS(shapes[["CRIME"]].to_numpy(), shapes[["INC", "HOVAL"]].to_numpy())
    theirs = spreg.MoranRes(ols, weights, z=True)
    assert found.residuals.value == pytest.approx(theirs.I, rel=1e-6)
    assert found.residuals.z == pytest.approx(theirs.zI, rel=1e-6)
    assert found.coefficients["coefficient"].to_numpy() == pytest.approx(ols.betas[:, 0], rel=1e-6)


def test_the_same_seed_gives_the_same_bytes_and_another_one_other_blocks(csv):
    asked = {"outcome": "slides", "predictors": ["slope"], **FEW}
    one, two = (json_text(validation_json(validate_files(csv, **asked))) for _ in range(2))
    assert one == two
    assert one != json_text(validation_json(validate_files(csv, seed=2, **asked)))


@pytest.mark.parametrize(
    ("options", "fault", "said"),
    [
        ({"predictors": ["slpe"]}, InputError, "no column slpe"),
        ({"predictors": ["slope"], "outcome": "valley"}, InputError, "not understood"),
        ({"predictors": ["slope"], "outcome": None}, ProjectError, "column it is to predict"),
        ({"predictors": ["slope"], "split": "2025-01-01"}, ProjectError, "no column with dates"),
        ({"predictors": ["slope"], "split": "January"}, ProjectError, "is no period"),
        ({"predictors": ["slope"], "neighbours": "many"}, ProjectError, "who is a neighbour"),
        ({"predictors": ["slope"], "folds": 500}, ProjectError, "cannot be split"),
        ({"predictors": ["slope"], "outcomes": "other.csv"}, ProjectError, "same rows"),
    ],
)
def test_mistakes_are_told_with_what_to_do(csv, options, fault, said):
    asked = {"outcome": "slides", **FEW, **options}
    with pytest.raises(fault, match=said) as told:
        validate_files(csv, **asked)
    assert isinstance(told.value, RiskmapError)
    assert str(told.value.next_step)


def test_the_word_that_means_found_can_be_named(tmp_path):
    frame = slides()
    frame["slides"] = frame["slides"].map({"TRUE": "scarp", "FALSE": "stable"})
    path = written(frame, "csv", tmp_path)
    found = validate_files(path, outcome="slides", positive="scarp", predictors=["slope"], **FEW)
    assert found.with_finding == int((frame["slides"] == "scarp").sum())


def test_the_command_prints_a_summary_and_writes_page_and_figures(csv, tmp_path, monkeypatch):
    monkeypatch.setenv("RISKMAP_LANG", "en")
    words = ["validate", str(csv), "--outcome", "slides", "--predictors", "slope,dem"]
    words += ["--folds", "4", "--repetitions", "2", "-o", str(tmp_path / "out")]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "Blocks in space: AUC" in done.output
    assert "no suspicion" in done.output
    figures = json.loads((tmp_path / "out" / "validation.json").read_text("utf-8"))
    assert figures["random_minus_spatial"]["figure"] == "auc"
    assert "Fold by fold" in (tmp_path / "out" / "report.html").read_text("utf-8")
    as_json = CliRunner().invoke(app, [*words[:-2], "--json"])
    assert json.loads(as_json.output)["summary"] == figures["summary"]


def test_in_a_notebook_it_takes_one_line_and_shows_its_page(csv):
    shown = validate(csv, outcome="slides", predictors=["slope"], **FEW)
    assert shown.summary["contender"].iloc[0] == "model"
    assert "<iframe" in shown._repr_html_()


def test_a_baseline_is_beaten_only_by_more_than_the_folds_differ(csv, tmp_path):
    good = validate_files(csv, outcome="slides", predictors=["slope"], **FEW)
    assert any("beats" in line and "a random order (0.500)" in line for line in summary_lines(good, "en"))  # fmt: skip # noqa: E501
    noise = slides().assign(slope=np.random.default_rng(8).random(COUNT))
    path = tmp_path / "noise.csv"
    noise.to_csv(path, index=False)
    said = summary_lines(validate_files(path, outcome="slides", predictors=["slope"], **FEW), "en")
    assert not any("beats" in line and "a random order" in line for line in said)
