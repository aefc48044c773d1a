"""What the records say is what the domain guide's catalogue says, copied from it by hand."""

import pytest

from riskmap.indicators.catalogue import builtin

# Number -> name, shape, break points or steps, and the letters the guide gives as evidence.
# Where it gives none, what it says in words stands behind.
GUIDE = {
    1: ("isolation_nearest_address", "rising", (80, 300), "ab"),
    2: ("neighbour_density_500", "falling", (3, 20), "bc"),
    3: ("dead_end_access", "rising", (100, 600), "bc"),
    4: ("road_setback", "rising", (60, 200), "c"),
    5: ("view_screening", "rising", (0.3, 0.9), "c"),
    6: ("built_up_edge", "trapezoid", (-200, 50, 1500, 4000), "c"),
    7: ("internal_seclusion", "rising", (0, 1), "ab"),
    8: ("guardianship_zone", "steps", {0: 1.0, 1: 0.8}, "b"),  # policy documents
    9: ("administrative_vacancy", "rising", (0.5, 2.0), "ab"),
    10: ("bag_lifecycle_signal", "steps", {4: 1.0, 3: 0.9, 2: 0.6, 1: 0.2, 0: 0.0}, "c"),
    # Long ago stopped (2) has no class in the guide; the docstring says why it is 0.4.
    11: ("farm_cessation", "steps", {4: 1.0, 3: 0.8, 2: 0.4, 1: 0.4, 0: 0.0}, "ab"),
    12: ("yard_crop_disconnect", "rising", (0.2, 0.7), "c"),
    13: ("yard_overgrowth", "rising", (0.015, 0.06), "c"),
    14: ("yard_activity_change", "rising", (150, 600), "c"),
    15: ("park_vacancy_share", "rising", (0.04, 0.15), "a"),
    16: ("connection_gap", "rising", (0.1, 0.5), "a"),
    17: ("night_light_context", "percentile", (0.8, 0.99), "c"),
    18: ("unaddressed_outbuilding_area", "rising", (250, 1000), "a"),
    19: ("building_age_profile", "rising", (0.3, 0.8), "a"),
    20: ("asbestos_roof", "rising", (0.3, 0.9), "c"),
    21: ("unit_density", "log_rising", (4, 30), "b"),
    22: ("small_unit_share", "rising", (0.3, 0.9), "b"),
    23: ("units_without_address", "rising", (400, 2000), "a"),
    24: ("storage_row_cluster", "log_rising", (10, 80), "ab"),
    25: ("hall_with_yard", "rising", (150, 800), "c"),
    # Rising from 1,500 to 8,000, "invert above 15,000 (trap)": the guide names no end.
    26: ("logistic_capacity", "trapezoid", (1500, 8000, 15000, 30000), "b"),  # policy documents
    27: ("registrations_per_address", "log_rising", (3, 25), "a"),
    28: ("business_turnover", "rising", (0.10, 0.30), "a"),
    # "Percentile within the municipality", without figures.
    29: ("sector_mix", "percentile", (0.7, 0.95), "a"),
    # The measurement is the percentile itself, reversed and inside the same use.
    30: ("low_woz_per_m2", "rising", (0.7, 0.95), "a"),
    31: ("mixed_residential", "rising", (0, 1), "c"),  # "ambivalent", no default weight
    32: ("park_obsolescence", "rising", (0.1, 0.5), "a"),
    33: ("transfer_frequency", "rising", (2, 5), "b"),
    34: ("motorway_ramp_distance", "falling", (2, 9), "b"),
    35: ("water_frontage", "falling", (25, 150), "b"),  # policy documents
    36: ("border_distance", "falling", (5, 25), "c"),  # "mixed"
    37: ("recreation_park_profile", "rising", (0, 1), "ab"),  # the parts are scored inside
    38: ("venue_exposure", "rising", (0, 1), "b"),  # already 0 to 1
}
# What the guide calls informational or context, and what it says multiplies a family.
USES = {
    "guardianship_zone": "lowers",
    "connection_gap": "context",
    "night_light_context": "context",
    "sector_mix": "information",
    "mixed_residential": "information",
}


def test_all_38_are_there():
    assert {i.number: name for name, i in builtin().items()} == {
        number: row[0] for number, row in GUIDE.items()
    }


@pytest.mark.parametrize("number", GUIDE)
def test_value_function_evidence_and_use_are_those_of_the_guide(number):
    name, shape, points, letters = GUIDE[number]
    indicator = builtin()[name]
    assert indicator.value.shape == shape
    assert (indicator.value.steps or indicator.value.points) == points
    assert indicator.evidence in letters
    assert indicator.use == USES.get(name, "score")
