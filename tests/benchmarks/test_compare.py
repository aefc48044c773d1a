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
    assert [row.split()[1] for row in rows[1:13]] == [f"i{k}" for k in range(1, 13)]
    assert done.stdout.count("equal to the slow exact computation") == 3
