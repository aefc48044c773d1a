"""The page of two patterns compared: how alike in words, then area by area."""

from importlib import resources
from xml.etree import ElementTree as ET

from riskmap.evaluation.agreement import Agreement
from riskmap.language import Language, translator
from riskmap.marks import NOTICE
from riskmap.notation import as_set, number, percentage
from riskmap.outputs.html import bullets, element, figure, figure_head, page, pairs, table

_ROWS = 200


def agreement_page(agreement: Agreement, language: Language) -> str:
    """Return the page of an agreement, as one document that fetches nothing."""
    translate = translator(language)
    title = translate("Are two patterns alike? {base} and {test}").format(
        base=agreement.base_source, test=agreement.test_source
    )
    style = (resources.files("riskmap.outputs") / "report.css").read_text(encoding="utf-8")
    content = [
        element("h1", title),
        element("p", NOTICE.text(translate), class_="statement"),
        element("h2", translate("What was found")),
        bullets([said.text(translate) for said in agreement.conclusions]),
        element("h2", translate("What was judged")),
        _figures(agreement, language),
        element("h2", translate("Area by area")),
        _areas(agreement, language),
        element("h2", translate("How it was worked out")),
        element("p", _method(agreement, language)),
    ]
    return page(title, language, style, *content)


def agreement_lines(agreement: Agreement, language: Language) -> list[str]:
    """Return what the command prints."""
    translate = translator(language)
    said = [one.text(translate) for one in agreement.conclusions]
    return [*said, _method(agreement, language), NOTICE.text(translate)]


def _figures(made: Agreement, language: Language) -> ET.Element:
    translate = translator(language)
    rows = [
        (translate("S: share of all areas that do not differ"), number(made.s, language, 4)),
        (
            translate("Robust S: of the areas with events"),
            number(made.s_robust, language, 4),
        ),
        (
            translate("S, corrected for many tests"),
            number(made.s_adjusted, language, 4),
        ),
        (
            translate("Robust S, corrected for many tests"),
            number(made.s_robust_adjusted, language, 4),
        ),
        (translate("Areas"), number(made.areas, language)),
        (translate("Areas with events"), number(made.areas_with_events, language)),
        (made.base_source, as_set(made.events_base, language)),
        (made.test_source, as_set(made.events_test, language)),
        (
            translate("Events in no area, left out"),
            f"{number(made.outside_base, language)} / {number(made.outside_test, language)}",
        ),
    ]
    return pairs(rows, caption=translate("Agreement (Andresen's S)"))


def _areas(made: Agreement, language: Language) -> ET.Element:
    translate = translator(language)
    words = {1: translate("larger"), -1: translate("smaller"), 0: translate("alike")}
    shown = made.table.sort_values("p", kind="stable").head(_ROWS)
    rows: list[list[ET.Element | str]] = [
        [
            str(row["area_id"]),
            figure(as_set(row["base"], language)),
            figure(as_set(row["test"], language)),
            figure(percentage(row["share_base"], language)),
            figure(percentage(row["share_test"], language)),
            figure(number(row["p"], language, 4)),
            figure(number(row["p_adjusted"], language, 4)),
            words[row["direction"]],
            words[row["direction_adjusted"]],
        ]
        for row in shown.reset_index().to_dict("records")
    ]
    heads = [
        made.base_source,
        made.test_source,
        translate("Share, first"),
        translate("Share, second"),
        "p",
        translate("p, corrected"),
    ]
    words_heads = [translate("Second share"), translate("After correction")]
    caption = translate("The {shown} of {areas} areas that differ most").format(
        shown=len(shown), areas=made.areas
    )
    head: list[ET.Element | str] = [translate("Area"), *map(figure_head, heads), *words_heads]
    return table(head, rows, caption=caption)


def _method(made: Agreement, language: Language) -> str:
    translate = translator(language)
    tests = {
        "chi2_n1": translate("Pearson's chi-square times (N-1)/N"),
        "chi2": translate("Pearson's chi-square"),
        "yates": translate("chi-square with continuity correction"),
        "fisher": translate("Fisher's exact test"),
    }
    corrections = {
        "none": translate("no correction"),
        "bh": "Benjamini-Hochberg",
        "by": "Benjamini-Yekutieli",
    }
    return translate(
        "Per area a test of two proportions ({test}; Wheeler, Steenbeek and Andresen 2018) at "
        "{level}; correction for many tests: {correction}. Areas without events in both count as "
        "alike in S and are left out of robust S."
    ).format(
        test=tests[made.method],
        level=as_set(made.level, language),
        correction=corrections[made.correction],
    )
