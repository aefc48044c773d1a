"""Run and publish, for the commands `run` and `demo` and for notebooks."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from pathlib import Path

from riskmap.messages import Message
from riskmap.pipeline.publishing import publish
from riskmap.pipeline.run import RunResult, count_steps, run
from riskmap.pipeline.targets import check_folder
from riskmap.project import Project

ProgressBar = Callable[[int], AbstractContextManager[Callable[[Message], None]]]


def do_whole_job(
    project: Project,
    target: Path,
    *,
    only: Collection[str] = (),
    overwrite: bool = False,
    progress_bar: ProgressBar,
) -> RunResult:
    """Run a project and publish its outputs as the folder `target`.

    Parameters
    ----------
    project
        See `riskmap.project.load_project`.
    target
        Appears complete or not at all.
    only
        Run no other themes than these.
    overwrite
        Replace an earlier folder.
    progress_bar
        Takes the number of steps and yields a function that takes a sentence
        before every step.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    # A folder in the way is told before the work, not after it.
    check_folder(target, overwrite=overwrite)
    with progress_bar(count_steps(project, only)) as progress:
        result = run(project, only, progress=progress)
        publish(result, target, overwrite=overwrite, progress=progress)
    return result
