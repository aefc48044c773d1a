"""The reference: one page per indicator and per theme, written from what they are.

``python -m riskmap.outputs.reference docs``
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from riskmap.indicators.catalogue import builtin
from riskmap.indicators.indicator import Indicator
from riskmap.outputs.catalogue_pages import theme_page
from riskmap.outputs.indicator_page import indicator_page, status_text
from riskmap.outputs.plots import value_plot
from riskmap.themes.catalogue import builtin as builtin_themes
from riskmap.themes.theme import Theme
from riskmap.writing import make_folder, write_text

_NOTICE = (
    "<!-- Written by `python -m riskmap.outputs.reference docs`: change what it describes, "
    "not this page. -->"
)
_PLOT = "Score"
_BOTH = {
    "Question": lambda record: record.question["nl"],
    "False positives": lambda record: record.false_positives["nl"],
    "Ordinary explanations": lambda record: record.ordinary_explanations["nl"],
}


def pages() -> dict[str, str]:
    """Return all pages and plots, by path below the folder of the documentation."""
    indicators, themes = builtin(), builtin_themes()
    found = {"indicators/README.md": _indicator_index(indicators)}
    for name, record in indicators.items():
        found[f"indicators/{name}.md"] = _indicator(name, record)
        found[f"indicators/plots/{name}.svg"] = _plot(record)
    found["themes/README.md"] = _theme_index(themes)
    for name, theme in themes.items():
        found[f"themes/{name}.md"] = _theme(name, theme)
    return found


def _indicator(name: str, record: Indicator) -> str:
    content = indicator_page(name, "en")
    content.pop("Indicator")
    content.pop("In the other language")
    lines = [
        _NOTICE,
        f"# {record.title['en']}",
        f"*{record.title['nl']}* · `{name}` · number {record.number}",
    ]
    for heading, text in content.items():
        lines.append(f"## {heading}")
        lines.append(_listed(text) if heading == "Layers" else text)
        if heading in _BOTH:
            lines.append(f"*{_BOTH[heading](record)}*")
        if heading == _PLOT:
            lines.append(f"![The value function: {text}](plots/{name}.svg)")
            lines.append("A theme may set another value function.")
    return "\n\n".join(lines) + "\n"


def _listed(text: str) -> str:
    return "\n".join(f"- `{part.replace(':', '`:', 1)}" for part in text.split("; "))


def _plot(record: Indicator) -> str:
    names = {key: text["en"] for key, text in record.classes.items()}
    return value_plot(record.value, record.unit, "en", names).svg


def _indicator_index(indicators: Mapping[str, Indicator]) -> str:
    head = "| number | indicator | titel | unit | family | evidence | status |\n"
    rows = [
        f"| {one.number} | [{name}]({name}.md) | {one.title['nl']} | {one.unit} | {one.family} "
        f"| {one.evidence} | {status_text(one, 'en')} |"
        for name, one in sorted(indicators.items(), key=lambda item: (item[1].number, item[0]))
    ]
    return (
        "\n\n".join([_NOTICE, "# Indicators", head + "|---" * 7 + "|\n" + "\n".join(rows)]) + "\n"
    )


def _theme(name: str, theme: Theme) -> str:
    content = theme_page(name, "en", theme)
    lines = [_NOTICE, f"# {theme.title.en}", f"*{theme.title.nl}* · `{name}`"]
    for heading, text in list(content.items())[1:]:
        lines.append(f"## {heading}")
        lines.append(text)
        if heading == "Rationale":
            lines.append(f"*{theme.rationale.nl}*")
    return "\n\n".join(lines) + "\n"


def _theme_index(themes: Mapping[str, Theme]) -> str:
    head = "| theme | titel | locations | evidence |\n|---|---|---|---|\n"
    rows = [
        f"| [{name}]({name}.md) | {theme.title.nl} | {', '.join(theme.kinds)} | {theme.evidence} |"
        for name, theme in themes.items()
    ]
    return "\n\n".join([_NOTICE, "# Themes", head + "\n".join(rows)]) + "\n"


def main(arguments: list[str]) -> int:
    """Write all pages below the folder that is named, and remove those of what is gone."""
    folder, wanted = Path(arguments[0]), pages()
    for room in ("indicators", "indicators/plots", "themes"):
        make_folder(folder / room)
        for old in [*(folder / room).glob("*.md"), *(folder / room).glob("*.svg")]:
            if old.relative_to(folder).as_posix() not in wanted:
                old.unlink()
    for name, text in wanted.items():
        write_text(text, folder / name, overwrite=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
