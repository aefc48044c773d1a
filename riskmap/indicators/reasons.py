"""Why a measurement is unknown at a place, for the indicators that can say so."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from riskmap.measures.arrays import Flags, Floats
from riskmap.messages import Message


class Reasoned(NamedTuple):
    """What an indicator may return in place of a Series.

    Attributes
    ----------
    values
        As an indicator returns them, NaN where unknown.
    because
        On the same index: a `Message` where the indicator can say why the
        value is unknown, None elsewhere.
    """

    values: "pd.Series[float]"
    because: "pd.Series[Any]"


def reasoned(index: "pd.Index[str]", values: Floats, *reasons: tuple[Flags, Message]) -> Reasoned:
    """Return values that are unknown wherever there is a reason.

    Parameters
    ----------
    index
        The locations'.
    values
        Shape (n,).
    reasons
        Where, shape (n,), and why; at a place with several the first is told.
    """
    told = np.full(len(index), None, dtype=object)
    for where, message in reversed(reasons):
        told[where] = message
    there = np.array([message is not None for message in told], dtype=bool)
    known = np.where(there, np.nan, values)
    return Reasoned(pd.Series(known, index=index), pd.Series(told, index=index, dtype=object))
