"""Layer `sectors`: establishments per business park and sector (SBI section or division).

A row of totals is left out: with it, one suppressed count of a park could be
worked out from the others.
"""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import counts, with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.messages import Message, marked

# A section (G) or a code in figures (45, 49.41), whatever is written behind it.
_CODE = r"^([A-Z](?![A-Z0-9])|\d{1,2}(?:\.\d+)*(?!\d)|\d{3,6}(?!\d))"
_TOTAL = r"(?:TOTAAL|TOTAL|ALLE|ALL)\b.*|T|T001081|[A-Z]\s*-\s*[A-Z]\b.*"

_TABLE = Edition(
    name=marked("sectors table"),
    tables=("sectors", "sectoren", "branches"),
    columns={
        "park_id": ("rin_nummer", "rin_nr", "rin", "terrein_id"),
        "sector": (
            *("sbi", "sbi_afdeling", "sbi_sectie", "sectie", "sbi_code", "sbi2", "afdeling"),
            *("section", "division", "sbi_section", "sbi_division"),
        ),
        "establishments": (
            *("n_vestigingen", "aantal_vestigingen", "vestigingen", "n_establishments"),
            *("aantal_bedrijven", "aantal"),
        ),
    },
    known_by=("park_id", "sector", "establishments"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_id(frame, treatment, "park_id")
    written = frame["sector"].str.upper()
    total = written.str.fullmatch(_TOTAL).fillna(value=False).astype(bool)
    treatment.count(
        Message(
            "Rows of totals, left out so that no suppressed count can be worked out: {count}.",
            count=int(total.sum()),
        )
    )
    code = written.str.extract(_CODE, expand=False)
    code = code.mask(
        code.str.fullmatch(r"\d(?:\..*)?").fillna(value=False).astype(bool), "0" + code
    )
    nameless = code.isna() & ~total
    treatment.count(
        Message("Rows without a code of the SBI, left out: {count}.", count=int(nameless.sum()))
    )
    frame["sector"] = code
    frame = frame[~total & ~nameless].copy()
    frame["establishments"], _ = counts(frame["establishments"], "establishments", treatment)
    frame["sector_row"] = frame["park_id"] + "-" + frame["sector"]
    return frame[["sector_row", *REGISTER.result]]


REGISTER = Register(
    name="sectors",
    about=Message("Municipal table: establishments per business park and sector (SBI)"),
    index="sector_row",
    geometry="none",
    kinds={"park_id": "id", "sector": "id", "establishments": "text"},
    required=("park_id", "sector", "establishments"),
    result={"park_id": "str", "sector": "str", "establishments": "float64"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
