"""Layer `national_border`: the border on land as lines; of an area, its outline."""

import numpy as np
import pandas as pd
import shapely

from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

_POLYGONS = (3, 6)  # shapely type ids

_OWN = Edition(
    name=marked("national border"),
    tables=("landsgrens", "rijksgrens", "landgebied", "national_border"),
    columns={"border_id": ("lokaal_id", "identificatie", "id", "code", "objectid", "fid")},
    known_by=(),
    others=(
        *("fid", "gid", "id", "gml_id", "objectid", "code", "naam", "name", "land", "lokaal_id"),
        *("namespace", "versie", "status", "ligt_in_land_code", "ligt_in_land_naam"),
        *("begin_geldigheid", "tijdstip_registratie", "shape_length", "shape_area", "buurland"),
    ),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = frame.copy()
    shapes = np.asarray(frame["geometry"])
    areas = np.isin(shapely.get_type_id(shapes), _POLYGONS)
    treatment.count(
        Message(
            "Areas of which the whole outline was taken as border, coast included: {count}.",
            count=int(areas.sum()),
        )
    )
    shapes = shapes.copy()
    shapes[areas] = shapely.boundary(shapes[areas])
    frame["geometry"] = shapes
    return frame[["border_id", "geometry"]]


REGISTER = Register(
    name="national_border",
    about=Message("National border"),
    index="border_id",
    geometry="line_or_polygon",
    kinds={"border_id": "id"},
    required=(),
    result={},
    editions=(_OWN,),
    shape=_shape,
    may_be_empty=True,
)
