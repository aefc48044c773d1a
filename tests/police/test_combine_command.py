"""`riskmap combine` with counts from a file no riskmap made, and what it says."""

import itertools
import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from typer.testing import CliRunner

from riskmap.cli import app
from riskmap.combine.rules import formula
from riskmap.outputs.map_files import read_map, write_map_parquet
from riskmap.pipeline.combining import Figures, combine_files
from riskmap.project import CombineSettings

ROWS = [(2, 100, 100), (2, 50, 50), (1, 20, 0), (0, 10, 0), (0, 0, 0), (1, 90, 90)]


@pytest.fixture
def files(small_map, tmp_path):
    """Return an opportunity map and a foreign file of counts in degrees."""
    scored = small_map(ROWS)
    write_map_parquet(scored, tmp_path / "opportunity.parquet")
    edges = [-50, 150, 250, 450, 650, 900]
    areas = gpd.GeoDataFrame(
        {"district": list("abcde"), "n_reports": [12, 30, 2, 8, 5], "homes": [90, 60, 8, 70, 40]},
        geometry=[
            shapely.box(1e5 + west, 4.4e5, 1e5 + east, 4.6e5)
            for west, east in itertools.pairwise(edges)
        ],
        crs=28992,
    )
    areas.to_crs(4326).to_file(tmp_path / "districts.geojson")
    return tmp_path / "opportunity.parquet", tmp_path / "districts.geojson"


OPTIONS = ("--measure", "count", "--value-column", "n_reports", "--exposure-column", "homes",
           "--area-column", "district")  # fmt: skip


def test_a_program_is_told_the_rule_the_figures_and_all_rules_side_by_side(files, tmp_path):
    out = tmp_path / "combined.parquet"
    arguments = ["combine", *map(str, files), "-o", str(out), *OPTIONS]
    done = CliRunner().invoke(
        app, [*arguments, "--rule", "dasymetric", "--capacity", "3", "--json"]
    )
    assert done.exit_code == 0, done.output
    card = json.loads(done.stdout)
    assert card["rule"] == "dasymetric"
    assert card["police"]["exposure"] == "homes"
    assert (card["police"]["areas"], card["police"]["below"]) == (5, 1)
    assert card["comparison"]["k"] == 3
    assert len(card["comparison"]["orders"]) == 7
    frame = read_map(out).frame
    # The fifth area lies beyond all places; the others' events are all there.
    assert frame["police_count"].notna().all()


def test_a_reader_is_shown_the_overlap_of_every_two_rules(files, tmp_path):
    out = tmp_path / "combined.parquet"
    arguments = ["combine", *map(str, files), "-o", str(out), *OPTIONS, "--compare"]
    done = CliRunner().invoke(app, arguments, env={"RISKMAP_LANG": "en"})
    assert done.exit_code == 0, done.output
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("log_pool")]
    comparison = read_map(out).description.combination.comparison
    place = comparison.orders.index("log_pool")
    expected = [f"{share:.0%}" for share in comparison.overlap[place]]
    assert rows == [["log_pool", *expected]]


def test_counts_are_spread_by_the_addresses_in_the_members_beside_the_map(files, tmp_path):
    roles = ["address"] * 4 + ["building"]
    members = pd.DataFrame(
        {
            "location_id": ["yard:00", "yard:01", "yard:01", "yard:01", "yard:00"],
            "role": roles,
            "member_id": list("abcde"),
            "share": [1.0, 1.0, 0.5, 0.5, 1.0],
        }
    )
    arguments = ["combine", *map(str, files), "-o", str(tmp_path / "c.parquet"), *OPTIONS,
                 "--shrink", "none", "--ancillary", "addresses"]  # fmt: skip
    refused = CliRunner().invoke(app, arguments)
    assert refused.exit_code == 1
    assert "no ancillary amount addresses" in str(refused.exception)
    members.to_parquet(tmp_path / "members.parquet")
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    # Twelve events over three addresses; no other place has one.
    counts = read_map(tmp_path / "c.parquet").frame["police_count"]
    assert counts.iloc[:2].tolist() == pytest.approx([4.0, 8.0])
    assert counts.iloc[2:].sum() == 0


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("weighted", "0.70 x opportunity + 0.30 x risk"),
        ("log_pool", "log odds"),
        ("and", "the lower of opportunity and risk"),
        ("dasymetric", "spread over its places by opportunity"),
    ],
)
def test_an_explanation_names_the_rule_of_the_map(files, tmp_path, rule, words):
    figures = Figures("count", "n_reports", "homes", "district")
    out = tmp_path / "combined.parquet"
    row = combine_files(*files, out, CombineSettings(rule=rule), figures=figures).frame.iloc[0]
    done = CliRunner().invoke(app, ["explain", str(out), "yard:00", "--json"])
    why = json.loads(done.stdout)
    for name in ("priority", "risk"):
        assert why[name] == pytest.approx(row[name])
    assert why["risk_between"] == pytest.approx([row["risk_low"], row["risk_high"]])
    assert row["risk_low"] <= row["risk"] <= row["risk_high"]
    assert formula(read_map(out).description.combination).text().count(words) == 1
    told = CliRunner().invoke(app, ["explain", str(out), "yard:00"])
    assert why["rule"] in told.stdout


def test_three_lines_in_a_notebook_do_the_same(files, tmp_path):
    figures = Figures("count", "n_reports", "homes", "district")
    settings = CombineSettings(rule="geometric", floor=0.1)
    one = combine_files(*files, None, settings, figures=figures, k=3)
    again = combine_files(*files, tmp_path / "c.gpkg", settings, figures=figures, k=3)
    assert one.frame["priority"].tolist() == again.frame["priority"].tolist()
    stored = read_map(tmp_path / "c.gpkg").description.combination
    assert (stored.rule, stored.floor, stored.police.shrink) == ("geometric", 0.1, "global")
