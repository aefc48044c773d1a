"""How long local statistics take beside esda, measured in turns.

    python benchmarks/hotspots.py [--places 50000] [--neighbours 16] [--rounds 3]

esda draws 999 permutations per place, with which no place of many can pass a
correction; riskmap draws as many as the correction needs.
"""

import argparse
import time
import warnings
from collections.abc import Callable
from statistics import median

import esda
import numpy as np
from libpysal.graph import Graph

from riskmap.statistics.getis_ord import local_g
from riskmap.statistics.moran import local_moran, moran
from riskmap.statistics.spatial_weights import nearest_weights, row_standardised
from riskmap.statistics.subset_sums import needed_draws


def main() -> None:
    """Print seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=50_000)
    parser.add_argument("--neighbours", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    random = np.random.Generator(np.random.PCG64(1))
    xy = random.uniform(0, 20_000, (asked.places, 2))
    values = random.exponential(size=asked.places)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        measure(xy, values, asked.neighbours, asked.rounds)


def measure(xy: np.ndarray, values: np.ndarray, count: int, rounds: int) -> None:
    """Run both in turns and print the middle of the rounds."""
    weights = nearest_weights(xy, count)
    graph = Graph.build_knn(xy, k=count)
    draws = needed_draws(len(values), 0.05)
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "neighbours": (lambda: nearest_weights(xy, count), lambda: Graph.build_knn(xy, k=count)),
        f"Gi*, {draws} against 999 draws": (
            lambda: local_g(values, weights, draws=draws, seed=1),
            lambda: esda.G_Local(values, graph, transform="B", star=True, seed=1, n_jobs=1),
        ),
        f"local Moran, {draws} against 999 draws": (
            lambda: local_moran(values, weights, draws=draws, seed=1),
            lambda: esda.Moran_Local(values, graph, seed=1, n_jobs=1),
        ),
        "global Moran, 99 draws": (
            lambda: moran(values, row_standardised(weights), permutations=99, seed=1),
            lambda: esda.Moran(values, graph, permutations=99),
        ),
    }
    for name, (ours, theirs) in pairs.items():
        own: list[float] = []
        other: list[float] = []
        for _ in range(rounds):
            own.append(seconds(ours))
            other.append(seconds(theirs))
        first, second = median(own), median(other)
        print(f"{name}: {first:.2f} s, esda {second:.2f} s, ratio {second / first:.1f}", flush=True)


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
