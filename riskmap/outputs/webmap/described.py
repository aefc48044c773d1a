"""A map's description as the page shows it, in one language."""

from riskmap.combine.rules import formula
from riskmap.language import Language, translator
from riskmap.maps import (
    CombinationDescription,
    CriterionDescription,
    Description,
    LayerDescription,
    Text,
)
from riskmap.quality.ages import layer_ages


def described(description: Description, language: Language) -> dict[str, object]:
    """Return theme, weights, sources and labels of one map, ready for JSON."""
    return {
        "theme": description.theme,
        "title": description.title.in_language(language),
        "project": description.project,
        "made_with": description.riskmap,
        "reference_date": description.reference_date.isoformat(),
        "notice": description.notice,
        "exploratory": _said(description.exploratory, language),
        "warnings": [one.in_language(language) for one in description.warnings],
        "partial": description.partial,
        "completeness": description.completeness,
        "missing_layers": list(description.missing_layers),
        "min_coverage": description.min_coverage,
        "rank_within": description.rank_within,
        "product": description.product.model_dump(),
        "product_complete": description.product.complete,
        "families": _families(description, language),
        "left_out": [
            {
                "title": one.title.in_language(language),
                "status": one.status,
                "reason": _said(one.reason, language),
            }
            for one in description.criteria().values()
            if one.status not in ("counts", "lowers")
        ],
        "layers": _layers(description, language),
        "gate": [one.in_language(language) for one in description.gate],
        "notes": [one.in_language(language) for one in description.notes],
        "combination": _combination(description.combination, language),
    }


def _families(description: Description, language: Language) -> list[dict[str, object]]:
    """Return the families that have criteria that count."""
    found: list[dict[str, object]] = []
    for family in description.families.values():
        counting = {k: c for k, c in family.criteria.items() if c.status == "counts"}
        if counting:
            found.append(
                {
                    "title": family.title.in_language(language),
                    "weight": family.weight,
                    "criteria": [_criterion(k, c, language) for k, c in counting.items()],
                    "lowering": [
                        {"id": key, "title": one.title.in_language(language)}
                        for key, one in family.criteria.items()
                        if one.status == "lowers"
                    ],
                }
            )
    return found


def _criterion(name: str, one: CriterionDescription, language: Language) -> dict[str, object]:
    return {
        "id": name,
        "title": one.title.in_language(language),
        "unit": one.unit,
        "weight": one.weight,
        "classes": {key: name.in_language(language) for key, name in one.classes.items()},
        "question": one.question.in_language(language),
        "evidence": one.evidence,
        "sources": translator(language)(one.sources) if one.sources else "",
        "ordinary": one.ordinary_explanations.in_language(language),
        "false_positives": one.false_positives.in_language(language),
    }


def _layers(description: Description, language: Language) -> list[dict[str, object]]:
    ages = layer_ages(description)
    return [
        _layer(name, layer, language) | {"stale": ages[name].state == "stale"}
        for name, layer in description.layers.items()
    ]


def _layer(name: str, layer: LayerDescription, language: Language) -> dict[str, object]:
    return {
        "name": name,
        "source": layer.source,
        "edition": translator(language)(layer.edition) if layer.edition else "",
        "date": layer.date.isoformat() if layer.date else None,
        "access": layer.access,
        "rows_kept": layer.rows_kept,
        "notes": [one.in_language(language) for one in layer.notes],
    }


def _combination(
    combination: CombinationDescription | None, language: Language
) -> dict[str, object] | None:
    if combination is None:
        return None
    risk = combination.risk_layer
    return {
        "rule": combination.rule,
        "rule_text": formula(combination).text(translator(language)),
        "class_breaks": {name: list(pair) for name, pair in combination.class_breaks.items()},
        "risk_layer": None if risk is None else _layer("risk", risk, language),
    }


def _said(text: Text | None, language: Language) -> str:
    return "" if text is None else text.in_language(language)
