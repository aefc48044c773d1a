"""One documentation page per indicator, written from the indicator's own file.

``python -m riskmap.indicators.pages docs/indicators``
"""

import inspect
import sys
from collections.abc import Mapping
from pathlib import Path

from riskmap.indicators.catalogue import builtin
from riskmap.indicators.indicator import Indicator
from riskmap.scaling import ValueFunction
from riskmap.writing import make_folder, write_text

_EVIDENCE = {
    "a": "a: found in an empirical Dutch study",
    "b": "b: in practice checklists or official statements",
    "c": "c: reasoning from opportunity theory",
}
_NOTICE = (
    "<!-- Written by `python -m riskmap.indicators.pages docs/indicators`: change the "
    "indicator's own file, not this page. -->"
)


def pages(indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """Return the pages by file name: one per indicator, and an index.

    Parameters
    ----------
    indicators
        By name.
    """
    texts = {f"{name}.md": page(indicator) for name, indicator in indicators.items()}
    return {"README.md": _index(indicators)} | texts


def page(indicator: Indicator) -> str:
    """Return the page of one indicator as Markdown."""
    lines = [
        _NOTICE,
        f"# {indicator.title['en']}",
        _identity(indicator),
        f"- {indicator.question['en']}\n- {indicator.question['nl']}",
        "## Formula",
        inspect.getdoc(indicator.function) or "",
        f"Unit: {indicator.unit}.",
        "## Score",
        f"{value_text(indicator.value, indicator.unit)}\nA theme may set another value function.",
        "## Inputs",
        _inputs(indicator),
        "## Options",
        _options(indicator),
        "## Evidence",
        f"{_EVIDENCE[indicator.evidence]}.\n\n{indicator.sources}",
        "## False positives",
        f"- {indicator.false_positives['en']}\n- {indicator.false_positives['nl']}",
        "## Ordinary explanations",
        f"- {indicator.ordinary_explanations['en']}\n- {indicator.ordinary_explanations['nl']}",
    ]
    return "\n\n".join(lines) + "\n"


def _identity(indicator: Indicator) -> str:
    return (
        f"*{indicator.title['nl']}* · `{indicator.id}` · number {indicator.number} "
        f"· family {indicator.family}"
    )


def value_text(value: ValueFunction, unit: str) -> str:
    """Return a value function in words.

    Parameters
    ----------
    value
        The function.
    unit
        Unit of the measurement.
    """
    points = [f"{point:g}" for point in value.points]
    if value.steps is not None:
        return "; ".join(f"{key:g} gives {score:g}" for key, score in value.steps.items()) + "."
    if value.shape == "falling":
        return f"1 up to {points[0]}, 0 from {points[1]} ({unit}), a straight line between."
    if value.shape == "trapezoid":
        a, b, c, d = points
        return f"0 up to {a}, 1 from {b} to {c}, 0 from {d} ({unit}), straight lines between."
    if value.shape == "log_rising":
        return (
            f"0 up to {points[0]}, 1 from {points[1]} ({unit}), a straight line on log(1 + x) "
            "between."
        )
    where = "percentile rank in the run" if value.shape == "percentile" else unit
    return f"0 up to {points[0]}, 1 from {points[1]} ({where}), a straight line between."


def _inputs(indicator: Indicator) -> str:
    names = list(dict.fromkeys([*indicator.layers, *indicator.needs]))
    lines = ["| layer | needed | columns that must hold known values |", "|---|---|---|"]
    for name in names:
        optional = name in indicator.layers and name not in indicator.required_layers
        columns = ", ".join(f"`{column}`" for column in indicator.needs.get(name, ()))
        lines.append(f"| `{name}` | {'if there' if optional else 'yes'} | {columns or '-'} |")
    reach = [
        f"Layer `{layer}` reaches {metres:g} m beyond the area."
        for layer, metres in indicator.margin_m.items()
    ]
    return "\n".join(lines) + ("\n\n" + " ".join(reach) if reach else "")


def _options(indicator: Indicator) -> str:
    if not indicator.options:
        return "None."
    return "\n".join(f"- `{name}`: default `{wish!r}`" for name, wish in indicator.options.items())


def _index(indicators: Mapping[str, Indicator]) -> str:
    lines = [
        _NOTICE,
        "# Indicators",
        "| number | indicator | titel | unit | family | evidence |\n|---|---|---|---|---|---|",
    ]
    ordered = sorted(indicators.values(), key=lambda indicator: (indicator.number, indicator.id))
    rows = [
        f"| {i.number} | [{i.id}]({i.id}.md) | {i.title['nl']} | {i.unit} | {i.family} "
        f"| {i.evidence} |"
        for i in ordered
    ]
    return "\n\n".join(lines) + "\n" + "\n".join(rows) + "\n"


def main(arguments: list[str]) -> int:
    """Write all pages into the folder that is named."""
    folder = Path(arguments[0])
    make_folder(folder)
    for name, text in pages(builtin()).items():
        write_text(text, folder / name, overwrite=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
