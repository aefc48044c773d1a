"""One theme in the report of a run."""

from xml.etree import ElementTree as ET

from riskmap.explanation import scale_text
from riskmap.inspection import InspectionList, order_column
from riskmap.language import Language, translator
from riskmap.layers.naming import layer_name
from riskmap.maps import Description, ScoredMap
from riskmap.notation import number, percentage
from riskmap.outputs.html import bullets, element, table
from riskmap.stability import by_chance, moved_weights, single_criterion


def theme_section(
    scored: ScoredMap, listed: InspectionList | None, capacity: int
) -> list[ET.Element]:
    """Return the report's section on one theme."""
    description = scored.description
    language = description.language
    translate = translator(language)
    content = [element("h2", description.title.in_language(language))]
    if description.exploratory is not None:
        warning = description.exploratory.in_language(language)
        content.append(element("p", warning, class_="warning"))
    if description.partial:
        content.append(element("p", partial_text(description), class_="warning"))
    content.append(bullets(_facts(scored)))
    content.append(_criteria(description))
    content += _firmness(scored, capacity)
    if listed is not None:
        content += _first_places(scored, listed, language)
        content.append(bullets(note.text(translate) for note in listed.notes))
    return content


def partial_text(description: Description) -> str:
    """Return the sentence that marks a partial result and names what is missing."""
    translate = translator(description.language)
    share = percentage(description.completeness, description.language)
    layers = ", ".join(layer_name(name, translate) for name in description.missing_layers)
    return translate(
        "Partial: the layers at hand carry {share} of this theme's weight. Missing: {layers}."
    ).format(share=share, layers=layers or "-")


def _facts(scored: ScoredMap) -> list[str]:
    description = scored.description
    language = description.language
    translate = translator(language)
    ranked = int(scored.frame["rank"].notna().sum())
    total = len(scored.frame)
    return [
        *(text.in_language(language) for text in description.gate),
        translate("{total} locations were scored; {ranked} of them are ranked.").format(
            total=number(total, language), ranked=number(ranked, language)
        ),
        translate("Ranked means a coverage of at least {coverage} and {families} known families.").format(  # noqa: E501
            coverage=percentage(description.min_coverage, language),
            families=description.min_families,
        ),
        translate("Completeness: the inputs of {share} of the theme's weight are there.").format(
            share=percentage(description.completeness, language)
        ),
        *(text.in_language(language) for text in description.notes),
    ]  # fmt: skip


def _criteria(description: Description) -> ET.Element:
    language = description.language
    translate = translator(language)
    words = {
        "counts": translate("counts"),
        "missing": translate("missing"),
        "constant": translate("the same everywhere, left out"),
        "off": translate("weight 0, information only"),
    }
    rows = []
    for family in description.families.values():
        for criterion in family.criteria.values():
            status = words[criterion.status]
            if criterion.reason is not None:
                status = f"{status}: {criterion.reason.in_language(language)}"
            rows.append(
                (
                    f"{family.title.in_language(language)} ({number(family.weight, language, 2)})",
                    criterion.title.in_language(language),
                    number(criterion.weight, language, 1),
                    scale_text(criterion, language),
                    status,
                )
            )  # fmt: skip
    heads = [
        translate("Family (weight)"),
        translate("Criterion"),
        translate("Weight"),
        translate("Value function"),
        translate("In this run"),
    ]
    return table(heads, rows, caption=translate("Criteria, weights and what was left out"))


def _firmness(scored: ScoredMap, capacity: int) -> list[ET.Element]:
    """Return baselines and sensitivity: how much of the top depends on what."""
    language = scored.description.language
    translate = translator(language)
    k = min(capacity, int(scored.frame["rank"].notna().sum()))
    if k == 0:
        return []
    families = scored.description.families
    criteria = scored.description.criteria()
    rows = [
        (
            translate("weight of {name} times {factor}").format(
                name=families[overlap.name].title.in_language(language),
                factor=number(overlap.factor, language, 2),
            ),
            percentage(overlap.share, language),
        )
        for overlap in moved_weights(scored, k)
    ]
    rows += [
        (
            translate("sorted by {name} alone").format(
                name=criteria[overlap.name].title.in_language(language)
            ),
            percentage(overlap.share, language),
        )
        for overlap in single_criterion(scored, k)
    ]
    rows.append((translate("in random order"), percentage(by_chance(scored, k), language)))
    caption = translate("How much of the first {k} by opportunity stays").format(k=k)
    return [
        element("h3", translate("Baselines and sensitivity")),
        table([translate("With another weight or order"), translate("this much stays")], rows, caption=caption),  # noqa: E501
    ]  # fmt: skip


def _first_places(
    scored: ScoredMap, listed: InspectionList, language: Language
) -> list[ET.Element]:
    translate = translator(language)
    heads = [
        translate("Rank"),
        translate("Place"),
        translate("Priority"),
        translate("Why this place"),
        translate("Unknown here"),
    ]
    chosen = listed.rows[listed.rows["selection"] == "score"].head(10)
    rows = [
        (
            str(rank),
            label,
            number(priority, language, 2),
            why,
            missing or "-",
        )
        for rank, label, priority, why, missing in zip(
            chosen["rank"].tolist(),
            chosen["label"].astype(str).tolist(),
            chosen["priority"].astype(float).tolist(),
            chosen["reasons"].tolist(),
            chosen["missing"].tolist(),
            strict=True,
        )
    ]
    order = (
        translate("ordered by opportunity and the police layer")
        if order_column(scored) == "priority_rank"
        else translate("ordered by opportunity")
    )
    return [
        element("h3", translate("The first places of the list")),
        table(heads, rows, caption=translate("First ten, {order}").format(order=order)),
    ]
