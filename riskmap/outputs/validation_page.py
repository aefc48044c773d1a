"""What `riskmap validate` found, as a page and as figures for a program."""

import dataclasses
from importlib import resources
from xml.etree import ElementTree as ET

from riskmap.language import Language, translator
from riskmap.marks import NOTICE
from riskmap.messages import Message
from riskmap.notation import number, plain_number
from riskmap.outputs.charts import interval_chart
from riskmap.outputs.evaluation_words import SHARES, written
from riskmap.outputs.html import bullets, element, figure, figure_head, page, pairs, table
from riskmap.outputs.validation_text import CONTENDERS, findings, statements
from riskmap.validation.fold_measures import FIGURES
from riskmap.validation.partitions import DESIGN_NAMES, DESIGNS
from riskmap.validation.validation import Validation

_MOST_FOLDS = 60
_DIGITS = (3, 3, 2)
_SMALL_P = 0.0001
_INTERVALS = {
    "folds": Message(
        "Intervals over folds: Student's t, 90%. They show how the figure differs from one part "
        "to the next, folds taken as independent."
    ),
    "repetitions": Message(
        "Intervals over repetitions: the middle 90%. They show what the choice of the parts does, "
        "not how few the outcomes are."
    ),
    "places": Message("Intervals of a single period: 90% percentile bootstrap over its places."),
}


def validation_page(found: Validation, language: Language) -> str:
    """Return the whole page."""
    translate = translator(language)
    title = translate("Does it hold elsewhere and later? {name}").format(name=found.source)
    content = [
        element("h1", title),
        *(element("p", text, class_="statement") for text in statements(found, language)),
        element("h2", translate("What was found")),
        bullets(findings(found, language)),
        _chart(found, language),
        element("h2", translate("What was judged")),
        _facts(found, language),
        element("h2", translate("Beside other orders")),
        _summary(found, language),
        bullets(
            _INTERVALS[kind].text(translate)
            for kind in _INTERVALS
            if (found.summary["interval"] == kind).any()
        ),
        *_model(found, language),
        element("h2", translate("Fold by fold")),
        _folds(found, language),
        element("h2", translate("How to read this")),
        bullets(_reading(found, language)),
        element("h2", translate("How it was worked out")),
        bullets([*(note.text(translate) for note in found.notes), *_method(language)]),
    ]
    style = (resources.files("riskmap.outputs") / "report.css").read_text(encoding="utf-8")
    return page(title, language, style, *content)


def validation_json(found: Validation) -> dict[str, object]:
    """Return every figure; `findings` in English."""
    moran = found.residuals
    gap, low, high = found.rosier
    return {
        "source": found.source,
        "outcomes": found.outcomes,
        "main": found.main,
        "places": found.places,
        "known": found.known,
        "with_finding": found.with_finding,
        "capacity": found.capacity,
        "seed": found.seed,
        "interval_level": 0.9,
        "findings": findings(found, "en"),
        "summary": found.summary.to_dict("records"),
        "random_minus_spatial": {
            "figure": "rmse" if found.measured else "auc",
            "mean": gap,
            "low": low,
            "high": high,
        },
        "folds": found.folds.to_dict("records"),
        "pooled": found.pooled.to_dict("records"),
        "residual_moran": None if moran is None else dataclasses.asdict(moran),
        "coefficients": None
        if found.coefficients is None
        else found.coefficients.to_dict("records"),
        "notes": [note.text() for note in found.notes],
        "notice": NOTICE.text(),
    }


def summary_lines(found: Validation, language: Language) -> list[str]:
    """Return the result in sentences, for a reader at the command line."""
    translate = translator(language)
    head = translate("{name}: {places} places, {known} with a known outcome, {hits} with a find")
    said = head.format(
        name=found.source,
        places=number(found.places, language),
        known=number(found.known, language),
        hits=number(found.with_finding, language),
    )
    notes = [note.text(translate) for note in found.notes]
    if found.coefficients is not None:
        terms = zip(found.coefficients["term"], found.coefficients["coefficient"], strict=True)
        listed = "; ".join(f"{term} {plain_number(slope, language)}" for term, slope in terms)
        notes.append(translate("Coefficients, fitted to all rows: {listed}").format(listed=listed))
    return [said, *findings(found, language), *notes, *statements(found, language)]


def _chart(found: Validation, language: Language) -> ET.Element:
    translate = translator(language)
    which = "rmse" if found.measured else "auc"
    rows = []
    for design in DESIGNS:
        row = found.figures(design)
        if row is not None:
            name = DESIGN_NAMES[design].text(translate)
            rows.append((name, row[f"{which}_low"], row[which], row[f"{which}_high"]))
    return interval_chart(
        rows,
        x_title=translate("root mean square error") if found.measured else translate("AUC"),
        caption=translate(
            "The same order, tested in different ways; random folds are often the rosy one"
        ),
        language=language,
        reference=None if found.measured else (translate("chance"), 0.5),
    )


def _summary(found: Validation, language: Language) -> ET.Element:
    translate = translator(language)
    shown = ("rmse", "r2") if found.measured else ("auc", "hit_rate", "lift")
    heads: list[ET.Element | str] = [translate("Tested in"), translate("Order")]
    heads += [figure_head(_title(name, language)) for name in shown]
    heads += [figure_head(translate("AUC, folds together")), figure_head(translate("in training"))]
    trained = "train_rmse" if found.measured else "train_auc"
    rows: list[list[ET.Element | str]] = []
    for row in found.summary.to_dict("records"):
        cells: list[ET.Element | str] = [
            DESIGN_NAMES[row["design"]].text(translate),
            CONTENDERS[row["contender"]].text(translate),
        ]
        cells += [
            figure(
                translate("{value} ({low} to {high})").format(
                    value=_written(row[n], n, d, language),
                    low=_written(row[f"{n}_low"], n, d, language),
                    high=_written(row[f"{n}_high"], n, d, language),
                )
            )
            for n, d in zip(shown, _DIGITS, strict=False)
        ]
        cells += [figure(number(row[n], language, 3)) for n in ("pooled_auc", trained)]
        rows.append(cells)
    return table(heads, rows, caption=translate("Means over the folds, with 90% intervals"))


def _written(value: float, name: str, digits: int, language: Language) -> str:
    return written(name, value, language) if name in SHARES else number(value, language, digits)


def _folds(found: Validation, language: Language) -> ET.Element:
    """Return the folds of the first repetition: the others are in the JSON."""
    translate = translator(language)
    shown = ("rmse", "r2") if found.measured else ("auc", "hit_rate", "lift")
    first = found.folds[(found.folds["contender"] == found.main) & (found.folds["repetition"] == 1)]
    heads: list[ET.Element | str] = [translate("Tested in"), translate("fold")]
    heads += [figure_head(translate("places")), figure_head(translate("with a find"))]
    heads += [figure_head(translate("visited"))]
    heads += [figure_head(_title(name, language)) for name in shown]
    rows: list[list[ET.Element | str]] = [
        [
            DESIGN_NAMES[row["design"]].text(translate),
            str(row["fold"]),
            *(figure(number(row[n], language)) for n in ("places", "with_finding", "visited")),
            *(
                figure(_written(row[n], n, d, language))
                for n, d in zip(shown, _DIGITS, strict=False)
            ),
        ]
        for row in first.head(_MOST_FOLDS).to_dict("records")
    ]
    return table(heads, rows, caption=translate("The first repetition; the others are in the JSON"))


def _model(found: Validation, language: Language) -> list[ET.Element]:
    if found.coefficients is None:
        return []
    translate = translator(language)
    rows: list[list[ET.Element | str]] = [
        [str(row["term"]), figure(plain_number(float(row["coefficient"]), language))]
        for row in found.coefficients.to_dict("records")
    ]
    heads: list[ET.Element | str] = [translate("term"), figure_head(translate("coefficient"))]
    return [
        element("h2", translate("The model, fitted to all rows")),
        table(heads, rows, caption=translate("Coefficients, per unit of the predictor")),
    ]


def _facts(found: Validation, language: Language) -> ET.Element:
    translate = translator(language)
    rows = [
        (translate("Outcomes"), found.outcomes),
        (translate("Places"), number(found.places, language)),
        (translate("With a known outcome"), number(found.known, language)),
        (translate("With a find"), number(found.with_finding, language)),
        (translate("Capacity"), number(found.capacity, language)),
        (translate("Seed"), str(found.seed)),
    ]
    moran = found.residuals
    if moran is not None:
        told = translate("{value}; expected {expected}, variance {variance}, z {z}, p {p}")
        figures = dataclasses.asdict(moran)
        shown = {name: number(value, language, 4) for name, value in figures.items()}
        if moran.p < _SMALL_P:
            shown["p"] = f"< {number(_SMALL_P, language, 4)}"
        rows.append((translate("Moran's I of the residuals"), told.format(**shown)))
    return pairs(rows, caption=translate("What went in"))


def _reading(found: Validation, language: Language) -> list[str]:
    translate = translator(language)
    said = [
        translate("Fold: a part of the places that is tested while the others train. Blocks in space are parts that lie together: the figure to quote for another area. The next period is the figure for later, one group left out the figure for another municipality."),  # noqa: E501
        translate("? is unknown: nothing was fitted, or all or none of the places of a fold have a find."),  # noqa: E501
    ]  # fmt: skip
    if found.measured:
        return said
    return [
        *said,
        translate("AUC: how often a place with a find stands above one without; 0.5 is chance, 1 is without a fault. Folds together: over the predictions of all folds at once. In training: on the rows it was fitted to."),  # noqa: E501
        translate("Hit rate: the share of all finds that lies at the top. Lift: how many times more often a visit at the top finds something than one by chance."),  # noqa: E501
    ]  # fmt: skip


def _method(language: Language) -> list[str]:
    translate = translator(language)
    return [
        translate("Everything that depends on the data is fitted inside the training part: reference values, criteria dropped because they do not vary, standardisation, levels of factors, weights and finds nearby."),  # noqa: E501
        translate("Blocks: k-means of the coordinates (Brenning 2012). Groups: one left out at a time. Random folds are there to be compared with, not to be quoted."),  # noqa: E501
        translate("Ties are averaged over every order they could have."),
        translate("Residuals: moments of Cliff and Ord (1981), not those of a plain Moran's I."),
    ]  # fmt: skip


def _title(name: str, language: Language) -> str:
    translate = translator(language)
    titles = dict(
        zip(
            FIGURES,
            (
                translate("AUC"),
                translate("hit rate"),
                translate("precision"),
                translate("lift"),
                translate("root mean square error"),
                translate("R2"),
            ),
            strict=True,
        )
    )
    return titles[name]
