"""Active connections by addresses, by hand and against a loop over all ranges."""

import numpy as np
import pandas as pd
import pytest

from riskmap.indicators.catalogue import measure
from riskmap.indicators.connection_gap import INDICATOR, connection_gap

RANGES = [
    # from, to, product, connections, active share
    ("1000AA", "1000AC", "ELK", 10.0, 0.5),
    ("1000AA", "1000AC", "ELK", 5.0, 0.2),
    ("1000AA", "1000AC", "GAS", 99.0, 1.0),
    ("1000AD", "1000AZ", "ELK", 12.0, 1.0),
    ("1000BA", "1000BA", "ELK", 20.0, np.nan),
    (None, "1000CA", "ELK", 20.0, 1.0),
]
COLUMNS = ["postcode_from", "postcode_to", "product", "connections", "active_share"]


def table(rows=RANGES):
    """Return connections as the border gives them."""
    frame = pd.DataFrame(rows, columns=COLUMNS).rename_axis("connection_row")
    return frame.astype(dict.fromkeys(COLUMNS[:3], "str"))


@pytest.fixture
def street(make):
    """Return places with addresses of one or more postcodes."""
    postcodes = ["1000AA"] * 4 + ["1000AC"] * 4 + ["1000 ad"] * 3 + ["1000BA", "9999ZZ", None]
    names = [f"v{k:02d}" for k in range(len(postcodes))]
    places = {"a": [0, 1], "b": [0, 8], "c": [8], "d": [11], "e": [12], "f": [13, 0], "g": []}
    made = make(
        {name: (100 * k, 0, 9, 9, 1970, None, None) for k, name in enumerate(places)},
        [(f"building:{name}", "building", name, 1.0) for name in places]
        + [
            (f"building:{name}", "address", names[k], 0.5 if k == 8 else 1.0)
            for name, own in places.items()
            for k in own
        ],
        dict.fromkeys(names, (5, 5, "kantoorfunctie", 50, None)),
        kind="building",
    )
    made.frames["addresses"]["postcode"] = pd.Series(postcodes, index=names, dtype="str")
    return made


def test_it_is_one_less_active_connections_per_address_of_the_range(street):
    gap = connection_gap(street.locations, street.frames["addresses"], table())
    # First range: 10 x 0.5 + 5 x 0.2 = 6 for 8 addresses; second: 12 for 3, which is no gap.
    first, second = 1 - 6 / 8, 0.0
    mixed = (first * 1.0 + second * 0.5) / 1.5
    nan = np.nan
    assert gap.to_numpy() == pytest.approx([first, mixed, second, nan, nan, nan, nan], nan_ok=True)


def test_it_applies_to_places_with_an_address_and_is_context(street):
    values, applies, _ = measure(INDICATOR, street.locations, street.layers(connections=table()))
    assert applies.tolist() == [True] * 6 + [False]
    assert values.isna()["building:g"]
    assert INDICATOR.use == "context"


def test_without_electricity_or_known_counts_it_is_unknown(street):
    addresses = street.frames["addresses"]
    assert connection_gap(street.locations, addresses, table(RANGES[2:3])).isna().all()
    assert connection_gap(street.locations, addresses, table(RANGES[4:])).isna().all()


def test_it_equals_a_loop_on_the_postcodes_of_weesp(weesp):
    addresses = weesp.frames["addresses"]
    rng = np.random.default_rng(6)
    codes = sorted(set(addresses["postcode"].dropna()))
    cuts = np.sort(rng.choice(np.arange(1, len(codes)), 60, replace=False)).tolist()
    groups = [codes[a:b] for a, b in zip([0, *cuts], [*cuts, len(codes)], strict=True)]
    rows = [
        (g[0], g[-1], "ELK", float(rng.integers(10, 60)), rng.uniform(0.5, 1))
        for k, g in enumerate(groups)
        if k % 9
    ]
    gap = connection_gap(weesp.locations, addresses, table(rows))
    found = {}
    for first, last, _, count, share in rows:
        inside = addresses.index[addresses["postcode"].between(first, last)]
        found |= dict.fromkeys(inside, max(0.0, 1 - count * share / len(inside)))
    members = weesp.locations.of_role("address")
    for place, own in list(members.groupby("location_id"))[::37]:
        values = [found.get(name, np.nan) for name in own["member_id"]]
        assert gap[place] == pytest.approx(np.average(values, weights=own["share"]), nan_ok=True)
    assert gap.gt(0).any()
    assert gap.isna().any()


def test_a_row_of_unknown_product_is_no_electricity(street):
    unsaid = [("1000AA", "1000AC", None, 99.0, 1.0), ("1000BA", "1000BA", None, 1.0, 1.0)]
    addresses = street.frames["addresses"]
    gap = connection_gap(street.locations, addresses, table([*RANGES[:4], *unsaid]))
    assert gap["building:a"] == pytest.approx(1 - 6 / 8)
    assert np.isnan(gap["building:d"])
