"""Which indicators there are, and how one of them is measured."""

import difflib
import importlib
import inspect
import keyword
import pkgutil
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

import riskmap.indicators
from riskmap.errors import IndicatorError
from riskmap.indicators.contract import check_contract
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.reasons import Reasoned
from riskmap.layers.images import Images
from riskmap.layers.layer import Layers
from riskmap.layers.naming import COLUMN_NAMES, LAYER_NAMES
from riskmap.layers.persons import person_columns
from riskmap.locations.locations import Locations
from riskmap.messages import Message
from riskmap.plugins import brought

GROUP = "riskmap.indicators"


class Measurement(NamedTuple):
    """One indicator, measured at every location.

    Attributes
    ----------
    values
        In the indicator's unit, on the locations' index; NaN where unknown
        and where it does not apply.
    applies
        False where the indicator does not apply, which is not unknown.
    missing
        Why nothing at all is known; None when something is.
    """

    values: "pd.Series[float]"
    applies: "pd.Series[bool]"
    missing: Message | None = None


def builtin() -> dict[str, Indicator]:
    """Return the indicators of riskmap itself by name: one per file of this package."""
    found = {}
    for file in pkgutil.iter_modules(riskmap.indicators.__path__):
        module = importlib.import_module(f"{riskmap.indicators.__name__}.{file.name}")
        indicator = getattr(module, "INDICATOR", None)
        if isinstance(indicator, Indicator):
            found[file.name] = indicator
    return dict(sorted(found.items()))


def catalogue() -> dict[str, Indicator]:
    """Return all indicators by name: the built-in ones and those of plug-ins.

    A plug-in names its `Indicator` in the entry-point group
    ``riskmap.indicators``, under the name of its function.

    Raises
    ------
    PluginError
        When a plug-in does not load or takes a name that is in use.
    IndicatorError
        When it breaks the contract.
    """
    own = builtin()
    plugins = brought(GROUP, (Indicator,), own)
    for name, indicator in plugins.items():
        check_contract(name, indicator)
    return dict(sorted((own | plugins).items()))


def check_name(name: str) -> None:
    """Refuse a name that a new indicator cannot have.

    Raises
    ------
    IndicatorError
        When it is no lower-case Python name, is in use, or speaks of persons.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or keyword.iskeyword(name):
        raise IndicatorError(
            Message("{name} cannot be the name of an indicator.", name=name),
            Message("Write lower-case words joined by _, for example quiet_corner."),
        )
    if name in catalogue():
        raise IndicatorError(
            Message("There is an indicator {name} already.", name=name),
            Message("Choose another name; `riskmap indicators {name}` explains it.", name=name),
        )
    if person_columns([name]):
        raise IndicatorError(
            Message("{name} speaks of persons; an indicator is about places only.", name=name),
            Message("Choose a measurement of the place; docs/person-columns.md lists the words."),
        )


def measure(
    indicator: Indicator,
    locations: Locations,
    layers: Layers,
    options: Mapping[str, object] | None = None,
) -> Measurement:
    """Measure one indicator, or say why it cannot be measured.

    Parameters
    ----------
    indicator
        Its function gets shallow copies, so that a column it would add or
        drop is not seen by anyone else.
    locations
        At least the ids and members; their order does not matter.
    layers
        The layers of the run; a layer the indicator can do without is None
        when the run has none of that name.
    options
        Option -> value; the rest keep their defaults.

    Returns
    -------
    Measurement
        On the locations' index.

    Raises
    ------
    IndicatorError
        When an option is not known or has another type than its default, or
        the function does not return what the contract asks for.
    """
    return measure_with_reasons(indicator, locations, layers, options)[0]


def measure_with_reasons(
    indicator: Indicator,
    locations: Locations,
    layers: Layers,
    options: Mapping[str, object] | None = None,
) -> tuple[Measurement, "pd.Series[Any]"]:
    """Measure one indicator, with the reasons why single values are unknown.

    See `measure` for the parameters.

    Returns
    -------
        The measurement, and on the same index a `Message` where the indicator
        says why the value is unknown, None elsewhere.
    """
    chosen = _checked_options(indicator, options or {})
    silent = pd.Series(None, index=locations.frame.index, dtype=object)
    everywhere = pd.Series(data=True, index=locations.frame.index)
    reason = _lacking(indicator, layers)
    if reason is not None:
        nothing = pd.Series(np.nan, index=locations.frame.index, name=indicator.id)
        return Measurement(nothing, everywhere, reason), silent
    frames = [_frame(layers, name) for name in indicator.layers]
    found = indicator.function(_copy(locations), *frames, **chosen)
    because = found.because if isinstance(found, Reasoned) else silent
    measured = found[0] if isinstance(found, Reasoned) else found
    values = _checked(indicator, measured, locations)
    if not because.index.equals(values.index):
        raise _broken(indicator, Message("its reasons are not on the locations' index."))
    applies = everywhere
    if indicator.applies is not None:
        applies = _checked_applies(
            indicator,
            indicator.applies(_copy(locations), *frames, **_taken(indicator.applies, chosen)),
            locations,
        )
    values = values.where(applies)
    because = because.where(applies & values.isna(), None)
    return Measurement(values, applies, _unknown(values, applies, because)), because


def _lacking(indicator: Indicator, layers: Layers) -> Message | None:
    for layer in indicator.required_layers:
        if layer not in layers:
            return Message("There is no layer {layer}.", layer=LAYER_NAMES.get(layer, layer))
    either = indicator.either_layers
    if either and not any(layer in layers for layer in either):
        return Message(
            "There is no layer {layer}, nor one that can take its place.",
            layer=LAYER_NAMES.get(either[0], either[0]),
        )
    for layer, columns in indicator.needs.items():
        for column in columns:
            if not layers.knows(layer, column):
                return Message(
                    "Not known in layer {layer}: {column}.",
                    layer=LAYER_NAMES.get(layer, layer),
                    column=COLUMN_NAMES.get(column, column),
                )
    return None


def _unknown(
    values: "pd.Series[float]", applies: "pd.Series[bool]", because: "pd.Series[Any]"
) -> Message | None:
    if values.notna().any():
        return None
    if not applies.any():
        return Message("It applies to none of the locations.")
    reasons = {str(one): one for one in because[applies]}
    only = next(iter(reasons.values())) if len(reasons) == 1 else None
    return only if isinstance(only, Message) else Message("It is unknown at every location.")


def _checked_options(indicator: Indicator, options: Mapping[str, object]) -> dict[str, object]:
    known = indicator.options
    for name, wish in options.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1) or sorted(known)
            raise IndicatorError(
                Message("Indicator {id} has no option {option}.", id=indicator.id, option=name),
                Message("Choose one of: {known}.", known=", ".join(near))
                if near
                else Message("Leave it out: this indicator has no options."),
            )
        if not _fits(wish, known[name]):
            raise IndicatorError(
                Message(
                    "Option {option} of indicator {id} has the wrong type.",
                    option=name,
                    id=indicator.id,
                ),
                Message("Write a value like its default, {default}.", default=known[name]),
            )
    return dict(options)


def _fits(wish: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(wish, bool):
        return isinstance(wish, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(wish, int | float)
    return default is None or isinstance(wish, type(default))


def _checked(indicator: Indicator, values: object, locations: Locations) -> "pd.Series[float]":
    if not isinstance(values, pd.Series) or not pd.api.types.is_numeric_dtype(values.dtype):
        raise _broken(indicator, Message("it does not return one Series of numbers."))
    if not values.index.equals(locations.frame.index):
        raise _broken(indicator, Message("its Series is not on the locations' index."))
    numbers = pd.Series(values.to_numpy(dtype=float, na_value=np.nan), index=values.index)
    if np.isinf(numbers.to_numpy()).any():
        raise _broken(indicator, Message("it returns an infinite number; unknown is NaN."))
    return numbers.rename(indicator.id)


def _taken(applies: Callable[..., object], chosen: Mapping[str, object]) -> dict[str, object]:
    """Return the options that `applies` asks for too."""
    parameters = inspect.signature(applies).parameters
    return {
        name: wish
        for name, wish in chosen.items()
        if name in parameters and parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
    }


def _checked_applies(
    indicator: Indicator, applies: object, locations: Locations
) -> "pd.Series[bool]":
    if not isinstance(applies, pd.Series) or applies.dtype != bool:
        raise _broken(indicator, Message("its `applies` does not return one Series of booleans."))
    if not applies.index.equals(locations.frame.index):
        raise _broken(indicator, Message("its Series is not on the locations' index."))
    return applies


def _broken(indicator: Indicator, rule: Message) -> IndicatorError:
    return IndicatorError(
        Message("Indicator {name} breaks the contract: {rule}", name=indicator.id, rule=rule),
        Message("Ask its maker to mend it, or uninstall the package that brings it."),
    )


def _copy(locations: Locations) -> Locations:
    frame, members = locations.frame.copy(deep=False), locations.members.copy(deep=False)
    return Locations(locations.kind, frame, members)


def _frame(layers: Layers, name: str) -> gpd.GeoDataFrame | pd.DataFrame | Images | None:
    layer = layers.get(name)
    if layer is None or layer.images is not None:
        return None if layer is None else layer.images
    return layer.frame.copy(deep=False)
