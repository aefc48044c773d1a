"""Periods as people write them."""

import numpy as np
import pytest

from riskmap.errors import ProjectError
from riskmap.pipeline.splitting import read_period


def test_periods_are_read_as_they_are_written():
    start, end = np.datetime64("2025-01-01"), np.datetime64("2025-12-31")
    assert read_period("2025-01-01..2025-12-31", None) == (start, end)
    assert read_period(None, "2025-01-01") == (start, None)
    assert read_period(None, None) is None
    for wrong in ("2025-12-31..2025-01-01", "2025-02-31..", "2025"):
        with pytest.raises(ProjectError, match="is no period"):
            read_period(wrong, None)
    with pytest.raises(ProjectError, match="both given"):
        read_period("2025-01-01..", "2025-01-01")
