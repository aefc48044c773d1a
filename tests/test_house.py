"""Rules that hold for the whole tree."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from riskmap.outputs import manifest

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "common", "core", "manager", "misc"}
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|farm|root)/\w|bash[_]jobs")
REGISTRY_HOST = re.compile(
    r"pypi\.org|python[h]osted|registry\.npmjs|deb\.debian\.org", re.IGNORECASE
)
PINNED = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+)", re.IGNORECASE)
READ_AS_FILES = {"xstatic-leaflet"}  # no code of its own: Leaflet, put inside the map
Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.fixture(scope="module")
def tracked(checkout: Path) -> list[Path]:
    """Return every file under version control that is still there."""
    git = shutil.which("git")
    if git is None or not (checkout / ".git").exists():
        pytest.skip("this is no git checkout")
    listed = subprocess.run(  # noqa: S603 (fixed words, found on the path)
        [git, "ls-files", "-z"], cwd=checkout, capture_output=True, text=True, check=True
    )
    files = [checkout / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


@pytest.fixture(scope="module")
def sources(tracked: list[Path]) -> dict[Path, ast.Module]:
    """Return the syntax tree of every Python file."""
    python = [file for file in tracked if file.suffix == ".py"]
    return {file: ast.parse(file.read_text("utf-8")) for file in python}


@pytest.fixture(scope="module")
def settings(checkout: Path) -> dict[str, object]:
    """Return the content of pyproject.toml."""
    return tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))


def functions(tree: ast.Module) -> Iterator[Function]:
    """Give every function and method in a module."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Count the lines of a function, its docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def libraries(tree: ast.Module) -> set[str]:
    """Return the outside packages a module imports, by the name they are installed under."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    outside = names - sys.stdlib_module_names - {"riskmap"}
    installed = packages_distributions()
    return {installed[name][0].lower() for name in outside}


def lines_that_match(files: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """Return ``file:line`` of every line of text in which the pattern is found."""
    found = []
    for file in files:
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                found.append(f"{file.name}:{number}")
    return found


def test_no_python_file_is_longer_than_300_lines(sources: dict[Path, ast.Module]) -> None:
    counts = {file: len(file.read_text("utf-8").splitlines()) for file in sources}
    assert {file: n for file, n in counts.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines(sources: dict[Path, ast.Module]) -> None:
    long = {
        f"{file.name}:{function.name}": length(function)
        for file, tree in sources.items()
        for function in functions(tree)
        if length(function) > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_file_and_folder_has_a_name_that_says_something(
    tracked: list[Path], checkout: Path
) -> None:
    named = [file.relative_to(checkout) for file in tracked]
    assert [str(file) for file in named if SAYS_NOTHING & {*file.parts, file.stem}] == []


def test_no_file_names_a_path_of_one_machine(tracked: list[Path]) -> None:
    assert lines_that_match(tracked, MACHINE_PATH) == []


def test_no_file_names_a_package_registry(tracked: list[Path]) -> None:
    assert lines_that_match(tracked, REGISTRY_HOST) == []


def test_every_public_name_of_riskmap_has_a_docstring(
    sources: dict[Path, ast.Module], checkout: Path
) -> None:
    bare = []
    for file, tree in sources.items():
        if not file.is_relative_to(checkout / "riskmap"):
            continue
        public: list[Function | ast.ClassDef] = [
            node
            for node in tree.body
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
        ]
        bare += [f"{file.name}:{node.name}" for node in public if not ast.get_docstring(node)]
        if file.read_text("utf-8").strip() and not ast.get_docstring(tree):
            bare.append(file.name)
    assert bare == []


def test_doctests_are_part_of_every_test_run(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.getoption("doctestmodules") is True
    assert "riskmap" in pytestconfig.getini("testpaths")


def test_every_pin_in_the_lock_has_hashes_and_no_address(checkout: Path) -> None:
    text = (checkout / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert " @ " not in text
    pins = re.split(r"\n(?=\S)", text.strip())
    assert len(pins) > 50
    assert [pin.split()[0] for pin in pins if not PINNED.match(pin)] == []
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_lock_pins_all_that_riskmap_and_its_developers_need(
    checkout: Path, settings: dict[str, object]
) -> None:
    text = (checkout / "requirements.lock").read_text("utf-8")
    pinned = {found["name"] for line in text.splitlines() if (found := PINNED.match(line))}
    wanted = [*_list_at(settings, "project", "dependencies")]
    wanted += _list_at(settings, "dependency-groups", "dev")
    wanted += _list_at(settings, "build-system", "requires")
    assert {_bare_name(line) for line in wanted} - pinned == set()


def test_riskmap_declares_the_libraries_it_imports_and_no_others(
    sources: dict[Path, ast.Module], checkout: Path, settings: dict[str, object]
) -> None:
    package = [tree for file, tree in sources.items() if file.is_relative_to(checkout / "riskmap")]
    imported = set().union(*map(libraries, package))
    declared = {_bare_name(line) for line in _list_at(settings, "project", "dependencies")}
    project = settings["project"]
    assert isinstance(project, dict)
    extra = {_bare_name(line) for line in project["optional-dependencies"]["notebook"]}
    assert imported - declared == extra
    assert declared - imported - READ_AS_FILES == set()
    assert set(manifest._LIBRARIES) - declared == set()  # noqa: SLF001 (it asks for their versions)


def test_the_licence_is_the_same_everywhere(checkout: Path, settings: dict[str, object]) -> None:
    assert "V. 1.2" in (checkout / "LICENSE").read_text("utf-8")[:80]
    project = settings["project"]
    assert isinstance(project, dict)
    assert project["license"] == "EUPL-1.2"
    assert "license: EUPL-1.2\n" in (checkout / "publiccode.yml").read_text("utf-8")


def test_the_readme_stays_short_and_shows_both_commands(checkout: Path) -> None:
    lines = (checkout / "README.md").read_text("utf-8").splitlines()
    assert len(lines) <= 80
    assert {"make demo", "make test"} <= {line.split("#")[0].strip() for line in lines}


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_what_a_page_points_to_is_there(checkout: Path, page: str) -> None:
    text = (checkout / page).read_text("utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [target for target in targets if not (checkout / target).exists()] == []


def _list_at(settings: dict[str, object], table: str, key: str) -> list[str]:
    """Return one list of requirements out of pyproject.toml."""
    found = settings[table]
    assert isinstance(found, dict)
    return [str(line) for line in found[key]]


def _bare_name(requirement: str) -> str:
    """Return the name in a requirement, without extras and versions."""
    return re.split(r"[\[<>=~! ]", requirement)[0].lower()
