"""Built-in themes as data, and what a project may change in them."""

import tomllib

import pytest

from riskmap.errors import ProjectError
from riskmap.indicators.catalogue import builtin
from riskmap.language import translator
from riskmap.project import ThemeSettings
from riskmap.themes.catalogue import adapted, catalogue

BUILT_IN = [
    *("business_parks", "car_trade", "clubhouses", "hospitality", "real_estate"),
    *("recreation_parks", "rural", "storage_transport"),
]


def test_the_eight_themes_of_the_guide_are_there():
    assert [name for name in catalogue() if name in BUILT_IN] == BUILT_IN


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_theme_names_known_indicators_in_families_with_weight(name):
    theme = catalogue()[name]
    for family in theme.families.values():
        assert family.weight > 0
        assert sum(criterion.weight for criterion in family.criteria.values()) > 0
    used = {theme.indicator_of(criterion) for criterion in theme.criteria()}
    assert used <= set(builtin())
    assert len(theme.families) >= theme.min_families


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_theme_sets_options_its_indicators_have(name):
    theme = catalogue()[name]
    for key, criterion in theme.criteria().items():
        assert set(criterion.options) <= set(builtin()[theme.indicator_of(key)].options)


def test_only_the_themes_on_weak_evidence_are_exploratory_and_one_of_them_is_off():
    themes = {name: catalogue()[name] for name in BUILT_IN}
    assert {name for name, theme in themes.items() if theme.exploratory is not None} == {
        "clubhouses",
        "car_trade",
    }
    assert {name for name, theme in themes.items() if theme.off is not None} == {"car_trade"}
    assert {name for name, theme in themes.items() if theme.requires_area} == {"real_estate"}


@pytest.mark.parametrize("kind", ["building", "address", "parcel"])
def test_a_recreation_park_is_never_ranked_by_its_units(kind):
    theme = catalogue()["recreation_parks"]
    assert theme.kinds == ("recreation_park",)
    assert set(theme.gates) <= {"recreation_park"}
    with pytest.raises(ProjectError) as told:
        adapted("recreation_parks", theme, ThemeSettings(kind=kind))
    assert "those are never ranked" in told.value.text()
    assert "worden nooit gerangschikt" in told.value.text(translator("nl"))


# Chapter 5 of the domain guide, typed over by hand.
FAMILIES = {
    "rural": {
        "vacancy": 0.30, "seclusion": 0.30, "capacity": 0.20, "access": 0.10, "changes": 0.10,
    },
    "business_parks": {
        "anonymity": 0.30, "vacancy": 0.25, "seclusion": 0.20, "obsolescence": 0.15, "access": 0.10,
    },
    "clubhouses": {"seclusion": 0.35, "capacity": 0.25, "vacancy": 0.20, "obsolescence": 0.20},
    "hospitality": {"venue": 0.6, "turnover": 0.2, "registrations": 0.1, "vacancy": 0.1},
    "storage_transport": {"capacity": 0.40, "access": 0.20, "seclusion": 0.20, "anonymity": 0.20},
    "recreation_parks": {"profile": 0.7, "seclusion": 0.2, "access": 0.1},
    "real_estate": {"transfers": 0.4, "value": 0.2, "vacancy": 0.2, "anonymity": 0.2},
    "car_trade": {"seclusion": 0.4, "obsolescence": 0.3, "turnover": 0.3},
}  # fmt: skip


@pytest.mark.parametrize("name", BUILT_IN)
def test_families_weigh_what_the_guide_says(name):
    families = {n: family.weight for n, family in catalogue()[name].families.items()}
    assert families == FAMILIES[name]
    assert sum(families.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", BUILT_IN)
def test_what_is_information_or_context_has_no_weight_and_needs_a_score_beside_it(name):
    theme = catalogue()[name]
    for key, criterion in theme.criteria().items():
        if builtin()[theme.indicator_of(key)].use != "score":
            assert criterion.weight == 0


def change(**settings):
    return adapted("rural", catalogue()["rural"], ThemeSettings.model_validate(settings))


def file_of(checkout, name):
    return tomllib.loads((checkout / f"riskmap/themes/{name}.toml").read_text("utf-8"))


def test_without_settings_a_theme_is_as_its_file_says(checkout):
    file, theme = file_of(checkout, "rural"), change()
    assert {n: f.weight for n, f in theme.families.items()} == {
        n: f["weight"] for n, f in file["families"].items()
    }
    assert theme == catalogue()["rural"]


def test_a_project_changes_what_it_names_and_nothing_else():
    before = catalogue()["rural"]
    theme = change(
        min_coverage=0.25,
        min_families=1,
        families={"vacancy": 0.9},
        criteria={"dead_end_access": {"weight": 5}},
    )
    assert (theme.min_coverage, theme.min_families) == (0.25, 1)
    assert theme.families["vacancy"].weight == 0.9
    assert theme.criteria()["dead_end_access"].weight == 5
    assert theme.families["seclusion"].weight == before.families["seclusion"].weight
    rest = {n: c for n, c in theme.criteria().items() if n != "dead_end_access"}
    assert rest == {n: c for n, c in before.criteria().items() if n != "dead_end_access"}


def test_an_indicator_can_be_used_twice_with_other_options():
    theme = change(
        criteria={
            "homes_nearby": {
                "indicator": "neighbour_density_500",
                "family": "seclusion",
                "options": {"dwellings_only": True},
            }
        }
    )
    assert theme.indicator_of("homes_nearby") == "neighbour_density_500"
    assert theme.families["seclusion"].criteria["homes_nearby"].weight == 1.0


def test_options_are_added_to_those_of_the_theme():
    theme = adapted(
        "clubhouses",
        catalogue()["clubhouses"],
        ThemeSettings.model_validate(
            {"criteria": {"building_age_profile": {"options": {"to_year": 1970}}}}
        ),
    )
    assert theme.criteria()["building_age_profile"].options == {"from_year": 0, "to_year": 1970}


def test_another_kind_of_location_is_taken_over():
    assert change(kind="parcel").kinds == ("parcel",)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"families": {"vacancie": 1}}, "Did you mean vacancy"),
        ({"criteria": {"dead_end": {"weight": 1}}}, "Did you mean dead_end_access"),
        ({"criteria": {"new": {"family": "nowhere"}}}, "family = one of"),
        ({"kind": "erf"}, "yard"),
        (
            {
                "families": dict.fromkeys(
                    ["vacancy", "seclusion", "capacity", "access", "changes"], 0
                )
            },
            "above 0",
        ),
    ],
    ids=str,
)
def test_what_a_theme_does_not_have_is_refused_with_the_next_step(settings, says):
    with pytest.raises(ProjectError) as told:
        change(**settings)
    assert says in told.value.text()
    assert "rural" in told.value.text()
