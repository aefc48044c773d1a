"""Lived-in units per recreation park: small numbers never pass."""

import numpy as np
import pandas as pd

from riskmap.layers.layer import Access

PARKS = [
    ("r1", "180", "27"),
    ("r2", "120", "0"),
    ("few-units", "9", "0"),
    ("few-lived-in", "60", "9"),
    ("just-enough", "10", "10"),
    ("more-than-there-are", "20", "21"),
    ("no-number", "", "12"),
]


def test_a_share_is_only_known_where_it_says_little_about_each_unit(read):
    table = pd.DataFrame(PARKS, columns=["park_id", "eenheden", "bewoond"])
    layer = read("park_residence", table, "bewoning_parken.csv")
    share = (layer.frame["lived_in"] / layer.frame["units"]).to_dict()
    assert share.pop("r1") == 0.15
    assert share.pop("r2") == 0.0
    assert share.pop("just-enough") == 1.0
    assert len(share) == 4
    assert np.isnan(list(share.values())).all()
    assert layer.access is Access.MUNICIPAL
