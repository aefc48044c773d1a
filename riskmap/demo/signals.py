"""Which objects each indicator should find, from what was built and drawn."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from riskmap.demo.conditions import Conditions
from riskmap.demo.facts import Facts


def planted_signals(
    facts: Facts, found: Conditions, layers: Mapping[str, gpd.GeoDataFrame]
) -> pd.DataFrame:
    """Stub."""
    return pd.DataFrame(columns=["indicator", "object_id", "planted"])
