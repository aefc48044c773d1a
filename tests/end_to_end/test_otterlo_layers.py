"""Otterlo with all layers that exist there: coverage, completeness and age, worked out by hand."""

import json
import math

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from riskmap.pipeline.publishing import publish
from riskmap.pipeline.run import run
from riskmap.project import load_project

# The rural theme of the domain guide, typed over: family -> weight, and criterion -> weight.
RURAL = {
    "vacancy": (0.30, {
        "administrative_vacancy": 3, "farm_cessation": 3, "bag_lifecycle_signal": 1,
        "yard_overgrowth": 1, "yard_crop_disconnect": 0.5,
    }),
    "seclusion": (0.30, {
        "isolation_nearest_address": 2, "neighbour_density_500": 1, "dead_end_access": 1.5,
        "road_setback": 1, "view_screening": 1,
    }),
    "capacity": (0.20, {
        "unaddressed_outbuilding_area": 2, "building_age_profile": 1, "asbestos_roof": 0.5,
    }),
    "access": (0.10, {"motorway_ramp_distance": 1, "water_frontage": 0.5}),
    "changes": (0.10, {"yard_activity_change": 1}),
}  # fmt: skip
# What the files of Otterlo can feed: ground, green, buildings, points and permits.
THERE = {
    *("farm_cessation", "isolation_nearest_address", "neighbour_density_500", "road_setback"),
    *("view_screening", "unaddressed_outbuilding_area"),
}
# The permits say the same of the two yards they speak of, so they cannot rank them.
COUNTING = THERE - {"farm_cessation"}


@pytest.fixture(scope="module")
def out(checkout, shared_data, tmp_path_factory):
    assert shared_data.is_dir()
    folder = tmp_path_factory.mktemp("otterlo") / "out"
    publish(run(load_project(checkout / "examples" / "otterlo")), folder)
    return folder


@pytest.fixture(scope="module")
def card(out):
    return json.loads((out / "manifest.json").read_text("utf-8"))["themes"]["rural"]


@pytest.fixture(scope="module")
def yards(out):
    return gpd.read_parquet(out / "rural" / "opportunity.parquet")


def test_what_counts_and_what_is_missing_is_what_the_files_can_feed(card):
    status = {
        name: criterion["status"]
        for family in card["families"].values()
        for name, criterion in family["criteria"].items()
        if criterion["weight"] > 0
    }
    named = {name for _, criteria in RURAL.values() for name in criteria}
    assert set(status) == named
    assert {name for name, word in status.items() if word == "counts"} == COUNTING
    assert {name for name, word in status.items() if word == "missing"} == named - THERE
    assert status["farm_cessation"] == "constant"


def test_completeness_is_the_share_of_the_weight_the_files_can_feed(card):
    share = sum(
        weight * sum(w for name, w in inside.items() if name in THERE) / sum(inside.values())
        for weight, inside in RURAL.values()
    )
    assert card["completeness"] == pytest.approx(share / sum(w for w, _ in RURAL.values()))
    assert share < 0.5


def test_coverage_and_opportunity_of_every_yard_are_those_of_a_loop(yards):
    for row in yards.to_dict("records"):
        aside = row["not_applicable"].split(";")
        covered = counted = total = known_families = score = 0.0
        for weight, inside in RURAL.values():
            asked = {n: w for n, w in inside.items() if n in COUNTING and n not in aside}
            known = {n: w for n, w in asked.items() if not math.isnan(row[f"{n}__score"])}
            if asked:
                counted += weight
                covered += weight * sum(known.values()) / sum(asked.values())
            if known:
                total += weight
                known_families += 1
                mean = sum(w * row[f"{n}__score"] for n, w in known.items()) / sum(known.values())
                score += weight * mean
        assert row["coverage"] == pytest.approx(covered / counted)
        assert row["opportunity"] == pytest.approx(score / total)
        assert pd.notna(row["rank"]) == (covered / counted >= 0.5 and known_families >= 2)


def test_permits_are_known_at_the_yards_that_have_one_within_10_m(yards, shared_data):
    table = pyogrio.read_dataframe(
        shared_data / "livestock" / "veehouderij_bij_n2000_zuid_oost.gpkg"
    )
    permits = table.geometry.explode(index_parts=False)
    near = [shape.distance(permits.union_all()) <= 10 for shape in yards.geometry]
    assert yards["farm_cessation__value"].notna().tolist() == near
    assert 0 < sum(near) < 10


def test_the_checks_count_what_is_unknown_and_say_that_no_file_has_a_date(out, yards):
    found = json.loads((out / "quality.json").read_text("utf-8"))["rural"]
    assert {one["criterion"] for one in found["knowledge"]} == COUNTING
    for one in found["knowledge"]:
        assert one["places"] == len(yards)
        assert one["unknown"] == int(yards[f"{one['criterion']}__value"].isna().sum())
    assert found["mean_certainty"] == pytest.approx(found["mean_coverage"])
    assert {layer["state"] for layer in found["layers"]} == {"undated"}
    assert found["jumps"] == []
