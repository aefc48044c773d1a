"""Nearest ground, against points asked one by one which shape is nearest."""

import numpy as np
import pytest
import shapely

from riskmap.measures import nearest_ground as module
from riskmap.measures.nearest_ground import nearest_ground


def boxes(*corners):
    return np.array([shapely.box(*corner) for corner in corners], dtype=object)


def test_two_equal_halls_share_the_street_between_them():
    halls = boxes((0, 0, 10, 10), (20, 0, 30, 10))
    one, other = nearest_ground(halls, halls[:0], 15.0)
    assert one.contains(shapely.box(10, 1, 14.5, 9))
    assert not one.intersects(shapely.box(15.5, 1, 19, 9))
    assert one.area == pytest.approx(other.area, rel=0.01)


def test_one_hall_has_all_within_reach():
    (ground,) = nearest_ground(boxes((0, 0, 10, 10)), boxes(), 5.0)
    assert ground.area == pytest.approx(100 + 4 * 50 + np.pi * 25, rel=0.01)


def test_points_lie_in_the_ground_of_the_shape_they_are_nearest_to():
    rng = np.random.default_rng(8)
    xy = rng.uniform(0, 90, (12, 2))
    sizes = rng.uniform(3, 12, (12, 2))
    # Some of them touch: shared walls are what business parks are made of.
    shapes = [
        shapely.box(150_000 + x, y, 150_000 + x + w, y + h)
        for (x, y), (w, h) in zip(xy, sizes, strict=True)
    ]
    kept = [s for i, s in enumerate(shapes) if not any(s.intersects(o) for o in shapes[:i])]
    kept.append(
        shapely.box(kept[0].bounds[2], kept[0].bounds[1], kept[0].bounds[2] + 2, kept[0].bounds[3])
    )
    kept = [s for i, s in enumerate(kept) if not any(s.overlaps(o) for o in kept[:i])]
    halls = np.array(kept, dtype=object)
    ground = nearest_ground(halls[:5], halls[5:], 20.0)
    checked = 0
    for x, y in rng.uniform(-10, 110, (1500, 2)):
        point = shapely.Point(150_000 + x, y)
        far = sorted((hall.distance(point), k) for k, hall in enumerate(halls))
        if far[0][0] > 19.5 or far[1][0] - far[0][0] < 1.0:
            continue  # on the outside, or on a border that is a metre wide
        inside = [k for k in range(5) if ground[k].intersects(point)]
        assert inside == [k for k in [far[0][1]] if k < 5]
        checked += 1
    assert checked > 300


def test_shapes_asked_a_few_at_a_time_get_the_ground_they_get_all_at_once(monkeypatch):
    rng = np.random.default_rng(11)
    corners = rng.uniform((150_000, 460_000), (150_700, 462_500), (60, 2)).round(1)
    shapes = np.array([shapely.box(x, y, x + 14, y + 9) for x, y in corners], dtype=object)
    kept = [s for i, s in enumerate(shapes) if not shapely.overlaps(s, shapes[:i]).any()]
    # A wall that is shared: its points belong to the first of both, whoever else is asked.
    kept[7] = shapely.box(*np.add(kept[30].bounds, [14, 0, 14, 0]))
    kept = np.array(kept, dtype=object)
    halls, rivals = kept[:40], kept[40:]
    whole = nearest_ground(halls, rivals, 60.0)
    monkeypatch.setattr(module, "_SHAPES", 3)
    parts = nearest_ground(halls, rivals, 60.0)
    assert shapely.area(shapely.symmetric_difference(whole, parts)).max() < 1e-5
    assert (shapely.area(whole) < shapely.area(shapely.buffer(halls, 60.0)) - 1).sum() > 20
