"""The gate: the condition a location must meet to be scored at all."""

from collections.abc import Iterator, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from riskmap.errors import LayerError
from riskmap.layers.layer import Layers
from riskmap.layers.naming import LAYER_NAMES
from riskmap.locations.box_row import boxes_in
from riskmap.locations.locations import Locations
from riskmap.locations.members import dwelling_addresses, footprint_m2, has_row, has_use
from riskmap.locations.within import representative_points
from riskmap.measures.arrays import Flags
from riskmap.measures.containing import containing_polygon
from riskmap.measures.share import share_covered
from riskmap.messages import Message

_HALF = 0.5


class Gate(BaseModel):
    """Conditions that must all hold; an empty gate lets every location pass.

    Attributes
    ----------
    inside, outside
        Layers of polygons the location must lie in, or must not lie in: its
        representative point, or at least half of its area.
    min_footprint_m2, max_footprint_m2
        Total footprint of its buildings (m2), both ends included.
    min_addresses, max_addresses
        How many addresses lie in it, each counted once.
    uses
        The register's words; at least one address must have one of them. An
        address of unknown use does not.
    no_dwellings
        No address is a dwelling, and none is of unknown use.
    min_boxes
        Fewest boxes of a box row.
    listed, not_listed
        Table per address -> kinds of its rows: at least one address of the
        location has a row of such a kind, or none has. No kinds means any row.
    fallback
        The gate that is used instead when a layer named in `inside` is not
        there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    min_footprint_m2: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    max_footprint_m2: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    min_addresses: int | None = Field(default=None, ge=0)
    max_addresses: int | None = Field(default=None, ge=0)
    uses: tuple[str, ...] = ()
    no_dwellings: bool = False
    min_boxes: int | None = Field(default=None, ge=1)
    listed: Mapping[str, tuple[str, ...]] = {}
    not_listed: Mapping[str, tuple[str, ...]] = {}
    fallback: "Gate | None" = None


def apply_gate(
    gate: Gate, locations: Locations, layers: Layers
) -> tuple["pd.Series[bool]", tuple[Message, ...]]:
    """Tell which locations pass, and say in words what the gate was.

    Parameters
    ----------
    gate
        The conditions.
    locations
        The places.
    layers
        ``buildings`` for footprints, ``addresses`` for uses, and the layers
        the gate names.

    Returns
    -------
        Booleans on the index of ``locations.frame``, and notes: the fallback
        where it was used, each condition, what could not be decided, and how
        many passed.

    Raises
    ------
    LayerError
        When a layer the gate needs is missing and there is no fallback.
    """
    notes: list[Message] = []
    gate = _in_force(gate, layers, notes)
    passed = np.ones(len(locations.frame), dtype=bool)
    for holds, said in _conditions(gate, locations, layers):
        passed &= holds
        notes.extend(said)
    if len(notes) == 0:
        notes.append(Message("Gate: every location of this kind is scored."))
    notes.append(
        Message(
            "{count} of {total} locations pass the gate.",
            count=int(passed.sum()),
            total=len(passed),
        )
    )
    return pd.Series(passed, index=locations.frame.index, dtype=bool), tuple(notes)


def needed_layers(gate: Gate) -> tuple[str, ...]:
    """Return the names of the layers the gate and its fallbacks look at."""
    names = [*gate.inside, *gate.outside, *gate.listed, *gate.not_listed]
    if gate.min_footprint_m2 is not None or gate.max_footprint_m2 is not None:
        names.append("buildings")
    if gate.uses or gate.no_dwellings or gate.min_boxes is not None:
        names.append("addresses")
    if gate.fallback is not None:
        names.extend(needed_layers(gate.fallback))
    return tuple(dict.fromkeys(names))


def _in_force(gate: Gate, layers: Layers, notes: list[Message]) -> Gate:
    """Return the gate, or the fallback when a layer to lie in is missing."""
    absent = [name for name in gate.inside if name not in layers]
    if not absent:
        return gate
    if gate.fallback is None:
        raise _missing(absent[0])
    notes.append(
        Message(
            "There is no layer {layer}, so the gate falls back to another condition.",
            layer=LAYER_NAMES.get(absent[0], absent[0]),
        )
    )
    return _in_force(gate.fallback, layers, notes)


def _missing(layer: str) -> LayerError:
    return LayerError(
        Message("The gate of this theme needs a layer {layer}.", layer=layer),
        Message("Add [layers.{layer}] to riskmap.toml, or switch the theme off.", layer=layer),
    )


def _frame(layers: Layers, name: str) -> gpd.GeoDataFrame:
    if name not in layers:
        raise _missing(name)
    return layers[name].frame


Condition = tuple[Flags, tuple[Message, ...]]


def _conditions(gate: Gate, locations: Locations, layers: Layers) -> Iterator[Condition]:
    yield from _of_place(gate, locations, layers)
    yield from _of_size(gate, locations, layers)
    yield from _of_number(gate, locations, layers)
    yield from _of_use(gate, locations, layers)
    yield from _of_list(gate, locations, layers)


def _of_place(gate: Gate, locations: Locations, layers: Layers) -> Iterator[Condition]:
    for name in gate.inside:
        said = Message("Gate: inside the layer {layer}.", layer=LAYER_NAMES.get(name, name))
        yield lies_in(locations, layers, name), (said,)
    for name in gate.outside:
        if name in layers:
            said = Message("Gate: outside the layer {layer}.", layer=LAYER_NAMES.get(name, name))
            yield ~lies_in(locations, layers, name), (said,)
        else:
            said = Message(
                "There is no layer {layer}, so no location was left out by it.",
                layer=LAYER_NAMES.get(name, name),
            )
            yield np.ones(len(locations.frame), dtype=bool), (said,)


def lies_in(locations: Locations, layers: Layers, name: str) -> Flags:
    """Tell whether each location's representative point or half its area lies in a layer.

    Parameters
    ----------
    locations
        The places.
    layers
        Holds the layer.
    name
        Name of a layer of polygons.
    """
    shapes = locations.frame.geometry.to_numpy()
    covers = layers[name].frame.geometry.to_numpy()
    inside: Flags = containing_polygon(representative_points(shapes), covers) >= 0
    inside[~inside] = share_covered(shapes[~inside], covers) >= _HALF
    return inside


def _of_size(gate: Gate, locations: Locations, layers: Layers) -> Iterator[Condition]:
    if gate.min_footprint_m2 is None and gate.max_footprint_m2 is None:
        return
    size = footprint_m2(locations, _frame(layers, "buildings")).to_numpy()
    if gate.min_footprint_m2 is not None:
        said = Message(
            "Gate: footprint of at least {square_m} m2.", square_m=f"{gate.min_footprint_m2:g}"
        )
        yield size >= gate.min_footprint_m2, (said,)
    if gate.max_footprint_m2 is not None:
        said = Message(
            "Gate: footprint of at most {square_m} m2.", square_m=f"{gate.max_footprint_m2:g}"
        )
        yield size <= gate.max_footprint_m2, (said,)


def _of_number(gate: Gate, locations: Locations, layers: Layers) -> Iterator[Condition]:
    index = locations.frame.index
    counts = locations.of_role("address").groupby("location_id").size()
    count = counts.reindex(index, fill_value=0).to_numpy()
    if gate.min_addresses is not None:
        said = Message("Gate: at least {count} addresses.", count=gate.min_addresses)
        yield count >= gate.min_addresses, (said,)
    if gate.max_addresses is not None:
        said = Message("Gate: at most {count} addresses.", count=gate.max_addresses)
        yield count <= gate.max_addresses, (said,)
    if gate.min_boxes is not None:
        boxes = boxes_in(locations, _frame(layers, "addresses")).to_numpy()
        said = Message("Gate: at least {count} boxes.", count=gate.min_boxes)
        yield boxes >= gate.min_boxes, (said,)


def _of_use(gate: Gate, locations: Locations, layers: Layers) -> Iterator[Condition]:
    if not gate.uses and not gate.no_dwellings:
        return
    addresses = _frame(layers, "addresses")
    if gate.uses:
        used = _per_location(has_use(addresses, gate.uses), locations)
        unknown = used["addresses"].gt(0) & used["unknown"].eq(used["addresses"])
        words = ", ".join(gate.uses)
        said = (Message("Gate: at least one address with use {uses}.", uses=words),)
        yield used["yes"].gt(0).to_numpy(), said + _undecided(unknown)
    if gate.no_dwellings:
        dwelling = _per_location(dwelling_addresses(addresses), locations)
        unknown = dwelling["unknown"].gt(0) & dwelling["yes"].eq(0)
        said = (Message("Gate: no dwellings."),)
        yield (dwelling["yes"].eq(0) & ~unknown).to_numpy(), said + _undecided(unknown)


def _of_list(gate: Gate, locations: Locations, layers: Layers) -> Iterator[Condition]:
    for wanted, lists in ((True, gate.listed), (False, gate.not_listed)):
        for name, kinds in lists.items():
            there = has_row(locations, _frame(layers, name), kinds)
            layer, words = LAYER_NAMES.get(name, name), ", ".join(kinds)
            said = {
                (True, False): Message("Gate: in the list {layer}.", layer=layer),
                (True, True): Message(
                    "Gate: in the list {layer}, as {kinds}.", layer=layer, kinds=words
                ),
                (False, False): Message("Gate: not in the list {layer}.", layer=layer),
                (False, True): Message(
                    "Gate: not in the list {layer} as {kinds}.", layer=layer, kinds=words
                ),
            }[wanted, bool(kinds)]
            yield there == wanted, (said,)


def _undecided(unknown: "pd.Series[bool]") -> tuple[Message, ...]:
    count = int(unknown.sum())
    if not count:
        return ()
    said = Message(
        "Locations that did not pass because the use of their addresses is unknown: {count}.",
        count=count,
    )
    return (said,)


def _per_location(answer: "pd.Series[bool]", locations: Locations) -> pd.DataFrame:
    """Count per location how many addresses there are, say yes, and are unknown."""
    links = locations.of_role("address")
    own = answer.reindex(links["member_id"])
    rows = pd.DataFrame(
        {
            "addresses": 1,
            "yes": own.fillna(value=False).to_numpy(dtype=np.int64),
            "unknown": own.isna().to_numpy(dtype=np.int64),
        },
        index=links["location_id"],
    )
    return rows.groupby(level=0).sum().reindex(locations.frame.index, fill_value=0)
