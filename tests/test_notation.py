"""Numbers, dates and value functions as a Dutch or English reader expects them."""

import datetime as dt

import pytest

from riskmap.messages import Message
from riskmap.notation import (
    day,
    measurement,
    number,
    percentage,
    plain_number,
    spoken_number,
    value_words,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "digits", "dutch", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (0.0, 3, "0,000", "0.000"),
        (-0.25, 2, "-0,25", "-0.25"),
        (NAN, 2, "?", "?"),
    ],
)
def test_a_number_has_the_marks_of_its_language(value, digits, dutch, english):
    assert number(value, "nl", digits) == dutch
    assert number(value, "en", digits) == english


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [(0.05, "0,05", "0.05"), (400.0, "400", "400"), (1 / 3, "0,333333", "0.333333")],
)
def test_a_plain_number_has_no_needless_zeros(value, dutch, english):
    assert plain_number(value, "nl") == dutch
    assert plain_number(value, "en") == english


def test_a_day_is_written_out():
    assert day(dt.date(2026, 3, 9), "nl") == "9 maart 2026"
    assert "9" in day(dt.date(2026, 3, 9), "en")
    assert "March" in day(dt.date(2026, 3, 9), "en")


@pytest.mark.parametrize(
    ("value", "unit", "dutch", "english"),
    [
        (0.625, "share", "63%", "63%"),
        (1437.2, "m2", "1.437 m²", "1,437 m²"),
        (1.44, "km", "1,4 km", "1.4 km"),
        (80.4, "m", "80 m", "80 m"),
        (1, "addresses", "1 adres", "1 address"),
        (2, "addresses", "2 adressen", "2 addresses"),
        (0, "addresses", "0 adressen", "0 addresses"),
        (1, "boxes", "1 box", "1 box"),
        (2.5, "years", "2,5 jaar", "2.5 years"),
        (NAN, "m", "? m", "? m"),
    ],
)
def test_a_measurement_has_its_unit_and_no_more_digits_than_one_says(value, unit, dutch, english):
    assert measurement(value, unit, "nl") == dutch
    assert measurement(value, unit, "en") == english


@pytest.mark.parametrize(
    ("value", "unit", "english"),
    [
        (320, "establishments", "320 establishments"),
        (1, "establishments", "1 establishment"),
        (2.9, "transfers", "2.9 transfers"),
    ],
)
def test_a_count_of_register_rows_says_what_was_counted(value, unit, english):
    assert measurement(value, unit, "en") == english


def test_a_percentage_is_rounded_to_whole_ones():
    assert percentage(0.994, "nl") == "99%"


@pytest.mark.parametrize(
    ("shape", "points", "unit", "words"),
    [
        ("rising", (80, 300), "m", "score 0 up to 80 m, rising to score 1 at 300 m"),
        ("falling", (0.5, 2), "km", "score 1 up to 0.5 km, falling to score 0 at 2 km"),
        ("rising", (0.3, 0.8), "share", "score 0 up to 30%, rising to score 1 at 80%"),
        (
            "log_rising",
            (1, 30),
            "addresses",
            "score 0 up to 1 address, rising to score 1 at 30 addresses, on a ",
        ),
        (
            "trapezoid",
            (0, 1, 2, 3),
            "m",
            "score 0 up to 0 m, score 1 from 1 m to 2 m, score 0 again from 3 m",
        ),
        (
            "percentile",
            (0.8, 0.99),
            "m",
            "score 0 for the lowest 80% of the places, rising to score 1 from 99%",
        ),
    ],
)
def test_a_value_function_is_told_in_words(shape, points, unit, words):
    assert value_words(shape, points, None, unit, "en").startswith(words)


def test_steps_are_told_one_by_one():
    steps = {"in gebruik": 0.0, "sloop": 0.65}
    assert value_words("steps", (), steps, "class", "nl") == "in gebruik: 0; sloop: 0,65"


def test_a_figure_in_a_sentence_takes_the_form_of_its_reader():
    message = Message("A lift of {lift}.", lift=spoken_number(1234.567, 2))
    assert message.text() == "A lift of 1,234.57."
    assert message.facts["lift"].nl == "1.234,57"
