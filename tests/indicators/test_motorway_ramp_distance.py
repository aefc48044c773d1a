"""Distance to a ramp, against networkx with the place as a node of its own."""

import networkx as nx
import numpy as np
import pytest
import shapely

from riskmap.indicators.catalogue import measure
from riskmap.indicators.motorway_ramp_distance import INDICATOR, motorway_ramp_distance

STREET = {
    "1": ([(0, 0), (1000, 0)], "a", "b", "G", None, False),
    "2": ([(1000, 0), (1000, 3000)], "b", "c", "G", None, False),
    "3": ([(1000, 3000), (1200, 3000)], "c", "d", "R", "OPR", True),
}


def slow(made, anchor_of):
    """Return km with networkx: the place splits its road in two."""
    roads = made.frames["roads"].sort_index()
    roads = roads[roads["road_class"].ne("fietspad").fillna(value=True)]
    ramps = roads[roads["ramp"].astype("boolean").fillna(value=False)]
    ends = set(ramps["node_from"]) | set(ramps["node_to"])
    entrances = roads[~roads.index.isin(ramps.index) & roads["authority"].ne("R")]
    answer = []
    for place in made.locations.frame.index:
        anchor = anchor_of(made, place)
        far = entrances.distance(anchor)
        road = roads.loc[min(far.index, key=lambda k: (far[k], k))]
        at = road.geometry.project(
            shapely.Point(shapely.shortest_line(road.geometry, anchor).coords[0])
        )
        graph = nx.Graph()
        parts = [(r.node_from, r.node_to, r.geometry.length) for r in roads.itertuples()]
        parts += [("me", road.node_from, at), ("me", road.node_to, road.geometry.length - at)]
        for one, other, m in parts:
            if not graph.has_edge(one, other) or graph[one][other]["m"] > m:
                graph.add_edge(one, other, m=m)
        reach = nx.single_source_dijkstra_path_length(graph, "me", weight="m")
        answer.append(min((reach[end] for end in ends if end in reach), default=np.nan) / 1000)
    return answer


def case(make, roads, x, y):
    """Return the answer for one shed at this place."""
    made = make(
        {"a": (x, y, 10, 10, 1970, None, None)}, [("yard:a", "outbuilding", "a", 1.0)], roads=roads
    )
    buildings, roads = made.frames["buildings"], made.frames["roads"]
    return motorway_ramp_distance(made.locations, buildings, roads).iloc[0]


def test_it_runs_along_the_road_from_the_place_on_it_to_the_ramps_nearest_end(make):
    # The shed's corner (400, 5) is nearest to (400..410, 0): the line's first touch is 400 or 410.
    assert case(make, STREET, 400, 5) == pytest.approx(3.6, abs=0.011)
    assert case(make, STREET, 1005, 1000) == pytest.approx(2.0, abs=0.011)


def test_a_place_that_no_ramp_can_be_reached_from_is_unknown(make):
    island = {"9": ([(5000, 0), (5100, 0)], "x", "y", "G", None, False)}
    assert np.isnan(case(make, STREET | island, 5050, 5))


def test_a_network_without_ramps_is_missing_and_says_so(make):
    made = make(
        {"a": (0, 5, 10, 10, 1970, None, None)},
        [("yard:a", "outbuilding", "a", 1.0)],
        roads={"1": STREET["1"]},
    )
    values, _, missing = measure(INDICATOR, made.locations, made.layers())
    assert str(missing) == "It is unknown at every location."
    assert values.isna().all()


def test_it_equals_networkx_in_the_made_village(village, anchor_of):
    distance = motorway_ramp_distance(
        village.locations, village.frames["buildings"], village.frames["roads"]
    )
    assert distance.to_numpy() == pytest.approx(slow(village, anchor_of), nan_ok=True)
    assert distance.nunique() > 10


def test_real_roads_of_which_nobody_knows_the_ramps_leave_it_missing(wageningen):
    _, _, missing = measure(INDICATOR, wageningen.locations, wageningen.layers())
    assert str(missing) == "Not known in layer road network: motorway ramps."


def test_it_equals_networkx_on_the_real_roads_of_wageningen_with_a_ramp_declared(
    wageningen, anchor_of
):
    roads = wageningen.frames["roads"].sort_index()
    first = roads.index[roads["authority"] == "P"][0]
    roads = roads.assign(ramp=roads.index == first)
    chosen = wageningen.locations.frame.index.to_series()
    few = type(wageningen)(
        wageningen.locations.only(chosen.isin(chosen.iloc[::40])),
        wageningen.frames | {"roads": roads},
    )
    distance = motorway_ramp_distance(few.locations, few.frames["buildings"], roads)
    assert distance.to_numpy() == pytest.approx(slow(few, anchor_of), nan_ok=True)
    assert distance.notna().any()
