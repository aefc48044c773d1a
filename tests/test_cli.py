"""The command line as a program: help, exit codes, streams, languages."""

import json
import os
import re
import subprocess
import sys
import tomllib

import pandas as pd
import pytest

import riskmap
from riskmap import cli
from riskmap.commands.pages import main as write_pages

COMMANDS = [
    *("demo", "new", "check", "run", "score", "combine", "plan", "draw", "explain"),
    *("evaluate", "validate", "sensitivity", "weigh", "hotspots", "fit"),
    *("indicators", "themes", "layers", "new-indicator"),
]
HEAVY = ("geopandas", "pandas", "numpy", "folium", "sklearn", "pyogrio", "pydantic", "rich")


@pytest.fixture
def riskmap_says(monkeypatch, capsys):
    """Return a function that runs the command line here: exit code, output, talk."""

    def run(*words: object, language: str = "en") -> tuple[int, str, str]:
        monkeypatch.setenv("RISKMAP_LANG", language)
        monkeypatch.setattr(sys, "argv", ["riskmap", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        told = capsys.readouterr()
        return int(end.value.code or 0), told.out, told.err

    return run


def test_help_loads_nothing_heavy(python):
    code = (
        "import sys; sys.argv = ['riskmap', '--help']\n"
        "from riskmap.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    answer = python("-c", code)
    assert answer.stdout.splitlines()[-1] == "[]"
    assert "Usage: riskmap" in answer.stdout


def test_the_first_help_names_every_command_on_one_line(riskmap_says):
    code, out, err = riskmap_says("--help")
    assert (code, err) == (0, "")
    lines = [line for line in out.splitlines() if re.match(r"  \w[\w-]+  +[A-Z]", line)]
    assert [line.split()[0] for line in lines] == COMMANDS
    assert not [line for line in lines if line.endswith("...")]


def test_without_a_word_riskmap_shows_its_help(riskmap_says):
    _, out, err = riskmap_says()
    assert "Usage: riskmap" in out + err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_of_itself(command, riskmap_says):
    code, out, _ = riskmap_says(command, "--help")
    assert code == 0
    assert f"Example: riskmap {command} " in out


def test_help_speaks_dutch_on_request(riskmap_says):
    _, english, _ = riskmap_says("run", "--help")
    _, dutch, _ = riskmap_says("run", "--help", language="nl_NL.UTF-8")
    assert "Example: riskmap run" in english
    assert "Voorbeeld: riskmap run" in dutch
    assert dutch != english


def test_a_mistake_is_told_in_dutch_on_request(riskmap_says):
    code, out, err = riskmap_says("themes", "rurla", language="nl")
    assert (code, out) == (1, "")
    assert "Bedoelt u rural?" in err or "Bedoelde u rural?" in err


def test_the_version_is_that_of_the_package(riskmap_says):
    assert riskmap_says("--version") == (0, riskmap.__version__ + "\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ["run"],
        ["run", "x", "--ouptut", "y"],
        ["rnu"],
        ["run", "x"],
        ["plan", "x", "-o", "y.csv", "--capacity", "many"],
        ["plan", "x", "-o", "y.csv", "--capacity", "0"],
        ["plan", "x", "-o", "y.csv", "--random-share", "1.5"],
        ["draw", "x", "-o", "y.html", "--background", "google"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_a_pointer_to_help(words, riskmap_says):
    code, out, err = riskmap_says(*words)
    assert (code, out) == (2, "")
    assert "riskmap" in err
    assert "-h" in err
    assert "Traceback" not in err


def test_a_bug_ends_with_70_and_its_place_but_no_value(monkeypatch, riskmap_says):
    def broken(*_: object) -> None:
        value = "Dorpsstraat 3, owner Jansen"
        raise ValueError(value)

    monkeypatch.setattr("riskmap.outputs.catalogue_pages.theme_table", broken)
    code, out, err = riskmap_says("themes")
    assert (code, out) == (70, "")
    assert "test_cli.py" in err
    assert "in broken" in err
    assert "This is a bug in riskmap (ValueError)" in err
    assert "Jansen" not in err


def test_a_bug_in_a_chain_of_errors_shows_no_value_either(monkeypatch, riskmap_says):
    def broken(*_: object) -> None:
        try:
            {}["Jansen"]
        except KeyError as first:
            second = "Jansen again"
            raise RuntimeError(second) from first

    monkeypatch.setattr("riskmap.outputs.catalogue_pages.theme_table", broken)
    code, _, err = riskmap_says("themes")
    assert code == 70
    assert "Jansen" not in err.replace('{}["Jansen"]', "").replace('second = "Jansen again"', "")


@pytest.mark.parametrize("command", ["indicators", "themes", "layers"])
def test_the_catalogue_lists_and_explains_everything_it_names(command, riskmap_says):
    _, out, _ = riskmap_says(command, "--json")
    names = list(json.loads(out))
    assert len(names) >= 4
    _, table, _ = riskmap_says(command)
    assert [line.split()[0] for line in table.splitlines() if line[0] != " "] == names
    for name in names:
        code, page, err = riskmap_says(command, name)
        assert (code, err) == (0, "")
        assert name in page
        assert max(map(len, page.splitlines())) <= 110
        assert isinstance(json.loads(riskmap_says(command, name, "--json")[1]), dict)


def test_the_json_of_a_theme_is_the_theme_as_its_file_has_it(riskmap_says, checkout):
    told = json.loads(riskmap_says("themes", "rural", "--json")[1])
    file = tomllib.loads((checkout / "riskmap/themes/rural.toml").read_text("utf-8"))
    assert told["kinds"] == file["kinds"]
    weights = {
        (family, name): float(criterion["weight"])
        for family, card in file["families"].items()
        for name, criterion in card["criteria"].items()
    }
    assert weights == {
        (family, name): criterion["weight"]
        for family, card in told["families"].items()
        for name, criterion in card["criteria"].items()
    }


def test_a_run_gives_results_on_stdout_and_nothing_to_a_pipe_but_them(waterveen, tmp_path):
    words = ["-m", "riskmap", "run", waterveen, "-o", tmp_path / "out", "--theme", "rural"]
    answer = subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, *map(str, [*words, "--json"])],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"RISKMAP_LANG": "en", "FORCE_COLOR": "", "NO_COLOR": "1"},
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads(answer.stdout)["themes"]["rural"]["ranked"] > 10
    assert "\x1b" not in answer.stdout + answer.stderr


def test_check_says_what_the_border_did_and_writes_nothing(waterveen, riskmap_says):
    before = sorted(waterveen.rglob("*"))
    code, out, _ = riskmap_says("check", waterveen)
    assert code == 0
    assert "bag-light.gpkg" in out
    cards = json.loads(riskmap_says("check", waterveen, "--json")[1])
    assert cards["buildings"]["rows_kept"] < cards["buildings"]["rows_read"]
    assert sorted(waterveen.rglob("*")) == before


def test_new_makes_a_project_whose_keys_are_all_known(tmp_path, riskmap_says):
    code, out, _ = riskmap_says("new", tmp_path / "weesp", language="nl")
    assert code == 0
    assert str(tmp_path / "weesp" / "riskmap.toml") in out
    # The registers are not there yet: that is the only fault of a fresh project.
    code, _, err = riskmap_says("check", tmp_path / "weesp")
    assert code == 1
    assert {line.split(" exist")[0].split()[-1] for line in err.splitlines()} == {"not"}


def test_the_single_steps_give_what_the_whole_run_gives(waterveen, tmp_path, riskmap_says):
    scored, both = tmp_path / "a.parquet", tmp_path / "b.gpkg"
    risk = waterveen / "data" / "risicokaart.gpkg"
    page, listed = tmp_path / "m.html", tmp_path / "list.csv"
    steps = [
        ["score", waterveen, "--theme", "rural", "-o", scored],
        ["combine", scored, risk, "-o", both],
        ["draw", scored, "-o", page],
        ["plan", waterveen / "out/rural/combined.parquet", "-o", listed],
    ]
    for words in steps:
        code, out, _ = riskmap_says(*words)
        assert (code, out) == (0, f"{words[-1]}\n")
    whole = (waterveen / "out" / "rural" / "opportunity.parquet").read_bytes()
    assert scored.read_bytes() == whole
    ours = pd.read_csv(listed, dtype=str)
    theirs = pd.read_csv(waterveen / "out/rural/inspection_list.csv", dtype=str)
    pd.testing.assert_frame_equal(ours, theirs)
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_the_page_of_commands_is_fresh(checkout, tmp_path):
    assert write_pages([str(tmp_path / "commands.md")]) == 0
    fresh = (tmp_path / "commands.md").read_text("utf-8")
    assert (checkout / "docs/commands.md").read_text("utf-8") == fresh, (
        "run `python -m riskmap.commands.pages docs/commands.md`"
    )
    assert [name for name in COMMANDS if f"## riskmap {name}\n" not in fresh] == []
