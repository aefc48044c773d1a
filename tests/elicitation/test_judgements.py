"""What experts wrote down is recognised, and never mended in silence."""

import numpy as np
import pandas as pd
import pytest

from riskmap.elicitation.judgements import judgements_of
from riskmap.elicitation.weights import weights_of
from riskmap.errors import InputError


def table(text: str) -> pd.DataFrame:
    """Return lines of cells as the door reads them: text, empty is missing."""
    lines = [line.split("|") for line in text.strip().splitlines()]
    frame = pd.DataFrame(lines[1:], columns=lines[0], dtype="string")
    return frame.mask(frame == "")


SQUARE = table(
    """|vacancy|seclusion|access
vacancy|1|3|1/2
seclusion|1/3|1|1:6
access|2|6|1"""
)


def test_a_square_matrix_with_fractions_is_read():
    (found,) = judgements_of(SQUARE, "f.csv")

    assert found.names == ("vacancy", "seclusion", "access")
    np.testing.assert_allclose(found.matrix, [[1, 3, 0.5], [1 / 3, 1, 1 / 6], [2, 6, 1]])


@pytest.mark.parametrize(
    "half",
    [
        "|a|b|c\na|1|3|0,5\nb||1|\nc||6|1",
        "a|b|value\na|b|3\nc|a|2\nc|b|6",
        "eerste|tweede|oordeel\na|b|3\nc|a|2\nb|c|1/6",
    ],
)
def test_half_a_matrix_or_pairs_say_the_same(half):
    (found,) = judgements_of(table(half), "f.csv")

    order = [found.names.index(name) for name in "abc"]
    np.testing.assert_allclose(
        found.matrix[np.ix_(order, order)], [[1, 3, 0.5], [1 / 3, 1, 1 / 6], [2, 6, 1]]
    )


def test_weights_outright_add_up_to_one_per_group():
    given = table("family|name|weight\nup|a|2\nup|b|6\ndown|c|0\ndown|d|5")

    first, second = weights_of([judgements_of(given, "f.csv")], forced=False)

    assert (first.group, second.group) == ("up", "down")
    assert first.table["weight"].tolist() == [0.25, 0.75]
    assert second.table["weight"].tolist() == [0, 1]
    assert first.consistency is None


def test_rounded_reciprocals_are_the_same_judgement_and_others_are_not():
    rounded = table("|a|b\na|1|3\nb|0,33|1")
    (found,) = judgements_of(rounded, "f.csv")
    np.testing.assert_allclose(found.matrix[0, 1] * found.matrix[1, 0], 1)

    with pytest.raises(InputError, match=r"In f\.csv a to b is not the reverse of b to a"):
        judgements_of(table("|a|b\na|1|3\nb|3|1"), "f.csv")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("|a|b\na|1|0\nb||1", "no number above 0"),
        ("|a|b\na|1|-3\nb||1", "no number above 0"),
        ("|a|b\na|1|three\nb||1", "no number above 0"),
        ("|a|b\na|1|1/0\nb||1", "no number above 0"),
        ("|a|b|c\na|1|2|3\nb||1|\nc|||1", "does not compare b with c"),
        ("a|b|value\nx|y|2\nx|y|3", "compares x with y twice"),
        ("|a|a\na|1|2\na||1", "gives it twice"),
        ("name|weight\na|x", "the weight of a is no number"),
        ("name|weight\na|0\nb|0", "are 0"),
        ("x|y|z\n1|2|3", "no comparisons and no weights"),
    ],
)
def test_a_fault_names_the_place(text, words):
    with pytest.raises(InputError, match=words):
        judgements_of(table(text), "f.csv")


def test_more_things_than_anybody_can_compare_are_refused():
    names = [f"n{number}" for number in range(16)]
    frame = pd.DataFrame("1", index=names, columns=names, dtype="string").reset_index()

    with pytest.raises(InputError, match="compares 16 things at once"):
        judgements_of(frame, "f.csv")


def test_contradictions_are_refused_named_and_forced_only_on_request():
    # a over b over c over a: nobody can mean that.
    circle = table("|a|b|c\na|1|5|1/5\nb||1|5\nc|||1")
    judged = [judgements_of(circle, "f.csv")]

    with pytest.raises(InputError, match="contradict each other: consistency ratio"):
        weights_of(judged, forced=False)
    (forced,) = weights_of(judged, forced=True)
    assert not forced.consistent
    assert set(forced.most_strained) <= {"a", "b", "c"}


def test_judges_are_taken_together_whatever_order_they_wrote_in():
    first = judgements_of(table("|a|b\na|1|2\nb||1"), "one.csv")
    second = judgements_of(table("|b|a\nb|1|1/8\na||1"), "two.csv")

    (found,) = weights_of([first, second], forced=False)

    # The geometric mean of 2 and 8 is 4: weights 4/5 and 1/5.
    np.testing.assert_allclose(found.table["weight"], [0.8, 0.2])
    assert found.judges == 2


def test_judges_who_weigh_different_things_are_refused():
    first = judgements_of(table("|a|b\na|1|2\nb||1"), "one.csv")
    second = judgements_of(table("|a|c\na|1|2\nc||1"), "two.csv")

    with pytest.raises(InputError, match="do not weigh the same things"):
        weights_of([first, second], forced=False)
