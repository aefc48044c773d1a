"""The files of the made-up municipality as plain pandas reads them, without riskmap's layers."""

import datetime as dt
import math
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

NAN = math.nan
GONE = "gesloopt|gerealiseerd|onrechte|verleend$|gestart|gevormd|ingetrokken"
STILL_THERE = "Sloopvergunning"


class Files:
    """Waterveen: what a municipality's analyst would open with pandas."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        bag = self.data / "bag-light.gpkg"
        self.buildings = self._existing(gpd.read_file(bag, layer="pand"))
        self.addresses = self._existing(gpd.read_file(bag, layer="verblijfsobject"))
        home = self.addresses["pand_identificatie"].str[-16:]
        # A point outside its building is one of the faults: the register's own column counts.
        self.at = self.addresses.index.to_series().groupby(home.to_numpy()).agg(list).to_dict()
        parks = pyogrio.read_dataframe(self.data / "ibis.gpkg")
        self.parks = parks.set_index("RIN_NUMMER").sort_index()

    @staticmethod
    def _existing(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        frame = frame.set_index(frame["identificatie"].str[-16:])
        status = frame["status"]
        kept = ~status.str.contains(GONE) | status.str.contains(STILL_THERE)
        frame = frame[kept]
        return frame[~frame.index.duplicated(keep=False)]

    def table(self, name: str, *key: str) -> pd.DataFrame:
        """Return a table with everything as text, by its key."""
        frame = pd.read_csv(self.data / f"{name}.csv", sep=";", dtype=str, keep_default_na=False)
        return frame.set_index(list(key)) if key else frame

    def written(self, theme: str, criterion: str, kind: str) -> "pd.Series[float]":
        """Return what a run wrote of a criterion, by register id, where it applies."""
        frame = gpd.read_parquet(self.folder / "out" / theme / "opportunity.parquet")
        frame = frame[frame["kind"] == kind].set_index("location_id")
        frame = frame[[criterion not in text.split(";") for text in frame["not_applicable"]]]
        return frame[f"{criterion}__value"].rename(lambda name: name.split(":")[1])

    def left_out(self, theme: str, criterion: str) -> set[str]:
        """Return the register ids of the places a criterion does not apply to."""
        frame = gpd.read_parquet(self.folder / "out" / theme / "opportunity.parquet")
        out = [criterion in text.split(";") for text in frame["not_applicable"]]
        return set(frame.loc[out, "location_id"].str.split(":").str[1])

    def ground(self, theme: str) -> "gpd.GeoSeries":
        """Return the geometry of every place a run wrote, by register id."""
        frame = gpd.read_parquet(self.folder / "out" / theme / "opportunity.parquet")
        return frame.geometry.set_axis(frame["location_id"].str.split(":").str[1])

    def park_of(self, building: str) -> str | None:
        """Return the park a building stands on, by a point inside it."""
        point = self.buildings.geometry[building].representative_point()
        inside = [name for name, park in self.parks.geometry.items() if park.intersects(point)]
        return min(inside, default=None)

    def in_use(self, names: list[str]) -> list[str]:
        """Return the addresses that are in use."""
        return [n for n in names if "buiten gebruik" not in self.addresses["status"][n]]


def number(text: str) -> float:
    """Return a number as the Dutch write it; NaN for nothing and for what is hidden."""
    text = text.strip().replace(",", ".")
    return NAN if not text or text.startswith("<") else float(text)


def count(text: str) -> float:
    """Return a count of which 1 to 4 may not be known."""
    found = number(text)
    return NAN if 0 < found < 5 else found


def day(text: str) -> dt.date | None:
    """Return a day as it is written in the tables."""
    return dt.datetime.strptime(text, "%d-%m-%Y").date() if text else None  # noqa: DTZ007


def line(value: float, low: float, high: float) -> float:
    """Return 0 up to low, 1 from high, a straight line between."""
    return min(max((value - low) / (high - low), 0.0), 1.0)


def assert_same(found: "pd.Series[float]", wanted: dict[str, float], least: int) -> None:
    """Compare what was written with what was worked out here; at least so many are known."""
    expected = [wanted[name] for name in found.index]
    np.testing.assert_allclose(found.to_numpy(dtype=float), expected, rtol=1e-9)
    assert found.notna().sum() >= least
