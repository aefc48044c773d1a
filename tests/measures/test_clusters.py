"""Clusters against the components of all pairs."""

import networkx as nx
import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.clusters import single_link


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), gap=st.sampled_from([0.0, 1.0, 5.0, 12.0]))
def test_clusters_are_the_components_of_all_pairs_in_reach(seed, gap, shapes):
    polygons = shapes(seed, 18)
    graph = nx.Graph()
    graph.add_nodes_from(range(18))
    graph.add_edges_from(
        (i, j) for i in range(18) for j in range(i) if polygons[i].distance(polygons[j]) <= gap
    )
    expected = np.empty(18, int)
    for number, members in enumerate(sorted(nx.connected_components(graph), key=min)):
        expected[list(members)] = number
    np.testing.assert_array_equal(single_link(polygons, gap), expected)


def test_a_row_of_boxes_is_one_cluster_though_its_ends_are_far_apart():
    row = shapely.box(np.arange(0, 300, 10.0), 0, np.arange(2, 302, 10.0), 5)
    assert set(single_link(row, 8.0)) == {0}
    assert single_link(row, 7.999).tolist() == list(range(30))


def test_what_is_missing_or_empty_stands_in_no_cluster():
    there = shapely.box(0, 0, 1, 1)
    shapes = np.array([None, there, shapely.Polygon(), there, shapely.box(9, 9, 10, 10)])
    assert single_link(shapes, 1.0).tolist() == [-1, 0, -1, 0, 1]
    assert single_link(shapes[:0], 1.0).tolist() == []


def test_clusters_hold_together_across_slices(monkeypatch):
    x, y = np.random.default_rng(12).uniform(0, 500, (2, 150))
    boxes = shapely.box(x, y, x + 5, y + 5)
    whole = single_link(boxes, 20.0)
    assert 5 < whole.max() < 100
    monkeypatch.setattr("riskmap.measures.clusters._ROWS", 7)
    np.testing.assert_array_equal(single_link(boxes, 20.0), whole)
