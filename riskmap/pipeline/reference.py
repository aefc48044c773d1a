"""The footing of an earlier run, read from its manifest."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from riskmap.errors import ProjectError
from riskmap.maps import Description, ValueDescription
from riskmap.messages import Message
from riskmap.reading import check_path, read_text
from riskmap.scaling import ValueFunction
from riskmap.scoring import Reference

_MOST_CHARACTERS = 500_000_000


def read_reference(path: Path) -> dict[str, Reference]:
    """Return theme -> the value functions and left-out criteria of an earlier run.

    Raises
    ------
    ProjectError
        When the file is no manifest of riskmap.
    """
    file = check_path(path)
    try:
        manifest: dict[str, Any] = json.loads(read_text(file, limit=_MOST_CHARACTERS))
        cards = {n: Description.model_validate(card) for n, card in manifest["themes"].items()}
    except (ValueError, KeyError, AttributeError, ValidationError):
        raise ProjectError(
            Message("{file} is not a manifest of riskmap.", file=file.name),
            Message("Point [scoring] reference at the manifest.json of an earlier run."),
        ) from None
    return {name: _reference(card) for name, card in cards.items()}


def _reference(card: Description) -> Reference:
    criteria = card.criteria()
    return Reference(
        value_functions={name: _value(criterion.value) for name, criterion in criteria.items()},
        status={name: criterion.status for name, criterion in criteria.items()},
    )


def _value(card: ValueDescription) -> ValueFunction:
    steps = None
    if card.steps is not None:
        steps = {float(key): score for key, score in card.steps.items()}
    return ValueFunction(card.shape, card.points, steps, card.reference)
