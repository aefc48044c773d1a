"""The project file: read, resolved, refused; all faults at once."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from riskmap.errors import Faults, InputError, ProjectError
from riskmap.project import load_project, parse_combination, parse_project
from riskmap.project_faults import nearest_name

LEAST = {"name": "Proef", "reference_date": dt.date(2026, 1, 1)}


def parsed(**tables):
    return parse_project(LEAST | tables, folder=Path("/project"), file="riskmap.toml")


def test_the_least_a_project_says_has_the_defaults_of_the_design():
    project = parsed()
    assert project.language == "nl"
    assert (project.inspection.capacity, project.inspection.random_share) == (25, 0.15)
    assert (project.combine.rule, project.combine.weights) == ("weighted", (0.7, 0.3))
    assert not project.product.complete


def test_paths_are_meant_from_the_project_file_unless_they_are_absolute():
    project = parsed(layers={"buildings": {"path": "data/bag.gpkg"}})
    assert project.resolve(project.layers["buildings"].files[0]) == Path("/project/data/bag.gpkg")
    assert project.resolve(Path("/elsewhere/bag.gpkg")) == Path("/elsewhere/bag.gpkg")


def test_a_product_is_complete_with_its_three_answers_only():
    card = {"question": "a", "follow_up": "b", "legal_ground": "c"}
    assert parsed(product=card).product.complete
    for missing in card:
        assert not parsed(product=card | {missing: ""}).product.complete


def test_all_faults_of_a_file_are_told_at_once():
    with pytest.raises(Faults) as told:
        parsed(
            langage="nl",
            inspection={"capacity": 0, "random_share": 2},
            themes={"rural": {"families": {"vacancy": -1}}},
        )
    assert len(told.value.faults) == 4
    text = told.value.text()
    for key in ("langage", "inspection.capacity", "inspection.random_share", "families.vacancy"):
        assert key in text


def test_a_misspelt_key_is_one_fault_and_not_a_missing_key_as_well():
    with pytest.raises(ProjectError, match="Did you mean reference_date"):
        parse_project({"name": "x", "referencedate": 1}, folder=Path(), file="riskmap.toml")


@pytest.mark.parametrize(
    ("tables", "step"),
    [
        ({"name": ""}, "may not be empty"),
        ({"name": 3}, "between double quotes"),
        ({"language": "de"}, '"nl", "en"'),
        ({"layers": {"buildings": {"path": "http://x/y.gpkg"}}}, "download the file first"),
        ({"layers": {"buildings": {"path": "a", "paths": ["b"]}}}, "Write either path"),
        ({"layers": {"buildings": {"path": "a", "date": "1 mei"}}}, "2026-01-31"),
        ({"layers": {"buildings": "bag.gpkg"}}, "heading"),
        ({"themes": {"rural": {"enabled": "misschien"}}}, "true or false"),
        ({"themes": {"rural": {"min_coverage": 1.5}}}, "at most 1."),
        ({"themes": {"rural": {"families": {"a": float("inf")}}}}, "nan and inf"),
        ({"combine": {"weights": [0, 0]}}, "at least one weight above 0"),
        ({"combine": {"weights": [1]}}, "as many values"),
        ({"inspection": {"seed": -1}}, "at least 0."),
        ({"themes": {"rural": {"criteria": {"a": {"options": {"b": [1]}}}}}}, "true or false"),
    ],
    ids=str,
)
def test_every_kind_of_wrong_value_says_what_to_write(tables, step):
    with pytest.raises(ProjectError) as told:
        parsed(**tables)
    assert step in told.value.next_step.text()
    assert "riskmap.toml" in told.value.problem.text()


def test_the_file_may_be_named_or_its_folder(tmp_path):
    (tmp_path / "riskmap.toml").write_text('name = "A"\nreference_date = 2026-01-01\n', "utf-8")
    assert load_project(tmp_path).name == load_project(tmp_path / "riskmap.toml").name == "A"


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    text = '\ufeffname = "Súdwest"\nreference_date = 2026-01-01\n'
    (tmp_path / "riskmap.toml").write_text(text, "utf-8")
    assert load_project(tmp_path).name == "Súdwest"


def test_a_file_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        load_project(tmp_path / "riskmap.toml")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_template_of_a_new_project_is_a_project(checkout, language):
    file = checkout / f"riskmap/commands/new_project.{language}.toml"
    project = parse_project(
        tomllib.loads(file.read_text("utf-8")), folder=Path(), file="riskmap.toml"
    )
    assert {"buildings", "addresses"} <= set(project.layers)


def test_weights_of_the_command_line_are_checked_like_those_of_the_file():
    assert parse_combination("weighted", (2, 1)).weights == (2, 1)
    for pair in [(-1, 1), (0, 0)]:
        with pytest.raises(ProjectError, match="--weights"):
            parse_combination("weighted", pair)


def test_a_name_far_from_all_gets_a_few_examples_and_not_thousands():
    names = [f"yard:{n:05}" for n in range(5000)]
    assert nearest_name("Kerkstraat", names).text().count("yard:") == 3
    assert nearest_name("x", ["alpha", "beta"]).text() == "Known here: alpha, beta."
