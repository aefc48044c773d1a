"""The tally of rank certainty against a plain loop, and what 10,000 draws cost."""

import json
import subprocess
import sys

import numpy as np
import pytest


def run(checkout, *words):
    script = checkout / "benchmarks" / "sensitivity.py"
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, script, *map(str, words)], check=True, capture_output=True, text=True
    )
    return done.stdout


def test_the_comparison_runs_and_its_scripts_agree(checkout):
    out = run(checkout, "--places", 300, "--draws", 100, "--rounds", 1, "--many", 100)
    assert [line.split()[0] for line in out.splitlines()[1:4]] == ["plain", "pymcdm", "riskmap"]
    alone = {
        script: json.loads(run(checkout, "--script", script, "--places", 300, "--draws", 100))
        for script in ("plain", "riskmap")
    }
    assert alone["riskmap"]["top"] == pytest.approx(alone["plain"]["top"])
    # Beyond rank 128 the limits lie at the ends of bins 2 % wide: wider, by less than that.
    plain, ours = alone["plain"]["width"], alone["riskmap"]["width"]
    assert plain - 1e-9 <= ours <= plain + 0.03 * 300


@pytest.mark.long
def test_ten_thousand_draws_of_fifty_thousand_places_stay_small(checkout):
    words = ("--script", "riskmap", "--places", 50_000, "--draws", 10_000)
    found = json.loads(run(checkout, *words))
    assert found["top"] == pytest.approx(25)
    assert found["peak_mb"] < 600  # libraries and measurements included
    assert found["cpu"] < 240  # about a minute where nothing else runs
    assert np.isfinite(found["width"])
