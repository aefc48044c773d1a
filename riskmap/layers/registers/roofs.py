"""Layer `roofs`: how much of a building's roof is suspected to hold asbestos."""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import possible, with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.values import as_number, is_written
from riskmap.messages import Message, marked

# Words of roof maps -> share of the roof that is suspected.
_CLASSES = {
    **dict.fromkeys(("verdacht", "asbestverdacht", "asbest verdacht", "asbest", "ja"), 1.0),
    **dict.fromkeys(("suspect", "suspected", "yes", "zeker", "asbesthoudend"), 1.0),
    **dict.fromkeys(("deels", "deels verdacht", "gedeeltelijk", "mogelijk"), 0.5),
    **dict.fromkeys(("partly", "possible", "mogelijk verdacht", "gedeeltelijk verdacht"), 0.5),
    **dict.fromkeys(("niet verdacht", "onverdacht", "nee", "geen", "geen asbest"), 0.0),
    **dict.fromkeys(("gesaneerd", "asbestvrij", "not suspected", "no", "none"), 0.0),
}

_TABLE = Edition(
    name=marked("roofs table"),
    tables=("roofs", "daken", "asbestdaken"),
    columns={
        "building_id": ("pand_id", "pand_identificatie", "bag_pand_id", "identificatie"),
        "suspect": ("klasse", "dakklasse", "asbestverdacht", "asbest", "roof_class", "class"),
    },
    known_by=("building_id", "suspect"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_id(frame, treatment, "building_id")
    written = frame["suspect"].str.lower()
    percent = written.str.endswith("%").fillna(value=False).astype(bool)
    numbers = as_number(written.str.replace("%", "", regex=False))
    numbers = numbers.mask(percent, numbers / 100)
    shares = written.map(_CLASSES, na_action="ignore").astype("float64").fillna(numbers)
    treatment.count(
        Message(
            "Values of column {column} that could not be read, made unknown: {count}.",
            column="suspect",
            count=int((shares.isna() & is_written(written)).sum()),
        )
    )
    frame["suspect"] = possible(shares, "suspect", treatment, most=1.0)
    return frame[["building_id", *REGISTER.result]]


REGISTER = Register(
    name="roofs",
    about=Message("Municipal table: roofs suspected of asbestos, per building"),
    index="building_id",
    geometry="none",
    kinds={"building_id": "bag_id", "suspect": "text"},
    required=("building_id", "suspect"),
    result={"suspect": "float64"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
