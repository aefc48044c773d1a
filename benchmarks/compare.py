"""Compare riskmap's measures with a plain GeoPandas script, in interleaved rounds.

Both scripts run in a process of their own, in turn, on the same region, so
that a busy spell of the machine hits both. Medians per indicator; both
scripts read the files once, which is shown apart and not in the total.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely
from exactextract import exact_extract
from meter import Region, read
from plain import raster_source
from region import make_region

SCRIPTS = ("plain", "measured")
HERE = Path(__file__).parent
TABLE = "<!-- table of make bench -->"
Figures = dict[str, dict[str, float]]
Rounds = list[dict[str, Figures]]
Answers = Mapping[str, np.ndarray]


def run_rounds(region: Path, rounds: int, answers: Path) -> Rounds:
    """Run both scripts in turn, `rounds` times."""
    found: Rounds = []
    for number in range(rounds):
        figures = {}
        # Who goes first changes, so that neither profits from the other's warm files.
        for script in SCRIPTS if number % 2 == 0 else SCRIPTS[::-1]:
            command = [sys.executable, HERE / f"{script}.py", region, answers / f"{script}.npz"]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own script, our own folder
            figures[script] = json.loads(done.stdout)
        found.append(figures)
        seconds = [sum(one["seconds"] for one in figures[script].values()) for script in SCRIPTS]
        print(
            f"round {number + 1} of {rounds}: {seconds[0]:.1f} s and {seconds[1]:.1f} s", flush=True
        )
    return found


def table(rounds: Rounds, parcels: int) -> str:
    """Return the table of medians, ratios and peaks, in Markdown."""
    names = [name for name in rounds[0]["plain"] if name != "reading"]
    lines = [
        f"{parcels:,} parcels, median of {len(rounds)} interleaved rounds.",
        "",
        "| | plain, s | riskmap, s | times faster (range) | plain, peak MB | riskmap, peak MB |",
        "|---|---:|---:|---:|---:|---:|",
        *(_row(name, [name], rounds) for name in names),
        _row("**total**", names, rounds),
        _row("reading the files, in both", ["reading"], rounds),
    ]
    return "\n".join(["", *lines, "", ""])


def _row(title: str, names: list[str], rounds: Rounds) -> str:
    seconds = {
        script: [sum(one[script][name]["seconds"] for name in names) for one in rounds]
        for script in SCRIPTS
    }
    peaks = [
        statistics.median(max(one[script][name]["peak_mb"] for name in names) for one in rounds)
        for script in SCRIPTS
    ]
    plain, ours = (statistics.median(seconds[script]) for script in SCRIPTS)
    ratios = [p / m for p, m in zip(*seconds.values(), strict=True)]
    spread = f"{plain / ours:.1f} ({min(ratios):.1f}-{max(ratios):.1f})"
    return f"| {title} | {plain:.2f} | {ours:.2f} | {spread} | {peaks[0]:.0f} | {peaks[1]:.0f} |"


def check_answers(region: Region, plain: Answers, ours: Answers) -> list[str]:
    """Compare the answers; stop when ours are not the exact ones."""
    told = []
    for name, values in ours.items():
        other = plain[name]
        known = ~(np.isnan(values) | np.isnan(other))
        unlike = int((np.isnan(values) != np.isnan(other)).sum())
        most = np.abs(values - other)[known].max()
        told.append(f"{name}: largest difference {most:.3g}; known in one only {unlike}")
        exact_in_both = name.split()[0] not in {"i1", "i2", "i6"}
        if exact_in_both and (unlike or most > 1e-6):  # noqa: PLR2004 - metres, shares, risk
            sys.exit(f"The answers differ. {told[-1]}")
    sample = np.random.default_rng(0).choice(len(region.frames["parcels"]), 500, replace=False)
    slow = {
        "i1 nearest other dwelling: distance": _nearest_slowly(region, sample),
        "i2 addresses within 500 m: count": _count_slowly(region, sample),
        "i6 mean of a 10 m raster: mean": _mean_by_exactextract(region, sample),
    }
    for name, expected in slow.items():
        np.testing.assert_allclose(ours[name][sample], expected, rtol=0, atol=1e-6, err_msg=name)
        told.append(f"{name}: equal to the slow exact computation for 500 parcels")
    return told


def _nearest_slowly(region: Region, sample: np.ndarray) -> np.ndarray:
    """Every dwelling of a parcel against every dwelling that is not in it."""
    dwellings = region.geometries("addresses")[region.frames["addresses"].dwelling.to_numpy()]
    answers = []
    for parcel in region.geometries("parcels")[sample]:
        own = shapely.intersects(parcel, dwellings)
        far = shapely.distance(dwellings[own][:, None], dwellings[~own][None])
        answers.append(far.min() if far.size else np.nan)
    return np.array(answers)


def _count_slowly(region: Region, sample: np.ndarray) -> np.ndarray:
    middles = shapely.centroid(region.geometries("parcels")[sample])
    near = shapely.distance(middles[:, None], region.geometries("addresses")[None]) <= 500  # noqa: PLR2004 - metres
    return near.sum(axis=1)


def _mean_by_exactextract(region: Region, sample: np.ndarray) -> np.ndarray:
    frame = region.frames["parcels"].iloc[sample]
    found = exact_extract(raster_source(region), frame, ["mean"], output="pandas")
    return found["mean"].to_numpy(float)


def main() -> None:
    """Run the comparison named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parcels", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--into", type=Path, help="page whose table is replaced")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        region = Path(folder) / "region"
        make_region(options.parcels, region)
        rounds = run_rounds(region, options.rounds, Path(folder))
        answers = [dict(np.load(Path(folder) / f"{script}.npz")) for script in SCRIPTS]
        told = check_answers(read(region), *answers)
    text = table(rounds, options.parcels)
    print(text, *told, sep="\n")
    if options.into:
        before, _, after = options.into.read_text(encoding="utf-8").split(TABLE)
        page = TABLE.join([before, "\n" + text, after])
        options.into.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
