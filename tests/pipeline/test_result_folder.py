"""The folder of one result: complete, replaceable, and never at the cost of other files."""

import hashlib
import json
from pathlib import Path

import pytest

from riskmap.errors import OutputError
from riskmap.pipeline.result_folder import write_result


def test_the_folder_holds_the_texts_and_says_so(tmp_path: Path) -> None:
    write_result({"report.html": "<p>é</p>", "x.json": "{}\n"}, tmp_path / "out")
    written = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    named = json.loads(written.pop("manifest.json"))["outputs"]
    assert written == {"report.html": "<p>é</p>".encode(), "x.json": b"{}\n"}
    assert {name: entry["sha256"] for name, entry in named.items()} == {
        name: hashlib.sha256(content).hexdigest() for name, content in written.items()
    }


def test_an_earlier_result_is_replaced_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_result({"a.json": "1\n"}, target)
    with pytest.raises(OutputError, match="exists already"):
        write_result({"a.json": "2\n"}, target)
    write_result({"b.json": "2\n"}, target, overwrite=True)
    assert sorted(file.name for file in target.iterdir()) == ["b.json", "manifest.json"]


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_result({"a.json": "1\n"}, target)
    (target / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.txt"):
        write_result({"a.json": "2\n"}, target, overwrite=True)
    assert (target / "notes.txt").read_text() == "mine"
