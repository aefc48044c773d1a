"""Which ids are among others, asked for all at once."""

import pandas as pd

from riskmap.measures.arrays import Flags


def is_among(
    ids: "pd.Series[str] | pd.Index[str]", known: "pd.Series[str] | pd.Index[str]"
) -> Flags:
    """Tell per id whether it is among the known ones; a missing id is among missing ones.

    The answer is that of ``ids.isin(known)``. For text, pandas turns every
    known value into a Python object there, on every call; an index is asked
    by its hash table, which it makes once.

    Parameters
    ----------
    ids
        What is asked.
    known
        Repeats are allowed.

    Returns
    -------
        One flag per id, in their order.
    """
    found: Flags = pd.Index(known).unique().get_indexer(pd.Index(ids)) >= 0
    return found
