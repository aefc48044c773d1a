"""Raw values: ids stay text, dummies and gaps become unknown, never zero."""

import numpy as np
import pandas as pd
import pytest

from riskmap.layers.values import (
    as_bag_id,
    as_date,
    as_flag,
    as_id,
    as_number,
    as_text,
    as_uses,
    is_dutch,
    is_written,
    unknown,
)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("0457100000054140", "0457100000054140"),
        ("NL.IMBAG.Pand.0457100000054140", "0457100000054140"),
        (
            "http://bag.basisregistraties.overheid.nl/bag/id/pand/0392100000045123",
            "0392100000045123",
        ),
        (457100000054140, "0457100000054140"),
        (457100000054140.0, "0457100000054140"),
        ("457100000054140.0", "0457100000054140"),
        (3100000012345, "0003100000012345"),
        ("G0228.b2f92a4600fd4bffae508c3d4f729be4", "G0228.b2f92a4600fd4bffae508c3d4f729be4"),
        ("inspireadressen.1742212", "inspireadressen.1742212"),
    ],
)
def test_a_bag_id_is_text_of_sixteen_digits_however_it_was_written(raw, wanted):
    assert as_bag_id(pd.Series([raw])).tolist() == [wanted]


def test_an_id_column_with_a_gap_is_mended_from_floats():
    ids = as_id(pd.Series([345287060.0, np.nan]))
    assert ids[0] == "345287060"
    assert pd.isna(ids[1])


def test_empty_text_and_the_hash_of_older_editions_are_unknown_but_words_stay_words():
    text = as_text(pd.Series(["", "#", " Dorpsstraat ", "NA", "null", "None"]))
    assert text.isna().tolist() == [True, True, False, False, False, False]
    assert text.tolist()[2:] == ["Dorpsstraat", "NA", "null", "None"]


def test_uses_are_the_same_words_in_the_same_order_whatever_joined_them():
    raw = pd.Series(["woonfunctie,industriefunctie", "industriefunctie|woonfunctie", None])
    as_lists = pd.Series([["woonfunctie", "industriefunctie"], None], dtype="object")
    assert as_uses(raw).tolist()[:2] == ["industriefunctie,woonfunctie"] * 2
    assert as_uses(as_lists)[0] == "industriefunctie,woonfunctie"
    assert pd.isna(as_uses(raw)[2])


def test_a_column_with_decimal_commas_is_read_the_dutch_way():
    raw = pd.Series(["1.234,5", "0,75", ""])
    assert is_dutch(raw)
    assert as_number(raw).tolist()[:2] == [1234.5, 0.75]
    assert np.isnan(as_number(raw)[2])


def test_a_column_without_commas_keeps_its_decimal_points():
    raw = pd.Series(["1.5", "20"])
    assert not is_dutch(raw)
    assert as_number(raw).tolist() == [1.5, 20.0]


def test_infinite_and_unreadable_numbers_are_unknown():
    assert as_number(pd.Series(["inf", "veel", None])).isna().all()


@pytest.mark.parametrize(
    "raw", ["2024-03-01", "01-03-2024", "1-3-2024", "20240301", "2024/03/01", "2024-03-01T12:30:00"]
)
def test_dates_are_read_in_the_ways_dutch_files_write_them(raw):
    assert as_date(pd.Series([raw]))[0] == pd.Timestamp("2024-03-01")


def test_a_date_that_is_none_is_unknown():
    assert as_date(pd.Series(["31-02-2024", "binnenkort", None])).isna().all()


def test_yes_is_yes_in_capitals_and_without():
    flags = as_flag(pd.Series(["JA", "Ja", "ja", "NEE", "onbekend", None]))
    assert flags.tolist()[:4] == [True, True, True, False]
    assert flags.isna().tolist()[4:] == [True, True]


def test_text_beside_lists_and_bytes_is_text_and_they_are_joined_and_decoded():
    raw = pd.Series(["a", ["b", "c"], b"d", None], dtype="object")
    assert as_text(raw).tolist()[:3] == ["a", "b,c", "d"]
    assert pd.isna(as_text(raw)[3])


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [("bag_id", "str"), ("uses", "str"), ("number", "float64"), ("flag", "boolean")],
)
def test_a_column_the_file_does_not_have_is_unknown_and_of_its_kind(kind, dtype):
    column = unknown(pd.RangeIndex(2), kind)
    assert column.isna().tolist() == [True, True]
    assert column.dtype == dtype


def test_what_is_written_may_be_unreadable_and_infinity_is_no_crash():
    assert is_written(pd.Series(["veel", " ", "#", None])).tolist() == [True, False, False, False]
    assert is_written(pd.Series([np.inf, 1.0, np.nan])).tolist() == [True, True, False]
