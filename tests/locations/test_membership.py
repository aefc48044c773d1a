"""Which ids are among others: the answer of a plain loop, for every dtype text comes in."""

import pandas as pd
import pytest

from riskmap.locations.membership import is_among


@pytest.mark.parametrize("dtype", ["str", "object", "string"])
def test_an_id_is_found_whatever_the_text_is_stored_as_and_repeats_do_not_matter(dtype):
    ids = pd.Series(["b", "a", "z", "a"], dtype=dtype)
    assert is_among(ids, pd.Series(["a", "b", "a"], dtype="str")).tolist() == [
        *(True, True, False, True)
    ]


def test_an_index_answers_as_a_column_does_and_nothing_is_among_nothing():
    ids = pd.Index(["b", "a"], dtype="str")
    assert is_among(ids, pd.Index(["a"], dtype="str")).tolist() == [False, True]
    assert is_among(ids, pd.Series(dtype="str")).tolist() == [False, False]
    assert is_among(ids[:0], ids).tolist() == []


def test_a_missing_id_is_not_among_known_ones():
    ids = pd.Series(["a", None], dtype="str")
    assert is_among(ids, pd.Index(["a"], dtype="str")).tolist() == [True, False]
