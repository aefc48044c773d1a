"""Results that show their own page in Jupyter, shut in a frame of its own."""

import html
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from riskmap.writing import write_text

Result = TypeVar("Result")
_HEIGHT_PX = 640


def framed(page: str, *, height_px: int = _HEIGHT_PX, scripts: bool = False) -> str:
    """Return a whole page as a frame that can reach neither the notebook nor a network.

    Parameters
    ----------
    page
        A complete HTML document.
    height_px
        Height of the frame in pixels.
    scripts
        The page's own scripts may run; only maps have any.
    """
    # In plain ASCII: the page's own policy compares its parts byte by byte.
    inside = html.escape(page, quote=True).encode("ascii", "xmlcharrefreplace").decode()
    sandbox = "allow-scripts" if scripts else ""
    return (
        f'<iframe sandbox="{sandbox}" width="100%" height="{height_px}" '
        f'style="border:0" srcdoc="{inside}"></iframe>'
    )


@dataclass(frozen=True, repr=False)
class Shown(Generic[Result]):
    """A result with its page: Jupyter shows the page, everything else is the result's.

    ::

        return Shown(evaluation, write_evaluation_page)

    Attributes
    ----------
    result
        What was computed; its attributes can be read from this object too.
    draw
        Makes the page of the result; called when somebody looks, once.
    """

    result: Result
    draw: Callable[[Result], str] = field(compare=False)

    @cached_property
    def page(self) -> str:
        """The page as an HTML document."""
        return self.draw(self.result)

    def save(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Write the page to a file.

        Raises
        ------
        OutputError
            When something stands there and `overwrite` is False.
        """
        write_text(self.page, Path(path), overwrite=overwrite)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the result has)
        """Return an attribute of the result."""
        if name.startswith("__") or name in {"result", "draw"}:
            raise AttributeError(name)
        return getattr(self.result, name)

    def __dir__(self) -> list[str]:
        """Return what can be asked of this object, the result's own included."""
        return sorted({*object.__dir__(self), *dir(self.result)})

    def __repr__(self) -> str:
        """Return the result's own line."""
        return repr(self.result)

    def _repr_html_(self) -> str:
        return framed(self.page)
