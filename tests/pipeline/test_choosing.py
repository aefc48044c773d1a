"""Which themes run: by name, by themselves, never where one is off or misses its area."""

import datetime as dt

import pytest

from riskmap.errors import ProjectError
from riskmap.language import translator
from riskmap.pipeline.binding import bind
from riskmap.pipeline.choosing import left_aside
from riskmap.project import parse_project

LAYERS = ("buildings", "addresses", "venues", "transfers", "recreation_parks")
OFF = "hardly showed a facilitating role"


def project(tmp_path, *, area=False, **themes):
    table = {
        "name": "Proef",
        "reference_date": dt.date(2026, 1, 1),
        "layers": {name: {"path": f"{name}.gpkg"} for name in LAYERS},
        "themes": themes,
    }
    if area:
        table["area"] = "area.gpkg"
    return parse_project(table, folder=tmp_path, file="riskmap.toml")


def names(made):
    return [theme.name for theme in bind(made)]


def test_without_names_every_theme_runs_but_those_that_need_a_word_of_the_project(tmp_path):
    assert set(names(project(tmp_path))) == {
        *("business_parks", "clubhouses", "hospitality", "recreation_parks", "rural"),
        "storage_transport",
    }
    assert "real_estate" in names(project(tmp_path, area=True))
    assert "car_trade" not in names(project(tmp_path, area=True))


def test_what_did_not_run_by_itself_is_told_with_the_reason(tmp_path):
    said = [note.text() for note in left_aside(project(tmp_path))]
    assert len(said) == 2
    assert OFF in said[0]
    assert "real_estate" in said[1]
    assert "area" in said[1]
    assert len(left_aside(project(tmp_path, area=True))) == 1
    assert left_aside(project(tmp_path, rural={})) == ()
    dutch = left_aside(project(tmp_path))[0].text(translator("nl"))
    assert "lieten een faciliterende rol nauwelijks zien" in dutch


@pytest.mark.parametrize("settings", [{}, {"min_coverage": 0.1}])
def test_a_theme_that_is_off_is_refused_until_it_is_switched_on_in_so_many_words(
    tmp_path, settings
):
    with pytest.raises(ProjectError) as told:
        bind(project(tmp_path, car_trade=settings))
    assert OFF in told.value.text()
    assert "enabled = true under [themes.car_trade]" in told.value.text()
    assert names(project(tmp_path, car_trade={**settings, "enabled": True})) == ["car_trade"]


def test_asking_for_it_on_the_command_line_does_not_switch_it_on(tmp_path):
    with pytest.raises(ProjectError, match="hardly showed"):
        bind(project(tmp_path), ["car_trade"])


def test_switched_off_by_the_project_it_is_just_not_there(tmp_path):
    assert names(project(tmp_path, rural={}, car_trade={"enabled": False})) == ["rural"]


@pytest.mark.parametrize("only", [(), ("real_estate",)])
def test_real_estate_is_refused_without_an_area_and_runs_with_one(tmp_path, only):
    with pytest.raises(ProjectError) as told:
        bind(project(tmp_path, real_estate={}), only)
    assert "only inside an area" in told.value.text()
    assert 'area = "data/area.gpkg"' in told.value.text()
    assert [t.name for t in bind(project(tmp_path, area=True, real_estate={}), only)] == [
        "real_estate"
    ]
