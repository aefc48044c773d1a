"""Counts, rates and densities of a police layer to a risk per area."""

import numpy as np
import pytest
from affine import Affine
from scipy import optimize, stats

from riskmap.errors import ScoringError
from riskmap.layers.layer import Access, Layer
from riskmap.police import police_map, risk_per_location
from riskmap.project import CombineSettings
from riskmap.reading import Raster

AREAS = [(40, 0, 1_000), (9, 1_000, 2_000), (3, 2_000, 3_000), (25, 3_000, 4_000)]
ADDRESSES = [400, 300, 20, 100]


def marshall(counts, exposure):
    """Return rates shrunken toward the mean of all, area by area."""
    mean = sum(counts) / sum(exposure)
    squares = sum(n * (y / n - mean) ** 2 for y, n in zip(counts, exposure, strict=True))
    variance = max(0, squares / sum(exposure) - mean / (sum(exposure) / len(exposure)))
    weights = [variance / (variance + mean / n) for n in exposure]
    return [w * y / n + (1 - w) * mean for w, y, n in zip(weights, counts, exposure, strict=True)]


def test_counts_become_shrunken_rates_and_their_place_in_the_order_is_the_risk(count_layer):
    police = police_map(count_layer(AREAS, ADDRESSES), CombineSettings(min_count=0))
    rates = marshall([40, 9, 3, 25], ADDRESSES)
    assert police.layer.frame["expected"].tolist() == pytest.approx(
        [rate * n for rate, n in zip(rates, ADDRESSES, strict=True)]
    )
    order = np.argsort(np.argsort(rates))
    assert police.layer.frame["risk"].tolist() == pytest.approx(((order + 0.5) / 4).tolist())
    assert police.card.exposure == "adressen"
    assert police.card.mean == pytest.approx(77 / 820)


def test_the_counts_themselves_are_gone_and_small_ones_took_no_part(count_layer):
    def made(count):
        rows = [(count, 2_000, 3_000), *(row for row in AREAS if row[0] != 3)]
        return police_map(count_layer(rows, [20, 400, 300, 100]), CombineSettings()).layer

    one, other = made(0), made(4)
    assert "count" not in one.frame
    assert one.frame.drop(columns="geometry").equals(other.frame.drop(columns="geometry"))
    assert any(
        note.template.startswith("Areas with fewer") and note.facts == {"least": 5, "count": 1}
        for note in one.report.notes
    )


def test_without_a_column_the_exposure_is_hectares_times_years(count_layer):
    layer = count_layer(AREAS, years=[1.0, 2, 1, 1])
    police = police_map(layer, CombineSettings(shrink="none", min_count=0, normalise="max"))
    hectares = 1_000 * 20_000 / 10_000
    rates = np.array([40, 9 / 2, 3, 25]) / hectares
    assert police.layer.frame["risk"].tolist() == pytest.approx((rates / rates.max()).tolist())
    assert police.card.exposure == "area"


def test_without_shrinking_small_counts_are_unknown_and_the_interval_is_exact(count_layer):
    police = police_map(
        count_layer(AREAS, ADDRESSES), CombineSettings(shrink="none", normalise="max")
    )
    frame = police.layer.frame
    assert frame["risk"].isna().tolist() == [False, False, True, False]
    # Garwood's interval of a Poisson count, by its chi-squared form.
    assert frame["expected_low"].iloc[1] == pytest.approx(stats.chi2.ppf(0.05, 18) / 2)
    assert frame["expected_high"].iloc[1] == pytest.approx(stats.chi2.ppf(0.95, 20) / 2)


def test_an_area_without_exposure_is_unknown(count_layer):
    police = police_map(count_layer(AREAS, [400, 0, 20, np.nan]), CombineSettings(min_count=0))
    assert police.layer.frame["risk"].isna().tolist() == [False, True, False, True]


def test_gamma_poisson_shrinks_with_the_moments_of_maximum_likelihood(count_layer):
    rows = [(y, 1_000 * n, 1_000 * n + 1_000) for n, y in enumerate((40, 9, 6, 55, 12, 80, 7, 31))]
    exposure = np.array([400.0, 300, 20, 250, 500, 640, 90, 310])
    police = police_map(
        count_layer(rows, exposure), CombineSettings(shrink="gamma_poisson", min_count=0)
    )
    counts = np.array([row[0] for row in rows])

    def loss(at):
        mean, shape = np.exp(at)
        return -stats.nbinom.logpmf(counts, shape, shape / (shape + mean * exposure)).sum()

    best = optimize.minimize(loss, [np.log(0.1), 0.0], method="BFGS")
    mean, shape = np.exp(best.x)
    assert police.card.mean == pytest.approx(mean, rel=1e-4)
    assert police.card.variance == pytest.approx(mean**2 / shape, rel=1e-3)
    expected = (shape + counts) / (shape / mean + exposure) * exposure
    np.testing.assert_allclose(police.layer.frame["expected"], expected, rtol=1e-3)


def test_local_shrinkage_pulls_toward_the_neighbours(count_layer):
    layer = count_layer([*AREAS, (70, 4_000, 5_000)], [*ADDRESSES, 150])
    everywhere = police_map(layer, CombineSettings(min_count=0)).layer.frame["expected"]
    nearby = police_map(layer, CombineSettings(min_count=0, shrink="local"))
    near = nearby.layer.frame["expected"]
    # The last but one area lies beside the one with the highest rate.
    assert near.iloc[3] > everywhere.iloc[3]
    assert nearby.card.mean is None


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("percentile", [0.125, 0.5, 0.5, 0.875]),
        ("min_max", [0.0, 0.5, 0.5, 1.0]),
        ("max", [1 / 3, 2 / 3, 2 / 3, 1.0]),
    ],
)
def test_a_rate_becomes_a_risk_by_a_stated_rule(count_layer, rule, expected):
    layer = count_layer(AREAS)
    frame = layer.frame.assign(rate=[2.0, 4.0, 4.0, 6.0])
    layer = Layer("risk", frame, "politie.gpkg", measure="rate")
    police = police_map(layer, CombineSettings(normalise=rule))
    assert police.layer.frame["risk"].tolist() == pytest.approx(expected)
    assert police.card.normalise == rule
    assert (police.card.reference[0], police.card.reference[-1]) == (2.0, 6.0)
    assert "risk_low" not in police.layer.frame


def test_a_density_in_cells_is_ranked_among_the_known_cells(small_map):
    values = np.array([[0.0, 0.0, 7e-6], [3e-6, np.nan, 9e-6]])
    grid = Raster(values, Affine(50, 0, 99_990, 0, -50, 450_050), "EPSG:28992")
    layer = Layer("risk", small_map([(1, 1, 1)]).frame.iloc[:0], "kde.tif", raster=grid,
                  access=Access.POLICE, measure="density")  # fmt: skip
    police = police_map(layer, CombineSettings())
    risks = police.layer.raster.values
    known = sorted(values[np.isfinite(values)])
    for value, risk in zip(values.ravel(), risks.ravel(), strict=True):
        if np.isnan(value):
            assert np.isnan(risk)
            continue
        lower = sum(other < value for other in known)
        equal = sum(other == value for other in known)
        assert risk == pytest.approx((lower + equal / 2) / len(known))
    place = small_map([(1, 1, 1)]).frame
    assert risk_per_location(place, police.layer).tolist() == pytest.approx([risks[0, 0]])


def test_a_risk_that_is_one_already_is_left_as_it_is(police_layer):
    layer = police_layer([0.2, 0.9])
    police = police_map(layer, CombineSettings())
    assert police.layer is layer
    assert not police.counted


def test_areas_within_areas_are_refused(count_layer):
    with pytest.raises(ScoringError, match="lie within another area"):
        police_map(count_layer([*AREAS, (77, -10, 4_010)]), CombineSettings())


def test_one_area_under_two_names_counts_once_and_contradictions_are_refused(count_layer):
    police = police_map(count_layer([*AREAS, AREAS[0]]), CombineSettings(min_count=0))
    assert len(police.layer.frame) == 4
    assert any("came twice" in note.template for note in police.layer.report.notes)
    with pytest.raises(ScoringError, match="two different counts"):
        police_map(count_layer([*AREAS, (41, 0, 1_000)]), CombineSettings())


def test_too_few_events_say_nothing_and_the_layer_is_named(count_layer):
    for shrink in ("global", "none"):
        with pytest.raises(ScoringError, match=r"politie\.gpkg.*5 or more"):
            police_map(
                count_layer([(4, 0, 1_000), (1, 1_000, 2_000)]), CombineSettings(shrink=shrink)
            )
