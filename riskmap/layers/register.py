"""What the border knows about one layer: its columns, its editions, its rules.

A `Register` is a record without behaviour of its own. The files beside this
one hold one each; `border.py` carries them out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from riskmap.errors import LayerError
from riskmap.layers.layer import Access
from riskmap.messages import Message

Kind = Literal["bag_id", "id", "text", "uses", "number", "date", "flag", "as_is"]
Geometry = Literal["polygon", "line", "line_or_polygon", "point", "none"]
Repeats = Literal["rename", "refuse", "merge"]


@dataclass(frozen=True)
class Edition:
    """One edition of a register, as it is published in files and services.

    Attributes
    ----------
    name
        What people call it.
    tables
        Names of the table inside the file.
    columns
        Working column -> its spellings; capitals, ``_``, ``-`` and spaces do
        not count.
    known_by
        Working columns that must be found before a file is taken for this
        edition.
    others
        Columns the register publishes besides: dropped unread, and counted.
        ``*`` stands for all others. A column that is neither in `columns` nor
        here did not come from the register, and is checked for persons.
    """

    name: str
    tables: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    known_by: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass
class Treatment:
    """What happens to one layer at the border.

    Attributes
    ----------
    layer, file
        Where it is: canonical name and file name.
    reference_date, dated
        The day of the run, and the day of the data.
    known, wished
        Working columns the file has, and those the project file named itself.
    columns
        Working column -> column in the file.
    measure
        What the project file says the figures of the police layer are; None
        where it does not say.
    access
        Access class; a reader may make it stricter.
    notes
        What was done, for the report.
    withheld
        Counts were made unknown because they are too small. The hash of the
        file is then withheld too: with it somebody could try them out.
    """

    layer: str
    file: str
    reference_date: date
    dated: date | None = None
    known: frozenset[str] = frozenset()
    wished: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)
    measure: str | None = None
    access: Access = Access.OPEN
    notes: list[Message] = field(default_factory=list)
    withheld: bool = False

    def note(self, message: Message) -> None:
        """Keep one sentence for the report; the same sentence is kept once."""
        if message not in self.notes:
            self.notes.append(message)

    def count(self, message: Message) -> None:
        """Keep a sentence only when its ``count`` is not zero."""
        if message.facts["count"]:
            self.note(message)

    def name_file(self, first: int) -> None:
        """Say of the notes from `first` on in which of several files it was."""
        for row in range(first, len(self.notes)):
            self.notes[row] = Message("{file}: {note}", file=self.file, note=self.notes[row])

    def check_valid(self, until: date | None) -> None:
        """Refuse a layer that may no longer be used on the day of the run."""
        if until is not None and until < self.reference_date:
            raise self.error(
                Message("it may be used until {day}, and that is past.", day=until),
                Message("Get a current file, and set valid_until to its own last day."),
            )

    def error(self, problem: Message, next_step: Message) -> LayerError:
        """Return an error that begins with the layer and the file."""
        place = Message(
            "Layer {layer} ({file}): {problem}", layer=self.layer, file=self.file, problem=problem
        )
        return LayerError(place, next_step)


@dataclass(frozen=True)
class Register:
    """How one canonical layer is read.

    Attributes
    ----------
    name, index
        Canonical name of the layer and of its id.
    about
        What the layer is, in one line.
    geometry
        Kind of geometry that may pass.
    kinds
        Working column -> how its values are read. Columns the file does not
        have are filled with unknown.
    required
        Working columns the file must have.
    result
        Canonical column -> dtype, or several dtypes that may pass.
    editions
        Known editions, best first.
    shape
        ``shape(frame, treatment)``: takes the working columns, keeps what
        exists now, and returns the canonical columns with `index` among them.
    access
        Class of the layer when nothing stricter is said.
    repeats
        What to do with one id on different geometries: ``rename`` gives each
        its own id, ``refuse`` is an error, ``merge`` joins them.
    may_be_empty
        No rows in the area is an answer for this layer, not a fault.
    all_tables
        Every table of the register in one file is read, where the project
        file names none: areas and lines of the same thing.
    """

    name: str
    about: Message
    index: str
    geometry: Geometry
    kinds: Mapping[str, Kind]
    required: tuple[str, ...]
    result: Mapping[str, str | tuple[str, ...]]
    editions: tuple[Edition, ...]
    shape: Callable[[pd.DataFrame, Treatment], pd.DataFrame]
    access: Access = Access.OPEN
    repeats: Repeats = "rename"
    may_be_empty: bool = False
    all_tables: bool = False
