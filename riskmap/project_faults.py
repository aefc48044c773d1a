"""Faults of a project or theme file in plain sentences, all at once."""

import difflib
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ValidationError

from riskmap.errors import Faults, ProjectError, RiskmapError
from riskmap.messages import Message


def nearest_name(name: str, known: Sequence[str]) -> Message:
    """Return the next step for a name that is not known."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if close:
        return Message("Did you mean {name}?", name=close[0])
    return Message("Known here: {names}.", names=", ".join(known))


def faults_of(wrong: ValidationError, model: type[BaseModel], file: str) -> RiskmapError:
    """Turn a pydantic error into riskmap's own: one fault, or all of them at once."""
    faults = [_fault(dict(error), model, file) for error in wrong.errors(include_url=False)]
    return faults[0] if len(faults) == 1 else Faults(faults)


def _fault(error: Mapping[str, object], model: type[BaseModel], file: str) -> ProjectError:
    place = error["loc"] if isinstance(error["loc"], tuple) else ()
    key = ".".join(str(part) for part in place)
    kind = str(error["type"])
    limits = error.get("ctx", {})
    facts = limits if isinstance(limits, Mapping) else {}
    if kind == "extra_forbidden":
        return ProjectError(
            Message("{file} holds the key {key}, which is not known.", file=file, key=key),
            nearest_name(str(place[-1]), sorted(_model_at(model, place[:-1]).model_fields)),
        )
    if kind == "missing":
        return ProjectError(
            Message("{file} misses the key {key}.", file=file, key=key),
            Message("Write it in the file; docs/project-file.md explains every key."),
        )
    if kind in {"greater_than_equal", "less_than_equal"}:
        return ProjectError(
            Message("{file}: {key} is outside its range.", file=file, key=key),
            _range_step(facts),
        )
    return ProjectError(
        Message("{file}: {key} is not right: {reason}.", file=file, key=key, reason=error["msg"]),
        Message("Mend the value; docs/project-file.md explains every key."),
    )


def _range_step(facts: Mapping[str, object]) -> Message:
    if "ge" in facts:
        return Message("Give a number of at least {limit}.", limit=facts["ge"])
    return Message("Give a number of at most {limit}.", limit=facts.get("le"))


def _model_at(model: type[BaseModel], place: Sequence[object]) -> type[BaseModel]:
    """Walk from the root model to the one that refused the key."""
    for part in place:
        field = model.model_fields.get(str(part))
        inner = field.annotation if field is not None else None
        found = _models_in(inner)
        if found:
            model = found[0]
    return model


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in getattr(annotation, "__args__", ()) for m in _models_in(part)]
