"""For every parcel the best location on it."""

import numpy as np
import pandas as pd

from riskmap.layers.layer import Layers
from riskmap.locations.building import build_buildings
from riskmap.locations.parcel_view import best_per_parcel


def members(*rows: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["location_id", "member_id", "share"])
    return frame.assign(role="parcel")


def scores(**columns: dict[str, float]) -> pd.DataFrame:
    """Return scores of ranked locations; a test may say otherwise."""
    frame = pd.DataFrame(columns)
    places = pd.Series(range(1, len(frame) + 1), index=frame.index, dtype="Int64")
    return pd.DataFrame({"coverage": 1.0, "rank": places}, index=frame.index).join(frame)


def test_a_parcel_shows_its_location_with_the_highest_priority() -> None:
    links = members(("l1", "p1", 0.1), ("l2", "p1", 0.1), ("l2", "p2", 0.3))
    found = best_per_parcel(
        links,
        scores(opportunity={"l1": 0.9, "l2": 0.4}, priority={"l1": 0.3, "l2": 0.5}),
    )
    assert found.to_numpy().tolist() == [
        ["p1", "l2", 0.4, 0.5, 1.0, 2],
        ["p2", "l2", 0.4, 0.5, 1.0, 2],
    ]
    assert list(found.columns) == [
        *("parcel_id", "location_id", "opportunity", "priority", "coverage", "rank"),
    ]


def test_a_ranked_location_comes_before_one_about_which_too_little_is_known() -> None:
    links = members(("l1", "p1", 0.9), ("l2", "p1", 0.1))
    found = scores(opportunity={"l1": 1.0, "l2": 0.8})
    found["rank"] = pd.array([pd.NA, 1], dtype="Int64")
    found["coverage"] = [0.1, 1.0]
    assert best_per_parcel(links, found)["location_id"].to_list() == ["l2"]


def test_without_priority_opportunity_decides_then_share_then_id() -> None:
    links = members(("l3", "p1", 0.1), ("l2", "p1", 0.2), ("l1", "p1", 0.1), ("l3", "p2", 0.1))
    same = scores(opportunity={"l1": 0.5, "l2": 0.5, "l3": 0.5})
    assert best_per_parcel(links, same)["location_id"].to_list() == ["l2", "l3"]
    equal = members(("l2", "p1", 0.1), ("l1", "p1", 0.1))
    assert best_per_parcel(equal, same)["location_id"].to_list() == ["l1"]


def test_a_location_without_score_comes_last_and_is_not_zero() -> None:
    links = members(("l1", "p1", 0.9), ("l2", "p1", 0.1), ("l1", "p2", 0.9))
    found = best_per_parcel(links, scores(opportunity={"l1": np.nan, "l2": 0.0}))
    assert found["location_id"].to_list() == ["l2", "l1"]
    assert found["opportunity"].isna().to_list() == [False, True]


def test_other_roles_and_other_locations_do_not_count() -> None:
    links = members(("l1", "p1", 0.9), ("gone", "p2", 0.1))
    links.loc[0, "role"] = "building"
    assert best_per_parcel(links, scores(opportunity={"l1": 1.0})).empty


def test_otterlo_parcels_show_the_best_building_that_stands_on_them(otterlo: Layers) -> None:
    buildings = build_buildings(otterlo)
    area = buildings.frame.area
    found = best_per_parcel(buildings.members, scores(opportunity=dict(area / area.max())))
    links = buildings.of_role("parcel")
    largest = {
        parcel: max(part["location_id"], key=lambda key: area[key])
        for parcel, part in links.groupby("member_id")
    }
    assert dict(zip(found["parcel_id"], found["location_id"], strict=True)) == largest
    assert len(largest) == 9
