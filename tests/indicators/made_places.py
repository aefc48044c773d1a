"""Locations with the layers they are measured against, made by hand."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from riskmap.layers.images import Images
from riskmap.layers.layer import Layer, Layers
from riskmap.locations.locations import Locations

Frames = dict[str, gpd.GeoDataFrame | pd.DataFrame | Images]


@dataclass(frozen=True)
class Made:
    """Locations and the frames of their layers, or their images."""

    locations: Locations
    frames: Frames

    @property
    def tables(self) -> dict[str, gpd.GeoDataFrame | pd.DataFrame]:
        """The frames without the images."""
        return {name: one for name, one in self.frames.items() if not isinstance(one, Images)}

    def layers(self, **other: gpd.GeoDataFrame | pd.DataFrame | Images) -> Layers:
        """Return the frames as layers, some of them replaced."""
        return as_layers(self.frames | other)


def as_layers(frames: Frames) -> Layers:
    """Return frames, and images, as layers."""
    return Layers(
        {
            name: Layer(name, pd.DataFrame(), f"{name}.tif", images=frame)
            if isinstance(frame, Images)
            else Layer(name, frame, f"{name}.gpkg")
            for name, frame in frames.items()
        }
    )
