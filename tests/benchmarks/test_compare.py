"""The comparison of `make bench` runs from region to table, on a small region."""

import subprocess
import sys


def test_the_comparison_checks_its_answers_and_prints_a_row_per_indicator(checkout):
    script = checkout / "benchmarks" / "compare.py"
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, script, "--parcels", "3000", "--rounds", "1"],
        check=True,
        capture_output=True,
        text=True,
    )
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    assert [row[2:4] for row in rows[1:8]] == ["i1", "i2", "i3", "i4", "i5", "i6", "i7"]
    assert done.stdout.count("equal to the slow exact computation") == 3
