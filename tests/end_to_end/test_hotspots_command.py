"""`riskmap hotspots` from the command line."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from typer.testing import CliRunner

from riskmap.cli import app


@pytest.fixture
def counties(tmp_path: Path) -> Path:
    """Return a hundred squares with high rates in one corner, far from the Netherlands."""
    x, y = (part.ravel() * 1000.0 for part in np.meshgrid(np.arange(10), np.arange(10)))
    random = np.random.Generator(np.random.PCG64(3))
    people = random.integers(1_000, 50_000, 100)
    cases = random.poisson(people * np.where((x < 3000) & (y < 3000), 0.01, 0.002))
    frame = gpd.GeoDataFrame(
        {"geoid": [f"{n:05}" for n in range(100)], "cases": cases, "population": people},
        geometry=shapely.box(x, y, x + 1000, y + 1000),
        crs="EPSG:32633",
    )
    frame.to_file(tmp_path / "counties.gpkg")
    return tmp_path / "counties.gpkg"


def test_counts_and_population_from_the_command_line(counties: Path) -> None:
    output = counties.with_name("hotspots.gpkg")
    asked = ["hotspots", str(counties), "--column", "cases", "--population", "population"]
    said = CliRunner().invoke(app, [*asked, "-o", str(output), "--json"])
    assert said.exit_code == 0, said.output
    content = json.loads(said.stdout)
    gi = content["place_clusters"]["gi_star"]
    assert gi["tests"] == 100
    assert gi["raw"] >= gi["fdr"] >= gi["bonferroni"] > 0
    corner = {f"{10 * row + column:05}" for row in range(4) for column in range(4)}
    assert content["place_clusters"]["hot"]
    assert set(content["place_clusters"]["hot"]) <= corner
    written = gpd.read_file(output, layer="places")
    assert (written["hot_spot"] == "hot").sum() == gi["classes"]["hot"]
    assert written.crs.to_epsg() == 32633
    in_words = CliRunner().invoke(app, asked)
    assert in_words.exit_code == 0
    # In any language: the counts before and after correction.
    line = next(line for line in in_words.stdout.splitlines() if line.startswith("Gi*"))
    assert all(f" {gi[name]} " in line for name in ("raw", "fdr", "bonferroni"))


def test_an_output_that_is_there_stays(counties: Path) -> None:
    output = counties.with_name("hotspots.gpkg")
    output.write_text("mine")
    said = CliRunner().invoke(app, ["hotspots", str(counties), "-o", str(output)])
    assert said.exit_code != 0
    assert output.read_text() == "mine"
