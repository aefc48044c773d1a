"""The other registers of the demo: what they say agrees with what was built, faults included."""

import datetime as dt
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.demo import DemoSummary, Municipality, make_demo
from riskmap.layers.border import read_layer
from riskmap.project import load_project

PEOPLE = ("persoon", "personen", "herkomst", "inkomen", "uitkering", "achtergrond", "inwoners")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    """Return the small municipality, written once."""
    return make_demo(tmp_path_factory.mktemp("demo") / "waterveen")


def test_every_table_passes_the_border_under_its_own_words(made: DemoSummary) -> None:
    project = load_project(made.project)
    for name, settings in project.layers.items():
        if settings.images or name == "night_light":
            continue
        layer = read_layer(
            name,
            [project.resolve(path) for path in settings.files],
            reference_date=project.reference_date,
            table=settings.layer,
            crs=settings.crs,
            dated=settings.date,
        )
        assert layer.edition, name
        assert len(layer.frame), name


def test_what_the_cbs_says_of_inhabitants_is_in_the_file_and_gone_on_read(
    mini: Municipality, made: DemoSummary
) -> None:
    for name, table in (("neighbourhoods", "buurten"), ("postcodes", "postcode6")):
        columns = [c for c in mini.layers[table] if any(word in c for word in PEOPLE)]
        assert len(columns) >= 3
        path = made.project.parent / "data" / "cbs-buurten.gpkg"
        layer = read_layer(name, [path], reference_date=dt.date(2026, 1, 1), table=table)
        assert not [c for c in layer.frame if any(word in c for word in PEOPLE)]
    buurten = mini.layers["buurten"]
    assert {"JA", "NEE"} == set(buurten["water"])
    assert (buurten.select_dtypes("number") == -99_997).any(axis=None)
    assert (buurten.select_dtypes("number") == -99_995).any(axis=None)


def test_the_bgt_has_former_versions_and_objects_at_another_level(full: Municipality) -> None:
    for name in ("bgt_onbegroeidterreindeel", "bgt_begroeidterreindeel", "bgt_scheiding"):
        table = full.layers[name]
        ended = table["eind_registratie"].notna()
        assert ended.sum() == max(1, (~ended).sum() // 40)
        assert table.loc[~ended, "lokaal_id"].is_unique
        assert table.loc[ended, "lokaal_id"].isin(table.loc[~ended, "lokaal_id"]).all()
        assert table.is_valid.all()
    levels = full.layers["bgt_begroeidterreindeel"]["relatieve_hoogteligging"]
    assert set(levels) == {0, 1}


def test_surfaces_lie_beside_buildings_not_under_them(full: Municipality) -> None:
    ground = full.layers["bgt_onbegroeidterreindeel"].geometry.to_numpy()
    panden = full.layers["pand"].make_valid().to_numpy()
    ground_of, building = shapely.STRtree(panden).query(ground, predicate="intersects")
    under = shapely.area(shapely.intersection(ground[ground_of], panden[building]))
    assert under.sum() < 0.001 * shapely.area(ground).sum()


def test_a_screened_yard_has_green_on_the_way_from_the_road(full: Municipality) -> None:
    green = full.layers["bgt_begroeidterreindeel"].geometry.to_numpy()
    roads = full.layers["wegvakken"].geometry.to_numpy()
    house = full.yards.geometry.centroid.to_numpy()
    nearest = roads[shapely.STRtree(roads).nearest(house)]
    sight = shapely.shortest_line(house, nearest)
    hidden = np.zeros(len(sight), dtype=bool)
    hidden[shapely.STRtree(green).query(sight, predicate="intersects")[0]] = True
    screening = full.conditions.yards["screening"].to_numpy()
    assert hidden[screening > 0.75].mean() > 0.8
    assert hidden[screening < 0.25].mean() < 0.1


def test_a_closed_hall_is_fenced_nearly_all_round_and_another_hardly(full: Municipality) -> None:
    fences = shapely.union_all(full.layers["bgt_scheiding"].geometry.to_numpy())
    plots = full.facts.plots
    share = shapely.length(
        shapely.intersection(shapely.boundary(plots), shapely.buffer(fences, 0.1))
    ) / shapely.length(shapely.boundary(plots))
    closed = full.conditions.buildings["closed"].to_numpy()
    signals = full.signals[full.signals["indicator"] == "hall_with_yard"]
    ids = pd.Series(full.facts.building_ids)
    hall = ids[ids.isin(signals["object_id"])].index.to_numpy()
    plot = shapely.STRtree(plots).nearest(shapely.points(full.facts.middle[hall]))
    assert np.median(share[plot][closed[hall]]) > 0.8
    assert np.median(share[plot][~closed[hall]]) < 0.25


def test_boats_sail_on_one_canal_beside_the_old_harbour(full: Municipality) -> None:
    water = full.layers["top10nl_waterdeel_vlak"]
    canal = water[water["vaarwegklasse"].notna()]
    ibis = full.layers["ibis"].set_index("PLAN_NAAM").geometry
    assert set(canal["naamnl"]) == {"Waterveense Vaart"}
    assert canal.distance(ibis["De Oude Haven"]).min() == pytest.approx(8)
    assert canal.distance(ibis["Poort"]).min() > 1_000
    assert water["functie"].str.contains("|", regex=False).any()
    panden = full.layers["pand"].make_valid()
    assert not shapely.intersects(canal.union_all(), panden.to_numpy()).any()


def test_remote_campsites_are_remote_and_no_park_stands_on_anything(full: Municipality) -> None:
    parks = full.layers["top10nl_functioneel_gebied_vlak"].set_index("naamnl").geometry
    towns = full.layers["top10nl_plaats_vlak"].query("bebouwdekom == 'ja'").union_all()
    away = parks.distance(towns)
    assert min(away["De Wierhoek"], away["Slikzoom"]) > 1_000
    assert max(away["Het Rieteiland"], away["Turfhof"]) < 1_000
    roads = full.layers["wegvakken"].geometry.to_numpy()
    units = full.layers["verblijfsobject"]
    lodging = units["gebruiksdoel"] == "logiesfunctie"
    for name in ("De Wierhoek", "Slikzoom", "Het Rieteiland", "Turfhof"):
        inside = units.within(parks[name])
        assert inside.sum() > 5
        assert lodging[inside].all()
        assert shapely.distance(roads, parks[name]).min() > 10


def test_one_supervision_zone_has_expired(mini: Municipality) -> None:
    until = pd.to_datetime(mini.layers["kvo_zones"]["geldig_tot"])
    assert (until < pd.Timestamp(2026, 1, 1)).tolist() == [False, True]


def test_the_national_border_is_far_from_everything(full: Municipality) -> None:
    border = full.layers["landsgrens"].union_all()
    away = full.layers["pand"].make_valid().distance(border)
    assert away.min() > 100_000


def test_permits_outlive_the_animals(full: Municipality) -> None:
    farms = full.layers["veehouderij"]
    kept = farms[["geiten", "kippen", "rundvee", "schapen", "varkens"]]
    assert kept.isna().any(axis=None)
    assert (kept.fillna(0).sum(axis=1) == 0).sum() > 10
    assert set(farms.geom_type) == {"MultiPoint"}
    yard = gpd.sjoin(farms[["geometry"]], full.yards, predicate="within")
    assert len(yard) == len(farms)


def test_the_grid_operator_has_ranges_of_ten_and_more_with_decimal_commas(
    mini: Municipality, made: DemoSummary
) -> None:
    table = mini.tables["aansluitingen"]
    assert table["AANSLUITINGEN_AANTAL"].min() >= 10
    assert set(table["PRODUCTSOORT"]) == {"ELK", "GAS"}
    text = (made.project.parent / "data" / "aansluitingen.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1].count(";") == 16
    assert "." not in text.splitlines()[1].replace("B.V.", "")


def test_every_id_in_a_table_is_in_the_register(full: Municipality) -> None:
    panden = set(full.layers["pand"]["identificatie"].str[-16:])
    objects = set(full.layers["verblijfsobject"]["identificatie"])
    parks = set(full.layers["ibis"]["RIN_NUMMER"])
    known = {"pand_id": panden, "object_id": panden, "vbo_id": objects, "locatie_id": objects}
    for name, table in full.tables.items():
        for column in table.columns.intersection([*known, "rin_nummer"]):
            assert set(table[column]) <= known.get(column, parks), (name, column)


def test_municipal_tables_say_what_was_drawn(full: Municipality) -> None:
    conditions, ids = full.conditions, pd.Index(full.facts.building_ids)
    sales = full.tables["overdrachten"].set_index("object_id")["n_overdrachten_20j"]
    drawn = conditions.buildings["sales"].to_numpy()[ids.get_indexer(sales.index)]
    assert sales.to_numpy().tolist() == drawn.tolist()
    roofs = full.tables["dakenkaart"].set_index("pand_id")["klasse"]
    suspect = conditions.buildings["suspect"].to_numpy()[ids.get_indexer(roofs.index)]
    assert (roofs.ne("niet verdacht").to_numpy() == (suspect > 0)).all()
    farms = full.tables["agrarische_status"]
    ended = farms["status"].isin(["vergunning ingetrokken", "gestopt", "geen dieren"])
    assert ended.sum() == conditions.yards["stopped"].sum()
    assert (farms["sinds"] != "").sum() == ended.sum()


def test_the_truth_stands_in_no_register(made: DemoSummary) -> None:
    words = ("planted", "overgrown", "greening", "extended", "signal")
    for path in sorted((made.project.parent / "data").glob("*.csv")):
        if path.name != "ground_truth.csv":
            header = Path(path).read_text(encoding="utf-8").splitlines()[0].lower()
            assert not [word for word in words if word in header], path.name
