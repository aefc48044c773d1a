"""The police layer in the report of a theme: the rule, and all rules side by side."""

from xml.etree import ElementTree as ET

from riskmap.combine.rules import RULE_NAMES, formula, rule_name
from riskmap.language import Language, translator
from riskmap.maps import ComparisonDescription, ScoredMap
from riskmap.notation import percentage
from riskmap.outputs.html import bullets, element, figure, figure_head, table


def police_section(scored: ScoredMap) -> list[ET.Element]:
    """Return how opportunity and risk became one order, and what another rule would change."""
    card = scored.description.combination
    if card is None:
        return []
    language = scored.description.language
    translate = translator(language)
    said = [
        translate("Rule: {rule}: {formula}").format(
            rule=rule_name(card.rule).text(translate), formula=formula(card).text(translate)
        ),
        translate("Where the police layer says nothing, priority is opportunity."),
    ]
    content = [element("h3", translate("Opportunity and police layer")), bullets(said)]
    if card.comparison is not None and card.comparison.k > 0:
        content.append(_overlaps(card.comparison, language))
    return content


def _overlaps(comparison: ComparisonDescription, language: Language) -> ET.Element:
    translate = translator(language)
    names = {name: rule.text(translate) for name, rule in RULE_NAMES.items()}
    names |= {name: name for name in comparison.orders if name not in names}
    names["opportunity"] = translate("opportunity alone")
    rows: list[tuple[ET.Element | str, ...]] = [
        (names[name], *(figure(percentage(share, language)) for share in shares))
        for name, shares in zip(comparison.orders, comparison.overlap, strict=True)
    ]
    rows += [
        (
            rule_name(rule).text(translate),
            why.in_language(language),
            *[""] * (len(comparison.orders) - 1),
        )
        for rule, why in comparison.left_out.items()
    ]
    heads: list[ET.Element | str] = [
        translate("Order"),
        *(figure_head(names[name]) for name in comparison.orders),
    ]
    caption = translate(
        "Which part of the first {k} two orders share; {chance} is what two random orders share"
    )
    chance = percentage(comparison.by_chance, language)
    return table(heads, rows, caption=caption.format(k=comparison.k, chance=chance))
