"""A layer: geographic data with known columns, in RD New, dated and sourced."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import geopandas as gpd
import pandas as pd

from riskmap.layers.images import Images
from riskmap.messages import Message
from riskmap.reading import Raster


class Access(IntEnum):
    """How widely a layer may be shared; a result takes the strictest of its inputs."""

    OPEN = 0
    MUNICIPAL = 1
    POLICE = 2


@dataclass(frozen=True)
class LayerReport:
    """What the border did to one layer, told in counts and never in values.

    Attributes
    ----------
    matched
        Column in the file -> canonical column.
    rows_read, rows_kept
        Rows in the file (or in the box that was read), and rows that passed.
    notes
        One sentence per treatment: dropped, repaired, left out, derived.
    """

    matched: Mapping[str, str] = field(default_factory=dict)
    rows_read: int = 0
    rows_kept: int = 0
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Layer:
    """One layer as the rest of riskmap sees it.

    Attributes
    ----------
    name
        Canonical name, as in ``[layers.NAME]``.
    frame
        Canonical columns only, indexed by the layer's id as text, sorted by
        it; geometry in EPSG:28992. A table without places is a plain
        DataFrame.
    source
        File name (never a path), or how the layer was derived.
    sha256
        Hash of the files; empty for a derived layer, and where it would let
        somebody try out the counts that were made unknown.
    links
        For ``addresses``: one row per address and building it lies in
        (``address_id``, ``building_id``, both text). An address may lie in
        several buildings. None where the register does not say.
    raster
        For a police layer that is a grid of values; `frame` is then empty.
    measure
        What the figures of a police layer are: ``risk``, ``class``, ``count``,
        ``rate`` or ``density``; empty for other layers.
    images
        For a layer that is one or more dated rasters, opened when they are
        needed; `frame` is then empty.
    """

    name: str
    frame: gpd.GeoDataFrame | pd.DataFrame
    source: str
    access: Access = Access.OPEN
    date: dt.date | None = None
    edition: str = ""
    sha256: str = ""
    links: pd.DataFrame | None = None
    raster: Raster | None = None
    measure: str = ""
    images: Images | None = None
    report: LayerReport = field(default_factory=LayerReport)


@dataclass(frozen=True)
class Layers:
    """The layers of one run, by canonical name."""

    by_name: Mapping[str, Layer]

    def __contains__(self, name: object) -> bool:
        """Tell whether the run has a layer of that name."""
        return name in self.by_name

    def __getitem__(self, name: str) -> Layer:
        """Return the layer of that name."""
        return self.by_name[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names."""
        return iter(self.by_name)

    def get(self, name: str) -> Layer | None:
        """Return the layer, or None when the run has none of that name."""
        return self.by_name.get(name)

    def knows(self, name: str, column: str) -> bool:
        """Tell whether the layer is there and holds at least one known value of the column."""
        layer = self.by_name.get(name)
        if layer is None or column not in layer.frame.columns:
            return False
        return bool(layer.frame[column].notna().any())
