"""The report of a run: what was asked, with which layers, what was left out, how firm it is."""

from collections.abc import Mapping, Sequence
from importlib import resources
from xml.etree import ElementTree as ET

from riskmap.inspection import InspectionList
from riskmap.language import Language, translator
from riskmap.layers.naming import layer_name
from riskmap.maps import Description, LayerDescription, ScoredMap
from riskmap.marks import EXPLORATORY_PRODUCT, NO_POLICE_LAYER, NOTICE, access_text
from riskmap.notation import day, number
from riskmap.outputs.html import bullets, element, figure, figure_head, page, pairs, table
from riskmap.outputs.report_quality import age_text, quality_section
from riskmap.outputs.report_theme import theme_section
from riskmap.quality.ages import age_of
from riskmap.quality.findings import Findings, LayerAge
from riskmap.sensitivity.certainty import Certainty

_NOTHING_CHECKED: Mapping[str, Findings] = {}
_NOTHING_DRAWN: Mapping[str, Certainty] = {}


def write_report(
    maps: Mapping[str, ScoredMap],
    lists: Mapping[str, InspectionList],
    notes: Sequence[str],
    *,
    capacity: int,
    findings: Mapping[str, Findings] = _NOTHING_CHECKED,
    certainties: Mapping[str, Certainty] = _NOTHING_DRAWN,
) -> str:
    """Return the report of a run as one page that fetches nothing.

    Parameters
    ----------
    maps
        Theme -> its opportunity or combined map; at least one.
    lists
        Theme -> its inspection list.
    notes
        What the run has to say besides: themes that did not run and why.
    capacity
        Length of a list: the top the report looks at.
    findings
        Theme -> what the quality checks found.
    certainties
        Theme -> how certain the ranks of its list are.
    """
    first = next(iter(maps.values())).description
    language = first.language
    translate = translator(language)
    title = translate("Report: {name}").format(name=first.project)
    content = [
        element("h1", title),
        element("p", f"{translate('Reference date')}: {day(first.reference_date, language)}"),
        element("p", NOTICE.text(translate), class_="statement"),
        *([element("p", first.notice, class_="warning")] if first.notice else []),
        *_product(first, language),
        *_remarks(notes, language),
        *_police(maps, language),
        _contents(maps, language),
    ]
    for name, scored in maps.items():
        heading, *section = theme_section(scored, lists.get(name), capacity, certainties.get(name))
        heading.set("id", name)
        content += [heading, *section]
        if name in findings:
            content += quality_section(scored.description, findings[name])
    content += _layers(maps, language) + _limits(language)
    style = (resources.files("riskmap.outputs") / "report.css").read_text(encoding="utf-8")
    return page(title, language, style, *content)


def _product(description: Description, language: Language) -> list[ET.Element]:
    translate = translator(language)
    card = description.product
    content = [element("h2", translate("What was asked"))]
    if not card.complete:
        warning = EXPLORATORY_PRODUCT.text(translate)
        content.append(element("p", warning, class_="warning"))
    unanswered = translate("not given")
    rows = [
        (translate("Question"), card.question or unanswered),
        (translate("Follow-up"), card.follow_up or unanswered),
        (translate("Legal ground"), card.legal_ground or unanswered),
        (translate("May be shared with"), access_text(description.access, translate)),
    ]
    content.append(pairs(rows, caption=translate("Product card")))
    return content


def _remarks(notes: Sequence[str], language: Language) -> list[ET.Element]:
    if not notes:
        return []
    translate = translator(language)
    return [element("h2", translate("Remarks on this run")), bullets(notes)]


def _police(maps: Mapping[str, ScoredMap], language: Language) -> list[ET.Element]:
    if any(scored.description.combination is not None for scored in maps.values()):
        return []
    return [element("p", NO_POLICE_LAYER.text(translator(language)), class_="statement")]


def _contents(maps: Mapping[str, ScoredMap], language: Language) -> ET.Element:
    """Return links to the themes and the layers: a reader comes for one of them."""
    translate = translator(language)
    places = {name: scored.description.title.in_language(language) for name, scored in maps.items()}
    places |= {"layers": translate("Layers"), "limits": translate("Limits")}
    links = [element("a", title, href=f"#{name}") for name, title in places.items()]
    return element("nav", bullets(links), **{"aria-label": translate("In this report")})


def _layers(maps: Mapping[str, ScoredMap], language: Language) -> list[ET.Element]:
    translate = translator(language)
    layers: dict[str, LayerDescription] = {}
    for scored in maps.values():
        layers |= scored.description.layers
        combination = scored.description.combination
        if combination is not None and combination.risk_layer is not None:
            layers["risk"] = combination.risk_layer
    day_of_all = next(iter(maps.values())).description.reference_date
    rows = [
        _layer_row(name, layer, age_of(name, layer.date, day_of_all), language)
        for name, layer in sorted(layers.items())
    ]
    heads: list[ET.Element | str] = [
        translate("Layer"),
        translate("Source"),
        translate("Date"),
        translate("Age on the reference date"),
        translate("May be shared with"),
        figure_head(translate("Rows kept of rows read")),
        translate("What the reader did"),
    ]
    return [
        element("h2", translate("Layers"), id="layers"),
        table(heads, rows, caption=translate("Which layers, of which date")),
    ]


def _layer_row(
    name: str, layer: LayerDescription, age: LayerAge, language: Language
) -> tuple[ET.Element | str, ...]:
    translate = translator(language)
    matched = ", ".join(f"{theirs} → {ours}" for theirs, ours in sorted(layer.matched.items()))
    notes = [note.in_language(language) for note in layer.notes]
    if matched:
        notes.append(translate("Columns: {matched}").format(matched=matched))
    # Editions are marked for translation where they are declared.
    edition = translator(language)(layer.edition) if layer.edition else ""
    return (
        layer_name(name, translate),
        f"{layer.source} {edition}".strip(),
        day(layer.date, language) if layer.date else translate("not given"),
        age_text(age, language) if layer.date else "-",
        access_text(layer.access, translate),
        figure(f"{number(layer.rows_kept, language)} / {number(layer.rows_read, language)}"),
        _folded(notes, language),
    )


def _folded(notes: list[str], language: Language) -> ET.Element:
    """Return notes behind a line that opens: they are for who wants to check a layer."""
    translate = translator(language)
    line = translate("Notes: {count}").format(count=len(notes))
    return element("details", element("summary", line), bullets(notes))


def _limits(language: Language) -> list[ET.Element]:
    translate = translator(language)
    return [
        element("h2", translate("Limits"), id="limits"),
        bullets(
            [
                translate("Opportunity means conditions that make misuse easier, not a chance of crime."),  # noqa: E501
                translate("A high score is by far most often an ordinary place."),
                translate("Weights and thresholds are starting points, to be set with local experts."),  # noqa: E501
                translate("Unknown is never counted as zero; the coverage of a place says how much is known."),  # noqa: E501
                translate("Whether the list finds more than chance is only known after visits, from the random share."),  # noqa: E501
                translate("A score is no ground for a decision: a person weighs it, gives reasons and hears the other side."),  # noqa: E501
            ]
        ),
    ]  # fmt: skip
