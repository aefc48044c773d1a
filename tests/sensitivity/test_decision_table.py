"""Any decision matrix: chances worked out by hand, and pymcdm in every draw."""

import numpy as np
import pymcdm
import pytest
from scipy.stats import norm

from riskmap.errors import ScoringError
from riskmap.sensitivity.decision_table import DecisionTable, KnownOfWeights, table_certainty


def table(rows, half=None, deviation=None):
    middle = np.array(rows, float)
    count = middle.shape[1]
    return DecisionTable(
        names=tuple(f"a{number}" for number in range(len(rows))),
        criteria=tuple("xyz"[:count]),
        middle=middle,
        half_width=np.zeros(middle.shape) if half is None else np.array(half, float),
        deviation=np.zeros(middle.shape) if deviation is None else np.array(deviation, float),
        worst=np.zeros(count),
        best=np.ones(count),
    )


def test_of_two_opposed_alternatives_each_is_first_where_its_weight_is_larger():
    found = table_certainty(
        table([[0.9, 0.2], [0.4, 0.6]]), KnownOfWeights(), k=1, draws=20_000, seed=1
    )
    shares = found.acceptability.sort_index().to_numpy()
    assert shares == pytest.approx(np.array([[5 / 9, 4 / 9], [4 / 9, 5 / 9]]), abs=0.015)
    assert found.central_weights.loc["a0"].tolist() == pytest.approx([13 / 18, 5 / 18], abs=0.01)
    assert found.pairwise.loc["a0", "a1"] == pytest.approx(5 / 9, abs=0.015)
    assert found.frame["confidence"].tolist() == [1, 1]
    assert found.frame["rank"].to_dict() == {"a0": 1, "a1": 2}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        # The first leads where x weighs more than 4/9.
        (KnownOfWeights(order=("x", "y")), 1.0),
        (KnownOfWeights(order=("y", "x")), (1 / 2 - 4 / 9) / (1 / 2)),
        (KnownOfWeights(limits={"x": (0.4, 0.5)}), (0.5 - 4 / 9) / 0.1),
        (KnownOfWeights(weights={"x": 0.4, "y": 0.6}, share=0.0), 0.0),
        # 0.45 u / (0.45 u + 0.55 v) > 4/9, u and v uniform on 0.8 to 1.2, so u / v > 44/45.
        (KnownOfWeights(weights={"x": 0.45, "y": 0.55}, share=0.2), None),
    ],
)
def test_what_is_known_of_the_weights_moves_the_chances(known, expected):
    if expected is None:
        grid = np.linspace(0.8, 1.2, 4001)
        expected = np.mean([np.mean(grid > v * 44 / 45) for v in grid[::10]])
    found = table_certainty(table([[0.9, 0.2], [0.4, 0.6]]), known, k=1, draws=20_000, seed=1)
    assert found.frame["top_k_probability"]["a0"] == pytest.approx(expected, abs=0.015)


def test_an_interval_is_drawn_uniformly_and_a_deviation_normally():
    # Against an exact 0.5: uniform on 0.4 to 0.8, and normal around 0.6 with deviation 0.05.
    uniform = table([[0.6], [0.5]], half=[[0.2], [0.0]])
    normal = table([[0.6], [0.5]], deviation=[[0.05], [0.0]])
    chances = {
        name: table_certainty(one, KnownOfWeights(), k=1, draws=5_000, seed=1).frame.loc["a0"]
        for name, one in (("uniform", uniform), ("normal", normal))
    }
    assert chances["uniform"]["top_k_probability"] == pytest.approx(0.75, abs=0.03)
    assert chances["normal"]["top_k_probability"] == pytest.approx(norm.cdf(2), abs=0.02)
    # With one criterion the central weights are those of every draw.
    # 5,000 draws: three standard errors of the share are 0.018.
    assert chances["uniform"]["confidence"] == pytest.approx(0.75, abs=0.02)


def test_the_order_is_that_of_pymcdm_at_the_middle_weights():
    random = np.random.default_rng(3)
    values = random.random((15, 3))
    weights = {"x": 0.5, "y": 0.3, "z": 0.2}
    known = KnownOfWeights(weights=weights, share=0.0)
    found = table_certainty(table(values), known, k=3, draws=200, seed=1)
    preferences = values @ np.array(list(weights.values()))
    expected = pymcdm.helpers.rankdata(preferences, reverse=True)
    frame = found.frame.sort_index()
    names = [f"a{number}" for number in range(15)]
    assert frame.loc[names, "rank"].tolist() == expected.tolist()
    assert frame.loc[names, "expected_rank"].tolist() == expected.tolist()


def test_an_unknown_value_leaves_the_others_to_count():
    # Of the first only x is known: 0.6 whatever the weights; the second has 0.9 x + 0.2 (1 - x).
    found = table_certainty(
        table([[0.6, np.nan], [0.9, 0.2]]), KnownOfWeights(), k=1, draws=20_000, seed=1
    )
    assert found.frame["top_k_probability"]["a0"] == pytest.approx(4 / 7, abs=0.015)


def test_figures_do_not_depend_on_the_order_of_the_rows():
    values = np.round(np.random.default_rng(5).random((30, 3)), 1)
    there = table_certainty(table(values), KnownOfWeights(), k=5, draws=500, seed=1).frame
    turned = table_certainty(table(values[::-1]), KnownOfWeights(), k=5, draws=500, seed=1).frame
    back = {f"a{number}": f"a{29 - number}" for number in range(30)}
    for name in ("top_k_probability", "expected_rank", "rank_low", "rank_high", "rank"):
        same = turned[name].rename(index=back).loc[there.index]
        assert same.tolist() == pytest.approx(there[name].tolist())


@pytest.mark.parametrize("weights", [{}, {"x": 1.0, "y": 0.0}])
def test_an_alternative_of_which_nothing_that_counts_is_known_has_no_rank(weights):
    rows = [[0.6, 0.5], [np.nan, 0.2 if weights else np.nan]]
    with pytest.raises(ScoringError, match=r"Of 1 of the 2 alternatives .* such as a1"):
        table_certainty(table(rows), KnownOfWeights(weights=weights), k=1, draws=100, seed=1)
