"""One indicator in Jupyter: its figures, its place in the score, its map without a network."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from riskmap.errors import IndicatorError
from riskmap.indicators.indicator import Indicator
from riskmap.notebook import study
from riskmap.pipeline.run import run
from riskmap.project import load_project
from riskmap.scaling import rising


def plot_size(locations, *, factor=1.0):
    """Return the area of the place (m2), and unknown for the smallest."""
    area = locations.frame.geometry.area * factor
    return area.mask(area == area.min())


PLOT_SIZE = Indicator(
    function=plot_size,
    title={"nl": "Grootte <b>", "en": "Size <b>"},
    question={"nl": "Hoe groot?", "en": "How big?"},
    unit="m2",
    family="capacity",
    value=rising(1000, 10000),
    evidence="c",
    sources="Test.",
    false_positives={"nl": "-", "en": "-"},
    ordinary_explanations={"nl": "-", "en": "-"},
)


@pytest.fixture(scope="module")
def result(waterveen):
    return run(load_project(waterveen), ["rural"])


@pytest.fixture(scope="module")
def frame(result) -> gpd.GeoDataFrame:
    return result.themes["rural"].opportunity.frame.set_index("location_id")


def test_a_criterion_of_the_theme_is_studied_with_the_figures_of_the_map(result, frame):
    one = study(result, "rural", "isolation_nearest_address")
    assert one.measured.tolist() == frame["isolation_nearest_address__value"].tolist()
    np.testing.assert_allclose(one.scores, frame["isolation_nearest_address__score"], atol=1e-12)
    assert one.coverage == frame["isolation_nearest_address__value"].notna().mean()


def test_correlations_are_those_of_scipy(result, frame):
    one = study(result, "rural", "isolation_nearest_address")
    table = one.correlations().set_index("criterion")["rho"].dropna()
    assert len(table) > 4
    assert table.abs().is_monotonic_decreasing
    for name, rho in table.items():
        both = frame[["isolation_nearest_address__score", f"{name}__score"]].dropna()
        assert rho == pytest.approx(spearmanr(*both.to_numpy().T).statistic, abs=1e-9)


def test_without_a_criterion_the_top_is_that_of_a_plain_sum_without_it(result, frame):
    one = study(result, "rural", "isolation_nearest_address")
    effect = one.effect_on_top(25)
    families = result.themes["rural"].opportunity.description.families
    parts, known = 0.0, 0.0
    for family in families.values():
        weights = {
            name: card.weight
            for name, card in family.criteria.items()
            if card.status == "counts" and name != "isolation_nearest_address"
        }
        scores = pd.DataFrame({name: frame[f"{name}__score"] for name in weights})
        share = (scores.notna() * pd.Series(weights)).sum(axis=1)
        mean = (scores * pd.Series(weights)).sum(axis=1) / share
        parts = parts + family.weight * mean.fillna(0)
        known = known + family.weight * (share > 0)
    plain = (parts / known)[frame["rank"].notna()]
    without = set(plain.sort_values(ascending=False).index[:25])
    now = set(frame.index[frame["rank"] <= 25])
    assert effect.stays == pytest.approx(len(now & without) / 25)
    assert sorted(effect.entered) == sorted(frame.loc[list(now - without), "label"])


def test_an_indicator_that_is_being_written_is_measured_on_the_same_places(result, frame):
    one = study(result, "rural", PLOT_SIZE, weight=2, factor=2.0)
    expected = 2 * frame.geometry.area
    assert one.measured.idxmin() == expected.drop(expected.idxmin()).idxmin()
    np.testing.assert_allclose(one.measured.dropna(), expected.drop(expected.idxmin()))
    assert one.unknown["location_id"].tolist() == [expected.idxmin()]
    assert one.coverage == pytest.approx(1 - 1 / len(frame))
    effect = one.effect_on_top(25)
    assert 0 < effect.stays < 1
    assert len(effect.entered) == len(effect.left) == round(25 * (1 - effect.stays))


def test_everything_at_once_is_html_in_which_a_title_stays_text(result):
    shown = study(result, "rural", PLOT_SIZE)._repr_html_()
    assert "Size &lt;b&gt;" in shown
    assert "Size <b>" not in shown
    assert shown.count("<svg") == 2


@pytest.mark.parametrize(
    ("theme", "name", "words"),
    [("rurall", "road_setback", "rural"), ("rural", "road_setbak", "road_setback")],
)
def test_a_wrong_name_is_told_with_the_nearest(result, theme, name, words):
    with pytest.raises(IndicatorError, match=words):
        study(result, theme, name)


def test_an_indicator_needs_a_family_of_the_theme(result):
    with pytest.raises(IndicatorError, match="no family"):
        study(result, "rural", PLOT_SIZE, family="sea")


@pytest.mark.browser
def test_its_map_opens_without_a_network_inside_a_notebook(result, tmp_path, open_page):
    page = tmp_path / "cell.html"
    page.write_text(study(result, "rural", PLOT_SIZE).map()._repr_html_(), "utf-8")
    opened = open_page(page)
    inside = opened.page.frames[1]
    inside.wait_for_selector(".leaflet-container")
    assert "Size <b>" in inside.inner_text("body")
    assert opened.outside == []
    assert opened.console == []
