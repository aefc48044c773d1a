"""One id, one object: doubles dropped, ids shared by several objects taken apart.

The BGT writes ``0228109999999999`` on every building whose BAG id it does not
know, so an id that comes back on another outline never merges anything.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.layers.register import Register, Treatment
from riskmap.layers.registers.crop_fields import outlines
from riskmap.messages import Message

# municipality (4), type (2), then nothing but nines; or nothing but zeros
_DUMMY = r"\d{6}9{10}|0+"


def with_own_ids(frame: pd.DataFrame, register: Register, treatment: Treatment) -> pd.DataFrame:
    """Return one row per object, each with an id of its own.

    An object whose register id is missing, a dummy, or shared with another
    outline gets its own id: ``own_id`` where the register has a second id,
    otherwise the shared id with a mark of its outline. The register's id is
    then kept in ``source_id`` (buildings).
    """
    frame = _without_doubles(frame, register, treatment)
    ids = frame[register.index]
    dummy = ids.isna() | ids.str.fullmatch(_DUMMY).fillna(value=False).astype(bool)
    shared = ids.duplicated(keep=False) | dummy
    if not shared.any():
        return frame
    if register.repeats == "refuse":
        raise _refused(int(shared.sum()), register, treatment)
    if register.repeats == "merge":
        return _merged(frame, register, treatment)
    frame = frame.copy()
    if register.name == "buildings":
        frame["source_id"] = ids.where(shared)
    frame.loc[shared, register.index] = _own(frame[shared], register)
    treatment.note(
        Message(
            "Objects with a shared, dummy or missing id, each given an id of its own: {count}.",
            count=int(shared.sum()),
        )
    )
    return frame


def _without_doubles(frame: pd.DataFrame, register: Register, treatment: Treatment) -> pd.DataFrame:
    """Drop rows with the same id and the same outline; of differing rows the first by content."""
    ids = frame[register.index]
    often = ids.duplicated(keep=False) & ids.notna()
    if not often.any():
        return frame
    some = frame[often]
    content = some.drop(columns="geometry", errors="ignore").astype("str").fillna("")
    key = content[[register.index]].copy()
    if "geometry" in some:
        key["outline"] = outlines(some["geometry"])
    if register.repeats == "refuse":  # rows that contradict each other are no doubles
        key["all"] = _joined(content)
    dummy = ids[often].str.fullmatch(_DUMMY).astype(bool)
    key["content"] = _joined(content)
    order = key.sort_values(list(key.columns))
    # an unknown id says nothing, so there only a row that is the same in full is a double
    kept = order[~order.drop(columns="content").duplicated() | dummy[order.index]]
    kept = kept[~kept.duplicated()]
    treatment.count(Message("Rows that came twice, dropped: {count}.", count=len(some) - len(kept)))
    return frame[~often | frame.index.isin(kept.index)]


def _own(shared: pd.DataFrame, register: Register) -> pd.Series:
    marks = outlines(shared["geometry"])
    ids = shared[register.index].fillna(register.name) + "~" + marks
    if "own_id" in shared:
        ids = shared["own_id"].where(shared["own_id"].notna(), ids)
        ids = ids.where(~ids.duplicated(keep=False), ids + "~" + marks)
    content = _joined(shared.drop(columns="geometry").astype("str").fillna(""))
    order = pd.DataFrame({"id": ids, "content": content}).sort_values(["id", "content"])
    nth = order.groupby("id").cumcount() + 1
    again = nth[ids.index] > 1
    own: pd.Series = ids.where(~again, ids + "~" + nth[ids.index].astype("str"))
    return own


def _joined(content: pd.DataFrame) -> pd.Series:
    """Return the cells of each row as one text; column by column, as rows are many."""
    joined = content.iloc[:, 0]
    for name in content.columns[1:]:
        joined = joined + "|" + content[name]
    return joined


def _merged(frame: pd.DataFrame, register: Register, treatment: Treatment) -> pd.DataFrame:
    unnamed = frame[register.index].isna()
    treatment.count(
        Message("Areas without a name or code, left out: {count}.", count=int(unnamed.sum()))
    )
    frame = frame[~unnamed]
    groups = frame.groupby(register.index, sort=True)
    first = groups.first().reset_index()
    shapes = [shapely.union_all(np.asarray(part)) for _, part in groups["geometry"]]
    first["geometry"] = gpd.GeoSeries(shapes, index=first.index, crs=frame.geometry.crs)
    treatment.count(
        Message("Parts joined to the area they belong to: {count}.", count=len(frame) - len(first))
    )
    merged: pd.DataFrame = gpd.GeoDataFrame(first, geometry="geometry", crs=frame.geometry.crs)
    return merged


def _refused(count: int, register: Register, treatment: Treatment) -> Exception:
    return treatment.error(
        Message(
            "{count} rows share their {index} with another row that says something else, "
            "or have none.",
            count=count,
            index=register.index,
        ),
        Message("Keep one row per {index}.", index=register.index),
    )
