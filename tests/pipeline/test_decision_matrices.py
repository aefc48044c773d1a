"""Foreign tables become decision matrices, and what cannot is refused with a way out."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from scipy.stats import rankdata

from riskmap.errors import InputError, PersonDataError, ProjectError
from riskmap.pipeline.assessing_certainty import sensitivity_files
from riskmap.pipeline.decision_matrices import Scaling, read_decision_table

CARS = """car,price,range,comfort
A,200,300,0.4
B,300,420,0.8
C,250,,0.5
"""


@pytest.fixture
def cars(tmp_path):
    file = tmp_path / "cars.csv"
    file.write_text(CARS)
    return file


def test_scores_are_taken_as_they_are(cars):
    table = read_decision_table(cars, ["comfort"], Scaling())
    assert table.names == ("A", "B", "C")
    assert table.scores()[:, 0].tolist() == [0.4, 0.8, 0.5]
    falling = read_decision_table(cars, ["comfort"], Scaling(falling=("comfort",)))
    assert falling.scores()[:, 0] == pytest.approx([0.6, 0.2, 0.5])


def test_measurements_are_not_scaled_in_silence(cars):
    with pytest.raises(ProjectError, match=r"price holds values from 200 to 300.*--scale minmax"):
        read_decision_table(cars, ["price", "comfort"], Scaling())


def test_minmax_takes_the_range_of_the_data_and_unknown_stays_unknown(cars):
    scaling = Scaling("minmax", falling=("price",))
    scores = read_decision_table(cars, ["price", "range"], scaling).scores()
    assert scores[:, 0] == pytest.approx([1, 0, 0.5])
    assert scores[:, 1] == pytest.approx([0, 1, float("nan")], nan_ok=True)


def test_a_range_of_ones_own_wins_and_what_lies_beyond_scores_0_or_1(cars):
    scaling = Scaling("minmax", ranges={"price": (290, 210)})
    scores = read_decision_table(cars, ["price", "range"], scaling).scores()
    assert scores[:, 0] == pytest.approx([1, 0, 0.5])
    swapped = Scaling(ranges={"price": (210, 290), "range": (0, 500)}, falling=("price",))
    assert read_decision_table(cars, ["price", "range"], swapped).scores()[:, 0] == pytest.approx(
        [1, 0, 0.5]
    )


def test_percentiles_are_mid_ranks_as_scipy_has_them(tmp_path):
    file, values = tmp_path / "one.csv", [3, 1, 4, 1, 5]
    file.write_text("n,v\n" + "\n".join(f"r{n},{v}" for n, v in enumerate(values)))
    scores = read_decision_table(file, ["v"], Scaling("percentile")).scores()[:, 0]
    assert scores == pytest.approx((rankdata(values) - 0.5) / 5)


def test_a_constant_criterion_tells_nothing_apart(tmp_path):
    file = tmp_path / "same.csv"
    file.write_text("n,v,w\na,7,1\nb,7,0\n")
    scores = read_decision_table(file, ["v", "w"], Scaling("minmax")).scores()
    assert scores[0, 0] == scores[1, 0]


def test_intervals_and_deviations_are_found_by_their_columns(tmp_path):
    file = tmp_path / "u.csv"
    file.write_text("site,a_low,a_high,b_mean,b_sd\ns,1,3,10,1\nt,2,2,14,0\n")
    table = read_decision_table(file, ["a", "b"], Scaling("minmax"))
    assert table.middle.tolist() == [[2, 10], [2, 14]]
    assert table.half_width.tolist() == [[1, 0], [0, 0]]
    assert table.deviation.tolist() == [[0, 1], [0, 0]]
    # Of a normal distribution the middle 95 %, as JSMAA takes it: 10 - 1.96.
    assert table.worst.tolist() == pytest.approx([1, 8.04])
    assert table.best.tolist() == [3, 14]
    assert not table.exact
    with pytest.raises(ProjectError, match="exact measurements"):
        read_decision_table(file, ["a", "b"], Scaling("percentile"))


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".gpkg", ".geojson"])
def test_one_matrix_in_any_file_gives_one_answer(tmp_path, ending):
    frame = pd.DataFrame({"name": ["p", "q", "r"], "x": [0.9, 0.4, 0.5], "y": [0.1, 0.8, 0.6]})
    file = tmp_path / f"matrix{ending}"
    places = gpd.GeoDataFrame(frame, geometry=[shapely.Point(n, 50) for n in range(3)], crs=4326)
    writers = {
        ".csv": lambda: frame.to_csv(file, index=False, sep=";", decimal=","),
        ".xlsx": lambda: frame.to_excel(file, index=False),
        ".parquet": lambda: frame.to_parquet(file),
        ".gpkg": lambda: places.to_file(file),
        ".geojson": lambda: places.to_file(file),
    }
    writers[ending]()
    found = sensitivity_files(file, criteria=["x", "y"], draws=500)
    assert found.frame.index.tolist() == ["q", "r", "p"]
    # For a weight w of x: p = 0.1 + 0.8 w, q = 0.8 - 0.4 w, r = 0.6 - 0.1 w; p meets q at 7/12,
    # where r is lower than both.
    assert found.frame["top_k_probability"].to_dict() == pytest.approx(
        {"q": 7 / 12, "r": 0.0, "p": 5 / 12}, abs=0.06
    )


@pytest.mark.parametrize(
    ("content", "criteria", "error", "sentence"),
    [
        (CARS, ["speed"], InputError, "no column speed.*--criteria"),
        ("n,v\na,1\nb,high\n", ["v"], InputError, "more than numbers"),
        ("n,v\na,\nb,\n", ["v"], InputError, "holds no figure"),
        ("n,bsn\na,0.1\nb,0.2\n", ["bsn"], PersonDataError, "about persons"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_in_words(
    tmp_path, content, criteria, error, sentence
):
    file = tmp_path / "t.csv"
    file.write_text(content)
    with pytest.raises(error, match=sentence):
        read_decision_table(file, criteria, Scaling())


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "--criteria price,quality"),
        ({"criteria": ["price"], "falling": ["speed"], "scale": "minmax"}, "no range.*speed"),
        ({"criteria": ["price"], "ranges": {"price": (1, 1)}}, "worst and best must differ"),
        ({"criteria": ["comfort"], "weights": {"price": 1}}, "same things: price, comfort"),
        ({"weights": {"comfort": -1, "price": 2}, "scale": "minmax"}, "negative"),
        ({"weights": {"comfort": 1}, "ordinal": ["comfort"]}, "at once"),
        ({"criteria": ["comfort"], "id_column": "model"}, "no column model"),
    ],
)
def test_a_question_that_does_not_fit_is_refused_in_words(cars, options, sentence):
    with pytest.raises((InputError, ProjectError), match=sentence):
        sensitivity_files(cars, **options)


def test_names_come_from_the_column_asked_for_or_are_numbers(tmp_path):
    file = tmp_path / "n.csv"
    file.write_text("group,site,v\ng,s1,0.1\ng,s2,0.2\n")
    assert read_decision_table(file, ["v"], Scaling(), id_column="site").names == ("s1", "s2")
    assert read_decision_table(file, ["v"], Scaling()).names == ("1", "2")
    with pytest.raises(InputError, match="repeats or lacks names"):
        read_decision_table(file, ["v"], Scaling(), id_column="group")


def test_an_unknown_deviation_is_not_none_at_all(tmp_path):
    path = tmp_path / "cars.csv"
    path.write_text("car,x_mean,x_sd\na,0.4,0.1\nb,0.6,\nc,,\n")
    with pytest.raises(InputError, match=r"In 1 rows of cars\.csv the standard deviation of x"):
        read_decision_table(path, ["x"], Scaling())
    path.write_text("car,x_mean,x_sd\na,0.4,0.1\nb,0.6,0\nc,,\n")
    assert read_decision_table(path, ["x"], Scaling()).deviation.tolist() == [[0.1], [0], [0]]
