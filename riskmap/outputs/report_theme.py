"""One theme in the report of a run."""

from xml.etree import ElementTree as ET

from riskmap.explanation import scale_text
from riskmap.inspection import InspectionList
from riskmap.language import Language, translator
from riskmap.maps import CriterionDescription, Description, ScoredMap
from riskmap.marks import partial_text
from riskmap.notation import as_set, number, percentage
from riskmap.ordering import order_column
from riskmap.outputs.certainty_section import certainty_section
from riskmap.outputs.html import bullets, element, figure, figure_head, table
from riskmap.outputs.report_police import police_section
from riskmap.sensitivity.ablation import Overlap, by_chance, moved_weights, single_criterion
from riskmap.sensitivity.certainty import Certainty


def theme_section(
    scored: ScoredMap,
    listed: InspectionList | None,
    capacity: int,
    certainty: Certainty | None = None,
) -> list[ET.Element]:
    """Return the report's section on one theme."""
    description = scored.description
    language = description.language
    translate = translator(language)
    content = [element("h2", description.title.in_language(language))]
    if description.exploratory is not None:
        warning = description.exploratory.in_language(language)
        content.append(element("p", warning, class_="warning"))
    content += [
        element("p", said.in_language(language), class_="warning") for said in description.warnings
    ]
    if description.partial:
        content.append(element("p", partial_text(description, language), class_="warning"))
    content.append(bullets(_facts(scored)))
    content.append(_criteria(description))
    content += police_section(scored)
    content += _firmness(scored, capacity)
    if certainty is not None:
        labels = dict(zip(scored.frame["location_id"], scored.frame["label"], strict=True))
        content.append(element("h3", translate("How certain the ranks are")))
        content += certainty_section(certainty, labels, language)
    if listed is not None:
        content += _first_places(scored, listed, language)
        content.append(bullets(listed.notes))
    return content


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
        *_lowered(scored),
        *(text.in_language(language) for text in description.notes),
    ]  # fmt: skip


def _lowered(scored: ScoredMap) -> list[str]:
    """Say of each criterion that lowers a family where, and by how much."""
    language = scored.description.language
    translate = translator(language)
    sentence = translate("{family} counts for {factor} at {count} of the {total} places: {title}")
    said = []
    for family in scored.description.families.values():
        for name, criterion in family.criteria.items():
            if criterion.status != "lowers":
                continue
            factors = scored.frame[f"{name}__score"].astype(float)
            said += [
                sentence.format(
                    family=family.title.in_language(language),
                    factor=as_set(float(factor), language),
                    count=number(count, language),
                    total=number(len(factors), language),
                    title=criterion.title.in_language(language),
                )
                for factor, count in factors[factors < 1].value_counts().sort_index().items()
            ]
    return said


def _criteria(description: Description) -> ET.Element:
    language = description.language
    translate = translator(language)
    words = {
        "counts": translate("counts"),
        "missing": translate("missing"),
        "constant": translate("the same everywhere, left out"),
        "left_out": translate("left out as in the run it refers to"),
        "not_applicable": translate("does not apply"),
        "off": translate("weight 0, information only"),
        "lowers": translate("lowers its family"),
    }
    rows: list[tuple[ET.Element | str, ...]] = []
    for family in description.families.values():
        title = f"{family.title.in_language(language)} ({number(family.weight, language, 2)})"
        span = str(len(family.criteria))
        for place, criterion in enumerate(family.criteria.values()):
            reason = criterion.reason
            more = [] if reason is None else [reason.in_language(language)]
            more += _unknown(criterion, language)
            status = ". ".join(filter(None, [words[criterion.status], " ".join(more)]))
            home = [element("th", title, scope="rowgroup", rowspan=span)] if place == 0 else []
            rows.append(
                (
                    *home,
                    criterion.title.in_language(language),
                    figure(number(criterion.weight, language, 1)),
                    scale_text(criterion, language),
                    status,
                )
            )
    heads: list[ET.Element | str] = [
        translate("Family (weight)"),
        translate("Criterion"),
        figure_head(translate("Weight")),
        translate("Value function"),
        translate("In this run"),
    ]
    return table(heads, rows, caption=translate("Criteria, weights and what was left out"))


def _unknown(criterion: CriterionDescription, language: Language) -> list[str]:
    """Say at how many places a criterion is unknown, and why, where it knows."""
    translate = translator(language)
    return [
        translate("Unknown at {count} locations: {because}").format(
            count=number(one.locations, language), because=one.because.in_language(language)
        )
        for one in criterion.unknown
        if one.because != criterion.reason
    ]


def _firmness(scored: ScoredMap, capacity: int) -> list[ET.Element]:
    """Return baselines and sensitivity: how much of the top depends on what."""
    language = scored.description.language
    translate = translator(language)
    k = min(capacity, int(scored.frame["rank"].notna().sum()))
    if k == 0:
        return []
    return [
        element("h3", translate("Baselines and sensitivity")),
        _moved(scored, k),
        _rivals(scored, k),
    ]


def _moved(scored: ScoredMap, k: int) -> ET.Element:
    language = scored.description.language
    translate = translator(language)
    families = scored.description.families
    shares: dict[str, list[Overlap]] = {}
    for overlap in moved_weights(scored, k):
        shares.setdefault(overlap.name, []).append(overlap)
    rows: list[tuple[ET.Element | str, ...]] = [
        (
            families[name].title.in_language(language),
            *(figure(percentage(overlap.share, language)) for overlap in overlaps),
        )
        for name, overlaps in shares.items()
    ]
    times = translate("weight times {factor}")
    factors = [overlap.factor for overlap in next(iter(shares.values()), [])]
    heads: list[ET.Element | str] = [
        translate("Family"),
        *(figure_head(times.format(factor=number(factor, language, 2))) for factor in factors),
    ]
    caption = translate(
        "How much of the first {k} by opportunity stays when the weight of one family changes"
    )
    return table(heads, rows, caption=caption.format(k=k))


def _rivals(scored: ScoredMap, k: int) -> ET.Element:
    language = scored.description.language
    translate = translator(language)
    criteria = scored.description.criteria()
    rows = [
        (
            criteria[overlap.name].title.in_language(language),
            figure(percentage(overlap.share, language)),
        )
        for overlap in single_criterion(scored, k)
    ]
    rows.append((translate("in random order"), figure(percentage(by_chance(scored, k), language))))
    heads: list[ET.Element | str] = [
        translate("Criterion"),
        figure_head(translate("this much stays")),
    ]
    caption = translate(
        "How much of the first {k} by opportunity stays when one criterion alone makes the order"
    )
    return table(heads, rows, caption=caption.format(k=k))


def _first_places(
    scored: ScoredMap, listed: InspectionList, language: Language
) -> list[ET.Element]:
    translate = translator(language)
    combined = scored.description.kind == "combined"
    heads: list[ET.Element | str] = [
        figure_head(translate("No.")),
        translate("Place"),
        *([figure_head(translate("Priority"))] if combined else []),
        figure_head(translate("Opportunity")),
        *([figure_head(translate("Risk"))] if combined else []),
        translate("Why this place"),
        translate("Unknown here"),
    ]
    chosen = listed.rows[listed.rows["selection"] == "score"].head(10)
    shown = ["priority", "opportunity", "risk"] if combined else ["opportunity"]
    rows: list[tuple[ET.Element | str, ...]] = [
        (
            figure(str(row["rank"])),
            str(row["label"]),
            *(figure(number(float(row[name]), language, 2)) for name in shown),
            str(row["reasons"]),
            str(row["missing"]) or "-",
        )
        for row in chosen.to_dict("records")
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
