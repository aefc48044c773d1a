"""A value in the page is text to every reader it may meet."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.outputs.webmap.escaping import content_hash, safe_json

TEXTS = st.text(st.characters(codec=None))


@settings(deadline=None)  # a busy machine is no fault
@given(st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))
def test_json_means_what_it_meant(value: object) -> None:
    assert json.loads(safe_json(value)) == value


@settings(deadline=None)  # a busy machine is no fault
@given(TEXTS)
def test_no_sign_is_left_that_markup_templates_or_scripts_act_on(text: str) -> None:
    inside = safe_json(text)[1:-1]
    assert not set("<>&{}%`$'\"\u2028\u2029") & set(inside)
    assert inside.count("\\") == inside.count("\\u")
    assert inside.isascii()


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        safe_json({"score": float("nan")})


def test_a_hash_is_written_as_the_content_security_policy_wants_it() -> None:
    # The example of the W3C's Content Security Policy Level 2, section 4.2.
    text = "alert('Hello, world.');"
    assert content_hash(text) == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
