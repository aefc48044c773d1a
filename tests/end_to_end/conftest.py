"""The demo, run once, for every test that looks at its outputs."""

from contextlib import contextmanager
from pathlib import Path

import pytest

from riskmap.demo import make_demo
from riskmap.pipeline.whole_job import do_whole_job
from riskmap.project import load_project


@contextmanager
def no_bar(_: int):
    """Show no progress."""
    yield lambda _message: None


def run_project(project: Path, target: Path, **options) -> Path:
    """Run a project into `target`, as the command line does."""
    do_whole_job(load_project(project), target, progress_bar=no_bar, **options)
    return target


@pytest.fixture(scope="session")
def waterveen(tmp_path_factory) -> Path:
    """Return the folder of the mini demo, made and run."""
    folder = tmp_path_factory.mktemp("demo") / "waterveen"
    make_demo(folder, size="mini", seed=1)
    run_project(folder, folder / "out")
    return folder
