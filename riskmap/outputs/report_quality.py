"""The quality checks of one map in the report: what an analyst should know before trusting it."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

from riskmap.language import Language, translator
from riskmap.layers.naming import layer_name
from riskmap.maps import Description
from riskmap.notation import number, percentage
from riskmap.outputs.html import bullets, element, figure, figure_head, table
from riskmap.quality.borders import LEAST_SIDE, NEAR_M
from riskmap.quality.findings import Findings, GroupFigures, GroupTable, Jump, LayerAge

Row = tuple[ET.Element | str, ...]


def quality_section(description: Description, found: Findings) -> list[ET.Element]:
    """Return what the checks found about one map, for the report."""
    language = description.language
    translate = translator(language)
    sure = translate(
        "On average {coverage} of the weight that counts is known per place. Counting what rests "
        "on stale layers for half, {certainty} is sure."
    ).format(
        coverage=percentage(found.mean_coverage, language),
        certainty=percentage(found.mean_certainty, language),
    )
    content = [
        element("h3", translate("Quality checks")),
        element("p", sure),
        _knowledge(description, found),
        _stops(description, found),
    ]
    for one in found.groups:
        content += _groups(one, description)
    if found.not_shown:
        names = ", ".join(layer_name(name, translate) for name in found.not_shown)
        hidden = translate(
            "Not compared, because they may not be shared as widely as this map: {layers}."
        )
        content.append(element("p", hidden.format(layers=names)))
    return content + _borders(description, found)


def age_text(age: LayerAge | None, language: Language) -> str:
    """Return how old a layer is, in words, and whether that is too old."""
    translate = translator(language)
    if age is None:
        return "-"
    if age.days is None:
        return translate("date unknown")
    days, limit = number(abs(age.days), language), number(age.limit_days, language)
    one = age.days in (1, -1)
    said = {
        "fresh": translate("1 day old") if one else translate("{days} days old"),
        "stale": translate("{days} days old: stale (from {limit} days)"),
        "later": translate("1 day after the reference date")
        if one
        else translate("{days} days after the reference date"),
    }[age.state]
    return said.format(days=days, limit=limit)


def _knowledge(description: Description, found: Findings) -> ET.Element:
    language = description.language
    translate = translator(language)
    criteria = description.criteria()
    rows: list[Row] = []
    for one in found.knowledge:
        share = one.unknown / one.places if one.places else 0.0
        oldest = "-" if one.oldest is None else layer_name(one.oldest.layer, translate)
        rows.append(
            (
                criteria[one.criterion].title.in_language(language),
                figure(number(one.places, language)),
                figure(number(one.unknown, language)),
                figure(percentage(share, language)),
                oldest,
                age_text(one.oldest, language),
            )
        )
    heads: list[ET.Element | str] = [
        translate("Criterion"),
        figure_head(translate("Places it applies to")),
        figure_head(translate("Unknown")),
        figure_head(translate("Share unknown")),
        translate("Oldest layer"),
        translate("Age on the reference date"),
    ]
    return table(heads, rows, caption=translate("What is unknown, and how old it is"))


def _stops(description: Description, found: Findings) -> ET.Element:
    language = description.language
    translate = translator(language)
    if not found.stops:
        quiet = translate("No layer stops at the edge of a municipality or business park.")
        return element("p", quiet)
    said = translate(
        "{criterion} is known nowhere in {group} ({places} places) and at {share} of the other "
        "places. Does its layer stop there? Then scores on the two sides do not compare."
    )
    criteria = description.criteria()
    return bullets(
        said.format(
            criterion=criteria[stop.criterion].title.in_language(language),
            group=stop.group,
            places=number(stop.places, language),
            share=percentage(stop.known_elsewhere, language),
        )
        for stop in found.stops
    )


def _groups(found: GroupTable, description: Description) -> list[ET.Element]:
    language = description.language
    translate = translator(language)
    titles = {
        "landscapes": translate("Mean score and share of the first {top} per landscape type"),
        "neighbourhoods": translate("Mean score and share of the first {top} per neighbourhood"),
        "municipalities": translate("Mean score and share of the first {top} per municipality"),
    }
    outside = translate("in none of them")
    rows = [_group(translate("All places"), found.overall, language)]
    rows += [_group(one.group or outside, one, language) for one in found.groups]
    heads: list[ET.Element | str] = [
        translate("Group"),
        figure_head(translate("Places")),
        figure_head(translate("Ranked")),
        figure_head(translate("Mean opportunity")),
        figure_head(translate("Difference with all")),
        figure_head(translate("Share of all places")),
        figure_head(translate("Among the first")),
        figure_head(translate("Share of the first")),
    ]
    advice = translate(
        "Where the share of the first places is far from the share of all places, the map ranks "
        "the group rather than the places in it. rank_within = {groups} in riskmap.toml ranks "
        "inside the groups."
    )
    return [
        table(heads, rows, caption=titles[found.by].format(top=found.top)),
        element("p", advice.format(groups=f'"{found.by}"')),
    ]


def _group(name: str, one: GroupFigures, language: Language) -> Row:
    unknown = float("nan")
    return (
        name,
        figure(number(one.places, language)),
        figure(number(one.ranked, language)),
        figure(number(unknown if one.mean is None else one.mean, language, 3)),
        figure(number(unknown if one.difference is None else one.difference, language, 3)),
        figure(percentage(one.share_of_places, language)),
        figure(number(one.in_top, language)),
        figure(percentage(one.share_of_top, language)),
    )


def _borders(description: Description, found: Findings) -> list[ET.Element]:
    language = description.language
    translate = translator(language)
    if found.municipalities < 2:  # noqa: PLR2004 (a border has two sides)
        alone = translate("All places lie in one municipality: there is no border to compare.")
        return [element("p", alone)]
    near = {"least": LEAST_SIDE, "km": number(NEAR_M / 1000, language)}
    if not found.jumps:
        few = translate(
            "No municipal border has {least} places within {km} km of it on both sides, or the "
            "layer of municipalities is missing: nothing to compare."
        )
        return [element("p", few.format(**near))]
    shown = [jump for jump in found.jumps if jump.stands_out or jump.measure == "opportunity"]
    heads: list[ET.Element | str] = [
        translate("What"),
        translate("Border"),
        figure_head(translate("Places")),
        figure_head(translate("Means")),
        figure_head(translate("Difference")),
        figure_head(translate("Standard error")),
        translate("More than two standard errors"),
    ]
    caption = translate("Jumps at municipal borders: places within {km} km of the other side")
    advice = translate(
        "A jump is more often a layer that is kept differently than a difference between places. "
        "Compared were {count} differences; about one in twenty stands out by chance."
    )
    names = _measure_names(description, translate)
    rows = [_jump(jump, names, language) for jump in shown]
    return [
        table(heads, rows, caption=caption.format(**near)),
        element("p", advice.format(count=number(len(found.jumps), language))),
    ]


def _measure_names(description: Description, translate: Callable[[str], str]) -> dict[str, str]:
    known = translate("Known share: {title}")
    return {
        "opportunity": translate("Opportunity"),
        "coverage": translate("Coverage"),
        **{
            name: known.format(title=one.title.in_language(description.language))
            for name, one in description.criteria().items()
        },
    }


def _jump(jump: Jump, names: dict[str, str], language: Language) -> Row:
    translate = translator(language)
    sides = (jump.first, jump.second)
    return (
        names[jump.measure],
        " / ".join(side.municipality for side in sides),
        figure(" / ".join(number(side.places, language) for side in sides)),
        figure(" / ".join(number(side.mean, language, 3) for side in sides)),
        figure(number(jump.difference, language, 3)),
        figure(number(jump.standard_error, language, 3)),
        translate("yes") if jump.stands_out else translate("no"),
    )
