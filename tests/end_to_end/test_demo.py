"""The demo from registers to outputs: complete, honest, the same every time."""

import hashlib
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

THEMES = {
    "rural",
    "business_parks",
    "storage_transport",
    "clubhouses",
    "hospitality",
    "recreation_parks",
    "real_estate",
}
# In so small a municipality the other themes have fewer places than a list has rows.
LARGE = {"rural", "business_parks", "clubhouses", "real_estate"}
PER_THEME = {
    "opportunity.parquet",
    "opportunity.gpkg",
    "combined.parquet",
    "combined.gpkg",
    "members.parquet",
    "parcels.parquet",
    "inspection_list.csv",
    "inspection_list.xlsx",
    "inspection_list.gpkg",
}


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_run_writes_every_file_the_contract_names_and_no_other(waterveen):
    out = waterveen / "out"
    assert {path.name for path in out.iterdir()} == THEMES | {
        "map.html",
        "report.html",
        "quality.json",
        "manifest.json",
    }
    for theme in THEMES:
        assert {path.name for path in (out / theme).iterdir()} == PER_THEME


def test_every_output_is_readable_by_its_owner_only(waterveen):
    for path in (waterveen / "out").rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_the_manifest_names_every_output_by_its_hash(waterveen):
    out = waterveen / "out"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    found = {name: entry["sha256"] for name, entry in manifest["outputs"].items()}
    expected = hashes(out)
    del expected["manifest.json"]
    assert found == expected
    assert manifest["access"] == "police"
    assert str(waterveen) not in json.dumps(manifest)


def test_every_output_says_that_the_cases_are_planted(waterveen):
    out = waterveen / "out"
    sentence = "veel dichter"
    assert sentence in (out / "report.html").read_text(encoding="utf-8")
    assert sentence in json.loads((out / "manifest.json").read_text())["project"]["notice"]
    for theme in THEMES:
        assert sentence in (out / theme / "inspection_list.csv").read_text(encoding="utf-8")
        book = openpyxl.load_workbook(out / theme / "inspection_list.xlsx")
        cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
        assert any(sentence in cell for cell in cells)
        for name in ("opportunity.parquet", "combined.parquet"):
            assert sentence.encode() in (out / theme / name).read_bytes()


def test_the_list_holds_21_ranked_and_4_random_places(waterveen):
    for theme in LARGE:
        listed = pd.read_csv(waterveen / "out" / theme / "inspection_list.csv", dtype=str)
        assert listed["selection"].value_counts().to_dict() == {"score": 21, "random": 4}
        assert listed["rank"].tolist()[:21] == [str(place) for place in range(1, 22)]
        assert listed["location_id"].is_unique


def test_the_list_follows_the_priority_of_the_combined_map(waterveen):
    for theme in THEMES:
        combined = gpd.read_parquet(waterveen / "out" / theme / "combined.parquet")
        listed = pd.read_csv(waterveen / "out" / theme / "inspection_list.csv")
        drawn = set(listed.loc[listed["selection"] == "random", "location_id"])
        rivals = combined[combined["rank"].notna() & ~combined["location_id"].isin(drawn)]
        chosen = listed[listed["selection"] == "score"]
        assert chosen["priority"].is_monotonic_decreasing
        # No place that was left out has a higher priority, unless it stands on one that was taken.
        left = rivals[~rivals["location_id"].isin(chosen["location_id"])]
        taken = combined[combined["location_id"].isin(listed["location_id"])].union_all()
        passed = left[left["priority"] > chosen["priority"].min() + 1e-6]
        assert passed.intersects(taken).all()


def test_the_ground_truth_is_read_by_no_layer(waterveen):
    manifest = (waterveen / "out" / "manifest.json").read_text(encoding="utf-8")
    assert "ground_truth" not in manifest


def test_every_parcel_has_its_best_location(waterveen):
    out = waterveen / "out" / "rural"
    parcels = pd.read_parquet(out / "parcels.parquet")
    members = pd.read_parquet(out / "members.parquet")
    scores = gpd.read_parquet(out / "combined.parquet").set_index("location_id")
    links = members[members["role"] == "parcel"]
    assert set(parcels["parcel_id"]) == set(links["member_id"])
    for parcel, location in zip(parcels["parcel_id"], parcels["location_id"], strict=True):
        rivals = links.loc[links["member_id"] == parcel, "location_id"]
        assert scores.loc[location, "priority"] == scores.loc[rivals, "priority"].max()


def command(folder: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "riskmap", "run", str(folder), "-o", str(out), "--overwrite"]


def test_the_same_inputs_give_the_same_bytes_in_another_folder_and_process(waterveen, tmp_path):
    elsewhere = tmp_path / "somewhere else"
    shutil.copytree(waterveen, elsewhere, ignore=shutil.ignore_patterns("out"))
    subprocess.run(  # noqa: S603 (our own command)
        command(elsewhere, elsewhere / "out"), check=True, capture_output=True
    )
    assert hashes(elsewhere / "out") == hashes(waterveen / "out")


def killed_runs(waterveen: Path, folder: Path, moments: list[float]) -> None:
    """Kill runs that replace an older result, and check what stands under the final name."""
    out = folder / "out"
    shutil.copytree(waterveen / "out", out)
    # An older result: the same files, one of them with other content.
    (out / "report.html").write_text("an older report", encoding="utf-8")
    old, new = hashes(out), hashes(waterveen / "out")
    for moment in moments:
        with subprocess.Popen(  # noqa: S603 (our own command)
            command(waterveen, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as running:
            time.sleep(moment)
            running.send_signal(signal.SIGKILL)
        assert hashes(out) in (old, new), moment
    subprocess.run(  # noqa: S603 (our own command)
        command(waterveen, out), check=True, capture_output=True
    )
    assert hashes(out) == new
    assert [path.name for path in folder.iterdir()] == ["out"], "a killed run left something"


def duration(waterveen: Path, folder: Path) -> float:
    start = time.monotonic()
    subprocess.run(  # noqa: S603 (our own command)
        command(waterveen, folder / "timed"), check=True, capture_output=True
    )
    shutil.rmtree(folder / "timed")
    return time.monotonic() - start


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_run_leaves_the_old_result_and_the_next_run_succeeds(waterveen, tmp_path):
    whole = duration(waterveen, tmp_path)
    killed_runs(waterveen, tmp_path, [0.6 * whole, 0.9 * whole])


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_ten_kills_at_random_moments_leave_no_partial_output(waterveen, tmp_path):
    whole = duration(waterveen, tmp_path)
    draw = random.Random(20261121)  # noqa: S311 (moments of a test)
    killed_runs(waterveen, tmp_path, [draw.uniform(0.05, 1.0) * whole for _ in range(10)])
