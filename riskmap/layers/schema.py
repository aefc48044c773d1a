"""The last check at the border: the canonical columns, as declared, with pandera."""

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from riskmap.layers.register import Register, Treatment
from riskmap.messages import Message

_UP = (0.0, float("inf"))  # no figure about a place is below zero
_RANGES = {
    "risk": (0.0, 1.0),
    **dict.fromkeys(("count", "rate", "exposure", "years"), _UP),
    "year_built": (1200.0, 2200.0),
    "years_vacant": (0.0, 500.0),
    "urbanity": (1.0, 5.0),
    **dict.fromkeys(("net_ha", "transforming_ha", "restructuring_ha", "revitalising_ha"), _UP),
    **dict.fromkeys(("address_density", "dwellings", "unoccupied_dwellings", "ramp_km"), _UP),
    **dict.fromkeys(("animals", "barns"), _UP),
}
_EXTRA = {"buildings": {"source_id": "str"}}


def checked(frame: pd.DataFrame, register: Register, treatment: Treatment) -> pd.DataFrame:
    """Return the frame when it holds exactly the declared columns, ids and dtypes.

    Raises
    ------
    LayerError
        Naming the columns that break the schema, never their values.
    """
    try:
        _schema(frame, register).validate(frame, lazy=True)
    except SchemaErrors as fault:
        columns = fault.failure_cases["column"].dropna().astype(str)
        names = sorted(set(columns)) or [register.index]
        raise treatment.error(
            Message("columns {names} do not hold what they should.", names=", ".join(names)),
            Message(
                "Check them in the file; `riskmap layers {layer}` says what is expected.",
                layer=register.name,
            ),
        ) from None
    return frame


def _schema(frame: pd.DataFrame, register: Register) -> pa.DataFrameSchema:
    columns = {}
    extra = {k: v for k, v in _EXTRA.get(register.name, {}).items() if k in frame}
    for name, dtypes in {**register.result, **extra}.items():
        dtype = dtypes if isinstance(dtypes, str) else str(frame[name].dtype)
        allowed = isinstance(dtypes, str) or dtype in dtypes
        checks = [pa.Check.in_range(*_RANGES[name])] if name in _RANGES else []
        columns[name] = pa.Column(dtype if allowed else dtypes[0], checks, nullable=True)
    if isinstance(frame, gpd.GeoDataFrame):
        columns["geometry"] = pa.Column(nullable=False)
    index = pa.Index("str", unique=True, nullable=False, name=register.index)
    return pa.DataFrameSchema(columns, index=index, strict=True)
