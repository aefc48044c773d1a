"""The border: every layer comes in here, and only here.

Columns are recognised by edition, only declared ones pass, columns about
persons are refused, former versions and dummies are filtered, geometry is
checked, repaired and brought to EPSG:28992, ids are text and belong to one
object each. What was done is counted in the layer's report.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from riskmap.errors import LayerError
from riskmap.geo import RD
from riskmap.layers.catalogue import registers
from riskmap.layers.columns import Rows, read_parts
from riskmap.layers.geometries import mended
from riskmap.layers.layer import Access, Layer, LayerReport
from riskmap.layers.register import Register, Treatment
from riskmap.layers.registers import addresses
from riskmap.layers.repeats import with_own_ids
from riskmap.layers.risk_raster import read_risk_raster
from riskmap.layers.schema import checked
from riskmap.messages import Message
from riskmap.reading import check_path, hash_file, is_raster

Box = tuple[float, float, float, float]


def read_layer(
    name: str,
    paths: Sequence[Path],
    *,
    reference_date: date,
    table: str | None = None,
    columns: Mapping[str, str] | None = None,
    crs: str | None = None,
    access: Access | None = None,
    dated: date | None = None,
    valid_until: date | None = None,
    box: Box | None = None,
    band: int = 1,
    measure: str | None = None,
) -> Layer:
    """Read one canonical layer.

    Parameters
    ----------
    name
        Canonical name, such as ``buildings``.
    paths
        One file, or several of the same kind (a layer of several years).
    reference_date
        The day of the run: what counts as valid, and how long is vacant.
    table
        Table inside the file; without it the edition decides.
    columns
        Canonical column -> column in the file, where no edition knows it.
    crs
        Coordinate system that mends a missing or wrong declaration.
    access
        Access class; without it the layer's own. A stricter class stated in
        the file itself wins.
    dated, valid_until
        Day of the data, and last day it may be used.
    box
        Read only what touches west, south, east, north (metres, EPSG:28992).
    band
        Band of a raster.
    measure
        Of the police layer: what its figures are (``risk``, ``class``,
        ``count``, ``rate`` or ``density``); without it a risk or a class.

    Returns
    -------
    Layer
        Canonical columns, indexed and sorted by id as text, in EPSG:28992.

    Raises
    ------
    LayerError
        When the file is not the layer it is declared to be.
    PersonDataError
        When a table carries columns about persons.
    InputError
        When a file may not or cannot be opened.
    """
    register = _register(name)
    treatment = Treatment(
        layer=name,
        file=", ".join(path.name for path in paths),
        reference_date=reference_date,
        dated=dated,
        access=register.access if access is None else access,
        measure=measure,
    )
    treatment.check_valid(valid_until)
    layer = Layer(
        name=name,
        frame=pd.DataFrame(),
        source=treatment.file,
        access=treatment.access,
        date=dated,
        sha256=";".join(hash_file(check_path(path)) for path in paths),
    )
    if name == "risk" and is_raster(paths[0]):
        return read_risk_raster(layer, paths, crs=crs, band=band, box=box, treatment=treatment)
    return _read(layer, register, paths, (table, columns or {}, crs, box), treatment)


def _read(
    layer: Layer,
    register: Register,
    paths: Sequence[Path],
    wishes: tuple[str | None, Mapping[str, str], str | None, Box | None],
    treatment: Treatment,
) -> Layer:
    parts, editions, matched, rows_read = [], [], {}, 0
    for rows, shaped in _shaped(register, paths, wishes, treatment):
        rows_read += len(rows.frame)
        editions.append(rows.edition)
        matched.update({column: name for name, column in rows.columns.items()})
        parts.append(shaped)
    treatment.file = layer.source
    frame = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    frame = _one_object_per_id(frame.reset_index(drop=True), register, treatment)
    _not_empty(frame, rows_read, register, treatment)
    links = addresses.links_of(frame) if "building_ids" in frame else None
    frame = _canonical(frame, register)
    report = LayerReport(matched, rows_read, len(frame), tuple(treatment.notes))
    return Layer(
        name=layer.name,
        frame=checked(frame, register, treatment),
        source=layer.source,
        access=treatment.access,
        date=layer.date,
        edition=", ".join(dict.fromkeys(filter(None, editions))),
        sha256="" if treatment.withheld else layer.sha256,
        links=links,
        measure=(treatment.measure or "risk") if layer.name == "risk" else "",
        report=report,
    )


def _shaped(
    register: Register,
    paths: Sequence[Path],
    wishes: tuple[str | None, Mapping[str, str], str | None, Box | None],
    treatment: Treatment,
) -> Iterator[tuple[Rows, pd.DataFrame]]:
    """Yield what was read of each file and table, and what of it exists now."""
    table, columns, crs, box = wishes
    for path in paths:
        treatment.file, noted = path.name, len(treatment.notes)
        for rows in read_parts(
            path, register, treatment, table=table, wished=columns, crs=crs, box=box
        ):
            treatment.known, treatment.columns = frozenset(rows.columns), rows.columns
            yield rows, register.shape(rows.frame, treatment)
            if len(paths) > 1 or rows.table:
                treatment.file = f"{path.name} {rows.table}".strip()
                treatment.name_file(noted)
            treatment.file, noted = path.name, len(treatment.notes)


def _register(name: str) -> Register:
    if name in registers():
        return registers()[name]
    raise LayerError(
        Message("There is no layer {name}.", name=name),
        Message("Known layers are: {names}.", names=", ".join(registers())),
    )


def _one_object_per_id(
    frame: pd.DataFrame, register: Register, treatment: Treatment
) -> pd.DataFrame:
    if register.geometry != "none":
        frame = mended(gpd.GeoDataFrame(frame, crs=RD), register.geometry, treatment)
    frame = with_own_ids(frame, register, treatment)
    return frame.set_index(register.index).sort_index()


def _not_empty(
    frame: pd.DataFrame, rows_read: int, register: Register, treatment: Treatment
) -> None:
    if len(frame):
        return
    if register.may_be_empty and rows_read:
        treatment.note(Message("No row of the file passed; the layer is empty."))
        return
    if register.may_be_empty:
        treatment.note(Message("The file has no rows in the area; the layer is empty."))
        return
    raise treatment.error(
        Message("it holds no usable rows here ({count} were read).", count=rows_read),
        Message(
            "Check that path and layer in [layers.{layer}] name the right file, and that it "
            "covers the area.",
            layer=register.name,
        ),
    )


def _canonical(frame: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Return the declared columns in their declared order and dtypes."""
    names = [*register.result, *(["source_id"] if "source_id" in frame else [])]
    geometry = [] if register.geometry == "none" else ["geometry"]
    frame = frame[[*names, *geometry]].copy()
    frame.index = frame.index.astype("str")
    for name, dtypes in register.result.items():
        if isinstance(dtypes, str) and frame[name].dtype != dtypes:
            frame = frame.astype({name: dtypes})
    return frame
