"""Theme packs: one theme as one file, that runs elsewhere without a change of code."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

import riskmap
from riskmap.errors import Faults, ProjectError
from riskmap.indicators.catalogue import catalogue as indicator_catalogue
from riskmap.indicators.indicator import Indicator
from riskmap.layers.catalogue import layer_names
from riskmap.layers.nearest import nearest_layer
from riskmap.locations.catalogue import kind_of
from riskmap.locations.gate import needed_layers
from riskmap.messages import Message
from riskmap.pipeline.targets import check_file
from riskmap.project_faults import faults_of, no_toml
from riskmap.reading import check_path, read_text
from riskmap.themes.theme import Criterion, Theme
from riskmap.themes.toml_text import toml_text
from riskmap.writing import write_text

_MOST_CHARACTERS = 1_000_000


def read_pack(path: Path) -> Theme:
    """Read a theme pack.

    Raises
    ------
    ProjectError
        When the file is not TOML.
    Faults, ProjectError
        Every key that is not right, and every layer that is not known, at
        once.
    InputError
        When the file cannot be opened.
    """
    file = check_path(path)
    text = read_text(file, limit=_MOST_CHARACTERS)
    try:
        theme = Theme.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise no_toml(text, str(wrong), file.name) from None
    except ValidationError as wrong:
        raise faults_of(wrong, Theme, file.name) from None
    for kind in (*theme.kinds, *theme.gates):
        kind_of(kind)
    named = [*theme.requires, *(n for gate in theme.gates.values() for n in needed_layers(gate))]
    strange = [name for name in dict.fromkeys(named) if name not in layer_names()]
    Faults.raise_any([_no_layer(name, file.name) for name in strange])
    return theme


def pack_text(theme: Theme, made_by: str) -> str:
    """Return a theme as the text of a theme pack that stands on its own.

    Value functions and options that the theme leaves to its indicators are
    written out: the pack scores the same when an indicator's own change.

    Parameters
    ----------
    theme
        As published, or as a project adapted it; its indicators are known.
    made_by
        Stands in the first line: from where the pack comes.
    """
    told = _spelled_out(theme).model_dump(mode="json", exclude_none=True)
    return f"{' '.join(f'# {made_by}'.split())}\n{toml_text(_without_empty(told))}"


def write_pack(name: str, theme: Theme, path: Path, *, overwrite: bool = False) -> None:
    """Write a theme as a theme pack.

    Raises
    ------
    OutputError
        When the file cannot be written under that name.
    """
    check_file(path, (".toml",), overwrite=overwrite)
    made_by = f"riskmap {riskmap.__version__}, theme pack {name}"
    write_text(pack_text(theme, made_by), path, overwrite=overwrite)


def _spelled_out(theme: Theme) -> Theme:
    indicators = indicator_catalogue()
    families = {
        name: family.model_copy(
            update={
                "criteria": {
                    key: _whole(criterion, indicators[criterion.indicator or key])
                    for key, criterion in family.criteria.items()
                }
            }
        )
        for name, family in theme.families.items()
    }
    return theme.model_copy(update={"families": families})


def _whole(criterion: Criterion, indicator: Indicator) -> Criterion:
    options = {name: value for name, value in indicator.options.items() if value is not None}
    return criterion.model_copy(
        update={
            "indicator": indicator.id,
            "options": options | dict(criterion.options),
            "value": criterion.value or indicator.value.as_table(),
        }
    )


def _without_empty(table: Mapping[str, object]) -> dict[str, object]:
    """Leave out empty texts and tables: they are what a theme file says by silence."""
    return {
        name: _without_empty(value) if isinstance(value, Mapping) else value
        for name, value in table.items()
        if value not in ("", {})
    }


def _no_layer(name: str, file: str) -> ProjectError:
    return ProjectError(
        Message("{file} names a layer {layer}, which is not known.", file=file, layer=name),
        nearest_layer(name),
    )
