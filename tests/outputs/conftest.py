"""Texts that would do harm where a reader, a browser or a spreadsheet runs them."""

import pytest

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "`${alert(1)}`",
    '=HYPERLINK("http://example.org","x")',
    "+31 6",
    "-1+1",
    "@SUM(A1)",
    "\u2028line\u2029end",
    "\x00\x07bell\x1b[31m",
    "</style></main><img src=x onerror=alert(1)>",
    "&lt;b&gt; & \"quoted\" 'too'",
    "_x0041_ \u202e desrever",
)


@pytest.fixture(scope="session")
def hostile() -> tuple[str, ...]:
    """Return the texts."""
    return HOSTILE
