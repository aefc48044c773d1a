"""The contract every register keeps, built in or brought by a plug-in."""

import inspect
import re
from typing import get_args

import pandas as pd

from riskmap.errors import LayerError, PersonDataError
from riskmap.layers.layer import Access
from riskmap.layers.persons import AREA_WORDS, PLACE_NAMES, declared_person_columns, person_columns
from riskmap.layers.raster_register import RasterRegister
from riskmap.layers.register import Geometry, Kind, Register, Repeats
from riskmap.messages import Message

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_AREAS = ("polygon", "line", "line_or_polygon")


def check_register(name: str, register: Register | RasterRegister) -> None:
    """Refuse a register whose record breaks the contract, or that asks for persons.

    Parameters
    ----------
    name
        Under which name it is brought: that of its entry point.
    register
        The record, of a table, of a layer with places or of a raster.

    Raises
    ------
    PersonDataError
        When the layer, its id, or a column it declares or looks for is called
        like something about persons; the columns are named.
    LayerError
        With the first rule that is broken.
    """
    if isinstance(register, RasterRegister):
        bands = () if register.index is None else register.index.bands
        personal, rules = person_columns([name, register.name, *bands]), _raster_rules(register)
    else:
        personal = _personal(name, register)
        rules = [*_record_rules(register), *_column_rules(register)]
    if personal:
        raise PersonDataError(
            Message(
                "Layer {name} asks for columns about persons: {columns}.",
                name=name,
                columns=", ".join(dict.fromkeys(personal)),
            ),
            Message(
                "Ask its maker to leave them out, or uninstall the package that brings it; "
                "docs/person-columns.md lists the words."
            ),
        )
    for broken, rule in (*_shared_rules(name, register), *rules):
        if broken:
            raise LayerError(
                Message("Layer {name} breaks the contract: {rule}", name=name, rule=rule),
                Message("Ask its maker to mend it, or uninstall the package that brings it."),
            )


def _personal(name: str, register: Register) -> list[str]:
    """Return what the register asks for by a name about persons; what is left behind is no matter.

    An area is called something; a row of a table, or a point, is not.
    """
    found = person_columns([name, register.name])
    asked: list[tuple[str, tuple[str, ...]]] = []
    asked += [(column, (column,)) for column in (register.index, *register.kinds, *register.result)]
    for edition in register.editions:
        asked += [(column, (column, *words)) for column, words in edition.columns.items()]
    for column, words in asked:
        area = register.geometry in _AREAS and column in PLACE_NAMES
        personal = declared_person_columns(register.name, words)
        found += [word for word in personal if not (area and word.casefold() in AREA_WORDS)]
    return found


def _shared_rules(name: str, register: Register | RasterRegister) -> list[tuple[bool, Message]]:
    return [
        (register.name != name, Message("its record has another name.")),
        (not _NAME.fullmatch(name), Message("its name is no lower-case word.")),
        (not register.about.text().strip(), Message("it does not say what it is about.")),
        (
            not any(register.access is one for one in Access),
            Message("its access class is not open, municipal or police."),
        ),
    ]


def _raster_rules(register: RasterRegister) -> list[tuple[bool, Message]]:
    low, high = register.between
    return [(not low < high, Message("its lowest value is not below its highest."))]


def _record_rules(register: Register) -> list[tuple[bool, Message]]:
    return [
        (
            register.geometry not in get_args(Geometry),
            Message("its geometry is not one of {known}.", known=", ".join(get_args(Geometry))),
        ),
        (
            register.repeats not in get_args(Repeats),
            Message("what happens to repeated ids is not rename, refuse or merge."),
        ),
        (
            register.geometry == "none" and register.repeats != "refuse",
            Message("a table without places can only refuse repeated ids."),
        ),
        (not _takes_two(register), Message("its `shape` does not take a frame and a treatment.")),
    ]


def _column_rules(register: Register) -> list[tuple[bool, Message]]:
    canonical = (register.index, *register.result)
    return [
        (
            not all(_NAME.fullmatch(column) for column in canonical),
            Message("a canonical column is no lower-case word."),
        ),
        (register.index in register.result, Message("its index is among its columns.")),
        ("geometry" in canonical, Message("its geometry is among its columns.")),
        (
            not set(register.kinds.values()) <= set(get_args(Kind)),
            Message("a column is read as a kind that does not exist."),
        ),
        (
            not set(register.required) <= set(register.kinds),
            Message("a required column is not among the columns that are read."),
        ),
        (
            not all(set(one.known_by) <= set(one.columns) for one in register.editions),
            Message("an edition is known by a column it does not have."),
        ),
        (
            not all(
                _is_dtype(dtype) for dtypes in register.result.values() for dtype in _all(dtypes)
            ),
            Message("a column has a dtype that does not exist."),
        ),
    ]


def _takes_two(register: Register) -> bool:
    try:
        inspect.signature(register.shape).bind(None, None)
    except TypeError:
        return False
    return True


def _all(dtypes: str | tuple[str, ...]) -> tuple[str, ...]:
    return (dtypes,) if isinstance(dtypes, str) else dtypes


def _is_dtype(name: str) -> bool:
    try:
        pd.api.types.pandas_dtype(name)
    except TypeError:
        return False
    return True
