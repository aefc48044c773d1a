"""What is packed comes out again, read by a decoder that shares no code with the packer."""

import json
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.errors import OutputError
from riskmap.outputs.webmap.packing import LARGEST, Sections, digits_for, varints

Decode = Callable[..., list[int | None]]
Unpack = Callable[[Sections], dict[str, bytes]]


@settings(deadline=None)  # a busy machine is no fault
@given(numbers=st.lists(st.integers(-LARGEST, LARGEST)))
def test_whole_numbers_come_out_as_they_went_in(decode: Decode, numbers: list[int]) -> None:
    assert decode(varints(np.array(numbers, dtype=np.int64))) == numbers


def test_a_varint_has_the_bytes_the_format_prescribes() -> None:
    # 300 is zigzagged to 600 = 0b100_1011000: low seven bits first, then the rest.
    assert varints(np.array([0, -1, 300], dtype=np.int64)) == bytes([0, 1, 0xD8, 0x04])


def test_unknown_numbers_stay_unknown_and_zero_stays_zero(decode: Decode, unpack: Unpack) -> None:
    sections = Sections()
    sections.add_numbers("a", np.array([0.0, np.nan, -1.25, np.inf, 12.5]), 2)
    assert decode(unpack(sections)["a"], nullable=True) == [0, None, -125, None, 1250]


def test_every_section_lies_where_the_directory_says(decode: Decode, unpack: Unpack) -> None:
    sections = Sections()
    sections.add_texts("texts", ["é</script>", "b"])
    sections.add_integers("none", np.array([], dtype=np.int64))
    sections.add_integers("some", np.array([1, 2], dtype=np.int64))
    found = unpack(sections)
    assert json.loads(found["texts"]) == ["é</script>", "b"]
    assert found["none"] == b""
    assert decode(found["some"]) == [1, 2]


def test_a_number_a_browser_cannot_hold_is_refused_with_the_name_of_its_column() -> None:
    with pytest.raises(OutputError, match=r"theme0\.area__value"):
        Sections().add_numbers("theme0.area__value", np.array([1e18]), 0)


@pytest.mark.parametrize(
    ("values", "digits"), [([0.123], 3), ([5.4], 2), ([19.0, np.nan], 1), ([430.0], 0), ([], 3)]
)
def test_a_column_keeps_as_many_decimals_as_its_size_deserves(
    values: list[float], digits: int
) -> None:
    assert digits_for(np.array(values, dtype=float)) == digits
