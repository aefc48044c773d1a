"""Sectors per park: a share, and information only."""

import numpy as np
import pandas as pd
import pytest

from riskmap.errors import IndicatorError
from riskmap.indicators.catalogue import measure
from riskmap.indicators.sector_mix import INDICATOR, sector_mix

NAN = np.nan


def table(rows):
    """Return a sectors table from rows of park, sector and count."""
    frame = pd.DataFrame(rows, columns=["park_id", "sector", "establishments"])
    return frame.astype({"park_id": "str", "sector": "str", "establishments": float})


@pytest.fixture
def share(make, parks):
    """Return a function: rows of one park -> its share."""
    made = make({"a": (10, 10, 9, 9, 1970, None, None)}, [("building:a", "building", "a", 1.0)])
    park = parks({"p1": (0, 0, 99, 99)})

    def answer(*rows, **options):
        found = table([("p1", sector, count) for sector, count in rows])
        return sector_mix(made.locations, found, park, **options)["building:a"]

    return answer


def test_it_is_the_part_of_the_establishments_in_listed_sectors(share):
    rows = [("45", 10), ("49.41", 6), ("46", 24), ("56", 40)]
    assert share(*rows) == pytest.approx(16 / 80)
    assert share(*rows, listed="56, 46") == pytest.approx(64 / 80)


@pytest.mark.parametrize(
    ("sector", "counts"),
    [
        ("45", True),
        ("45.11", True),
        ("4511", True),
        ("49", False),
        ("49.41", True),
        ("4941", True),
        ("49.42", False),
        ("52.1", False),
        ("52.10", True),
        ("52102", True),
        ("G", False),
    ],
)
def test_a_code_holds_its_finer_codes_and_not_its_broader_ones(share, sector, counts):
    assert share((sector, 10), ("86", 30)) == pytest.approx(0.25 if counts else 0.0)


def test_a_listed_sector_of_unknown_count_is_unknown_and_not_zero(share):
    assert np.isnan(share(("45", NAN), ("86", 500)))
    assert np.isnan(share(("45", 10), ("45.2", NAN), ("86", 500)))
    assert np.isnan(share(("45", 0), ("86", 0)))
    assert np.isnan(share())


def test_other_counts_that_are_hidden_are_left_out_up_to_a_tenth(share):
    assert share(("45", 20), ("86", 60), ("56", NAN), ("25", NAN)) == pytest.approx(0.25)
    # three of at most four each are more than a tenth of 80
    assert np.isnan(share(("45", 20), ("86", 60), ("56", NAN), ("25", NAN), ("47", NAN)))
    assert share(("45", 20), ("86", 20), ("56", NAN)) == pytest.approx(0.5)
    assert np.isnan(share(("45", 20), ("86", 19), ("56", NAN)))


def test_sections_say_nothing_of_divisions_and_answer_where_one_is_listed(share):
    assert np.isnan(share(("G", 10), ("Q", 30)))
    assert share(("G", 10), ("Q", 30), listed="G") == pytest.approx(0.25)
    assert share(("H", 10), ("Q", 30), listed="G") == 0.0
    assert share(("G", 10), ("86", 30)) == 0.0


@pytest.mark.parametrize(
    ("sector", "counts"), [("46711", True), ("47810", True), ("95310", True), ("45110", False)]
)
def test_in_the_sbi_of_2025_the_car_trade_is_looked_for_where_it_went(share, sector, counts):
    rows = [(sector, 10), ("86100", 30)]
    assert share(*rows, sbi=2025) == pytest.approx(0.25 if counts else 0.0)
    assert share(("46711", 10), ("86", 30), sbi=2008) == 0.0
    assert share(("49411", 10), ("86", 30), sbi=2025) == pytest.approx(0.25)


def test_options_that_say_nothing_are_refused(share):
    with pytest.raises(IndicatorError, match="sbi"):
        share(("45", 10), sbi=1993)
    with pytest.raises(IndicatorError, match="names no sector"):
        share(("45", 10), listed=" , ")


def test_every_place_on_a_park_has_its_share_and_others_are_left_out(village, terrain):
    rows = [("west", "45", 10), ("west", "56", 40), ("middle", "56", 20)]
    layers = village.layers(business_parks=terrain, sectors=table(rows))
    values, applies, _ = measure(INDICATOR, village.locations, layers)
    for place, shape in village.locations.frame.geometry.items():
        x = shape.point_on_surface().x
        expected = 0.2 if x < 150_600 else 0.0 if x < 151_300 else NAN
        assert values[place] == pytest.approx(expected, nan_ok=True)
        assert applies[place] == (x < 151_500)
    assert INDICATOR.use == "information"
