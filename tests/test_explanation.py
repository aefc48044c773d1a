"""Why a place has its score: figures worked out by hand."""

from dataclasses import replace

import pytest

from riskmap.combine import combine
from riskmap.errors import ScoringError
from riskmap.explanation import explain, ordinary, reasons

NAN = float("nan")
ROWS = [(1, 50, 100), (NAN, 100, 0), (2, NAN, NAN), (0, 0, None)]


def test_the_parts_of_a_place_that_is_known_add_up(small_map):
    why = explain(small_map(ROWS), "yard:00", "en")
    # vacancy 0.3 x 0.5; seclusion 0.6 x (2 x 0.5 + 1 x 1) / 3; both over 0.9.
    assert why.opportunity == pytest.approx((0.15 + 0.4) / 0.9)
    assert [part.criterion for part in why.parts] == ["dead", "far", "empty"]
    assert [part.contribution for part in why.parts] == pytest.approx(
        [0.2 / 0.9] * 2 + [0.15 / 0.9]
    )
    assert [part.most for part in why.parts] == pytest.approx([0.2 / 0.9, 0.4 / 0.9, 0.3 / 0.9])
    assert (why.unknown, why.not_applicable, why.coverage) == ((), (), 1.0)


def test_a_score_of_zero_still_says_how_much_it_could_have_been(small_map):
    why = explain(small_map(ROWS), "yard:01", "en")
    parts = {part.criterion: part for part in why.parts}
    assert parts["dead"].contribution == 0
    assert parts["dead"].most == pytest.approx(1 / 3)


def test_what_is_unknown_is_named_and_bounds_the_score(small_map):
    why = explain(small_map(ROWS), "yard:02", "nl")
    assert why.unknown == ("far-nl", "dead-nl")
    assert why.opportunity == pytest.approx(1.0)
    # Known vacancy is full: 0.3 / 0.9 with all else at 0, 1 with all else at 1.
    assert why.possible == pytest.approx((0.3 / 0.9, 1.0))


def test_a_place_known_in_families_without_weight_only_is_explained_as_zero(small_map):
    scored = small_map(ROWS)
    vacancy = scored.description.families["vacancy"].model_copy(update={"weight": 0.0})
    families = {**scored.description.families, "vacancy": vacancy}
    card = scored.description.model_copy(update={"families": families})
    why = explain(replace(scored, description=card), "yard:02", "en")
    assert [(part.criterion, part.most) for part in why.parts] == [("empty", 0.0)]


def test_what_does_not_apply_is_not_unknown(small_map):
    why = explain(small_map(ROWS), "yard:03", "en")
    assert why.not_applicable == ("dead-en",)
    assert why.unknown == ()
    assert {part.criterion: part.most for part in why.parts} == pytest.approx(
        {"far": 0.6 / 0.9, "empty": 0.3 / 0.9}
    )


def test_a_rank_counts_the_ranked_places_only(small_map):
    scored = small_map(ROWS)
    # yard:01 and yard:02 know one family; yard:00 beats yard:03.
    assert [(explain(scored, f"yard:0{n}", "en").rank) for n in range(4)] == [1, None, None, 2]
    assert explain(scored, "yard:00", "en").ranked == 2


def test_a_combined_map_tells_risk_priority_and_weights(small_map, police_layer):
    scored = combine(small_map(ROWS), police_layer([0.4, NAN, 0.1, 0.1]), weights(3, 1))
    why = explain(scored, "yard:00", "en")
    assert (why.risk, why.weights) == (0.4, (3.0, 1.0))
    assert why.priority == pytest.approx(0.75 * 0.55 / 0.9 + 0.25 * 0.4)
    assert explain(scored, "yard:01", "en").risk is None


def weights(*pair):
    from riskmap.project import parse_combination  # noqa: PLC0415 (a short word for one test)

    return parse_combination("weighted", pair)


def test_reasons_name_the_largest_parts_and_no_part_of_zero(small_map):
    scored = small_map(ROWS)
    assert reasons(explain(scored, "yard:00", "en")) == (
        "dead-en: 100 m; far-en: 50 m; empty-en: 1.0 years"
    )
    assert reasons(explain(scored, "yard:01", "nl")) == "far-nl: 100 m"
    assert reasons(explain(scored, "yard:03", "nl")) == ""


def test_ordinary_explanations_follow_the_reasons(small_map):
    scored = small_map(ROWS)
    assert ordinary(explain(scored, "yard:00", "en"), "en") == "ordinary dead. ordinary far."
    assert ordinary(explain(scored, "yard:03", "en"), "en") == "Nothing stands out at this place."


def test_an_id_the_map_lacks_points_to_the_nearest(small_map):
    with pytest.raises(ScoringError, match=r"no location yard:9.*Did you mean yard:0"):
        explain(small_map(ROWS), "yard:9", "en")


def test_a_place_label_is_as_good_as_its_id_where_one_place_has_it(small_map):
    scored = small_map(ROWS)
    assert explain(scored, "dorpsweg 2", "en") == explain(scored, "yard:02", "en")


def test_a_label_of_several_places_points_to_an_id(small_map):
    scored = small_map(ROWS)
    scored.frame["label"] = "Dorpsweg 1"
    with pytest.raises(ScoringError, match="Did you mean yard:00"):
        explain(scored, "dorpsweg 1", "en")
