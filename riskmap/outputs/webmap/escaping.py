"""Write values into a page so that no reader takes them for anything but text."""

import base64
import hashlib
import json
import re

_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_PLAIN = re.compile(r"[^A-Za-z0-9 _.,:;()+*/=?!@#^|~\[\]-]")


def safe_json(value: object) -> str:
    r"""Return JSON in which every text is letters, digits and harmless signs.

    Anything else, such as ``<``, ``&``, ``{``, ``%``, a backtick, ``$``, a
    backslash, a quote or a line separator, becomes a ``\u`` escape: neither
    HTML, nor a template engine, nor a script sees it.

    Raises
    ------
    ValueError
        If a number is NaN or infinite; unknown is None.
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return _TEXT.sub(lambda found: f'"{_escaped(json.loads(found[0]))}"', text)


def content_hash(text: str) -> str:
    """Return a script's or style's hash as a Content-Security-Policy writes it."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _escaped(text: str) -> str:
    return _PLAIN.sub(lambda found: _as_units(found[0]), text)


def _as_units(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
