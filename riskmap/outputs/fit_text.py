"""What a risk terrain model says, in sentences and words."""

from collections.abc import Callable, Mapping

import numpy as np

from riskmap.language import Language, translator
from riskmap.learning.risk_terrain import RiskTerrain
from riskmap.learning.terrain_checks import TOP_AREA
from riskmap.marks import NOTICE
from riskmap.messages import Message
from riskmap.notation import number, percentage

Translate = Callable[[str], str]

_SIGNIFICANT = 0.05
_UNITS = {"area": Message("area"), "visits": Message("visit"), "places": Message("place")}
_GROUND = {"area": Message("area"), "visits": Message("visits"), "places": Message("places")}


def fit_lines(fitted: RiskTerrain, language: Language) -> list[str]:
    """Return what was found in sentences a planner understands, the most important first."""
    translate = translator(language)
    return [one.text(translate) for one in (*_found(fitted, language), *_held(fitted, language))]


def fit_summary(fitted: RiskTerrain, language: Language) -> list[str]:
    """Return the sentences, the model and the remarks, for a reader at the command line."""
    translate = translator(language)
    rows = [
        "  "
        + Message(
            "{factor}: {how}, {distance} m: coefficient {b}, relative risk value {rrv}",
            factor=one["factor"],
            how=how_words(translate)[str(one["operationalisation"])],
            distance=number(float(one["distance_m"]), language),
            b=number(float(one["coefficient"]), language, 3),
            rrv=number(float(one["rrv"]), language, 3),
        ).text(translate)
        for one in fitted.table.to_dict("records")
    ]
    facts = [f"{name}: {text}" for name, text in model_facts(fitted, language)]
    told = [one.text(translate) for one in (*fitted.notes, *limits(), NOTICE)]
    return [*fit_lines(fitted, language), *rows, *facts, *told]


def _found(fitted: RiskTerrain, language: Language) -> list[Message]:
    if fitted.table.empty:
        return [
            Message(
                "No factor explains where the outcomes lie better than chance: at none of the "
                "distances tried is it worth a place in the model."
            )
        ]
    names = ", ".join(
        f"{one['factor']} ({number(float(one['rrv']), language, 2)})"
        for one in fitted.table.to_dict("records")
    )
    first = Message(
        "Where the outcomes lie goes with {count} of {tried} factors: {names}. Behind each stands "
        "how many times the count per {unit} is that of a place without it, the others equal.",
        unit=_UNITS[fitted.per],
        count=len(fitted.table),
        tried=len(fitted.factors),
        names=names,
    )
    second = Message(
        "The highest score of a place is {highest}. That is relative to a place where no factor "
        "counts, which may have next to nothing: it is no probability.",
        highest=number(fitted.highest_score, language, 1),
    )
    return [first, second]


def _held(fitted: RiskTerrain, language: Language) -> list[Message]:
    asked = set(fitted.checks["check"])
    said = []
    if "blocks" in asked:
        share = _rate(fitted, "blocks", "model")
        said.append(
            Message(
                "In parts of the area it was not fitted to, the best {top} of the {ground} holds "
                "{share} of the outcomes; any {top} holds {top} on average.",
                ground=_GROUND[fitted.per],
                top=percentage(TOP_AREA, language),
                share=percentage(share, language),
            )
        )
    if "next_period" in asked:
        own = _rate(fitted, "next_period", "model")
        last = _rate(fitted, "next_period", "last_period")
        better = Message(
            "In the next period the best {top} of the {ground} by the model holds {own} of the "
            "outcomes, and by the last-period count {last}.",
            top=percentage(TOP_AREA, language),
            ground=_GROUND[fitted.per],
            own=percentage(own, language),
            last=percentage(last, language),
        )
        said.append(better)
        if own <= last:
            said.append(Message("The model does not beat the last-period count: use that count."))
    else:
        said.append(
            Message("Whether it beats the last-period count, which is hard to beat, is not known.")
        )
    return [*said, *_left_over(fitted, language)]


def _left_over(fitted: RiskTerrain, language: Language) -> list[Message]:
    if not (fitted.residual_moran_p < _SIGNIFICANT and fitted.residual_moran_z > 0):
        return []
    return [
        Message(
            "What the model does not explain still lies together (Moran's I of the residuals, "
            "z {z}): something that is not among the factors counts.",
            z=number(fitted.residual_moran_z, language, 1),
        )
    ]


def _rate(fitted: RiskTerrain, check: str, order: str) -> float:
    checks = fitted.checks
    rows = checks[(checks["check"] == check) & (checks["order"] == order)]
    return float(rows["hit_rate"].to_numpy(dtype=float)[0])


def model_facts(fitted: RiskTerrain, language: Language) -> list[tuple[str, str]]:
    """Return names and figures of what the model rests on."""
    translate = translator(language)
    model, settings = fitted.model, fitted.settings
    families = {
        "poisson": translate("Poisson"),
        "negative_binomial": translate("negative binomial (NB2)"),
    }
    steps = ", ".join(number(one, language) for one in settings.steps_m)
    return [
        (translate("Places"), number(model.places, language)),
        (translate("Outcomes in them"), number(float(np.nansum(fitted.places["found"])), language)),
        (translate("Outcomes outside"), number(fitted.outside, language)),
        (translate("Model of the counts"), families[model.family]),
        (translate("BIC, Poisson"), number(fitted.bic["poisson"], language, 1)),
        (
            translate("BIC, negative binomial"),
            number(fitted.bic["negative_binomial"], language, 1),
        ),
        (translate("Dispersion"), number(model.dispersion, language, 3)),
        (
            translate("Highest score of a place"),
            number(fitted.highest_score, language, 1),
        ),
        (
            translate("Score with every factor at its fullest"),
            number(fitted.possible_score, language, 1),
        ),
        (translate("Distances tried (m)"), steps),
        (
            translate("Moran's I of the residuals, z"),
            number(fitted.residual_moran_z, language, 2),
        ),
        (translate("Folds and seed"), f"{settings.folds}, {settings.seed}"),
    ]


def limits() -> tuple[Message, ...]:
    """Return what a reader must know of any risk terrain model."""
    return (
        Message("A score is relative to the emptiest place, and no probability."),
        Message("A factor that counts need not be a cause: what lies near it may be what matters."),
        Message(
            "No p-values are shown: after a choice among so many columns they would all look too "
            "good. How the model does where it was not fitted stands in their place."
        ),
        Message(
            "Distances are straight lines from the middle of a place, across water and rail. "
            "Which of two neighbouring distances wins is often chance: look at all of them."
        ),
        Message(
            "Near means up to and with the distance. Dense means a density (quartic kernel with "
            "the distance as bandwidth) of at least the mean and two standard deviations over the "
            "places."
        ),
        Message(
            "Coefficient: the natural logarithm of the relative risk value. Deviance explained: 0 "
            "is no better than all places alike, 1 is without a fault."
        ),
        Message(
            "BIC is k ln n - 2 lnL, less is better; the dispersion of the negative binomial counts "
            "in k."
        ),
    )


def how_words(translate: Translate) -> Mapping[str, str]:
    """Return what an operationalisation is called."""
    return {
        "proximity": translate("near"),
        "density": translate("dense"),
        "exponential": translate("fading, exponential"),
        "bisquare": translate("fading, bisquare"),
    }


def status_words(translate: Translate) -> Mapping[str, str]:
    """Return what became of a column."""
    return {
        "chosen": translate("in the model"),
        "kept": translate("kept by the elastic net, not by BIC"),
        "dropped": translate("left out by the elastic net"),
        "constant": translate("the same everywhere: left out"),
        "repeats": translate("the same as an earlier column: left out"),
        "none_there": translate("no outcome there: no ratio can be estimated"),
        "all_there": translate("every outcome there: no ratio can be estimated"),
    }


def check_words(translate: Translate) -> Mapping[str, str]:
    """Return what a check asks about."""
    return {
        "blocks": translate("other parts of the area"),
        "next_period": translate("the next period"),
    }


def order_words(translate: Translate) -> Mapping[str, str]:
    """Return what an order of places is called."""
    return {
        "model": translate("this model"),
        "last_period": translate("the last-period count"),
        "area": translate("all alike"),
    }
