"""A theme as one file: written from one project, run in another, refused with every fault."""

import hashlib
import json
import shutil
import tomllib

import geopandas as gpd
import pandas as pd
import pytest

from riskmap.errors import Faults, OutputError, ProjectError, RiskmapError
from riskmap.indicators.catalogue import builtin
from riskmap.pipeline.binding import bind
from riskmap.pipeline.choosing import theme_of
from riskmap.pipeline.packs import pack_text, read_pack, write_pack
from riskmap.pipeline.publishing import publish
from riskmap.pipeline.run import run
from riskmap.project import load_project
from riskmap.themes.catalogue import catalogue

PACK = """
title = { nl = "Proef", en = "Trial" }
rationale = { nl = "-", en = "-" }
evidence = "c"
kinds = ["yard"]
[families.seclusion]
title = { nl = "Afzondering", en = "Seclusion" }
weight = 1
[families.seclusion.criteria.road_setback]
weight = 1
"""


@pytest.fixture
def elsewhere(tmp_path, waterveen):
    """Return a function that makes a project of its own on the demo's data, in another folder."""

    def made(themes: str, packs: dict[str, str]):
        folder = tmp_path / "other town"
        (folder / "packs").mkdir(parents=True)
        shutil.copytree(waterveen / "data", folder / "data")
        text = (waterveen / "riskmap.toml").read_text("utf-8")
        lines = text.split("[themes.", maxsplit=1)[0].split("[combine]", maxsplit=1)[0]
        (folder / "riskmap.toml").write_text(lines + themes, "utf-8")
        for name, content in packs.items():
            (folder / "packs" / name).write_text(content, "utf-8")
        return load_project(folder)

    return made


def test_a_pack_holds_every_value_function_and_option_its_theme_leaves_to_indicators():
    known = builtin()
    for theme in (catalogue()["rural"], catalogue()["business_parks"]):
        table = tomllib.loads(pack_text(theme, "-"))
        for family in table["families"].values():
            for key, criterion in family["criteria"].items():
                indicator = known[criterion["indicator"]]
                original = theme.criteria()[key]
                assert criterion["weight"] == original.weight
                assert criterion["value"] == (original.value or indicator.value.as_table())
                assert set(indicator.options) - set(criterion.get("options", {})) == {
                    name for name, default in indicator.options.items() if default is None
                }


@pytest.mark.parametrize("name", list(catalogue()))
def test_a_theme_read_back_from_its_pack_gates_and_weighs_the_same(name, tmp_path):
    theme = catalogue()[name]
    write_pack(name, theme, tmp_path / "a.toml")
    again = read_pack(tmp_path / "a.toml")
    families = "families"
    assert again.model_dump(exclude={families}) == theme.model_dump(exclude={families})
    assert {n: c.weight for n, c in again.criteria().items()} == {
        n: c.weight for n, c in theme.criteria().items()
    }
    assert pack_text(again, "x") == pack_text(theme, "x")


def test_a_pack_from_one_project_scores_the_same_in_another_folder_under_another_name(
    elsewhere, waterveen
):
    own = load_project(waterveen)
    content = pack_text(theme_of("rural", own), "riskmap, theme pack rural")
    project = elsewhere('[themes.my_yards]\nfile = "packs/y.toml"\n', {"y.toml": content})
    result = run(project)
    assert list(result.themes) == ["my_yards"]
    found = result.themes["my_yards"].opportunity
    wanted = gpd.read_parquet(waterveen / "out/rural/opportunity.parquet")
    columns = ["location_id", "opportunity", "coverage", "rank"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(found.frame[columns]).astype({"rank": "float"}),
        pd.DataFrame(wanted[columns]).astype({"rank": "float"}),
        check_dtype=False,
    )
    assert "y.toml" in found.description.notes[-1].en
    assert found.description.completeness == pytest.approx(
        json.loads((waterveen / "out/manifest.json").read_text())["themes"]["rural"]["completeness"]
    )


def test_a_project_changes_a_pack_as_it_changes_any_theme(elsewhere):
    content = pack_text(catalogue()["rural"], "-")
    project = elsewhere(
        '[themes.mine]\nfile = "packs/y.toml"\n[themes.mine.families]\nvacancy = 0.9\n',
        {"y.toml": content},
    )
    (bound,) = bind(project)
    assert bound.theme.families["vacancy"].weight == 0.9


def test_every_indicator_that_is_not_known_here_is_named_at_once(elsewhere):
    more = "[families.seclusion.criteria.{}]\nweight = 1\n"
    content = PACK + more.format("their_indicator") + more.format("road_setbak")
    project = elsewhere('[themes.trial]\nfile = "packs/t.toml"\n', {"t.toml": content})
    with pytest.raises(Faults) as told:
        bind(project)
    said = [fault.text() for fault in told.value.faults]
    assert len(said) == 2
    assert "their_indicator" in said[0]
    assert "road_setbak" in said[1]
    assert "Did you mean road_setback" in said[1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (PACK.replace("kinds", "kind"), ["t.toml", "kind", "kinds"]),
        (PACK.replace('"yard"', '"erf"'), ["t.toml", "kinds", "yard"]),
        (PACK + '[gates.yard]\ninside = ["buildngs"]\n', ["t.toml", "buildngs", "buildings"]),
        (PACK + "weight = \n", ["t.toml", "not valid TOML"]),
        (PACK.replace("weight = 1\n[", 'weight = "x"\n[').replace('"c"', "3"),
            ["evidence", "families.seclusion.weight"]),
    ],
    ids=["key", "kind", "layer", "toml", "two faults"],
)  # fmt: skip
def test_what_is_wrong_in_a_pack_is_told_with_the_file_and_the_next_step(elsewhere, content, says):
    project = elsewhere('[themes.trial]\nfile = "packs/t.toml"\n', {"t.toml": content})
    with pytest.raises(RiskmapError) as told:
        bind(project)
    faults = told.value.faults if isinstance(told.value, Faults) else [told.value]
    text = " ".join(fault.text() for fault in faults)
    assert all(word in text for word in says)


def test_a_pack_that_is_not_there_is_told_by_name(elsewhere):
    with pytest.raises(RiskmapError, match=r"nowhere\.toml"):
        bind(elsewhere('[themes.trial]\nfile = "packs/nowhere.toml"\n', {}))


def test_an_address_is_no_path(elsewhere):
    with pytest.raises(ProjectError, match=r"themes\.trial\.file"):
        elsewhere('[themes.trial]\nfile = "https://example.org/t.toml"\n', {})


def test_a_pack_is_not_written_over_what_is_there_nor_under_another_ending(tmp_path):
    (tmp_path / "a.toml").write_text("theirs")
    with pytest.raises(OutputError, match="exists already"):
        write_pack("rural", catalogue()["rural"], tmp_path / "a.toml")
    with pytest.raises(OutputError, match="ending"):
        write_pack("rural", catalogue()["rural"], tmp_path / "a.txt")
    write_pack("rural", catalogue()["rural"], tmp_path / "a.toml", overwrite=True)
    assert read_pack(tmp_path / "a.toml").kinds == ("yard",)


def test_the_manifest_names_the_pack_and_its_hash_and_no_path(elsewhere, tmp_path):
    content = pack_text(catalogue()["rural"], "-")
    project = elsewhere('[themes.mine]\nfile = "packs/y.toml"\n', {"y.toml": content})
    publish(run(project), tmp_path / "out")
    text = (tmp_path / "out/manifest.json").read_text("utf-8")
    manifest = json.loads(text)
    assert manifest["packs"] == {
        "mine": {"file": "y.toml", "sha256": hashlib.sha256(content.encode()).hexdigest()}
    }
    assert manifest["project"]["themes"]["mine"]["file"] == "y.toml"
    assert "packs/" not in text


def test_the_command_line_tells_the_status_of_themes_and_writes_one_for_others(
    python, waterveen, tmp_path
):
    listed = python("-m", "riskmap", "themes").stdout
    lines = {line.split()[0]: line for line in listed.splitlines() if line[:1].strip()}
    assert "off by default" in lines["car_trade"]
    assert "exploratory" in lines["clubhouses"]
    assert "needs an area" in lines["real_estate"]
    assert "needs buildings" in lines["rural"]
    shown = python("-m", "riskmap", "themes", "car_trade").stdout
    assert "Checks of car firms hardly showed" in " ".join(shown.split())
    file = tmp_path / "rural.toml"
    done = python("-m", "riskmap", "themes", "rural", "--project", waterveen, "-o", file)
    assert (done.returncode, done.stdout.strip()) == (0, str(file)), done.stderr
    wanted = theme_of("rural", load_project(waterveen))
    assert read_pack(file).families.keys() == wanted.families.keys()
    again = python("-m", "riskmap", "themes", "rural", "-o", file)
    assert again.returncode == 1
    assert "--overwrite" in again.stderr
    assert python("-m", "riskmap", "themes", "-o", file).returncode == 2
