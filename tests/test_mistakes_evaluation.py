"""What people get wrong in asking whether a list is any good: one sentence and the next step."""

import sys

import pandas as pd
import pytest

from riskmap import cli

VISITS = "{data}/visits_2026.csv"
MAP = "{out}/combined.parquet"

MISTAKES = {
    # the wrong file
    f"evaluate {{data}} {VISITS}": ["is a folder", "Give the path of one file in it"],
    f"evaluate {MAP} {{here}}/outcome.csv": ["outcome.csv does not exist", "outcomes.csv?"],
    f"evaluate {MAP}": ["map of riskmap, which holds no outcomes", "what was found"],
    f"evaluate {MAP} {{data}}/bag-light.gpkg": ["holds 2 tables", "--outcomes-table"],
    f"evaluate {MAP} {{here}}/list.csv": ["fits a place", "--id and --outcome-id"],
    f"validate {{data}} {VISITS}": ["is a folder", "Give the path of one file in it"],
    f"validate {MAP}": ["map of riskmap, which holds no outcomes", "what was found"],
    "validate {here}/list.csv": ["No column of list.csv says what was found", "--outcome"],
    "sensitivity {data}": ["is no map of riskmap", "--criteria", "opportunity.parquet"],
    "hotspots {data}": ["is a folder", "Give the path of one file in it"],
    "hotspots {here}/list.csv": ["holds no places on the map", "lon and lat"],
    f"fit {{data}} {VISITS}": ["is a folder", "Give the path of one file in it"],
    "fit {here}/list.csv {here}/outcomes.csv": ["list.csv is not an opportunity map", "--factor"],
    f"fit {{data}}/gemeente.gpkg {VISITS} --factor a={{data}}/ibis.gpkg": [
        "visits_2026.csv has no coordinates", "in place of the area a map"],
    "weigh {data}": ["is a folder", "Give the path of one file in it"],
    "weigh {here}/list.csv": ["holds no comparisons and no weights", "a, b, value"],
    "combine {here}/list.csv {data}/risicokaart.gpkg --compare -o {here}/c.parquet": [
        "list.csv is not an opportunity map", "combined.parquet"],
    "combine {out}/opportunity.parquet {here}/list.csv --compare -o {here}/c.parquet": [
        "it does not hold areas", "never read"],
    # nothing in it
    "evaluate {here}/empty.csv {here}/outcomes.csv": ["empty.csv is empty", "again"],
    "evaluate {here}/words.csv {here}/outcomes.csv": ["score of words.csv holds no numbers"],
    "sensitivity {here}/empty.csv --criteria a,b": ["empty.csv is empty", "again"],
    # the wrong column
    f"evaluate {MAP} {VISITS} --outcome found": ["no column found", "It has: visited_on"],
    f"evaluate {MAP} {VISITS} --rank rank --score risk": ["one order", "one of the two"],
    "evaluate {here}/names.csv {here}/outcomes.csv": ["a rank or a score", "it has: id, name"],
    "validate {here}/list.csv {here}/outcomes.csv --group town": ["no column town", "It has: id"],
    f"validate {MAP} {VISITS} --predictors slope": ["same rows", "--outcome"],
    "sensitivity {here}/list.csv --criteria score,price": ["no column price", "id, score"],
    f"sensitivity {MAP} --ordinal price,noise": ["price, noise", "seclusion"],
    f"hotspots {MAP} --column height": ["named height", "Leave --column out"],
    f"fit {{out}}/opportunity.parquet {VISITS} --outcome found": ["no column found", "It has:"],
    f"fit {MAP} {VISITS} --factor bars": ["--factor", "a name and a file"],
    # the wrong day
    f"evaluate {MAP} {VISITS} --since 1-1-2026": ["--since 1-1-2026 is no day", "2026-01-31"],
    f"evaluate {MAP} {VISITS} --since 2030-01-01": ["in the period", "--date"],
    f"validate {MAP} {VISITS} --split 1-1-2026": ["no period", "--split 2025-01-01"],
    f"fit {MAP} {VISITS} --until 31-12-2026": ["--until 31-12-2026 is no day", "2026-01-31"],
    # the wrong figure
    f"hotspots {MAP} --cells 0": ["makes no grid", "above 0"],
    f"hotspots {MAP} --weights near": ["near does not say who is a neighbour", "queen"],
    f"hotspots {MAP} --alpha 5": ["5.0 is no share", "between 0 and 1"],
    f"validate {MAP} {VISITS} --neighbours far": ["far does not say who is a neighbour", "queen"],
    "weigh": ["nothing to weigh", "--map"],
    "weigh {here}/zero.csv": ["no number above 0", "1/3"],
    "weigh {here}/round.csv": ["contradict each other", "--force"],
    "weigh {here}/half.csv": ["does not compare x with z", "every pair"],
    # the wrong place to write to
    f"evaluate {MAP} {VISITS} -o {{here}}": ["exists already", "--overwrite"],
    f"hotspots {MAP} -o {{here}}/spots.csv": ["spots.csv has an ending", ".gpkg"],
    "weigh {here}/fine.csv -o {here}/w.txt": ["w.txt has an ending", ".toml"],
}  # fmt: skip

FILES = {
    "list.csv": "id;score\n1;0,9\n2;0,8\n3;0,7\n4;0,2\n5;0,1\n",
    "outcomes.csv": "id;datum;uitkomst\n1;03-02-2026;1\n2;14-02-2026;0\n3;21-03-2026;1\n"
    "4;2-4-2026;0\n5;5-4-2026;0\n",
    "names.csv": "id,name\n1,a\n2,b\n",
    "words.csv": "id;score\n1;high\n2;low\n",
    "empty.csv": "",
    "zero.csv": "a;b;value\nx;y;0\n",
    "fine.csv": "a;b;value\nx;y;3\n",
    "half.csv": "a;b;value\nx;y;3\ny;z;3\n",
    "round.csv": "a;b;value\nx;y;9\ny;z;9\nx;z;1/9\n",
}


@pytest.fixture
def here(tmp_path):
    """Return a folder with the small files people bring along."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def say(here, waterveen, monkeypatch, capsys):
    """Return a function that runs a command: exit code, output, talk."""
    monkeypatch.setenv("RISKMAP_LANG", "en")
    places = {"here": here, "data": waterveen / "data", "out": waterveen / "out/rural"}

    def run(command):
        words = [word.format(**places) for word in command.split()]
        monkeypatch.setattr(sys, "argv", ["riskmap", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        told = capsys.readouterr()
        return int(end.value.code or 0), told.out, told.err

    return run


@pytest.mark.parametrize("command", MISTAKES)
def test_a_mistake_gives_one_sentence_and_the_next_step_and_leaves_no_trace(command, here, say):
    before = {path.name for path in here.iterdir()}
    code, out, err = say(command)
    assert (code, out) == (1, ""), err
    lines = [line for line in err.splitlines() if not line.endswith("...")]
    assert len(lines) == 1
    assert lines[0].endswith((".", "?"))
    assert [name for name in MISTAKES[command] if name not in lines[0]] == []
    assert {path.name for path in here.iterdir()} == before


@pytest.mark.parametrize("command", ["evaluate", "validate"])
def test_decimal_commas_days_first_and_numbers_of_excel_are_no_mistakes(command, here, say):
    frame = pd.DataFrame({"id": [1.0, 2.0, 3.0, 4.0, 5.0], "score": [0.9, 0.8, 0.7, 0.2, 0.1]})
    frame.to_excel(here / "list.xlsx", index=False)
    code, from_csv, err = say(f"{command} {{here}}/list.csv {{here}}/outcomes.csv --capacity 2")
    assert (code, err) == (0, "")
    code, from_xlsx, _ = say(f"{command} {{here}}/list.xlsx {{here}}/outcomes.csv --capacity 2")
    assert code == 0
    assert from_csv == from_xlsx.replace("list.xlsx", "list.csv")


@pytest.mark.parametrize("command", [f"evaluate {MAP} {VISITS}", f"sensitivity {MAP}"])
def test_a_team_of_nobody_is_refused(command, say):
    code, _, err = say(f"{command} --capacity 0")
    assert code == 2  # the command line itself says so
    assert "--capacity" in err
