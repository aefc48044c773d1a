"""riskmap sensitivity: the command, its page and its figures, for maps and foreign tables."""

import json
import sys

import pytest

from riskmap import cli
from riskmap.commands.listing import names_of, pairs_of, ranges_of
from riskmap.errors import ProjectError
from riskmap.notebook import sensitivity
from riskmap.outputs.map_files import write_map_parquet
from riskmap.outputs.sensitivity_page import sensitivity_json, sensitivity_lines, sensitivity_page
from riskmap.pipeline.assessing_certainty import sensitivity_files

CARS = "car,price,comfort\n<b>A</b>,200,0.4\nB,300,0.8\nC,250,0.5\n"


@pytest.fixture
def cars(tmp_path):
    file = tmp_path / "cars.csv"
    file.write_text(CARS)
    return file


@pytest.fixture
def map_file(tmp_path, small_map):
    scored = small_map([(n % 5 / 3, n * 13 % 100, n * 29 % 100) for n in range(30)])
    write_map_parquet(scored, tmp_path / "opportunity.parquet")
    return tmp_path / "opportunity.parquet"


@pytest.fixture
def says(monkeypatch, capsys):
    """Return a function that runs the command: exit code, output, talk."""

    def run(*words, language="en"):
        monkeypatch.setenv("RISKMAP_LANG", language)
        monkeypatch.setattr(sys, "argv", ["riskmap", "sensitivity", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        told = capsys.readouterr()
        return int(end.value.code or 0), told.out, told.err

    return run


def test_a_foreign_table_gives_the_whole_matrix_as_json(cars, says):
    code, out, err = says(
        *(cars, "--criteria", "price,comfort", "--falling", "price", "--scale", "minmax", "--json")
    )
    assert (code, err) == (0, "")
    answer = json.loads(out)
    matrix = answer["rank_acceptability"]
    assert {name: list(row) for name, row in matrix.items()} == {
        name: ["1", "2", "3"] for name in ("<b>A</b>", "B", "C")
    }
    # A scores w, B 1 - w, C 1/2 w + 1/4 (1 - w): A and B meet at 1/2, where C has 3/8.
    assert [matrix[name]["1"] for name in matrix] == pytest.approx([0.5, 0.5, 0], abs=0.02)
    assert answer["draws"] == 10_000
    assert [row["confidence"] for row in answer["places"]] == [1, 1, None]
    again = says(
        *(cars, "--criteria", "price,comfort", "--falling", "price", "--scale", "minmax", "--json")
    )
    assert again[1] == out


def test_a_table_without_criteria_is_told_how_to_name_them(cars, says):
    code, out, err = says(cars)
    assert (code, out) == (1, "")
    assert "--criteria price,quality" in err


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_folder_with_page_and_figures_is_written_at_once(map_file, says, tmp_path, language):
    target = tmp_path / "certainty"
    code, out, _ = says(map_file, "-o", target, "--draws", 200, language=language)
    assert code == 0
    assert {file.name for file in target.iterdir()} == {
        "report.html", "sensitivity.json", "manifest.json",
    }  # fmt: skip
    assert ("suspicion" if language == "en" else "verdenking") in out
    page = (target / "report.html").read_text()
    assert "<script" not in page
    assert "<svg" in page
    assert says(map_file, "-o", target, language=language)[0] == 1  # nothing is overwritten unasked


def test_names_of_a_table_stay_text_on_the_page(cars):
    found = sensitivity_files(cars, criteria=["comfort"], draws=200)
    page = sensitivity_page(found, "en")
    assert "&lt;b&gt;A&lt;/b&gt;" in page
    assert "<b>A" not in page


def test_the_lines_of_a_small_table_hold_its_matrix(cars):
    found = sensitivity_files(cars, criteria=["comfort"], draws=200)
    text = "\n".join(sensitivity_lines(found, "en"))
    assert "B stands first, and does so in 100% of the 200 draws." in text
    assert "Rank acceptability, by rank:" in text
    # Of a top of one place there is no order to decide.
    assert "The order of the first" not in text


def test_a_map_says_what_moves_its_top(map_file):
    found = sensitivity_files(map_file, k=5, draws=200)
    text = "\n".join(sensitivity_lines(found, "en"))
    assert "Of the first 5 places," in text
    assert "without the family" in text
    assert "up to 25% more or less" in text
    changes = {row["change"] for row in sensitivity_json(found)["ablation"]}
    assert changes == {"without_family", "family_weight", "criterion_weight", "threshold"}


def test_a_map_with_free_or_ordered_families_says_so(map_file):
    free = sensitivity_files(map_file, draws=200, simplex=True)
    assert "Nothing is taken as known" in "".join(sensitivity_lines(free, "en"))
    ordered = sensitivity_files(map_file, draws=200, ordinal=["vacancy", "seclusion"])
    assert "vacancy, seclusion" in "".join(sensitivity_lines(ordered, "en"))


def test_three_lines_in_a_notebook_show_frame_and_page(map_file):
    shown = sensitivity(map_file, draws=200)
    assert {"top_k_probability", "rank_low", "rank_high"} <= set(shown.frame.columns)
    assert shown.certainty.draws == 200
    assert shown._repr_html_().startswith("<iframe")


def test_options_hold_names_pairs_and_ranges():
    assert names_of(" a, b ,,c") == ("a", "b", "c")
    assert pairs_of("a=0.5,b=.25", "--weights") == {"a": 0.5, "b": 0.25}
    assert ranges_of(["a=0:100", "b = 5 : -1"], "--value") == {"a": (0, 100), "b": (5, -1)}
    for wrong in ("a", "=1", "a=high", "a=1:"):
        with pytest.raises(ProjectError, match="--weights"):
            pairs_of(wrong, "--weights")
    for wrong in ("a=1", "a=1:x", "1:2"):
        with pytest.raises(ProjectError, match="--value"):
            ranges_of([wrong], "--value")
