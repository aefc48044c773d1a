"""Scores again, from the written columns and the manifest alone: ten lines of pandas."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

THEMES = [
    *("rural", "business_parks", "storage_transport", "clubhouses"),
    *("recreation_parks", "hospitality", "real_estate"),
]


def recomputed(frame: pd.DataFrame, theme: dict) -> tuple[pd.DataFrame, pd.Series]:
    """Return contributions and opportunity by the formulas of the design, from the scores."""
    parts, known_weight = {}, 0.0
    for family in theme["families"].values():
        lowering = [n for n, c in family["criteria"].items() if c["status"] == "lowers"]
        lowered = pd.DataFrame({name: frame[f"{name}__score"] for name in lowering}, frame.index)
        factor = lowered.astype(float).fillna(1.0).prod(axis=1)
        weights = {n: c["weight"] for n, c in family["criteria"].items() if c["status"] == "counts"}
        if not weights:
            continue
        scores = pd.DataFrame({name: frame[f"{name}__score"] for name in weights}, dtype=float)
        known = (scores.notna() * pd.Series(weights, dtype=float)).sum(axis=1)
        for name, weight in weights.items():
            parts[name] = family["weight"] * factor * weight * scores[name] / known
        known_weight += family["weight"] * (known > 0)
    contributions = pd.DataFrame(parts).div(known_weight, axis=0)
    return contributions, contributions.sum(axis=1, min_count=1)


@pytest.fixture(scope="module")
def manifest(waterveen) -> dict:
    return json.loads((waterveen / "out" / "manifest.json").read_text("utf-8"))


@pytest.fixture(params=THEMES)
def written(request, waterveen, manifest):
    """Return the written frame of a theme and what the manifest says of the theme."""
    folder = waterveen / "out" / request.param
    return gpd.read_parquet(folder / "combined.parquet"), manifest["themes"][request.param]


def test_every_score_of_every_theme_can_be_computed_again(written):
    frame, theme = written
    contributions, opportunity = recomputed(frame, theme)
    assert len(frame) > 2
    np.testing.assert_allclose(frame["opportunity"], opportunity, atol=1e-9, rtol=0)
    for name in contributions:
        np.testing.assert_allclose(
            frame[f"{name}__contribution"], contributions[name], atol=1e-9, rtol=0
        )


@pytest.mark.parametrize("name", ["rural", "business_parks"])
def test_a_supervision_zone_lowers_seclusion_and_nothing_else(waterveen, manifest, name):
    frame = gpd.read_parquet(waterveen / "out" / name / "combined.parquet")
    theme = manifest["themes"][name]
    assert theme["families"]["seclusion"]["criteria"]["guardianship_zone"]["status"] == "lowers"
    factor = frame["guardianship_zone__value"].map({0.0: 1.0, 1.0: 0.8})
    np.testing.assert_array_equal(frame["guardianship_zone__score"], factor)
    assert frame["guardianship_zone__contribution"].isna().all()
    # With the zones taken away, only what seclusion gives inside them becomes more.
    open_frame = frame.assign(guardianship_zone__score=1.0)
    with_zones, without = recomputed(frame, theme)[0], recomputed(open_frame, theme)[0]
    secluded = [n for n in with_zones if n in theme["families"]["seclusion"]["criteria"]]
    for column in with_zones:
        expected = without[column] * (factor if column in secluded else 1.0)
        np.testing.assert_allclose(frame[f"{column}__contribution"], expected, atol=1e-9, rtol=0)


def test_contributions_add_up_to_the_score_in_every_row(written):
    frame, _ = written
    parts = frame[[name for name in frame if name.endswith("__contribution")]]
    np.testing.assert_allclose(parts.sum(axis=1), frame["opportunity"], atol=1e-9, rtol=0)


def test_priority_is_the_weighted_mean_the_manifest_names(written):
    frame, theme = written
    first, second = theme["combination"]["weights"]
    both = (first * frame["opportunity"] + second * frame["risk"]) / (first + second)
    expected = both.where(frame["risk"].notna(), frame["opportunity"])
    np.testing.assert_allclose(frame["priority"], expected, atol=1e-9, rtol=0)


def test_straight_value_functions_give_the_written_scores_from_the_written_values(written):
    frame, theme = written
    checked = 0
    for family in theme["families"].values():
        for name, criterion in family["criteria"].items():
            shape, points = criterion["value"]["shape"], criterion["value"]["points"]
            if shape not in {"rising", "falling", "log_rising"}:
                continue
            values, limits = frame[f"{name}__value"], np.array(points)
            if shape == "log_rising":
                values, limits = np.log1p(values), np.log1p(limits)
            line = np.interp(values, limits, [1, 0] if shape == "falling" else [0, 1])
            line = np.where(values.isna(), np.nan, line)
            np.testing.assert_allclose(frame[f"{name}__score"], line, atol=1e-9, rtol=0)
            checked += 1
    assert checked >= 1


def test_ranks_follow_the_score_and_leave_out_what_is_hardly_known(written):
    frame, theme = written
    ranked = frame[frame["rank"].notna()]
    order = ranked.assign(score=-ranked["opportunity"].round(12)).sort_values(
        ["score", "location_id"]
    )
    assert order["rank"].astype(int).tolist() == list(range(1, len(order) + 1))
    assert (ranked["coverage"] >= theme["min_coverage"] - 1e-9).all()
