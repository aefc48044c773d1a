"""Every error riskmap raises on purpose.

::

    RiskmapError               exit code 1: one sentence and the next step
    ├── ProjectError           riskmap.toml, a theme file, an option
    ├── InputError             a file that may not or cannot be opened
    │   └── LayerError         a file that opens, and breaks its layer's schema
    │       └── PersonDataError   columns about persons
    ├── IndicatorError         an indicator that breaks the contract
    ├── PluginError            what an installed package brings, and cannot be used
    ├── ScoringError           scores that cannot be computed or compared
    ├── OutputError            a file that cannot be written or is in the way
    └── Faults                 several of the above, told at once
"""

from collections.abc import Callable, Sequence

from riskmap.messages import Message, untranslated


class RiskmapError(Exception):
    """Something the user can mend.

    Parameters
    ----------
    problem
        One sentence that names file, layer and row or column.
    next_step
        One sentence that says what to do now.
    """

    def __init__(self, problem: Message, next_step: Message) -> None:
        super().__init__(problem, next_step)
        self.problem = problem
        self.next_step = next_step

    def text(self, translate: Callable[[str], str] = untranslated) -> str:
        """Return problem and next step, in the language of `translate`."""
        return f"{self.problem.text(translate)} {self.next_step.text(translate)}"

    def __str__(self) -> str:
        """Return the English text."""
        return self.text()


class ProjectError(RiskmapError):
    """A fault in riskmap.toml, a theme file or an option."""


class InputError(RiskmapError):
    """A file that may not or cannot be opened."""


class LayerError(InputError):
    """A file that opens, but is not the layer it is declared to be."""


class PersonDataError(LayerError):
    """A table with columns about persons, households or named companies."""


class IndicatorError(RiskmapError):
    """An indicator that breaks its contract or is not known."""


class PluginError(RiskmapError):
    """What an installed package brings, and cannot be used."""


class ScoringError(RiskmapError):
    """Scores that cannot be computed or compared."""


class OutputError(RiskmapError):
    """A file that cannot be written, or that is in the way."""


class Faults(RiskmapError):  # noqa: N818 (a bundle of errors, not one)
    """Several faults, told at once.

    Parameters
    ----------
    faults
        At least one error; each keeps its own problem and next step.
    """

    def __init__(self, faults: Sequence[RiskmapError]) -> None:
        super().__init__(
            Message("{count} faults were found.", count=len(faults)),
            Message("Mend them one by one; all of them are listed here."),
        )
        self.faults: tuple[RiskmapError, ...] = tuple(
            part
            for fault in faults
            for part in (fault.faults if isinstance(fault, Faults) else (fault,))
        )

    @classmethod
    def raise_any(cls, faults: Sequence[RiskmapError]) -> None:
        """Raise what is in `faults`: nothing, the one, or all of them at once."""
        if faults:
            raise faults[0] if len(faults) == 1 else cls(faults)

    def text(self, translate: Callable[[str], str] = untranslated) -> str:
        """Return every fault on a line of its own."""
        return "\n".join(fault.text(translate) for fault in self.faults)
