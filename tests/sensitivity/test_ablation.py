"""How firm the top is, against sorting by hand."""

import math
from dataclasses import replace

import pytest

from riskmap.maps import LayerDescription
from riskmap.sensitivity.ablation import ablation, by_chance, moved_weights, single_criterion

NAN = float("nan")
# empty, far, dead: scores 1 to 0 so that vacancy and seclusion disagree.
ROWS = [(2, 0, 0), (1.8, 10, 10), (0.4, 60, 60), (0, 90, 90), (1, 50, 50), (NAN, 100, 100)]
NOBODY = {"vacancy": 0.0, "seclusion": 0.0}


def order(rows, vacancy, seclusion):
    """Sort the places with these family weights, in plain Python."""
    scores = []
    for number, (empty, far, dead) in enumerate(rows):
        if math.isnan(empty):
            continue  # one known family only: not ranked
        inside = (2 * far / 100 + dead / 100) / 3
        scores.append((-(vacancy * empty / 2 + seclusion * inside), f"yard:0{number}"))
    return [name for _, name in sorted(scores)]


@pytest.mark.parametrize("k", [1, 2, 3])
def test_moved_weights_give_the_overlap_of_two_tops(small_map, k):
    now = set(order(ROWS, 0.3, 0.6)[:k])
    cases = [("vacancy", 0.2), ("vacancy", 1.8), ("seclusion", 0.2), ("seclusion", 1.8)]
    expected = {}
    for family, factor in cases:
        weights = {"vacancy": 0.3, "seclusion": 0.6}
        weights[family] *= factor
        then = set(order(ROWS, **weights)[:k])
        expected[family, factor] = len(now & then) / k
    found = {
        (o.name, round(o.factor, 6)): o.share for o in moved_weights(small_map(ROWS), k, step=0.8)
    }
    assert found == pytest.approx(expected)
    assert k != 1 or 0 in expected.values()  # a case in which the top does move


def test_one_criterion_alone_is_sorting_on_its_column(small_map):
    k, now = 2, set(order(ROWS, 0.3, 0.6)[:2])
    expected = {}
    for column, name in enumerate(["empty", "far", "dead"]):
        ranked = [(-row[column], f"yard:0{n}") for n, row in enumerate(ROWS[:5])]
        expected[name] = len(now & {name for _, name in sorted(ranked)[:k]}) / k
    found = {o.name: o.share for o in single_criterion(small_map(ROWS), k)}
    assert found == expected


def test_chance_finds_the_share_of_the_ranked_places(small_map):
    scored = small_map(ROWS)
    assert by_chance(scored, 2) == pytest.approx(2 / 5)
    assert by_chance(scored, 50) == 1.0


def overlaps(scored, change, k=2, **options):
    return {o.name: o.share for o in ablation(scored, k, **options) if o.change == change}


def test_without_a_family_the_other_makes_the_order(small_map):
    now = set(order(ROWS, 0.3, 0.6)[:2])
    expected = {
        family: len(now & set(order(ROWS, **(NOBODY | {other: 1.0}))[:2])) / 2
        for family, other in (("vacancy", "seclusion"), ("seclusion", "vacancy"))
    }
    assert overlaps(small_map(ROWS), "without_family") == expected
    assert set(expected.values()) != {1.0}


def with_layers(scored):
    """Return the map with the access class of the layers its criteria need."""
    layers = {
        name: LayerDescription(source=f"{name}.csv", access=access)
        for name, access in (("vacancy", "municipal"), ("roads", "open"), ("tips", "police"))
    }
    needs = {"empty": ("vacancy",), "far": ("roads",), "dead": ("roads", "tips")}
    families = {
        name: card.model_copy(
            update={
                "criteria": {
                    key: one.model_copy(update={"layers": needs[key]})
                    for key, one in card.criteria.items()
                }
            }
        )
        for name, card in scored.description.families.items()
    }
    card = scored.description.model_copy(update={"layers": layers, "families": families})
    return replace(scored, description=card)


def test_without_a_restricted_layer_its_criteria_are_gone(small_map):
    rows = [(2, 0, 100), (1, 10, 90), (0.5, 60, 10), (0, 90, 0), (1.5, 50, 50)]
    scored = with_layers(small_map(rows))
    now = set(order(rows, 0.3, 0.6)[:2])

    def stays(score):
        ranked = sorted((-score(*row), f"yard:0{n}") for n, row in enumerate(rows))
        return len(now & {name for _, name in ranked[:2]}) / 2

    assert overlaps(scored, "without_layer") == {
        "vacancy": stays(lambda _, far, dead: 2 * far + dead),
        "tips": stays(lambda empty, far, _: 0.3 * empty / 2 + 0.6 * far / 100),
    }
    assert overlaps(scored, "open_data") == {"": stays(lambda _, far, __: far)}


def test_without_the_police_layer_opportunity_makes_the_order(small_map):
    scored = small_map(ROWS)
    found = overlaps(scored, "without_layer", ordering=lambda means: 1 - means)
    upside_down = set(order(ROWS, 0.3, 0.6)[::-1][:2])
    now = set(order(ROWS, 0.3, 0.6)[:2])
    assert found == {"risk": len(now & upside_down) / 2}


def test_a_moved_weight_of_a_criterion_and_a_moved_threshold_are_worked_out_by_hand(small_map):
    rows = [(0.4, 90, 10), (0.6, 10, 95), (0.2, 60, 60), (1.0, 30, 40), (1.4, 20, 30)]
    scored = small_map(rows)

    def first(far_weight=2.0, far_full=100.0, empty_full=2.0):
        scores = [
            (
                -(
                    0.3 * min(empty / empty_full, 1)
                    + 0.6 * (far_weight * min(far / far_full, 1) + dead / 100) / (far_weight + 1)
                ),
                f"yard:0{n}",
            )
            for n, (empty, far, dead) in enumerate(rows)
        ]
        return {name for _, name in sorted(scores)[:2]}

    found = {
        (o.change, o.name, o.factor): o.share
        for o in ablation(scored, 2, step=0.8)
        if o.change in ("criterion_weight", "threshold")
    }
    expected = {
        ("criterion_weight", "far", 0.2): first(far_weight=0.4),
        ("criterion_weight", "far", 1.8): first(far_weight=3.6),
        ("threshold", "far", 0.2): first(far_full=20),
        ("threshold", "far", 1.8): first(far_full=180),
        ("threshold", "empty", 0.2): first(empty_full=0.4),
    }
    shares = {key: len(first() & then) / 2 for key, then in expected.items()}
    rounded = {(change, name, round(f, 6)): share for (change, name, f), share in found.items()}
    assert {key: rounded[key] for key in shares} == shares
    assert set(shares.values()) > {1.0}
    # The only criterion of its family cannot weigh more or less inside it.
    assert ("criterion_weight", "empty", 0.2) not in rounded
