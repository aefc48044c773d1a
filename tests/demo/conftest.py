"""Waterveen, made once for all tests of the demo."""

import pytest

from riskmap.demo import Municipality, generate


@pytest.fixture(scope="session")
def full() -> Municipality:
    """Return the large municipality of seed 1."""
    return generate("full", 1)


@pytest.fixture(scope="session")
def mini() -> Municipality:
    """Return the small municipality of seed 1."""
    return generate("mini", 1)
