"""The worst status, against a loop over the members of every place."""

import numpy as np
import pytest

from riskmap.indicators.bag_lifecycle_signal import INDICATOR, bag_lifecycle_signal
from riskmap.indicators.catalogue import measure

SCORES = {
    "Pand buiten gebruik": 1.0,
    "Verblijfsobject buiten gebruik": 0.9,
    "Sloopvergunning verleend": 0.6,
    "Verbouwing pand": 0.2,
    "Verbouwing verblijfsobject": 0.2,
    "Pand in gebruik": 0.0,
    "Pand in gebruik (niet ingemeten)": 0.0,
    "Verblijfsobject in gebruik": 0.0,
    "Verblijfsobject in gebruik (niet ingemeten)": 0.0,
}


def slow(made, only=None):
    """Return the highest score of the guide's table by going through the members."""
    status = made.frames["buildings"]["status"].to_dict()
    status |= made.frames["addresses"]["status"].to_dict()
    answer = []
    members = made.locations.members
    members = members[members["role"] != "parcel"].groupby("location_id")
    for place in only or made.locations.frame.index:
        known, possible = [-1.0], [-1.0]
        for row in members.get_group(place).itertuples():
            word = status[row.member_id]
            highest = 0.9 if row.role == "address" else 1.0
            known.append(SCORES.get(word, -1.0))
            possible.append(SCORES.get(word, highest))
        answer.append(max(known) if max(known) >= max(possible) else np.nan)
    return answer


def scores_of(values):
    """Return what the indicator's own value function makes of its classes."""
    return INDICATOR.value.scores(values.to_numpy())


@pytest.mark.parametrize(
    ("building", "address", "score"),
    [
        ("Pand in gebruik", "Verblijfsobject in gebruik", 0.0),
        ("Verbouwing pand", "Verblijfsobject in gebruik", 0.2),
        ("Pand in gebruik", "Verbouwing verblijfsobject", 0.2),
        ("Sloopvergunning verleend", "Verbouwing verblijfsobject", 0.6),
        ("Sloopvergunning verleend", "Verblijfsobject buiten gebruik", 0.9),
        ("Pand buiten gebruik", "Verblijfsobject in gebruik", 1.0),
        ("Pand buiten gebruik", None, 1.0),
        ("Pand in gebruik", None, np.nan),
        (None, "Verblijfsobject buiten gebruik", np.nan),
        ("bestaand", "Verblijfsobject in gebruik", np.nan),
    ],
)
def test_the_worst_class_decides_and_an_unknown_that_could_be_worse_is_unknown(
    make, building, address, score
):
    made = make(
        {
            "a": (0, 0, 9, 9, 1970, building, None),
            "b": (50, 0, 9, 9, 1970, "Pand in gebruik", None),
        },
        [
            ("yard:a", "building", "a", 1.0),
            ("yard:a", "address", "x", 1.0),
            ("yard:b", "building", "b", 1.0),
            ("yard:b", "address", "y", 1.0),
        ],
        {
            "x": (1, 1, "woonfunctie", 90, address),
            "y": (51, 1, "woonfunctie", 90, "Verblijfsobject in gebruik"),
        },
    )
    signal = bag_lifecycle_signal(
        made.locations, made.frames["buildings"], made.frames["addresses"]
    )
    assert scores_of(signal) == pytest.approx([score, 0.0], nan_ok=True)


def test_without_known_address_statuses_the_buildings_decide(make):
    made = make(
        {"a": (0, 0, 9, 9, 1970, "Sloopvergunning verleend", None)},
        [("yard:a", "building", "a", 1.0), ("yard:a", "address", "x", 1.0)],
        {"x": (1, 1, "woonfunctie", 90, None)},
    )
    for addresses in (None, made.frames["addresses"]):
        signal = bag_lifecycle_signal(made.locations, made.frames["buildings"], addresses)
        assert signal.tolist() == [2.0]


def test_it_equals_a_loop_over_the_members_in_the_made_village(village):
    signal = bag_lifecycle_signal(
        village.locations, village.frames["buildings"], village.frames["addresses"]
    )
    assert scores_of(signal) == pytest.approx(slow(village), nan_ok=True)


def test_weesp_shows_the_few_signals_its_register_holds(weesp):
    signal = bag_lifecycle_signal(
        weesp.locations, weesp.frames["buildings"], weesp.frames["addresses"]
    )
    # Straight from the register: 3 buildings out of use, 7 demolition permits.
    assert (signal == 4).sum() == 3
    assert (signal == 2).sum() <= 7
    assert signal.notna().all()
    some = list(signal.index[signal > 0]) + list(signal.index[::300])
    assert scores_of(signal[some]) == pytest.approx(slow(weesp, only=some))


def test_it_does_not_apply_to_a_place_without_buildings_or_addresses(built_and_bare):
    _, applies, _ = measure(INDICATOR, built_and_bare.locations, built_and_bare.layers())
    assert applies.tolist() == [True, False]


def test_the_one_word_of_the_bgt_says_nothing(otterlo):
    values, _, missing = measure(INDICATOR, otterlo.locations, otterlo.layers())
    assert values.isna().all()
    assert missing is not None
