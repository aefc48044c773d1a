"""A table of plain values as TOML; the standard library reads TOML and does not write it."""

import json
import re
from collections.abc import Iterator, Mapping

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(table: Mapping[str, object]) -> str:
    """Return a table as TOML: read back, it is the same table.

    Parameters
    ----------
    table
        Texts, numbers, booleans, lists of them, and tables of all of these.

    Examples
    --------
    >>> print(toml_text({"title": {"nl": "Erf"}, "gates": {"yard": {"size": {"min": 100}}}}))
    title = { nl = "Erf" }
    <BLANKLINE>
    [gates.yard]
    size = { min = 100 }
    <BLANKLINE>
    """
    return "\n".join([*_lines(table, ()), ""])


def _lines(table: Mapping[str, object], place: tuple[str, ...]) -> Iterator[str]:
    inner = {name: value for name, value in table.items() if _holds_tables(value)}
    plain = {name: value for name, value in table.items() if name not in inner}
    if place and (plain or not inner):
        yield ""
        yield f"[{'.'.join(map(_key, place))}]"
    for name, value in plain.items():
        yield f"{_key(name)} = {_value(value)}"
    for name, value in inner.items():
        if isinstance(value, Mapping):
            yield from _lines(value, (*place, name))


def _holds_tables(value: object) -> bool:
    """Tell whether a value is a table with tables in it: that one gets a heading of its own."""
    return isinstance(value, Mapping) and any(isinstance(v, Mapping) for v in value.values())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {_value(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return _text(str(value))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    # JSON escapes what TOML escapes, but for the one control sign JSON lets through.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
