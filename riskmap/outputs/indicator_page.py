"""Everything a user should know about one indicator: for the terminal and for its page."""

import inspect
import re
from collections.abc import Callable, Mapping

from riskmap.errors import ProjectError
from riskmap.indicators.catalogue import catalogue
from riskmap.indicators.indicator import Indicator
from riskmap.language import Language, translator
from riskmap.layers.naming import COLUMN_NAMES, layer_name
from riskmap.messages import Message
from riskmap.notation import as_set, number, unit_words, value_words
from riskmap.project_faults import nearest_name
from riskmap.themes.catalogue import catalogue as theme_catalogue
from riskmap.themes.theme import Theme

_EVIDENCE: Mapping[str, Message] = {
    "a": Message("found in an empirical Dutch study"),
    "b": Message("in practice checklists or official statements"),
    "c": Message("reasoning from opportunity theory"),
}
_STATUS: Mapping[str, Message] = {
    "score": Message("score"),
    "lowers": Message("lowers its family, adds nothing itself"),
    "information": Message("information only: shown, and scored only with a reason"),
    "context": Message("context only: shown, and scored only with a reason"),
}
_FAMILIES: Mapping[str, Message] = {
    "access": Message("access"),
    "anonymity": Message("anonymity"),
    "capacity": Message("capacity"),
    "changes": Message("changes"),
    "context": Message("context"),
    "mix": Message("mix"),
    "obsolescence": Message("obsolescence"),
    "profile": Message("profile"),
    "seclusion": Message("seclusion"),
    "turnover": Message("turnover"),
    "vacancy": Message("vacancy"),
    "venue": Message("venue"),
}
_OTHER: Mapping[Language, Language] = {"nl": "en", "en": "nl"}


def known_indicator(name: str) -> Indicator:
    """Return the indicator of that name; ProjectError when there is none."""
    known = catalogue()
    if name not in known:
        raise ProjectError(
            Message("There is no indicator {name}.", name=name), nearest_name(name, sorted(known))
        )
    return known[name]


def indicator_table(language: Language) -> dict[str, str]:
    """Return indicator -> its title, what it is when it is no score, and where it is used."""
    themes = theme_catalogue()
    table = {}
    for name, record in catalogue().items():
        told = [record.title[language], used_by(name, themes, language)]
        if record.use != "score":
            told.insert(1, status_text(record, language))
        table[name] = "; ".join(filter(None, told))
    return table


def indicator_page(name: str, language: Language) -> dict[str, str]:
    """Return everything a user should know about one indicator, heading -> text.

    The formula is the docstring of its function, in English.

    Raises
    ------
    ProjectError
        When there is no indicator of that name.
    """
    record, translate = known_indicator(name), translator(language)
    other = _OTHER[language]
    return {
        translate("Indicator"): f"{record.title[language]} ({name})",
        translate("In the other language"): f"{record.title[other]}. {record.question[other]}",
        translate("Question"): record.question[language],
        translate("Status"): status_text(record, language),
        translate("Family"): called(record.family, _family(record.family, translate)),
        translate("Themes"): used_by(name, theme_catalogue(), language) or "-",
        translate("Formula"): formula(record),
        translate("Unit"): _unit(record.unit, translate),
        translate("Score"): score_text(record, language),
        translate("Layers"): _inputs(record, language),
        translate("Options"): _options(record, language),
        translate(
            "Evidence"
        ): f"{evidence_text(record.evidence, language)}. {translator(language)(record.sources)}",
        translate("False positives"): record.false_positives[language],
        translate("Ordinary explanations"): record.ordinary_explanations[language],
    }


def status_text(record: Indicator, language: Language) -> str:
    """Return in words whether an indicator is scored."""
    return _STATUS[record.use].text(translator(language))


def evidence_text(grade: str, language: Language) -> str:
    """Return a grade of evidence with what it stands for."""
    return f"{grade}: {_EVIDENCE[grade].text(translator(language))}"


def called(key: str, words: str | None) -> str:
    """Return the words of a reader with the key of a project file, where that is another."""
    same = words is None or words.replace(" ", "_") == key
    return key if same else f"{words} ({key})"


def _family(key: str, translate: Callable[[str], str]) -> str | None:
    return _FAMILIES[key].text(translate) if key in _FAMILIES else None


def _unit(key: str, translate: Callable[[str], str]) -> str:
    own = {"share": translate("share"), "class": translate("class")}
    return own.get(key) or unit_words(translate).get(key, key)


def used_by(name: str, themes: Mapping[str, Theme], language: Language) -> str:
    """Return the themes that use an indicator, with its weight inside the family."""
    return ", ".join(
        f"{theme} {as_set(criterion.weight, language)}"
        for theme, card in themes.items()
        for key, criterion in card.criteria().items()
        if (criterion.indicator or key) == name
    )


def formula(record: Indicator) -> str:
    """Return the docstring of the function, one line per paragraph."""
    text = inspect.getdoc(record.function) or ""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return " ".join(filter(None, paragraphs))


def score_text(record: Indicator, language: Language) -> str:
    """Return the default value function in words, with the names of classes."""
    value, steps = record.value, None
    if value.steps is not None:
        names = {key: text[language] for key, text in record.classes.items()}
        steps = {
            names.get(key, number(key, language, 1)): score for key, score in value.steps.items()
        }
    return value_words(value.shape, value.points, steps, record.unit, language)


def _inputs(record: Indicator, language: Language) -> str:
    translate = translator(language)
    told = []
    for layer in dict.fromkeys([*record.layers, *record.needs]):
        words = []
        if layer in record.layers and layer not in record.required_layers:
            words.append(translate("if there"))
        columns = [name for name in record.needs.get(layer, ()) if name in COLUMN_NAMES]
        if columns:
            known = ", ".join(COLUMN_NAMES[name].text(translate) for name in columns)
            words.append(translate("with {columns} known").format(columns=known))
        if layer in record.margin_m:
            reach = number(record.margin_m[layer], language)
            words.append(translate("{metres} m beyond the area").format(metres=reach))
        aside = f" ({', '.join(words)})" if words else ""
        told.append(f"{layer}: {layer_name(layer, translate)}{aside}")
    return "; ".join(told) or "-"


def _options(record: Indicator, language: Language) -> str:
    translate = translator(language)
    shown = ", ".join(f"{name} = {default!r}" for name, default in record.options.items())
    return shown or translate("none")
