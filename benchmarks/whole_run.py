"""What a whole run of a project costs: CPU seconds and peak memory, step by step.

usage: python whole_run.py PROJECT   (for example a region made by tiles.py)

CPU seconds count both cores and hardly change when the machine is busy with
other work; peak memory is that of the whole process, libraries included.
"""

import argparse
import time
from pathlib import Path

from meter import forget_peak, peak_mb

from riskmap.messages import Message
from riskmap.pipeline.run import run
from riskmap.project import load_project


class Steps:
    """Seconds and peak of every step between two sentences of progress."""

    def __init__(self) -> None:
        """Start counting."""
        self.rows: list[tuple[float, float, str]] = []
        self._name, self._began = "preparing", time.process_time()

    def __call__(self, said: Message) -> None:
        """Note what the step that ended took."""
        now = time.process_time()
        self.rows.append((now - self._began, peak_mb(), self._name))
        self._name, self._began = said.text(), now
        forget_peak()


def main() -> None:
    """Run the project named on the command line, in memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--steps", type=int, default=25, help="how many of the longest to show")
    options = parser.parse_args()
    steps = Steps()
    result = run(load_project(options.project), progress=steps)
    steps(Message("done"))
    for seconds, peak, name in sorted(steps.rows, reverse=True)[: options.steps]:
        print(f"{seconds:8.2f} s {peak:7.0f} MB  {name}")
    for theme, scored in result.themes.items():
        print(f"{theme}: {len(scored.opportunity.frame)} places")
    total, peak = sum(row[0] for row in steps.rows), max(row[1] for row in steps.rows)
    print(f"{total:.1f} CPU seconds, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
