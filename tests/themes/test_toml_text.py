"""What is written as TOML is read back as it was, by the standard library's own reader."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from riskmap.themes.toml_text import toml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = st.one_of(
    TEXTS, st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, width=64)
)
TABLES = st.recursive(
    st.dictionaries(TEXTS, PLAIN | st.lists(PLAIN, max_size=3), max_size=4),
    lambda inner: st.dictionaries(TEXTS, PLAIN | inner, max_size=4),
    max_leaves=12,
)


@given(TABLES)
def test_a_table_comes_back_as_it_was(table):
    assert tomllib.loads(toml_text(table)) == table


def test_a_table_that_is_empty_all_the_way_down_is_still_there():
    table = {"a": {"b": {"c": {}}}, "d": {}}
    assert tomllib.loads(toml_text(table)) == table
