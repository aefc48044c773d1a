"""Everything true of Waterveen that registers, tables and images tell in part."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from riskmap.demo.drawing import Numbers, Shapes
from riskmap.demo.plan import Plan, Recreation
from riskmap.demo.planting import Town

Rows = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Facts:
    """What was built and planted, by row number.

    Attributes
    ----------
    town
        Plan, seed, buildings, addresses (with ``vacant``), roads and yards.
    truth
        Planted cases and decoys with the row number of their ``building``.
    building_ids, address_ids
        BAG numbers of the same rows.
    plots
        Plots of the business parks.
    built_up
        Built-up areas.
    campsites
        Recreation parks that found their own place.
    fields, forgotten
        Crop fields, and those nobody declares any more.
    """

    town: Town
    truth: pd.DataFrame
    building_ids: npt.NDArray[np.object_]
    address_ids: npt.NDArray[np.object_]
    plots: Shapes
    built_up: Shapes
    campsites: tuple[Recreation, ...]
    fields: Shapes
    forgotten: Shapes

    @property
    def plan(self) -> Plan:
        """The plan of the municipality."""
        return self.town.plan

    @property
    def seed(self) -> int:
        """The seed of the municipality."""
        return self.town.seed

    @property
    def part(self) -> npt.NDArray[np.object_]:
        """Part of the municipality per building: ``town``, ``yard``, ``park`` ..."""
        found: npt.NDArray[np.object_] = self.town.buildings["part"].to_numpy()
        return found

    @property
    def owner(self) -> Rows:
        """Number of the yard, park or row per building."""
        found: Rows = self.town.buildings["owner"].to_numpy(dtype=np.intp)
        return found

    @property
    def home(self) -> Rows:
        """Row number of the building per address."""
        return self.town.addresses["building"].to_numpy()

    @property
    def first_use(self) -> npt.NDArray[np.object_]:
        """First use per address."""
        return self.town.addresses["use"].str.split(",").str[0].to_numpy()

    @property
    def units(self) -> Rows:
        """Number of addresses per building."""
        return np.bincount(self.home, minlength=len(self.town.buildings))

    @property
    def area(self) -> Numbers:
        """Footprint per building in square metres."""
        found: Numbers = shapely.area(self.town.buildings.geometry.to_numpy())
        return found

    @property
    def middle(self) -> Numbers:
        """Middle of every building, shape (buildings, 2), in metres."""
        shapes = self.town.buildings.geometry.to_numpy()
        found: Numbers = shapely.get_coordinates(shapely.centroid(shapes))
        return found

    def planted(self, *kinds: str) -> Flags:
        """Tell per building whether a case of these kinds is planted in it.

        A case in a row of boxes is in all boxes of the row, one in a yard in
        all buildings of the yard.
        """
        cases = self.truth[self.truth["kind"].isin(kinds) & (self.truth["role"] == "planted")]
        rows = cases["building"].to_numpy(dtype=np.intp)
        found = np.zeros(len(self.part), dtype=bool)
        found[rows[rows >= 0]] = True
        for part in ("yard", "box", "garage"):
            own = self.part == part
            found |= own & np.isin(self.owner, self.owner[found & own])
        return found

    def yard_planted(self) -> Flags:
        """Tell per yard whether a rural case is planted on it."""
        hit = self.planted("rural") & (self.part == "yard")
        return np.isin(np.arange(len(self.town.yards)), self.owner[hit])


def frame_rows(**columns: object) -> gpd.GeoDataFrame:
    """Return a frame of a register in EPSG:28992; ``geometry`` is among the columns."""
    return gpd.GeoDataFrame(columns, geometry="geometry", crs="EPSG:28992")
