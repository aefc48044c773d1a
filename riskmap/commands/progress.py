"""Progress on standard error: a bar on a terminal, nothing in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from riskmap.language import spoken_language, translator
from riskmap.messages import Message


@contextmanager
def progress_bar(steps: int) -> Iterator[Callable[[Message], None]]:
    """Yield a function that takes a sentence before every step.

    Parameters
    ----------
    steps
        How many steps are expected.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    translate = translator(spoken_language())
    console = Console(stderr=True)
    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=steps)
        started = False

        def step(message: Message) -> None:
            nonlocal started
            bar.update(task, advance=1 if started else 0, description=message.text(translate))
            started = True

        yield step
