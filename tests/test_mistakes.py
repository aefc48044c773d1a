"""What people get wrong, through the real command line: one sentence, the next step, no trace."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap import cli

Prepare = Callable[[Path, Path], object]

# Lines of the demo's project file, and what people write instead.
PAND = 'path = "{data}/bag-light.gpkg"\nlayer = "pand"'
MINE = 'path = "pand.gpkg"\nlayer = "pand"'
RISK = 'path = "{data}/risicokaart.gpkg"\nlayer = "risico"'
OURS = 'path = "r.gpkg"\nlayer = "risico"'
VACANCY = 'path = "{data}/leegstand.csv"'
AREA = ('area = "{data}/gemeente.gpkg"', 'area = "area.gpkg"')
RURAL = "[themes.rural]\n"
NEAREST = "[themes.rural.criteria.isolation_nearest_address]\n"


def changed(source: str, table: str, target: str, change: Callable) -> Prepare:
    """Return what writes a changed copy of one table of the demo into the project."""

    def prepare(here: Path, data: Path) -> None:
        change(gpd.read_file(data / source, layer=table)).to_file(here / target, layer=table)

    return prepare


buildings = partial(changed, "bag-light.gpkg", "pand", "pand.gpkg")
police = partial(changed, "risicokaart.gpkg", "risico", "r.gpkg")


def area(west: float, south: float, size: float) -> Prepare:
    square = gpd.GeoDataFrame(
        geometry=[shapely.box(west, south, west + size, south + size)], crs=28992
    )
    return lambda here, _: square.to_file(here / "area.gpkg")


def one_yard(here: Path, data: Path) -> None:
    yards = gpd.read_parquet(data.parent / "out/rural/opportunity.parquet")
    x, y = shapely.get_coordinates(yards.representative_point().iloc[:1])[0]
    area(x - 20, y - 20, 40)(here, data)


def file(name: str, content: str = "") -> Prepare:
    return lambda here, _: (here / name).write_text(content)


def half_a_file(here: Path, data: Path) -> None:
    whole = (data / "bag-light.gpkg").read_bytes()
    (here / "pand.gpkg").write_bytes(whole[: len(whole) // 2])


def with_owners(here: Path, data: Path) -> None:
    table = pd.read_csv(data / "leegstand.csv", sep=None, engine="python", dtype=str)
    table.assign(eigenaar="Jansen").to_csv(here / "leegstand.csv", sep=";", index=False)


def older_folder(here: Path, _: Path) -> None:
    (here / "out").mkdir()
    (here / "out" / "notes.docx").write_text("mine")


# What -> (old line, new line), what it prepares, and what the answer must name.
IN_THE_PROJECT = {
    "a layer file that is not there": (
        (PAND, PAND.replace("light", "lite")), None,
        ["bag-lite.gpkg does not exist", "Did you mean bag-light.gpkg?"]),
    "a folder that is not there": (
        (PAND, PAND.replace("{data}", "ons")), None, ["The folder", "ons does not exist"]),
    "an address instead of a file": (
        (PAND, 'path = "https://example.org/bag.gpkg"'), None,
        ["layers.buildings.path", "download the file first"]),
    "a virtual file system": (
        (PAND, 'path = "/vsicurl/bag.gpkg"'), None, ["/vsicurl/bag.gpkg", "Download the file"]),
    "a document instead of a map": (
        (PAND, 'path = "bag.docx"'), file("bag.docx", "PK"), ["bag.docx", ".gpkg"]),
    "half a download": ((PAND, MINE), half_a_file, ["pand.gpkg", "again"]),
    "a web page saved as a map": (
        (PAND, MINE), file("pand.gpkg", "<html>404</html>"), ["pand.gpkg", "name says", "again"]),
    "a file with nothing in it": (
        (PAND, MINE), file("pand.gpkg"), ["pand.gpkg is empty", "again"]),
    "a table the file does not hold": (
        (PAND, PAND.replace('"pand"', '"panden"')), None,
        ["Layer buildings (bag-light.gpkg)", "panden", "pand, verblijfsobject"]),
    "a table of something else": (
        (PAND, PAND.replace('"pand"', '"verblijfsobject"')), None,
        ["Layer buildings (bag-light.gpkg)", "[layers.buildings]"]),
    "a column that is not there": (
        (PAND, MINE), buildings(lambda rows: rows.drop(columns="identificatie")),
        ["Layer buildings (pand.gpkg)", "building_id is missing", "columns = { building_id"]),
    "a column named wrongly": (
        (PAND, PAND + '\ncolumns = { building_id = "gebouwnr" }'), None,
        ["Layer buildings", "gebouwnr", "Nearest in the file"]),
    "degrees declared as RD New": (
        (PAND, MINE),
        buildings(lambda rows: rows.to_crs(4326).set_crs(28992, allow_override=True)),
        ["Layer buildings", "pand.gpkg", "EPSG:28992", "EPSG:4326", "[layers.buildings]"]),
    "no coordinate system": (
        ('crs = "EPSG:28992"  # the file does not say it, as happens\n', ""), None,
        ["Layer business_parks", "ibis.gpkg", "RD New", 'crs = "EPSG:28992"']),
    "a coordinate system nobody knows": (
        ('crs = "EPSG:28992"', 'crs = "RD-nieuw"'), None, ["business_parks", "RD-nieuw", "EPSG"]),
    "a layer without rows": (
        (PAND, MINE), buildings(lambda rows: rows.head(0)),
        ["Layer buildings (pand.gpkg)", "no usable rows", "[layers.buildings]"]),
    "a key that is not known": (
        ("reference_date", "referencedate"), None,
        ["riskmap.toml", "referencedate", "Did you mean reference_date?"]),
    "a key of a layer that is not known": (
        (PAND, PAND.replace("layer =", "tabel =")), None, ["layers.buildings.tabel", "Known here"]),
    "a layer that is not known": (
        ("[layers.buildings]", "[layers.building]"), None, ["building,", "mean buildings?"]),
    "a layer without a file": (
        (PAND, 'layer = "pand"'), None, ["layers.buildings", 'path = "file"']),
    "a theme that is not known": (
        (RURAL, "[themes.rurla]\n"), None, ["no theme rurla", "Did you mean rural?"]),
    "a criterion that is not known": (
        (RURAL, RURAL + NEAREST.replace("address", "adress") + "weight = 2\n"), None,
        ["Theme rural", "isolation_nearest_adress", "Did you mean isolation_nearest_address?"]),
    "a family that is not known": (
        (RURAL, RURAL + "families = { vacany = 0.3 }\n"), None,
        ["Theme rural", "vacany", "Did you mean vacancy?"]),
    "an indicator that is not known": (
        (RURAL, RURAL + NEAREST + 'indicator = "isolation"\n'), None,
        ["Theme rural", "isolation", "Did you mean isolation_nearest_address?"]),
    "an option that is not known": (
        (RURAL, RURAL + NEAREST + "options = { dwelings = true }\n"), None,
        ["isolation_nearest_address", "dwelings", "dwellings_only"]),
    "an option of another type": (
        (RURAL, RURAL + NEAREST + 'options = { dwellings_only = "ja" }\n'), None,
        ["isolation_nearest_address", "dwellings_only", "False"]),
    "a kind of location that is not known": (
        (RURAL, RURAL + 'kind = "erf"\n'), None, ["rural", "erf", "yard", "parcel"]),
    "a negative weight": (
        (RURAL, RURAL + "families = { vacancy = -1 }\n"), None,
        ["themes.rural.families.vacancy", "at least 0."]),
    "a weight that is no number": (
        (RURAL, RURAL + "families = { vacancy = nan }\n"), None,
        ["themes.rural.families.vacancy", "nan and inf are not allowed"]),
    "a weight with a comma": (
        (RURAL, RURAL + 'families = { vacancy = "0,3" }\n'), None,
        ["themes.rural.families.vacancy", "with a dot"]),
    "no weight at all": (
        (RURAL, RURAL + "families = { vacancy = 0, seclusion = 0, capacity = 0, access = 0, "
         "changes = 0 }\n"), None, ["[themes.rural]", "at least one weight above 0"]),
    "a value function upside down": (
        (RURAL, RURAL + NEAREST + "value = { rising = [300, 80] }\n"), None,
        ["isolation_nearest_address", "rising", "[300.0, 80.0]", "rising order"]),
    "a value function of text": (
        (RURAL, RURAL + NEAREST + 'value = { rising = ["laag", 80] }\n'), None,
        ["isolation_nearest_address", "no number", "rising = [80, 300]"]),
    "a value function that is not known": (
        (RURAL, RURAL + NEAREST + "value = { stijgend = [80, 300] }\n"), None,
        ["isolation_nearest_address", "rising", "percentile"]),
    "a rule that is not known": (
        ('rule = "weighted"', 'rule = "gewogen"'), None, ["combine.rule", '"weighted"']),
    "a share above one": (
        ("random_share = 0.15", "random_share = 15"), None,
        ["inspection.random_share", "at most 1."]),
    "a capacity between quotes": (
        ("capacity = 25", 'capacity = "25"'), None, ["inspection.capacity", "without quotes"]),
    "a date in words": (
        ("reference_date = 2026-01-01", 'reference_date = "1 jan"'), None,
        ["reference_date", "2026-01-31"]),
    "a line that is no TOML": (
        ("capacity = 25", "capacity == 25"), None, ["riskmap.toml", "capacity == 25", "Mend"]),
    "a code without quotes": (
        ("capacity = 25", "capacity = 0351"), None, ["capacity = 0351", '"0351"']),
    "an area outside the data": (
        AREA, area(100_000, 400_000, 1000), ["area.gpkg", "outside the layers", "riskmap.toml"]),
    "an area of one yard": (AREA, one_yard, ["Only 1 location", "at least two"]),
    "a table with owners": (
        (VACANCY, 'path = "leegstand.csv"'), with_owners, ["vacancy", "eigenaar", "Remove"]),
    "a police layer out of date": (
        ("valid_until = 2026-04-01", "valid_until = 2025-12-01"), None,
        ["risk", "risicokaart.gpkg", "2025-12-01"]),
    "a police layer of points": (
        (RISK, OURS), police(lambda rows: rows.set_geometry(rows.centroid)),
        ["Layer risk (r.gpkg)", "areas"]),
    "a police layer of another place": (
        (RISK, OURS), police(lambda rows: rows.set_geometry(rows.translate(30_000, -60_000))),
        ["Layer risk (r.gpkg)", "covers the area"]),
    "a footing that is no manifest": (
        ("[combine]", '[scoring]\nreference = "{data}/leegstand.csv"\n[combine]'), None,
        ["leegstand.csv is not a manifest", "manifest.json"]),
    "a folder of outputs with own notes": (
        ("capacity = 25", "capacity = 25"), older_folder, ["out exists already", "--overwrite"]),
}  # fmt: skip

# Command -> what the answer must name.
ON_THE_COMMAND_LINE = {
    "run {here}/weesp -o {here}/out": ["weesp does not exist"],
    "check {here}/riskmap.tml": ["riskmap.tml does not exist", "Did you mean riskmap.toml?"],
    "run {here} -o {data}": ["data exists already", "--overwrite"],
    "run {here} -o {data} --overwrite": ["aansluitingen.csv", "Move that file elsewhere"],
    "run {here} -o {here}/riskmap.toml --overwrite": ["riskmap.toml is a file", "another output"],
    "run {here} --theme rurla -o {here}/out": ["no theme rurla", "Did you mean rural?"],
    "score {here} --theme rural -o {here}/a.csv": ["a.csv", ".parquet"],
    "score {here} --theme rural -o {here}/riskmap.toml": ["riskmap.toml", ".parquet"],
    "score {here} --theme rural -o {here}/no/a.parquet": ["no does not exist", "Make"],
    "combine {out}opportunity.parquet {data}/ibis.gpkg -o {here}/c.gpkg": ["ibis.gpkg", "area_id"],
    "combine {out}combined.parquet {data}/risicokaart.gpkg -o {here}/c.parquet": [
        "combined already", "opportunity.parquet"],
    "combine {out}opportunity.parquet {data}/risicokaart.gpkg -o {here}/c.gpkg --weights -1 1": [
        "--weights", "at least 0."],
    "plan {out}combined.parquet -o {here}/list.pdf": ["list.pdf", ".xlsx"],
    "plan {out}members.parquet -o {here}/list.csv": ["members.parquet", "opportunity.parquet"],
    "draw {data}/bag-light.gpkg -o {here}/m.html": ["bag-light.gpkg", "opportunity.parquet"],
    "draw {out} -o {here}/m.html": ["is a folder"],
    "explain {out}combined.parquet yard:0001": ["no location yard:0001", "yard:99"],
    "explain {out}combined.parquet building:1": ["no location building:1"],
    "themes rurla": ["no theme rurla", "Did you mean rural?"],
    "layers building": ["no layer building", "Did you mean buildings?"],
    "indicators dead_end": ["no indicator dead_end", "Did you mean dead_end_access?"],
    "new {here}": ["riskmap.toml exists already", "--overwrite"],
    "demo {here}": ["already holds a project", "--overwrite"],
}  # fmt: skip


@pytest.fixture
def here(tmp_path, waterveen) -> Path:
    """Return a project folder of the demo's registers."""
    text = (waterveen / "riskmap.toml").read_text("utf-8")
    text = text.replace('"data/', f'"{waterveen / "data"}/')
    (tmp_path / "riskmap.toml").write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def answer(here, waterveen, monkeypatch, capsys):
    """Return a function that runs a command and gives what was said, once all else is checked."""
    monkeypatch.setenv("RISKMAP_LANG", "en")

    def run(command: str) -> str:
        places = {"here": here, "data": waterveen / "data", "out": waterveen / "out/rural"}
        words = command.replace("{out}", "{out}/").split()
        monkeypatch.setattr(sys, "argv", ["riskmap", *(word.format(**places) for word in words)])
        before = {path: path.stat().st_mtime_ns for path in sorted(here.rglob("*"))}
        with pytest.raises(SystemExit) as end:
            cli.main()
        told = capsys.readouterr()
        assert end.value.code == 1, told.err
        assert (told.out, "Traceback" in told.err) == ("", False)
        assert {path: path.stat().st_mtime_ns for path in sorted(here.rglob("*"))} == before
        return told.err

    return run


def check(told: str, names: list[str]) -> None:
    """Check that one line holds the problem and the next step, and names what it must."""
    lines = [line for line in told.splitlines() if not line.endswith("...")]
    assert len(lines) == 1
    assert lines[0].endswith((".", "?"))
    assert len(lines[0]) < 400
    assert [name for name in names if name not in lines[0]] == []


@pytest.mark.parametrize("mistake", IN_THE_PROJECT)
def test_a_mistake_in_the_project_gives_one_sentence_and_the_next_step(
    mistake, here, waterveen, answer
):
    edit, prepare, names = IN_THE_PROJECT[mistake]
    data, file = waterveen / "data", here / "riskmap.toml"
    old, new = (text.replace("{data}", str(data)) for text in edit)
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    if prepare is not None:
        prepare(here, data)
    told = answer("run {here} -o {here}/out")
    check(told, names)
    assert "Jansen" not in told  # a name that stands in a table is never told


@pytest.mark.parametrize("command", ON_THE_COMMAND_LINE)
def test_a_mistake_on_the_command_line_gives_one_sentence_and_the_next_step(command, answer):
    check(answer(command), ON_THE_COMMAND_LINE[command])


def test_check_tells_every_fault_of_names_and_files_at_once(here, answer):
    file = here / "riskmap.toml"
    text = file.read_text("utf-8")
    for old, new in [("bag-light", "bag-lite"), ("ibis.gpkg", "ibs.gpkg"), (RURAL, "[themes.x]\n")]:
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    lines = answer("check {here}").splitlines()
    # The two layers from one lost file are two faults.
    told = [[word for word in ("theme x", "bag-lite", "ibs") if word in line] for line in lines]
    assert sorted(told) == [["bag-lite"], ["bag-lite"], ["ibs"], ["theme x"]]
