"""An evaluation as JSON: every figure with its interval, its method and its definition."""

from collections.abc import Callable, Mapping

import pandas as pd

import riskmap
from riskmap.evaluation.agreement import Agreement
from riskmap.evaluation.evaluation import Evaluation, Schedule
from riskmap.marks import NOTICE
from riskmap.messages import untranslated
from riskmap.outputs.feedback_section import feedback_json

# What every figure is, and its estimand; the words of `docs/evaluate.md`.
DEFINITIONS: Mapping[str, str] = {
    "hit_rate": "share of all that was found that lies in the first k places, n / N",
    "precision": "hits per visit: share of the visited places among the first k with a find",
    "recall": "share of the places where anything was found that lies in the first k",
    "lift": "precision over the overall rate",
    "pai": "(n / N) / (a / A) (Chainey et al. 2008)",
    "penalised_pai": "(n / N) / (a / A)^alpha (Joshi et al. 2021)",
    "pei": "PAI over the PAI of as many places in order of what was found per area (Hunt 2016)",
    "pei_same_area": "PAI over the PAI of the best choice of the same area",
    "found_per_visited_place": "what was found in the first k places per visited place",
    "rri": "(n2 / n1) / (N2 / N1) against the last period (Levine 2008)",
    "overall_rate": "share of all visited places where anything was found",
    "auc": "chance that a place with a find stands above one without; ties count a half",
    "gini": "2 AUC - 1",
    "area_under_hit_curve": "under share found against share of area; 0.5 by lot, not normalised",
    "days_earlier": "mean of real minus simulated date over the visits that found something",
}  # fmt: skip


def evaluation_json(
    evaluation: Evaluation, translate: Callable[[str], str] = untranslated
) -> dict[str, object]:
    """Return everything an evaluation holds, for `json_text`."""
    made = evaluation
    known = made.table.set_index("figure")
    content: dict[str, object] = {
        "riskmap": riskmap.__version__,
        "notice": NOTICE.text(translate),
        "access": made.description.access if made.description else None,
        "list": made.list_source,
        "outcomes": made.outcomes_source,
        "ranked_by": made.ranked_by,
        "kind": made.kind,
        "settings": vars(made.settings),
        "extent": vars(made.extent),
        "conclusions": [said.text(translate) for said in made.conclusions],
        "warnings": [said.text(translate) for said in made.warnings],
        "notes": [said.text(translate) for said in made.notes],
        "figures": {
            str(name): {**row, "definition": DEFINITIONS[str(name)]}
            for name, row in known.to_dict("index").items()
        },
        "curve": _rows(made.curve),
        "by_area": _rows(made.by_area),
        "baselines": _rows(made.baselines),
        "ranking": _rows(made.ranking),
        "schedule": None if made.schedule is None else _schedule(made.schedule),
    }
    if made.guard is not None:
        content["guard"] = feedback_json(made.guard, translate)
    return content


def agreement_json(
    agreement: Agreement, translate: Callable[[str], str] = untranslated
) -> dict[str, object]:
    """Return everything an agreement holds, for `json_text`."""
    plain = {
        name: value
        for name, value in vars(agreement).items()
        if name not in {"table", "conclusions"}
    }
    return {
        "riskmap": riskmap.__version__,
        "notice": NOTICE.text(translate),
        **plain,
        "conclusions": [said.text(translate) for said in agreement.conclusions],
        "areas_table": _rows(agreement.table.reset_index()),
    }


def _schedule(schedule: Schedule) -> dict[str, object]:
    days = schedule.days.assign(date=schedule.days["date"].dt.strftime("%Y-%m-%d"))
    return {
        "visits": schedule.visits,
        "hits": schedule.hits,
        "undated": schedule.undated,
        "figures": {
            str(name): row
            for name, row in schedule.table.set_index("figure").to_dict("index").items()
        },
        "orders": _rows(schedule.orders),
        "days": _rows(days),
    }


def _rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return a table as rows of plain values; NaN becomes null."""
    rows = table.astype(object).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: object) -> object:
    return value.item() if hasattr(value, "item") else value
