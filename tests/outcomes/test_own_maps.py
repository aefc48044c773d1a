"""A map of riskmap and its visits are laid beside each other without a word."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from riskmap.outcomes import match, read_outcomes, read_places


def test_visits_of_the_demo_fit_its_maps(tmp_path: Path) -> None:
    """A map of riskmap and its visits need no options."""
    frame = gpd.GeoDataFrame(
        {
            "location_id": ["yard:1", "yard:2", "yard:3"], "opportunity": [0.5, 0.5, 0.4],
            "coverage": [1.0, 1.0, 0.9], "rank": pd.array([1, 2, 3], dtype="Int64"),
        },
        geometry=[box(n, 0, n + 1, 1) for n in range(3)], crs=28992,
    )  # fmt: skip
    frame.to_parquet(tmp_path / "opportunity.parquet")
    text = "visited_on;location_id;selection;outcome\n2026-01-02;yard:2;random;bevestigd\n"
    (tmp_path / "visits.csv").write_text(text, "utf-8")
    found = match(
        read_places(tmp_path / "opportunity.parquet"),
        read_outcomes(tmp_path / "visits.csv"),
    ).frame
    assert found["score"].to_list() == pytest.approx([0.5, 0.5, 0.4])
    assert found["found"].to_list() == pytest.approx([np.nan, 1, np.nan], nan_ok=True)
