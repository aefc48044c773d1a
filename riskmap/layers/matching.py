"""Which table, which edition, which column: names in a file to names in riskmap."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message

_NEAREST = 3
# Sites for caravans and berths: people live there; never a place to score, never a target.
_NEVER = re.compile(r"standplaats|woonwagen|ligplaats")


@dataclass(frozen=True)
class Match:
    """How the columns of one table were understood.

    Attributes
    ----------
    edition
        Name of the edition; empty when none was recognised.
    columns
        Working column -> column in the file.
    unchecked
        Columns that did not come from the register, to be read and checked
        for persons; named columns of the project file are among them.
    dropped
        How many columns the border leaves behind.
    """

    edition: str
    columns: Mapping[str, str]
    unchecked: tuple[str, ...]
    dropped: int


def plain(name: str) -> str:
    """Return a name without capitals, dashes, underscores and spaces."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def choose_table(
    register: Register,
    tables: Mapping[str, Sequence[str]],
    wished: str | None,
    treatment: Treatment,
) -> str:
    """Return the table to read: the one asked for, the only one, or the one of an edition.

    Parameters
    ----------
    tables
        Table -> its columns.
    wished
        ``layer`` in the project file.

    Raises
    ------
    LayerError
        When there is no such table, several could be meant, or it holds
        sites for caravans or berths.
    """
    name = _chosen(register, tables, wished, treatment)
    if register.geometry != "none" and _NEVER.search(plain(name)):
        raise treatment.error(
            Message("table {name} holds sites for caravans or berths.", name=name),
            Message("Leave it out: riskmap never uses them, as a place or as a target."),
        )
    return name


def _chosen(
    register: Register,
    tables: Mapping[str, Sequence[str]],
    wished: str | None,
    treatment: Treatment,
) -> str:
    if wished is not None:
        for name in tables:
            if plain(name) == plain(wished):
                return name
        raise _no_table(Message("there is no table {wished}.", wished=wished), tables, treatment)
    if len(tables) == 1:
        return next(iter(tables))
    for edition in register.editions:
        for spelling in edition.tables:
            for name in tables:
                if plain(name) == plain(spelling):
                    return name
    fitting = [
        name for name, columns in tables.items() if recognised(register, columns, {}) is not None
    ]
    if len(fitting) == 1:
        return fitting[0]
    raise _no_table(Message("several tables could be meant, or none."), tables, treatment)


def tables_together(register: Register, tables: Iterable[str]) -> tuple[str, ...]:
    """Return all tables of the first register that has any of them in the file.

    Where water comes as areas and as lines, one table would be half of it.
    """
    by_plain = {plain(name): name for name in tables}
    for best in register.editions:
        same = [edition for edition in register.editions if edition.name == best.name]
        spellings = [plain(spelling) for edition in same for spelling in edition.tables]
        found = [by_plain[spelling] for spelling in spellings if spelling in by_plain]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def recognised(
    register: Register, columns: Iterable[str], wished: Mapping[str, str]
) -> Edition | None:
    """Return the first edition whose marks are all among the columns.

    A column that the project file names counts as found, but not for a table
    whose other columns are about people: those are dropped unread, and nobody
    can have a table of his own treated so by naming a column.
    """
    there = {plain(column) for column in columns}
    for edition in register.editions:
        spellings = {
            name: {plain(spelling) for spelling in (*edition.columns[name], name)}
            for name in edition.known_by
        }
        named = {} if "*" in edition.others else wished
        if all(name in named or found & there for name, found in spellings.items()):
            return edition
    return None


def match(
    register: Register, columns: Sequence[str], wished: Mapping[str, str], treatment: Treatment
) -> Match:
    """Find the working columns of a table.

    Raises
    ------
    LayerError
        When a required column is missing; the message names what was looked
        for and the nearest names that are there.
    """
    named = _named(register, columns, wished, treatment)
    edition = recognised(register, columns, named)
    spellings = _spellings(register, edition)
    by_plain: dict[str, str] = {}
    for column in columns:
        by_plain.setdefault(plain(column), column)
    found = dict(named)
    for name, known in spellings.items():
        hits = [by_plain[plain(spelling)] for spelling in known if plain(spelling) in by_plain]
        if hits and name not in found:
            found[name] = hits[0]
    missing = [name for name in register.required if name not in found]
    if missing:
        raise _missing(missing, spellings, columns, treatment)
    found = {name: column for name, column in found.items() if name in register.kinds}
    used = set(found.values())
    left = [column for column in columns if column not in used]
    return Match(
        edition=edition.name if edition else "",
        columns=found,
        unchecked=tuple(dict.fromkeys([*_strangers(left, edition), *named.values()]))
        if edition
        else tuple(columns),
        dropped=len(left),
    )


def _named(
    register: Register, columns: Sequence[str], wished: Mapping[str, str], treatment: Treatment
) -> dict[str, str]:
    """Return the columns the project file names, as they are spelled in the file."""
    allowed = list(register.kinds)
    by_plain = {plain(column): column for column in reversed(columns)}
    named = {}
    for name, column in wished.items():
        if name not in allowed:
            raise treatment.error(
                Message("[layers.{layer}] columns names {name}.", layer=register.name, name=name),
                Message("It can name: {names}.", names=", ".join(allowed)),
            )
        if column not in columns and plain(column) not in by_plain:
            raise treatment.error(
                Message("there is no column {column}.", column=column),
                Message("Nearest in the file: {names}.", names=_nearest([column], columns)),
            )
        named[name] = column if column in columns else by_plain[plain(column)]
    return named


def _spellings(register: Register, edition: Edition | None) -> dict[str, tuple[str, ...]]:
    """Return working column -> spellings: of the edition, or of all editions together."""
    editions = (edition,) if edition else register.editions
    found: dict[str, tuple[str, ...]] = {name: (name,) for name in register.kinds}
    for one in editions:
        for name, known in one.columns.items():
            found[name] = (*found.get(name, (name,)), *known)
    return found


def _strangers(columns: Iterable[str], edition: Edition | None) -> list[str]:
    """Return the columns that the register does not publish."""
    if edition is None:
        return []
    known = {plain(name) for name in edition.others}
    known |= {plain(spelling) for known_as in edition.columns.values() for spelling in known_as}
    return [] if "*" in edition.others else [name for name in columns if plain(name) not in known]


def _missing(
    missing: Sequence[str],
    spellings: Mapping[str, Sequence[str]],
    columns: Sequence[str],
    treatment: Treatment,
) -> Exception:
    looked_for = [spelling for name in missing for spelling in spellings[name]]
    return treatment.error(
        Message(
            "column {missing} is missing; looked for {looked_for}; nearest in the file: {nearest}.",
            missing=", ".join(missing),
            looked_for=", ".join(dict.fromkeys(looked_for)),
            nearest=_nearest(looked_for, columns),
        ),
        Message(
            'Name the column in riskmap.toml: [layers.{layer}] columns = {{ {first} = "..." }}.',
            layer=treatment.layer,
            first=missing[0],
        ),
    )


def _nearest(wanted: Iterable[str], columns: Sequence[str]) -> str:
    """Return the names in the file that look most like one of those wanted."""
    by_plain = {plain(column): column for column in columns}
    close: dict[str, None] = {}
    for name in wanted:
        for hit in difflib.get_close_matches(plain(name), by_plain, n=_NEAREST, cutoff=0.4):
            close[by_plain[hit]] = None
    return ", ".join(list(close)[:_NEAREST] or list(columns)[:_NEAREST]) or "-"


def _no_table(problem: Message, tables: Iterable[str], treatment: Treatment) -> Exception:
    return treatment.error(
        problem,
        Message(
            'Set layer = "..." in [layers.{layer}] to one of: {tables}.',
            layer=treatment.layer,
            tables=", ".join(tables) or "-",
        ),
    )
