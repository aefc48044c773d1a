"""Compare the tally of rank certainty with scripts that take one draw at a time.

``python benchmarks/sensitivity.py`` makes 50,000 places on 15 criteria in five
families, some values unknown, and asks three scripts in turn, each in a
process of its own, for rank intervals and chances of the first 25:

* ``plain``: a numpy loop, one matrix product and one argsort a draw, all ranks
  kept, quantiles at the end;
* ``pymcdm``: its weighted sum and ranking, one draw at a time, ranks kept;
* ``riskmap``: `riskmap.statistics.acceptability`.

``--draws`` is for the comparison; riskmap alone then takes 10,000.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import pymcdm
from meter import peak_mb

from riskmap.statistics.acceptability import acceptability
from riskmap.statistics.simplex import around
from riskmap.statistics.weighted_means import Draws

SCRIPTS = ("plain", "pymcdm", "riskmap")
K = 25
FAMILY_OF = np.repeat(np.arange(5), 3)
SETS = 50
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]


def places(count: int, *, unknown: float) -> np.ndarray:
    """Return scores of places, a share of them unknown."""
    generator = np.random.Generator(np.random.PCG64(1))
    values = generator.random((count, len(FAMILY_OF)))
    values[generator.random(values.shape) < unknown] = np.nan
    values[np.isnan(values).all(axis=1)] = 0.5
    return values


def weights(draws: int) -> tuple[np.ndarray, np.ndarray]:
    """Return weights of families and of criteria inside them."""
    generator = np.random.Generator(np.random.PCG64(2))
    families = around(generator, draws, np.full(5, 0.2), 0.25)
    inside = np.hstack([around(generator, draws, np.full(3, 1 / 3), 0.25) for _ in range(5)])
    return families, inside


def plain(values: np.ndarray, draws: int) -> Arrays:
    """Take one draw at a time, in numpy, and keep every rank."""
    known, filled = ~np.isnan(values), np.nan_to_num(values)
    ranks = np.empty((draws, len(values)), dtype=np.int32)
    for number, (family_weights, inside) in enumerate(zip(*weights(draws), strict=True)):
        above, below = np.zeros(len(values)), np.zeros(len(values))
        for family in range(5):
            own = family == FAMILY_OF
            total = known[:, own] @ inside[own]
            mean = np.divide(
                filled[:, own] @ inside[own], total, out=np.zeros(len(values)), where=total > 0
            )
            above += family_weights[family] * mean
            below += family_weights[family] * (total > 0)
        ranks[number, np.argsort(-(above / below))] = np.arange(1, len(values) + 1)
    return _figures(ranks)


def library(values: np.ndarray, draws: int) -> Arrays:
    """Take one draw at a time with pymcdm, which knows no unknown values."""
    method = pymcdm.methods.WSM(normalization_function=lambda column, cost=False: column)  # noqa: ARG005 (as pymcdm calls it)
    filled, types = np.nan_to_num(values), np.ones(len(FAMILY_OF))
    ranks = np.empty((draws, len(values)), dtype=np.int32)
    for number, (family_weights, inside) in enumerate(zip(*weights(draws), strict=True)):
        scores = method(filled, family_weights[FAMILY_OF] * inside, types)
        ranks[number] = method.rank(scores)
    return _figures(ranks)


def _figures(ranks: np.ndarray) -> Arrays:
    low, high = np.quantile(ranks, [0.05, 0.95], axis=0, method="inverted_cdf")
    return (ranks <= K).mean(axis=0), low, high


def ours(values: np.ndarray, draws: int) -> Arrays:
    """Ask riskmap, with as many sets of measurements as it takes for thresholds."""
    families, inside = weights(draws)

    def cases() -> Iterator[Draws]:
        for part in np.array_split(np.arange(draws), SETS):
            yield Draws(values, families[part], inside[part])

    found = acceptability(cases(), FAMILY_OF, k=K, watched=np.arange(200))
    return (found.top, *found.interval(0.9))


def timed(script: str, count: int, draws: int, unknown: float) -> dict[str, float]:
    """Run one script here, and return seconds, CPU seconds and the peak of this process."""
    values = places(count, unknown=unknown)
    start, cpu = time.perf_counter(), time.process_time()
    work = {"plain": plain, "pymcdm": library, "riskmap": ours}[script]
    top, low, high = work(values, draws)
    return {
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - cpu,
        "peak_mb": peak_mb(),
        "top": float(top.sum()),
        "width": float((high - low).mean()),
    }


def in_turn(count: int, draws: int, unknown: float, rounds: int) -> dict[str, list[dict]]:
    """Run the scripts in processes of their own, in turn."""
    found: dict[str, list[dict]] = {script: [] for script in SCRIPTS}
    for number in range(rounds):
        for script in SCRIPTS if number % 2 == 0 else SCRIPTS[::-1]:
            found[script].append(alone(script, count, draws, unknown))
    return found


def alone(script: str, count: int, draws: int, unknown: float) -> dict[str, float]:
    """Run one script in a process of its own."""
    words = ["--script", script, "--places", count, "--draws", draws, "--unknown", unknown]
    command = [sys.executable, __file__, *map(str, words)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603 - this script
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def show(found: dict[str, list[dict]]) -> None:
    """Print medians and the ratios to riskmap, round by round."""
    mine = [one["seconds"] for one in found["riskmap"]]
    for script, rounds in found.items():
        seconds, cpu, peak = (
            statistics.median(one[name] for one in rounds) for name in ("seconds", "cpu", "peak_mb")
        )
        ratios = [one["seconds"] / ours for one, ours in zip(rounds, mine, strict=True)]
        print(
            f"{script:8} {seconds:7.1f} s, {cpu:7.1f} CPU s, peak {peak:6.0f} MB, "
            f"{statistics.median(ratios):.1f} times riskmap ({min(ratios):.1f}-{max(ratios):.1f}); "
            f"mean width {rounds[0]['width']:.0f}",
            flush=True,
        )


def main() -> None:
    """Compare, or be one of the scripts that are compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=50_000)
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--unknown", type=float, default=0.02)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--script", choices=SCRIPTS)
    given = parser.parse_args()
    if given.script:
        print(json.dumps(timed(given.script, given.places, given.draws, given.unknown)))
        return
    print(f"{given.places:,} places, {given.draws:,} draws, {given.rounds} rounds in turn")
    show(in_turn(given.places, given.draws, given.unknown, given.rounds))
    many = alone("riskmap", given.places, given.many, given.unknown)
    print(
        f"riskmap alone, {given.many:,} draws: {many['seconds']:.0f} s, {many['cpu']:.0f} CPU s, "
        f"peak {many['peak_mb']:.0f} MB"
    )


if __name__ == "__main__":
    main()
