"""Terrains on a map: columns from shapes, places with scores, checks, and what is said."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import statsmodels.api as sm

from riskmap.errors import ProjectError, ScoringError
from riskmap.learning.factors import Factor, columns_of, distance_steps, edge_notes, reach
from riskmap.learning.risk_terrain import Settings, learn_terrain
from riskmap.learning.terrain_checks import TerrainData, check_terrain

SIDE = 24
SETTINGS = Settings((100.0, 200.0, 300.0), "proximity", folds=4, seed=1)


def cells() -> gpd.GeoDataFrame:
    column, row = (part.ravel() for part in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    shapes = shapely.box(column * 100, row * 100, column * 100 + 100, row * 100 + 100)
    names = pd.Index([f"c{x}r{y}" for x, y in zip(column, row, strict=True)], name="place_id")
    frame = gpd.GeoDataFrame(index=names, geometry=shapes, crs="EPSG:28992")
    frame["area_m2"] = 10_000.0
    return frame


@pytest.fixture(scope="module")
def factors() -> list[Factor]:
    draw = np.random.Generator(np.random.PCG64(4))
    bars = shapely.points(draw.uniform(0, SIDE * 100, (14, 2)))
    idle = shapely.points(draw.uniform(0, SIDE * 100, (14, 2)))
    return [Factor("bars", bars, 1, "bars.gpkg"), Factor("idle", idle, 1, "idle.gpkg")]


@pytest.fixture(scope="module")
def planted(factors) -> gpd.GeoDataFrame:
    draw = np.random.Generator(np.random.PCG64(9))
    frame = cells()
    middle = shapely.centroid(frame.geometry.to_numpy())
    near = shapely.distance(shapely.multipoints(factors[0].shapes), middle) <= 200
    frame["found"] = draw.poisson(np.where(near, 1.5, 0.3)).astype(float)
    frame["near"] = near.astype(float)
    return frame


@pytest.fixture(scope="module")
def fitted(planted, factors):
    draw = np.random.Generator(np.random.PCG64(2))
    before = draw.binomial(planted["found"].to_numpy(dtype=int), 0.5).astype(float)
    earlier = pd.DataFrame({"before": before, "after": planted["found"].to_numpy() - before})
    return learn_terrain(planted, factors, SETTINGS, earlier=earlier)


def test_half_blocks_up_to_a_number_of_blocks() -> None:
    assert distance_steps(block_m=200, blocks=2) == (100, 200, 300, 400)
    assert distance_steps(block_m=150, blocks=1.5) == (75, 150, 225)
    assert distance_steps(distances=[300, 100, 300]) == (100, 300)


@pytest.mark.parametrize("wrong", [{"blocks": 0.2}, {"distances": [0]}, {"distances": [np.nan]}, {"block_m": -1}])  # noqa: E501  # fmt: skip
def test_distances_that_are_no_lengths_are_refused(wrong) -> None:
    with pytest.raises(ProjectError):
        distance_steps(**wrong)


def test_a_hundred_distances_are_too_many() -> None:
    with pytest.raises(ProjectError, match="100 distances"):
        distance_steps(distances=range(1, 101))


def test_every_factor_has_a_column_per_distance_and_look(factors) -> None:
    points = np.array([[50.0, 50.0], [500.0, 900.0], [1200.0, 300.0]])
    candidates, columns = columns_of(points, factors, (100.0, 400.0), "smooth")
    assert [(c.factor, c.operationalisation, c.distance_m) for c in candidates[:4]] == [
        ("bars", "exponential", 100), ("bars", "bisquare", 100),
        ("bars", "exponential", 400), ("bars", "bisquare", 400),
    ]  # fmt: skip
    assert columns.shape == (3, 8)
    far = shapely.distance(shapely.points(points), shapely.multipoints(factors[0].shapes))
    assert columns[:, 2] == pytest.approx(np.exp(-far / 400))
    assert reach("smooth", (100.0, 400.0)) == 2000
    assert reach("both", (100.0, 400.0)) == 400


def test_the_model_is_the_one_statsmodels_fits_on_the_planted_column(fitted, planted) -> None:
    assert fitted.table["factor"].tolist() == ["bars"]
    assert fitted.table["distance_m"].tolist() == [200]
    counts, near = planted["found"].to_numpy(), planted["near"].to_numpy()
    other = sm.Poisson(counts, sm.add_constant(near), offset=np.full(len(near), np.log(1e4))).fit(disp=0)  # noqa: E501  # fmt: skip
    assert fitted.table["coefficient"].tolist() == pytest.approx([other.params[1]], abs=1e-6)
    assert fitted.bic["poisson"] == pytest.approx(other.bic, abs=1e-5)
    assert fitted.table["rrv"].tolist() == pytest.approx([np.exp(other.params[1])], abs=1e-5)
    rows = fitted.profile[(fitted.profile["factor"] == "bars") & (fitted.profile["distance_m"] == 200)]  # noqa: E501  # fmt: skip
    assert rows["bic"].tolist() == pytest.approx([other.bic], abs=1e-5)
    assert rows["deviance_drop"].tolist() == pytest.approx([2 * (other.llf - other.llnull)], abs=1e-5)  # noqa: E501  # fmt: skip
    assert rows["status"].tolist() == ["chosen"]


def test_scores_and_expected_counts_follow_from_the_table(fitted, planted) -> None:
    value = fitted.table["rrv"].iloc[0]
    near = planted["near"].to_numpy() == 1
    places = fitted.places
    assert places["rrs"].to_numpy() == pytest.approx(np.where(near, value, 1.0))
    assert places["expected"].sum() == pytest.approx(planted["found"].sum())
    assert places["factor_bars"].tolist() == near.astype(float).tolist()
    assert fitted.highest_score == pytest.approx(value) == fitted.possible_score


def test_every_distance_of_every_factor_is_in_the_profile(fitted) -> None:
    assert len(fitted.profile) == 6
    assert fitted.profile["places"].is_monotonic_increasing is False
    for _, rows in fitted.profile.groupby("factor"):
        assert rows["places"].is_monotonic_increasing


def test_elsewhere_and_later_stand_beside_their_baselines(fitted) -> None:
    checks = fitted.checks.set_index(["check", "order"])
    assert list(checks.index) == [
        ("blocks", "model"), ("blocks", "area"),
        ("next_period", "model"), ("next_period", "last_period"), ("next_period", "area"),
    ]  # fmt: skip
    assert checks.loc[("blocks", "model"), "hit_rate"] > 0.15
    for check in ("blocks", "next_period"):
        plain = checks.loc[(check, "area")]
        assert plain["auc"] == pytest.approx(0.5)
        assert plain["pai"] == pytest.approx(1)
        assert plain["deviance_explained"] == pytest.approx(0)
        model = checks.loc[(check, "model")]
        assert model["pai"] == pytest.approx(model["hit_rate"] / 0.1)


def test_no_block_is_predicted_by_a_model_that_saw_it(planted) -> None:
    """Outcomes of the tested block, changed, change no prediction of that block."""
    counts = planted["found"].to_numpy()
    points = shapely.get_coordinates(shapely.centroid(planted.geometry.to_numpy()))

    class Watched(TerrainData):
        """Keeps what each model was fitted to."""

        def fit(self, counts, rows):
            """Note the rows, and fit."""
            seen.append(set(rows.tolist()))
            return super().fit(counts, rows)

        def expected(self, terrain, rows):
            """Note the rows, and predict."""
            asked.append(set(rows.tolist()))
            return super().expected(terrain, rows)

    seen, asked = [], []
    data = Watched(
        counts, planted[["near"]].to_numpy(), np.zeros(len(counts)), points, [0],
        np.array([1]), folds=4, seed=1,
    )  # fmt: skip
    terrain = TerrainData.fit(data, counts, data.seen)
    check_terrain(data, terrain, None)
    pairs = list(zip(seen, asked, strict=False))
    assert len(pairs) == 4
    assert all(not train & test for train, test in pairs)
    assert set.union(*asked[:4]) == set(range(len(counts)))


def test_places_nobody_looked_at_are_scored_and_not_fitted(planted, factors) -> None:
    unseen = planted.copy()
    unseen.loc[unseen.index[::3], "found"] = np.nan
    fitted = learn_terrain(unseen, factors, SETTINGS)
    assert fitted.model.places == int(unseen["found"].notna().sum())
    assert fitted.places["rrs"].notna().all()
    assert any("nobody looked" in note.text() for note in fitted.notes)


def test_a_factor_everywhere_is_left_out_and_said(planted, factors) -> None:
    net = shapely.points(np.stack(np.meshgrid(np.arange(0, 2500, 100), np.arange(0, 2500, 100)), -1).reshape(-1, 2))  # noqa: E501  # fmt: skip
    fitted = learn_terrain(planted, [*factors, Factor("all", net, 1, "all.gpkg")], SETTINGS)
    assert "all" not in set(fitted.table["factor"])
    assert set(fitted.profile.loc[fitted.profile["factor"] == "all", "status"]) == {"constant"}
    assert any("Factor all is the same at every place" in note.text() for note in fitted.notes)


def test_a_protective_factor_divides(planted, factors) -> None:
    turned = planted.copy()
    draw = np.random.Generator(np.random.PCG64(6))
    turned["found"] = draw.poisson(np.where(planted["near"] == 1, 0.2, 1.2)).astype(float)
    guard = Factor("bars", factors[0].shapes, -1, "bars.gpkg")
    fitted = learn_terrain(turned, [guard, factors[1]], SETTINGS)
    assert fitted.table["factor"].tolist() == ["bars"]
    assert 0.1 < fitted.table["rrv"].iloc[0] < 0.3
    assert fitted.possible_score == 1
    raising = learn_terrain(turned, factors, SETTINGS)
    assert "bars" not in set(raising.table["factor"])


def test_too_few_outcomes_are_refused(planted, factors) -> None:
    few = planted.copy()
    few["found"] = 0.0
    few.iloc[:4, few.columns.get_loc("found")] = 2.0
    with pytest.raises(ScoringError, match="Only 8 outcomes"):
        learn_terrain(few, factors, SETTINGS)


def test_a_file_that_stops_at_the_border_is_told() -> None:
    area = shapely.box(0, 0, 1000, 1000)
    draw = np.random.Generator(np.random.PCG64(1))
    cut = Factor("cut", shapely.points(draw.uniform(0, 1000, (60, 2))), 1, "cut.gpkg")
    wide = Factor("wide", shapely.points(draw.uniform(-400, 1400, (120, 2))), 1, "wide.gpkg")
    rare = Factor("rare", shapely.points(draw.uniform(0, 1000, (2, 2))), 1, "rare.gpkg")
    said = [note.text() for note in edge_notes(area, [cut, wide, rare], 300)]
    assert len(said) == 1
    assert "factor cut stops" in said[0]


def test_finds_of_visits_are_counted_per_visit(planted, factors) -> None:
    """Places visited five times as often are not five times as bad."""
    draw = np.random.Generator(np.random.PCG64(13))
    often = planted.copy()
    visits = np.where(draw.random(len(often)) < 0.5, 5, 1)
    chance = np.where(planted["near"] == 1, 0.6, 0.15)
    often["visits"] = visits
    often["found"] = draw.binomial(visits, chance).astype(float)
    fitted = learn_terrain(often, factors, SETTINGS)
    assert fitted.per == "visits"
    near = planted["near"].to_numpy() == 1
    counts = often["found"].to_numpy()
    ratio = (counts[near].sum() / visits[near].sum()) / (counts[~near].sum() / visits[~near].sum())
    assert fitted.table["rrv"].tolist() == pytest.approx([ratio], rel=1e-6)
