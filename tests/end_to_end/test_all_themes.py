"""Every theme runs on the whole of Waterveen, and says of itself what it has to say."""

import csv
import json
import re
from contextlib import contextmanager

import geopandas as gpd
import pandas as pd
import pytest

from riskmap.demo import make_demo
from riskmap.pipeline.whole_job import do_whole_job
from riskmap.project import load_project

pytestmark = pytest.mark.long

THEMES = {
    "rural": {"yard"},
    "business_parks": {"building"},
    "clubhouses": {"building"},
    "storage_transport": {"box_row", "building"},
    "recreation_parks": {"recreation_park"},
    "hospitality": {"address"},
    "real_estate": {"building"},
    "car_trade": {"building"},
}
OFF = "lieten een faciliterende rol nauwelijks zien"


@contextmanager
def no_bar(_):
    yield lambda _message: None


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("full") / "waterveen"
    make_demo(folder, size="full", seed=1)
    file = folder / "riskmap.toml"
    text = re.sub(r"\[themes\.[^\]]*\][^\[]*", "", file.read_text("utf-8"))
    for theme in THEMES:
        text += f"\n[themes.{theme}]\nenabled = true\n"
        if theme == "rural":
            text += 'rank_within = "landscapes"\n'
    file.write_text(text, "utf-8")
    do_whole_job(load_project(folder), folder / "out", progress_bar=no_bar)
    return folder / "out"


@pytest.fixture(scope="module")
def cards(out):
    return json.loads((out / "manifest.json").read_text("utf-8"))["themes"]


def test_all_eight_ran(cards):
    assert set(cards) == set(THEMES)


@pytest.mark.parametrize("theme", THEMES)
def test_places_of_its_own_kind_are_ranked_by_parts_that_add_up(out, theme):
    frame = gpd.read_parquet(out / theme / "opportunity.parquet")
    assert set(frame["kind"]) <= THEMES[theme]
    assert frame["rank"].notna().sum() >= 2
    parts = frame[[name for name in frame if name.endswith("__contribution")]].sum(axis=1)
    known = frame["opportunity"].notna()
    assert parts[known].tolist() == pytest.approx(frame.loc[known, "opportunity"].tolist())
    listed = pd.read_csv(out / theme / "inspection_list.csv")
    assert 2 <= len(listed) <= 25


@pytest.mark.parametrize("theme", THEMES)
def test_completeness_is_the_share_of_the_default_weight_that_is_not_missing(cards, theme):
    there = total = 0.0
    for family in cards[theme]["families"].values():
        inside = sum(one["weight"] for one in family["criteria"].values())
        known = (one for one in family["criteria"].values() if one["status"] != "missing")
        there += family["weight"] * sum(one["weight"] for one in known) / inside
        total += family["weight"]
    assert cards[theme]["completeness"] == pytest.approx(there / total)


def test_no_unit_of_a_recreation_park_is_ranked(out):
    frame = gpd.read_parquet(out / "recreation_parks" / "combined.parquet")
    assert frame["location_id"].str.startswith("recreation_park:").all()
    listed = pd.read_csv(out / "recreation_parks" / "inspection_list.csv")
    assert listed["location_id"].str.startswith("recreation_park:").all()


def test_only_venues_pass_the_gate_of_hospitality_and_only_car_firms_that_of_car_trade(out):
    with (out.parent / "data" / "horeca.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    cars = {"autobedrijf", "autohandel", "autoverhuur", "garage", "garagebedrijf"}
    key = next(name for name in rows[0] if name.endswith("id"))
    kind = next(name for name in rows[0] if name in {"type", "soort", "kind"})
    ids = {row[key][-16:]: row[kind].lower() for row in rows}
    venues = gpd.read_parquet(out / "hospitality" / "opportunity.parquet")["location_id"]
    assert {ids[name.split(":")[1]] for name in venues}.isdisjoint(cars)
    members = pd.read_parquet(out / "car_trade" / "members.parquet")
    members = members[members["role"] == "address"]
    for _, own in members.groupby("location_id")["member_id"]:
        assert {ids.get(name) for name in own} & cars


def test_the_theme_that_is_off_says_why_on_every_output(out):
    for page in ("report.html", "map.html", "manifest.json"):
        assert OFF in (out / page).read_text("utf-8")
    listed = pd.read_csv(out / "car_trade" / "inspection_list.csv")
    assert listed["notice"].str.contains(OFF).all()
    others = pd.read_csv(out / "rural" / "inspection_list.csv")
    assert not others["notice"].str.contains(OFF).any()


def test_inside_landscapes_the_best_of_each_comes_first(out):
    frame = gpd.read_parquet(out / "rural" / "combined.parquet")
    listed = pd.read_csv(out / "rural" / "inspection_list.csv")
    drawn = set(listed.loc[listed["selection"] == "random", "location_id"])
    left = frame[frame["rank"].notna() & ~frame["location_id"].isin(drawn)]
    groups = frame.loc[frame["rank"].notna(), "group"].unique()
    best = {
        left[left["group"] == g].sort_values("priority_rank")["location_id"].iloc[0] for g in groups
    }
    assert len(groups) >= 3
    assert best <= set(listed["location_id"].head(2 * len(groups)))


def test_the_checks_of_every_theme_count_every_place(out):
    found = json.loads((out / "quality.json").read_text("utf-8"))
    assert set(found) == set(THEMES)
    for theme, one in found.items():
        frame = gpd.read_parquet(out / theme / "combined.parquet")
        assert {table["by"] for table in one["groups"]} == {"landscapes", "neighbourhoods"}
        for table in one["groups"]:
            assert sum(group["places"] for group in table["groups"]) == len(frame)
            assert table["overall"]["mean"] == pytest.approx(frame["opportunity"].mean())
