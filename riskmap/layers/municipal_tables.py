"""What municipal tables share: rows with an id, and counts too small to be read.

A count of establishments from 1 to 4 may point at one firm, so it is made
unknown before anything else sees it; zero names nobody and passes.
"""

import pandas as pd

from riskmap.layers.register import Treatment
from riskmap.layers.values import as_number, is_written
from riskmap.messages import Message

FEWEST = 5  # smallest count of establishments that may be read
# How a municipality writes a count that it suppressed itself.
_SUPPRESSED = (
    r"<\s*5|<=?\s*4|[1-4]\s*(?:-|\u2013|t/m|tot en met|to)\s*4"
    r"|(?:minder dan|fewer than|less than) 5"
)


def with_id(frame: pd.DataFrame, treatment: Treatment, *ids: str) -> pd.DataFrame:
    """Leave out the rows that hold none of the ids.

    Parameters
    ----------
    ids
        Working columns of ids.
    """
    nameless = frame[list(ids)].isna().all(axis=1)
    treatment.count(
        Message(
            "Rows without {ids}, left out: {count}.",
            ids=" / ".join(ids),
            count=int(nameless.sum()),
        )
    )
    return frame[~nameless].copy()


def counts(
    written: pd.Series, column: str, treatment: Treatment
) -> "tuple[pd.Series[float], pd.Series[bool]]":
    """Read counts of establishments, and make those from 1 to 4 unknown.

    Parameters
    ----------
    written
        Counts as text; ``<5`` and the like say that the municipality
        suppressed one itself.
    column
        What the counts are called in the report.

    Returns
    -------
    tuple
        The counts (NaN where unknown or suppressed), and where one was
        suppressed, here or at the source.
    """
    numbers = as_number(written)
    by_source = written.str.lower().str.fullmatch(_SUPPRESSED).fillna(value=False).astype(bool)
    small = (numbers > 0) & (numbers < FEWEST)
    treatment.withheld |= bool(small.any())
    treatment.count(
        Message(
            "Counts of column {column} from 1 to 4, made unknown: {count}. Suppress them at the "
            "source: write <5 before the table leaves the municipality.",
            column=column,
            count=int(small.sum()),
        )
    )
    treatment.count(
        Message(
            "Counts of column {column} that were suppressed at the source: {count}.",
            column=column,
            count=int(by_source.sum()),
        )
    )
    counted = (numbers == 0) | ((numbers >= FEWEST) & (numbers % 1 == 0))
    lost = is_written(written) & ~(counted | small | by_source)
    treatment.count(
        Message(
            "Values of column {column} that are no count, made unknown: {count}.",
            column=column,
            count=int(lost.sum()),
        )
    )
    return numbers.where(counted), small | by_source


def possible(
    values: "pd.Series[float]",
    column: str,
    treatment: Treatment,
    *,
    most: float = float("inf"),
) -> "pd.Series[float]":
    """Make numbers below zero or above `most` unknown, and count them."""
    impossible = (values < 0) | (values > most)
    treatment.count(
        Message(
            "Values of column {column} that cannot be, made unknown: {count}.",
            column=column,
            count=int(impossible.sum()),
        )
    )
    return values.mask(impossible)
