"""A map of the demo, and visits whose finds follow weights the experts do not have."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from riskmap.outputs.map_files import read_map


@pytest.fixture(scope="session")
def rural_path(waterveen):
    """Return the rural map of the demo as a file."""
    return waterveen / "out" / "rural" / "opportunity.parquet"


@pytest.fixture(scope="session")
def rural(rural_path):
    """Return the rural map of the demo."""
    return read_map(rural_path)


@pytest.fixture(scope="session")
def visits(rural):
    """Return visits to every place, many times over: finds follow isolation and nothing else."""
    generator = np.random.default_rng(11)
    frame = rural.frame.set_index("location_id")
    isolation = frame["isolation_nearest_address__score"].fillna(0.5)
    found = generator.uniform(size=len(frame)) < expit(6 * isolation - 3)
    words = np.where(found, "bevestigd", "ontkracht")
    return pd.DataFrame(
        {"location_id": frame.index, "date": "2026-03-01", "result": words, "selection": "random"}
    )
