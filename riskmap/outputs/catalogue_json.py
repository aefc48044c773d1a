"""What `riskmap indicators`, `themes` and `layers` give a program: stable keys, both languages."""

from riskmap.indicators.catalogue import catalogue as indicator_catalogue
from riskmap.layers.catalogue import raster_registers, registers
from riskmap.layers.raster_register import MASKS, RasterRegister
from riskmap.maps import ACCESS_WORDS
from riskmap.outputs.catalogue_pages import known_layer, known_theme
from riskmap.outputs.indicator_page import known_indicator
from riskmap.themes.catalogue import catalogue as theme_catalogue
from riskmap.themes.theme import Theme


def indicators_json(name: str | None) -> dict[str, object]:
    """Return all indicators with their titles, or everything about one.

    Raises
    ------
    ProjectError
        When there is no indicator of that name.
    """
    if name is None:
        return {
            key: {**record.title, "use": record.use}
            for key, record in indicator_catalogue().items()
        }
    record = known_indicator(name)
    return {
        "indicator": name,
        "number": record.number,
        "use": record.use,
        "title": record.title,
        "question": record.question,
        "family": record.family,
        "unit": record.unit,
        "layers": list(record.required_layers),
        "optional_layers": [n for n in record.layers if n not in record.required_layers],
        "options": record.options,
        "value": record.value.as_table(),
        "classes": {f"{key:g}": text for key, text in record.classes.items()},
        "evidence": record.evidence,
        "sources": record.sources,
        "false_positives": record.false_positives,
        "ordinary_explanations": record.ordinary_explanations,
    }


def themes_json(name: str | None, theme: Theme | None = None) -> dict[str, object]:
    """Return all themes with their titles, or one as it stands in its file.

    Parameters
    ----------
    name
        None gives all of them.
    theme
        The one of that name as a project has it; None takes the installed one.

    Raises
    ------
    ProjectError
        When there is no theme of that name.
    """
    if name is None:
        return {key: theme.title.model_dump() for key, theme in theme_catalogue().items()}
    return {"theme": name, **(theme or known_theme(name)).model_dump(mode="json")}


def layers_json(name: str | None) -> dict[str, object]:
    """Return the names of all layers, or the columns and editions of one.

    Raises
    ------
    ProjectError
        When there is no layer of that name.
    """
    if name is None:
        columns: dict[str, object] = {
            key: sorted(register.result) for key, register in registers().items()
        }
        return dict(sorted((columns | dict.fromkeys(raster_registers(), "raster")).items()))
    register = known_layer(name)
    if isinstance(register, RasterRegister):
        return _raster_json(register)
    return {
        "layer": name,
        "index": register.index,
        "geometry": register.geometry,
        "access": ACCESS_WORDS[register.access],
        "columns": list(register.result),
        "required": list(register.required),
        "editions": [
            {
                "name": edition.name,
                "tables": list(edition.tables),
                "columns": {ours: list(theirs) for ours, theirs in edition.columns.items()},
            }
            for edition in register.editions
        ],
    }


def _raster_json(register: RasterRegister) -> dict[str, object]:
    index = register.index
    return {
        "layer": register.name,
        "geometry": "raster",
        "access": ACCESS_WORDS[register.access],
        "between": list(register.between),
        "dated": register.dated,
        "one_grid": register.one_grid,
        "bands": [] if index is None else list(index.bands),
        "masks": [] if index is None else list(MASKS),
        "formula": None if index is None else index.words,
    }
