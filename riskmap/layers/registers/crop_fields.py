"""Layer `crop_fields`: fields declared by their users each year (BRP).

The register gives a field no id that lasts over the years, so an id here is
the year with the file's own id, or with a mark of the field's outline.
"""

import hashlib
import re

import numpy as np
import pandas as pd
import shapely

from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message

_LANDSCAPE = "landschapselement"

_BRP = Edition(
    name="BRP",
    tables=("brp_gewas", "brpgewas", "brpgewaspercelen", "brp_gewaspercelen"),
    columns={
        "category": ("category", "categorie", "cat_gewascategorie", "cat_gewasc"),
        "crop": ("gewas", "gws_gewas"),
        "crop_code": ("gewascode", "gws_gewascode", "gws_gewasc"),
        "year": ("jaar", "jaarcode"),
        "own_id": ("crop_field_id", "id", "objectid", "gid"),
    },
    known_by=("category", "crop_code"),
    others=(
        *("fid", "gid", "objectid", "status", "geometrie_area", "geometrie_length", "geometrie"),
        *("geometrie1", "geometrie_", "selected", "shape_length", "shape_area", "shape_leng"),
    ),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = frame.copy()
    category = frame["category"].str.lower()
    landscape = category.str.startswith(_LANDSCAPE).fillna(value=False).astype(bool)
    treatment.count(
        Message(
            "Landscape elements (hedges, ditches), which are no fields, left out: {count}.",
            count=int(landscape.sum()),
        )
    )
    frame = frame[~landscape].copy()
    frame["year"] = frame["year"].fillna(_year(treatment))
    if frame["year"].isna().any():
        raise treatment.error(
            Message("no column, date or file name says which year the fields are of."),
            Message("Set date = {example} in [layers.crop_fields].", example="2024-05-15"),
        )
    frame["year"] = frame["year"].astype("int64")
    own, nameless = frame["own_id"].copy(), frame["own_id"].isna()
    own[nameless] = outlines(frame.loc[nameless, "geometry"])
    frame["crop_field_id"] = frame["year"].astype("str") + "-" + own
    return frame[["crop_field_id", *REGISTER.result, "geometry"]]


def outlines(geometry: pd.Series) -> pd.Series:
    """Return a short mark of each outline, the same for the same outline."""
    forms = shapely.normalize(shapely.force_2d(np.asarray(geometry)))
    marks = [hashlib.sha256(form).hexdigest()[:12] for form in shapely.to_wkb(forms)]
    return pd.Series(marks, index=geometry.index, dtype="str")


def _year(treatment: Treatment) -> float:
    """Return the year in the file's name, or that of the layer's date."""
    in_name = set(re.findall(r"(?<!\d)(20\d\d)(?!\d)", treatment.file))
    if len(in_name) == 1:
        return float(in_name.pop())
    return float(treatment.dated.year) if treatment.dated else float("nan")


REGISTER = Register(
    name="crop_fields",
    about=Message("Crop fields (BRP), one or several years"),
    index="crop_field_id",
    geometry="polygon",
    kinds={
        "category": "text",
        "crop": "text",
        "crop_code": "id",
        "year": "number",
        "own_id": "id",
    },
    required=("category",),
    result={"category": "str", "crop": "str", "crop_code": "str", "year": "int64"},
    editions=(_BRP,),
    shape=_shape,
    may_be_empty=True,
)
