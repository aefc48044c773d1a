"""Faults of a project or theme file in plain sentences, all at once."""

import difflib
import re
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ValidationError

from riskmap.errors import Faults, ProjectError, RiskmapError
from riskmap.messages import Message

# So many names fit a sentence; of more, the first few are an example.
_MOST_NAMES = 20
_FEW_NAMES = 3
_SIMPLE = ("bool", "int", "float", "str")

ADDRESS = Message("It is an address: download the file first and give its path here.")
ONE_PLACE = Message(
    'Write either path = "file" or paths = ["file", "file"]; for dated rasters images = [...].'
)
ONE_IMAGE = Message(
    'Write either path = "image.tif" or bands = {{ red = "B04.tif", ... }} for every image.'
)
NO_SCALE = Message("Give a scale other than 0.")
NO_WEIGHT = Message("Give at least one weight above 0.")
NO_ANCILLARY = Message(
    'Write ancillary = "floor_area", "addresses" or "buildings" together with disaggregate = '
    '"dasymetric", and only then.'
)
NAMED_TWICE = Message("Name every criterion in one family only.")


class RefusedValueError(ValueError):
    """A value a model refuses by a rule of its own; it carries what to write instead."""

    def __init__(self, step: Message) -> None:
        super().__init__(step.text())
        self.step = step


_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_BARE_CODE = re.compile(r"[=\[,]\s*(0\d+)\b")


def nearest_name(name: str, known: Sequence[str]) -> Message:
    """Return the next step for a name that is not known."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if close:
        return Message("Did you mean {name}?", name=close[0])
    if len(known) > _MOST_NAMES:
        return Message("Known here are for example: {names}.", names=", ".join(known[:_FEW_NAMES]))
    return Message("Known here: {names}.", names=", ".join(known))


def faults_of(wrong: ValidationError, model: type[BaseModel], file: str) -> RiskmapError:
    """Turn a pydantic error into riskmap's own: one fault, or all of them at once."""
    errors = [dict(error) for error in wrong.errors(include_url=False)]
    # A key that is written wrongly is told once, and not as a missing key as well.
    strange = [str(_place(e)[-1]) for e in errors if e["type"] == "extra_forbidden"]
    told = [
        error
        for error in errors
        if error["type"] != "missing"
        or not difflib.get_close_matches(str(_place(error)[-1]), strange, n=1, cutoff=0.75)
    ]
    # One value that fits none of several types is one fault.
    faults = list({_key(error): _fault(error, model, file) for error in told}.values())
    return faults[0] if len(faults) == 1 else Faults(faults)


def no_toml(text: str, reason: str, file: str) -> ProjectError:
    """Return the fault of a file that is not TOML, with the line where reading stopped."""
    found = _LINE.search(reason)
    lines = text.splitlines()
    number = int(found.group(1)) if found else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    code = _BARE_CODE.search(line)
    return ProjectError(
        Message(
            "{file} is not valid TOML: reading stopped at line {number} ({line}).",
            file=file,
            number=number,
            line=line,
        ),
        Message('Put a code between quotes: "{code}".', code=code.group(1))
        if code
        else Message('Mend that line: name = "text", name = 12 or a [heading], one per line.'),
    )


def _fault(error: Mapping[str, object], model: type[BaseModel], file: str) -> ProjectError:
    place, key = _place(error), _key(error)
    kind = str(error["type"])
    limits = error.get("ctx", {})
    facts = limits if isinstance(limits, Mapping) else {}
    if kind == "extra_forbidden":
        return ProjectError(
            Message("{file} holds the key {key}, which is not known.", file=file, key=key),
            nearest_name(str(place[-1]), sorted(_model_at(model, place[:-1]).model_fields)),
        )
    if kind == "missing" and isinstance(place[-1], str):
        return ProjectError(
            Message("{file} misses the key {key}.", file=file, key=key),
            Message("Write it in the file; docs/project-file.md explains every key."),
        )
    if not place:
        return ProjectError(Message("{file} is not right.", file=file), _step(kind, facts, error))
    return ProjectError(
        Message("{file}: the value of {key} is not right.", file=file, key=key),
        _step(kind, facts, error),
    )


def _step(kind: str, facts: Mapping[str, object], error: Mapping[str, object]) -> Message:
    """Return what to write instead; pydantic's own words are English only."""
    refused = facts.get("error")
    if isinstance(refused, RefusedValueError):
        return refused.step
    for limit, message in {
        "ge": Message("Give a number of at least {limit}.", limit=_plain(facts.get("ge"))),
        "le": Message("Give a number of at most {limit}.", limit=_plain(facts.get("le"))),
        "gt": Message("Give a number above {limit}.", limit=_plain(facts.get("gt"))),
        "lt": Message("Give a number below {limit}.", limit=_plain(facts.get("lt"))),
        "min_length": Message("It may not be empty."),
        "max_length": Message(
            "Give at most {limit} characters.", limit=_plain(facts.get("max_length"))
        ),
    }.items():
        if limit in facts:
            return message
    if _of_several(_place(error)):
        return Message("Give a number, a text between quotes, or true or false.")
    if kind in {"literal_error", "enum"}:
        wanted = str(facts.get("expected", "")).replace("'", '"').replace(" or ", ", ")
        return Message("Give one of: {names}.", names=wanted)
    return _STEPS.get(kind) or _by_type(kind, error)


def _by_type(kind: str, error: Mapping[str, object]) -> Message:
    for start, message in _TYPES.items():
        if kind.startswith(start):
            return message
    return Message(
        "Mend the value ({reason}); docs/project-file.md explains every key.", reason=error["msg"]
    )


_STEPS: Mapping[str, Message] = {
    "finite_number": Message("Give a number; nan and inf are not allowed."),
}
_TYPES: Mapping[str, Message] = {
    "float": Message("Give a number, without quotes and with a dot: 0.3."),
    "int": Message("Give a whole number, without quotes."),
    "bool": Message("Write true or false, without quotes."),
    "date": Message("Write a date without quotes: 2026-01-31."),
    "string": Message('Write a text between double quotes: "text".'),
    "path": Message('Write a path between double quotes: "data/file.gpkg".'),
    "tuple": Message("Write a list between square brackets."),
    "mapping": Message("Write a table, such as {{ name = 1 }}."),
    "dict": Message("Write a table, such as {{ name = 1 }}."),
    "model": Message("Write a table with a [heading] of its own."),
    "missing": Message("Give as many values as docs/project-file.md says."),
    "too": Message("Give as many values as docs/project-file.md says."),
}


def _key(error: Mapping[str, object]) -> str:
    place = _place(error)
    return ".".join(str(part) for part in (place[:-1] if _of_several(place) else place))


def _of_several(place: Sequence[object]) -> bool:
    """Tell whether the place ends in one of the types a value might have had."""
    return bool(place) and place[-1] in _SIMPLE


def _place(error: Mapping[str, object]) -> tuple[object, ...]:
    return error["loc"] if isinstance(error["loc"], tuple) else ()


def _plain(limit: object) -> object:
    return f"{limit:g}" if isinstance(limit, float) else limit


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
