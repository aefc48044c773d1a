"""What `riskmap themes` and `riskmap layers` print."""

from collections.abc import Callable

from riskmap.errors import ProjectError
from riskmap.indicators.catalogue import catalogue as indicator_catalogue
from riskmap.indicators.indicator import Indicator
from riskmap.language import Language, translator
from riskmap.layers.catalogue import about_layer, layer_names, raster_registers, registers
from riskmap.layers.naming import layer_name
from riskmap.layers.nearest import nearest_layer
from riskmap.layers.raster_register import MASKS, RasterRegister
from riskmap.layers.register import Register
from riskmap.messages import Message
from riskmap.notation import as_set
from riskmap.outputs.indicator_page import called, evidence_text
from riskmap.outputs.webmap.words import kind_words
from riskmap.project_faults import nearest_name
from riskmap.themes.catalogue import catalogue as theme_catalogue
from riskmap.themes.theme import Criterion, Theme


def theme_table(language: Language) -> dict[str, str]:
    """Return theme -> its title, and what it asks before it runs."""
    return {
        name: "; ".join([theme.title.in_language(language), *_status(theme, language)])
        for name, theme in theme_catalogue().items()
    }


def _status(theme: Theme, language: Language) -> list[str]:
    """Return what a reader must know before running a theme, in a few words each."""
    translate = translator(language)
    needs = _layers(theme, translate)
    return [
        *([translate("off by default")] if theme.off is not None else []),
        *([translate("exploratory")] if theme.exploratory is not None else []),
        *([translate("needs an area")] if theme.requires_area else []),
        *([translate("needs {layers}").format(layers=needs)] if needs else []),
    ]


def theme_page(name: str, language: Language, theme: Theme | None = None) -> dict[str, str]:
    """Return what one theme weighs, heading -> text.

    Parameters
    ----------
    theme
        As a project has it; None shows the installed theme of that name.

    Raises
    ------
    ProjectError
        When there is no theme of that name.
    """
    theme, translate = theme or known_theme(name), translator(language)
    kinds = kind_words(translate)
    page = {
        translate("Theme"): f"{theme.title.in_language(language)} ({name})",
        translate("Rationale"): theme.rationale.in_language(language),
        translate("Locations"): ", ".join(called(kind, kinds.get(kind)) for kind in theme.kinds),
        translate("Layers it needs"): _layers(theme, translate) or "-",
        translate("Evidence"): "; ".join(
            evidence_text(grade, language) for grade in theme.evidence.split("/")
        ),
    }
    for heading, text in (
        (translate("Off by default"), theme.off),
        (translate("Exploratory"), theme.exploratory),
        (translate("No other locations"), theme.no_other_kind),
    ):
        if text is not None:
            said = text.in_language(language)
            page[heading] = said[:1].upper() + said[1:]
    if theme.requires_area:
        page[translate("Needs an area")] = translate("It runs only where the project has an area.")
    if theme.rank_within is not None:
        page[translate("Ranked inside")] = layer_name(theme.rank_within, translate)
    known = indicator_catalogue()
    for family in theme.families.values():
        weight = as_set(family.weight, language)
        page[f"{family.title.in_language(language)} ({weight})"] = "; ".join(
            _criterion(key, c, known.get(c.indicator or key), language)
            for key, c in family.criteria.items()
        )
    return page


def _criterion(
    key: str, criterion: Criterion, indicator: Indicator | None, language: Language
) -> str:
    """Return one criterion as `riskmap themes NAME` shows it: title, name, weight."""
    title = None if indicator is None else indicator.title[language]
    if criterion.title is not None:
        title = criterion.title.in_language(language)
    name = key if title is None else f"{title} ({key})"
    return f"{name} {as_set(criterion.weight, language)}"


def _layers(theme: Theme, translate: Callable[[str], str]) -> str:
    return ", ".join(called(layer, layer_name(layer, translate)) for layer in theme.requires)


def layer_table(language: Language) -> dict[str, str]:
    """Return layer -> what it is."""
    translate = translator(language)
    return {name: _about(name, translate) for name in layer_names()}


def layer_page(name: str, language: Language) -> dict[str, str]:
    """Return the editions and columns of one layer, heading -> text.

    Raises
    ------
    ProjectError
        When there is no layer of that name.
    """
    register, translate = known_layer(name), translator(language)
    page = {translate("Layer"): f"{name}: {_about(name, translate)}"}
    if isinstance(register, RasterRegister):
        return page | _raster_page(register, translate)
    for edition in register.editions:
        columns = ", ".join(
            f"{ours} = {' / '.join(names)}" for ours, names in edition.columns.items()
        )
        tables = ", ".join(edition.tables) or "-"
        page[translator(language)(edition.name)] = translate(
            "Tables: {tables}. Columns: {columns}."
        ).format(tables=tables, columns=columns)
    return page


def _raster_page(register: RasterRegister, translate: Callable[[str], str]) -> dict[str, str]:
    index, (low, high) = register.index, register.between
    page = {
        translate("File"): translate("Raster (GeoTIFF), one or several images"),
        translate("Values"): translate("{low} to {high}").format(low=f"{low:g}", high=f"{high:g}"),
        translate("Day of each image"): translate("needed")
        if register.dated
        else translate("optional"),
    }
    if register.one_grid:
        page[translate("Grid")] = translate("the same for all images")
    if index is not None:
        page[translate("Computed from bands")] = index.words
        page[translate("Bands of codes, to leave clouds out")] = ", ".join(MASKS)
    return page


def _about(name: str, translate: Callable[[str], str]) -> str:
    return about_layer(name).text(translate)


def known_theme(name: str) -> Theme:
    """Return the theme of that name; ProjectError when there is none."""
    known = theme_catalogue()
    if name not in known:
        raise _unknown(Message("There is no theme {name}.", name=name), name, sorted(known))
    return known[name]


def known_layer(name: str) -> Register | RasterRegister:
    """Return the register of the layer of that name; ProjectError when there is none."""
    if name not in layer_names():
        raise ProjectError(Message("There is no layer {name}.", name=name), nearest_layer(name))
    return raster_registers().get(name) or registers()[name]


def _unknown(problem: Message, name: str, known: list[str]) -> ProjectError:
    return ProjectError(problem, nearest_name(name, known))
