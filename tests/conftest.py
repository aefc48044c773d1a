"""What all tests share: the real registers, where they are at hand."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the folder of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder with real Dutch registers, or skip.

    They are too big for the repository: they lie in ``shared/data`` beside
    the checkout, or where RISKMAP_SHARED_DATA says.
    """
    beside = CHECKOUT.parent / "shared" / "data"
    folder = Path(os.environ.get("RISKMAP_SHARED_DATA", beside))
    if not (folder / "README.md").is_file():
        pytest.skip("the real registers (../shared/data or RISKMAP_SHARED_DATA) are not here")
    return folder
