"""Time, peak memory and answers of one script, in a process of its own.

usage: python plain.py REGION ANSWERS.npz   (prints one line of JSON)
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import numpy as np
import psutil
import rasterio
from affine import Affine

LAYERS = (
    *("parcels", "buildings", "addresses", "roads", "parks", "crops", "hexes"),
    *("fields", "ditches", "woods", "towns"),
)
Answers = Mapping[str, object]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Region:
    """The layers of a region in memory, read once for all indicators."""

    frames: dict[str, gpd.GeoDataFrame]
    raster: np.ndarray
    transform: Affine

    def geometries(self, layer: str) -> np.ndarray:
        """Return a layer's geometries as a plain array."""
        return self.frames[layer].geometry.to_numpy()


def some_yards(region: Region) -> np.ndarray:
    """Return the numbers of a tenth of the large lots: for what a plain script does slowly."""
    return np.flatnonzero(region.frames["parcels"]["rural"].to_numpy())[::10]


def read(folder: Path) -> Region:
    """Read all layers of a region."""
    frames = {name: gpd.read_parquet(folder / f"{name}.parquet") for name in LAYERS}
    with rasterio.open(folder / "greenness.tif") as raster:
        values = raster.read(1, masked=True).filled(np.nan)
        return Region(frames, values, raster.transform)


def main(indicators: Mapping[str, Callable[[Region], Answers]]) -> None:
    """Run every indicator once on the region named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("region", type=Path)
    parser.add_argument("answers", type=Path)
    options = parser.parse_args()
    found: dict[str, np.ndarray] = {}
    figures = {}
    region, figures["reading"] = _measured(lambda: read(options.region))
    for name, indicator in indicators.items():
        answers, figures[name] = _measured(lambda work=indicator: work(region))
        for column, values in answers.items():
            found[f"{name}: {column}"] = np.asarray(values, dtype=float)
    np.savez(options.answers, **found)
    json.dump(figures, sys.stdout)


def _measured(work: Callable[[], Result]) -> tuple[Result, dict[str, float]]:
    gc.collect()
    forget_peak()
    begin = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - begin
    return result, {"seconds": seconds, "peak_mb": peak_mb()}


def forget_peak() -> None:
    """Start the process's peak memory anew (Linux only; elsewhere it stays)."""
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5")


def peak_mb() -> float:
    """Return the peak memory of the process, MB: all of it, imports and layers too."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    return psutil.Process().memory_info().rss / 1e6
