"""JSON for a program to read: the same content gives the same bytes, and unknown is null."""

import json
import math
from collections.abc import Mapping


def json_text(content: Mapping[str, object]) -> str:
    """Return indented JSON with sorted keys; NaN and infinity, which JSON cannot say, are null."""
    cleaned = _clean(content)
    return json.dumps(cleaned, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def _clean(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _clean(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part) for part in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    number = float(str(value))
    return number if math.isfinite(number) else None
