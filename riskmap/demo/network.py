"""Straight pieces of road that become a graph with junctions."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from riskmap.demo.drawing import Numbers, Point


@dataclass(frozen=True)
class Road:
    """What all pieces of one road share.

    ``kind`` is rural, lane, street, park, link, motorway or ramp; ``authority``
    is the NWB letter (R state, P province, G municipality, W water board).
    """

    street: str
    authority: str
    kind: str
    number: str | None = None
    carriageway: str | None = None
    direction: str = "B"


class Network:
    """Pieces of road; crossing pieces meet, except those of the motorway."""

    def __init__(self) -> None:
        self._pieces: list[tuple[Point, Point, Road]] = []
        self._motorway: list[tuple[Point, Point, Road]] = []

    def add(self, start: Point, end: Point, road: Road) -> None:
        """Add a straight piece; local roads meet wherever they cross."""
        kept = self._motorway if road.kind in {"motorway", "ramp"} else self._pieces
        kept.append((start, end, road))

    def lines(self, *, local: bool = True) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
        """Return the pieces as lines: of local roads, or of the motorway."""
        pieces = self._pieces if local else self._motorway
        return np.asarray(shapely.linestrings([piece[:2] for piece in pieces]))

    def join(self, point: Point, *, skip: str = "") -> Point:
        """Split the nearest local piece where it is nearest to `point`, and return that place.

        Pieces of the kind `skip` are not considered.
        """
        start = np.array([piece[0] for piece in self._pieces])
        along = np.array([piece[1] for piece in self._pieces]) - start
        share = ((np.array(point) - start) * along).sum(axis=1) / (along**2).sum(axis=1)
        foot = start + np.clip(share, 0.02, 0.98)[:, None] * along
        away = np.hypot(*(foot - np.array(point)).T)
        away[[piece[2].kind == skip for piece in self._pieces]] = np.inf
        nearest = int(np.argmin(away))
        place = (round(float(foot[nearest, 0]), 2), round(float(foot[nearest, 1]), 2))
        first, last, road = self._pieces[nearest]
        self._pieces[nearest] = (first, place, road)
        self._pieces.append((place, last, road))
        return place

    def connect(self) -> None:
        """Tie every loose part to the rest with the shortest road between two junctions."""
        while True:
            table = self.table()
            nodes, part = _parts(table)
            if part.max() == 0:
                return
            main = np.argmax(np.bincount(part))
            loose = np.flatnonzero(part != main)
            distance, there = cKDTree(nodes[part == main]).query(nodes[loose])
            best = int(np.argmin(distance))
            start = nodes[loose[best]]
            end = nodes[part == main][np.atleast_1d(there)[best]]
            road = self._road_at(start)
            self._pieces.append((_point(start), _point(end), road))

    def _road_at(self, node: Numbers) -> Road:
        nearest = shapely.STRtree(self.lines()).nearest(shapely.Point(node))
        found = self._pieces[int(nearest)][2]
        return Road(found.street, "G", "link")

    def table(self) -> pd.DataFrame:
        """Return one row per piece between two junctions.

        Returns
        -------
        pandas.DataFrame
            ``line``, ``road`` (a `Road`), ``node_from``, ``node_to``, sorted
            by place; nodes count from 0.
        """
        lines = self.lines()
        merged = shapely.get_parts(shapely.union_all(lines))
        middle = shapely.line_interpolate_point(merged, 0.5, normalized=True)
        source = shapely.STRtree(lines).nearest(middle)
        roads = [self._pieces[i][2] for i in source]
        if self._motorway:
            merged = np.concatenate([merged, self.lines(local=False)])
            roads += [piece[2] for piece in self._motorway]
        ends = np.round(
            np.stack(
                [
                    shapely.get_coordinates(shapely.get_point(merged, 0)),
                    shapely.get_coordinates(shapely.get_point(merged, -1)),
                ],
                axis=1,
            ),
            2,
        )
        _, node = np.unique(ends.reshape(-1, 2), axis=0, return_inverse=True)
        node = np.reshape(node, (-1, 2))
        table = pd.DataFrame({"line": shapely.linestrings(ends), "road": roads})
        table["node_from"], table["node_to"] = node[:, 0], node[:, 1]
        order = np.lexsort(np.round(ends.reshape(-1, 4), 2).T[::-1])
        table = table.iloc[order]
        return table[table["node_from"] != table["node_to"]].reset_index(drop=True)


def node_places(table: pd.DataFrame) -> Numbers:
    """Return x and y of every node of the table, shape (nodes, 2), in metres."""
    lines = table["line"].to_numpy()
    places = np.full((1 + table[["node_from", "node_to"]].to_numpy().max(), 2), np.nan)
    places[table["node_from"]] = shapely.get_coordinates(shapely.get_point(lines, 0))
    places[table["node_to"]] = shapely.get_coordinates(shapely.get_point(lines, -1))
    return places


def _parts(table: pd.DataFrame) -> tuple[Numbers, npt.NDArray[np.int32]]:
    nodes = node_places(table)
    links = coo_array(
        (np.ones(len(table)), (table["node_from"], table["node_to"])), shape=(len(nodes),) * 2
    )
    return nodes, connected_components(links, directed=False)[1]


def _point(node: Numbers) -> Point:
    return float(node[0]), float(node[1])
