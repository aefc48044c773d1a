"""Every sentence of the page, in one place, in the language of the reader.

Facts in braces are filled in by the page itself, as text.
"""

from collections.abc import Callable

from riskmap.combine.rules import RULE_NAMES
from riskmap.layers.naming import COLUMN_NAMES, LAYER_NAMES
from riskmap.locations.locations import KIND_NAMES
from riskmap.notation import unit_words

Translate = Callable[[str], str]


def page_words(translate: Translate) -> dict[str, str]:
    """Return the page's words by key."""
    return {
        **_frame(translate),
        **_controls(translate),
        **_legend(translate),
        **_table(translate),
        **_explanation(translate),
        **_standing(translate),
        **_lowering(translate),
        **_about(translate),
    }


def value_words(translate: Translate) -> dict[str, dict[str, str]]:
    """Return words for values of columns, by column and value."""
    return {
        "kind": kind_words(translate),
        "selection": {
            "score": translate("by score"),
            "random": translate("drawn at random"),
            "follow_up": translate("follow-up"),
            "signal": translate("signal"),
        },
        "visit_type": {
            "quick_look": translate("quick look"),
            "schouw": translate("inspection of the surroundings"),
            "integral": translate("joint inspection"),
            "refer": translate("refer"),
        },
        "access": {
            "open": translate("open data"),
            "municipal": translate("for the municipality and its partners"),
            "police": translate("for the police and partners with a covenant"),
        },
        "layer": {key: name.text(translate) for key, name in LAYER_NAMES.items()},
        "column": {key: name.text(translate) for key, name in COLUMN_NAMES.items()},
        **_grades(translate),
        "unit": unit_words(translate),
        "unit_one": unit_words(translate, one=True),
    }


def without_script(translate: Translate) -> str:
    """Return the sentence for a browser that runs no scripts."""
    return translate(
        "This page needs JavaScript to draw the map and the table. It runs its own script only."
    )


def _frame(translate: Translate) -> dict[str, str]:
    return {
        "skip": translate("Skip to the ranked places"),
        "not_suspicion": translate(
            "A score shows opportunity, not suspicion: it says how well a place lends itself to "
            "misuse, and nothing about the people who live or work there."
        ),
        "partial": translate(
            "Partial map: {share} of this theme's information is there. Missing: {layers}."
        ),
        "partial_plain": translate("Partial map: {share} of this theme's information is there."),
        "exploratory": translate("Exploratory"),
        "incomplete": translate(
            "Exploratory: the question, the follow-up or the legal ground is missing from the "
            "project file. Do not plan visits on this product."
        ),
        "map_label": translate("Map with scores; the table holds the same places"),
        "zoom_in": translate("Zoom in"),
        "zoom_out": translate("Zoom out"),
        "zoom_all": translate("Show the whole area"),
        "pdok": translate(
            "The background comes from service.pdok.nl (Kadaster): that host can see which area "
            "you look at."
        ),
        "pdok_credit": translate("Background: Kadaster, PDOK"),
    }


def _controls(translate: Translate) -> dict[str, str]:
    return {
        "controls": translate("What the map shows"),
        "theme": translate("Theme"),
        "show": translate("Colour by"),
        "opportunity": translate("Opportunity"),
        "risk": translate("Risk"),
        "priority": translate("Priority"),
        "class": translate("Opportunity and risk together"),
        "known": translate("What is known: coverage"),
        "bounds": translate("Class limits"),
        "bounds_fixed": translate("the same for every map"),
        "bounds_equal": translate("equal numbers of places"),
        "list_only": translate("Highlight the inspection list only"),
        "built_up": translate("Built-up area"),
        "buildings": translate("Buildings"),
        "risk_areas": translate("Police layer"),
        "borders": translate("Borders"),
        "roads": translate("Roads"),
        "places": translate("Place names"),
        "water": translate("Water"),
        "background": translate("Drawn beneath"),
        "search": translate("Search by address, id or parcel"),
    }


def _legend(translate: Translate) -> dict[str, str]:
    return {
        "legend": translate("Legend"),
        "from_to": translate("{low} to {high}"),
        "unranked": translate("Not ranked: too little is known"),
        "no_value": translate("Unknown"),
        "on_list": translate("Number on the inspection list; zoom in where they crowd"),
        "by_chance": translate("On the list by chance"),
        "class_breaks": translate("{what}: middle from {middle}, high from {high}"),
        "on_top": translate("Among the first {n} by rank"),
        "number_of_places": translate("{n} places"),
        "places_word": translate("places"),
    }


def _table(translate: Translate) -> dict[str, str]:
    return {
        "table": translate("Ranked places"),
        "table_help": translate("Arrow keys move through the rows, Enter selects a place."),
        "order": translate("No."),
        "rank": translate("Rank"),
        "place": translate("Place"),
        "score": translate("Score"),
        "group_list": translate("Inspection list: {n} by score"),
        "group_first": translate("No inspection list; the first {n} by rank"),
        "chance": translate("by chance"),
        "group_next": translate("Next by rank"),
        "group_found": translate("Search result"),
        "found": translate("Found: {n}."),
        "shown": translate("The first {n} are shown."),
        "none_found": translate("No place found."),
    }


def _explanation(translate: Translate) -> dict[str, str]:
    return {
        "explanation": translate("Explanation"),
        "choose": translate("Choose a row in the table or a place on the map."),
        "rank_of": translate("{rank} of {total}"),
        "not_ranked": translate("not ranked: less than {share} is known, or too few families"),
        "coverage": translate("Coverage"),
        "municipality": translate("Municipality"),
        "parcels": translate("Parcels"),
        "kind": translate("Kind"),
        "location": translate("Location"),
        "wgs84": translate("GPS (WGS84)"),
        "rd": translate("RD New"),
        "class_name": translate("Class (thirds of this run)"),
        "class_levels": translate("opportunity {opportunity}, risk {risk}"),
        "on_the_list": translate("On the inspection list"),
        "number": translate("Number"),
        "selection": translate("Selected"),
        "visit_type": translate("Visit"),
        "last_visit": translate("Last visit"),
        "due": translate("Due"),
        "top_k_probability": translate("Chance of a place on the list"),
        "rank_interval": translate("Ranks in 9 of 10 draws"),
        "reasons": translate("Reasons"),
        "composition": translate("How the score is built up"),
        "total": translate("Opportunity"),
        "measured": translate("{value}, counts as {score} of 1"),
        "no_score": translate("No score: nothing is known here."),
        "unknown_here": translate("Unknown here"),
        "aside_here": translate("Does not apply here"),
        "aside_why": translate("Left out of the score of this place; that makes it no less known."),
        "ordinary": translate("Ordinary explanations"),
        "not_this": translate("What this is not"),
        "not_this_1": translate("It is no suspicion and no ground for a visit by itself."),
        "not_this_2": translate("It says nothing about persons, households or companies."),
        "not_this_3": translate("What is unknown here may change the order. Look, then judge."),
        "mistaken": translate("When it misleads: {text}"),
        "evidence": translate("Evidence: {grade}. Source: {source}"),
    }


def _lowering(translate: Translate) -> dict[str, str]:
    return {
        "lowered": translate("{family} counts for {factor} here: {title}"),
        "lowers": translate("{title} (lowers its family)"),
    }


def _standing(translate: Translate) -> dict[str, str]:
    return {
        "group_rank": translate("Rank inside the group"),
        "certainty": translate("Certainty"),
        "certainty_text": translate("{share}: what rests on stale layers counts for half"),
    }


def _about(translate: Translate) -> dict[str, str]:
    return {
        "about": translate("About this map"),
        "reference_date": translate("Reference date"),
        "project": translate("Project"),
        "access": translate("Who may see this"),
        "version": translate("Made with"),
        "question": translate("Question"),
        "follow_up": translate("Follow-up"),
        "legal_ground": translate("Legal ground"),
        "completeness": translate("Completeness"),
        "gate": translate("Which places are scored"),
        "weights": translate("Weights"),
        "weight_share": translate("weight {weight}"),
        "left_out": translate("Left out of this map"),
        "status_missing": translate("no information"),
        "status_constant": translate("the same everywhere"),
        "status_off": translate("switched off"),
        "layers": translate("Layers, dates and sources"),
        "layer": translate("Layer"),
        "source": translate("Source"),
        "date": translate("Date"),
        "date_unknown": translate("date unknown"),
        "stale": translate("{date} (stale)"),
        "rows_kept": translate("Rows used"),
        "notes": translate("Notes"),
        "rule": translate("Rule for priority"),
        "rule_text": translate("{rule}: {formula}"),
        "no_police": translate("No police layer was used."),
    }


def kind_words(translate: Translate) -> dict[str, str]:
    """Return what each kind of location is called."""
    return {key: name.text(translate) for key, name in KIND_NAMES.items()}


def _grades(translate: Translate) -> dict[str, dict[str, str]]:
    return {
        "evidence": {
            "a": translate("empirical study"),
            "b": translate("practice checklist"),
            "c": translate("reasoning"),
        },
        "rule": {name: word.text(translate) for name, word in RULE_NAMES.items()},
        "level": {
            "low": translate("low"),
            "medium": translate("middle"),
            "high": translate("high"),
            "unknown": translate("unknown"),
        },
    }
