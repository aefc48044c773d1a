"""A police layer with counts, as the border gives it, under the small map."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.layers.layer import Access, Layer, LayerReport


@pytest.fixture(scope="session")
def count_layer():
    """Return a function that makes areas with counts: one per (count, west, east) in metres.

    Places of the small map are squares of 10 m, 100 m apart, from 100,000 m on.
    """
    return _count_layer


def _count_layer(rows, exposure=None, **columns):
    shapes = [shapely.box(1e5 + west, 4.4e5, 1e5 + east, 4.6e5) for _, west, east in rows]
    frame = gpd.GeoDataFrame(
        {
            "risk": np.nan,
            "count": [float(count) for count, _, _ in rows],
            "rate": np.nan,
            "exposure": np.nan if exposure is None else np.asarray(exposure, float),
            "years": 1.0,
        }
        | columns,
        geometry=shapes,
        crs=28992,
        index=pd.Index([f"a{n}" for n in range(len(rows))], name="area_id"),
    )
    matched = {"aantal": "count"} | ({} if exposure is None else {"adressen": "exposure"})
    return Layer(
        "risk", frame, "politie.gpkg", access=Access.POLICE, measure="count",
        report=LayerReport(matched=matched),
    )  # fmt: skip
