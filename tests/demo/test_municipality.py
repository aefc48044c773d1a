"""What the guide (chapter 8) says Waterveen holds, counted in its registers."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.demo import Municipality, generate

PREFIX = "NL.IMBAG.Pand."


def existing(made: Municipality) -> gpd.GeoDataFrame:
    """Return the buildings with plain ids, each once."""
    panden = made.layers["pand"].drop_duplicates("identificatie")
    return panden.assign(id=panden["identificatie"].str.removeprefix(PREFIX))


def inside(made: Municipality, park: str) -> pd.DataFrame:
    """Return the addresses whose building stands on the work location of this name."""
    ibis = made.layers["ibis"]
    area = ibis.geometry[ibis["PLAN_NAAM"] == park].iloc[0]
    panden = existing(made)
    there = panden["id"][panden.representative_point().within(area)]
    objects = made.layers["verblijfsobject"]
    return objects[objects["pand_identificatie"].str[:16].isin(there)]


def test_everything_lies_in_open_water_and_no_postcode_is_real(full: Municipality) -> None:
    for name in ("pand", "verblijfsobject", "perceel", "risico", "gemeentegebied"):
        west, south, east, north = full.layers[name].total_bounds
        assert west >= 152_000 - 1
        assert south >= 526_000 - 1
        assert east <= 166_000 + 1
        assert north <= 538_000 + 1
    assert full.layers["verblijfsobject"]["postcode"].str.fullmatch(r"0\d{3}[A-Z]{2}").all()


def test_roads_go_on_outside_the_border(full: Municipality) -> None:
    west, south, east, north = full.layers["wegvakken"].total_bounds
    assert west < 152_000 - 500
    assert east > 166_000 + 500
    assert south < 526_000 - 500
    assert north > 538_000 + 500


def test_yards_are_240_active_and_110_former_of_which_55_idle(full: Municipality) -> None:
    assert full.yards["state"].value_counts().to_dict() == {
        "active": 240,
        "idle": 55,
        "reused": 55,
    }


@pytest.mark.parametrize(
    ("park", "addresses", "hectares"),
    [
        ("De Oude Haven", 250, 22),
        ("Middenweg", 120, 14),
        ("Poort", 60, 38),
        ("Kreilmeer-Oost", 25, 3),
    ],
)
def test_work_locations_have_their_addresses(
    full: Municipality, park: str, addresses: int, hectares: float
) -> None:
    assert len(inside(full, park)) == addresses
    ibis = full.layers["ibis"].set_index("PLAN_NAAM")
    assert ibis.area[park] / 10_000 == pytest.approx(hectares, rel=0.01)


def test_poort_has_three_halls_over_12000_m2(full: Municipality) -> None:
    assert (full.layers["pand"].area > 12_000).sum() == 3


def test_one_office_has_60_addresses_and_320_registrations(full: Municipality) -> None:
    there = inside(full, "Middenweg")
    most = there["pand_identificatie"].value_counts()
    assert most.iloc[0] == 60
    office = there[there["pand_identificatie"] == most.index[0]]
    counts = full.tables["inschrijvingen"].set_index("vbo_id")["n_vestigingen"]
    assert counts.loc[office["identificatie"]].astype(int).sum() == 320


def test_no_count_below_five_leaves_the_municipality(full: Municipality) -> None:
    for table, columns in (
        ("inschrijvingen", ["n_vestigingen"]),
        ("branches", ["n_vestigingen"]),
        ("leegstand_terreinen", ["vbo_leeg"]),
        ("verloop", ["n_in", "n_uit", "n_bestand"]),
    ):
        told = full.tables[table][columns].to_numpy().ravel().tolist()
        assert "<5" in told
        assert not {"1", "2", "3", "4"} & set(told)
    residence = full.tables["bewoning_parken"]
    assert residence["bewoond"].min() >= 10


def test_town_and_villages_have_their_dwellings_and_shops(full: Municipality) -> None:
    objects = full.layers["verblijfsobject"]
    home = objects[objects["gebruiksdoel"] == "woonfunctie"]
    places = full.layers["top10nl_plaats_vlak"].query("bebouwdekom == 'ja'")
    near = places.set_index("naamnl").buffer(60)
    for name, wanted in (
        ("Waterveen", 5_200),
        ("Kreilmeer", 900),
        ("Biesnesse", 650),
        ("Gagelhorst", 500),
    ):
        assert home.within(near[name]).sum() == pytest.approx(wanted, rel=0.03)
    uses = objects["gebruiksdoel"].str.split(",").str[0]
    town = objects.within(near["Waterveen"])
    assert (uses[town] == "winkelfunctie").sum() == pytest.approx(260, abs=8)
    assert (uses == "kantoorfunctie").sum() >= 80 + 60


def test_about_42_percent_of_the_buildings_have_no_address(full: Municipality) -> None:
    share = (full.layers["pand"]["aantal_verblijfsobjecten"] == 0).mean()
    assert share == pytest.approx(0.42, abs=0.05)


def test_boxes_and_garages_stand_in_nine_rows(full: Municipality) -> None:
    panden = existing(full)
    small = panden[panden.area.between(12, 40)].geometry.to_numpy()
    first, second = shapely.STRtree(small).query(small, predicate="dwithin", distance=8)
    group = np.arange(len(small))
    for _ in range(120):  # spread the lowest number along the rows
        np.minimum.at(group, first, group[second])
    size = np.bincount(group)
    rows = sorted(size[size >= 8].tolist())
    assert rows[-1] == 110
    assert {24, 60} <= set(rows)
    assert len(rows) == 9
    assert all(12 <= boxes <= 30 for boxes in rows if boxes not in {24, 60, 110})


def test_planted_cases_and_decoys_are_as_many_as_promised(full: Municipality) -> None:
    truth = full.truth
    planted = truth[truth["role"] == "planted"]["kind"].value_counts().to_dict()
    assert planted == {
        "rural": 24,
        "park_building": 18,
        "box_row": 6,
        "clubhouse": 2,
        "dump_spot": 4,
        "venue": 6,
        "transfer": 8,
        "recreation_park": 3,
    }
    decoys = truth[truth["role"] == "decoy"]
    assert len(decoys) == 30
    assert (decoys["explanation"] != "").all()
    assert set(truth["pand_id"]) - {""} <= set(existing(full)["id"])
    assert not truth.duplicated(["pand_id", "x", "y"]).any()


def test_dump_spots_lie_far_from_addresses(full: Municipality) -> None:
    spots = full.truth[full.truth["kind"] == "dump_spot"]
    objects = full.layers["verblijfsobject"].geometry.to_numpy()
    away = [shapely.distance(objects, shapely.Point(s.x, s.y)).min() for s in spots.itertuples()]
    assert min(away) > 150


def test_the_bag_has_its_known_faults(full: Municipality) -> None:
    panden, objects = full.layers["pand"], full.layers["verblijfsobject"]
    assert (panden["bouwjaar"] == 1005).sum() == 12
    assert (panden["bouwjaar"] == 9999).sum() == 2
    assert (objects["oppervlakte"] == 999_999).sum() == 3
    assert (objects["oppervlakte"] == 1).sum() == 5
    assert (panden["status"] == "Sloopvergunning verleend").sum() == 30
    assert (panden["status"] == "Pand buiten gebruik").sum() == 1
    assert panden["identificatie"].duplicated().sum() == 2
    assert panden["identificatie"].str.fullmatch(PREFIX + r"990110\d{10}").all()
    assert (~panden.drop_duplicates("identificatie").is_valid).sum() == 3
    assert objects["identificatie"].str.fullmatch(r"990101\d{10}").all()
    home = existing(full).set_index("id").make_valid()
    own = home.loc[objects["pand_identificatie"].str[:16]].to_numpy()
    assert (shapely.distance(own, objects.geometry.to_numpy()) > 3).sum() == 10
    assert objects["pand_identificatie"].str.contains(",").sum() == 4


def test_other_registers_have_their_known_faults(full: Municipality) -> None:
    assert {"JA", "Ja", "nee", "NEE"} == set(full.layers["ibis"]["Verouderd"])
    assert (full.layers["buurten"]["aantal_huishoudens"] == -99_997).all()
    assert full.layers["wegvakken_2012"]["WEGNUMMER"].eq("#").any()
    assert full.layers["wegvakken"]["wegnummer"].isna().any()
    assert full.layers["basisteams"].crs.to_epsg() == 4326
    kinds = full.layers["top10nl_functioneel_gebied_vlak"]["typefunctioneelgebied"]
    assert kinds.str.contains("|", regex=False).sum() == 4
    assert {"OPR", "AFR"} <= set(full.layers["wegvakken"]["bst_code"])


def test_crop_fields_triple_in_2023_and_never_keep_an_id(full: Municipality) -> None:
    years = [full.layers[f"brp_gewas_{year}"] for year in range(2021, 2026)]
    assert len(years[2]) / len(years[1]) == pytest.approx(3, abs=0.1)
    ids = pd.concat([year["id"] for year in years])
    assert ids.is_unique
    for year in years:
        fields = year[year["category"] != "Landschapselement"]
        share = fields["category"].value_counts(normalize=True)
        assert share["Grasland"] == pytest.approx(0.62, abs=0.05)
        assert share["Bouwland"] == pytest.approx(0.33, abs=0.05)


def test_parcels_have_their_own_key_and_hardly_overlap(full: Municipality) -> None:
    parcels = full.layers["perceel"]
    key = parcels["sectie"] + parcels["perceelnummer"].astype(str)
    assert key.is_unique
    assert set(parcels["akr_kadastrale_gemeente_code_waarde"]) == {"WTV00"}
    assert parcels["identificatie_lokaal_id"].str.fullmatch(r"\d{14}").all()
    assert parcels.is_valid.all()
    both = parcels.area.sum() - shapely.area(parcels.union_all())
    assert both / parcels.area.sum() < 0.002


def test_every_yard_stands_on_parcels(full: Municipality) -> None:
    parcels = full.layers["perceel"].geometry.to_numpy()
    house = existing(full).set_index("id").loc[full.yards["pand_id"]].representative_point()
    hits = shapely.STRtree(parcels).query(house.to_numpy(), predicate="intersects")[0]
    assert len(np.unique(hits)) == 350


def test_the_vacancy_table_sees_with_its_stated_rates() -> None:
    made = [generate("full", seed) for seed in (1, 2, 3)]
    seen = {"idle": [], "other": []}
    for each in made:
        vacant = set(each.tables["leegstand"]["vbo_id"])
        objects = each.layers["verblijfsobject"].drop_duplicates("pand_identificatie")
        house = objects.set_index(objects["pand_identificatie"].str[:16])["identificatie"]
        for state, pand in each.yards[["state", "pand_id"]].itertuples(index=False):
            seen["idle" if state == "idle" else "other"].append(house[pand] in vacant)
    # A vacant house on 80 % of the idle yards, seen with 0.80; else 0.97 specific.
    assert np.mean(seen["idle"]) == pytest.approx(0.80 * 0.80 + 0.20 * 0.03, abs=0.08)
    assert np.mean(seen["other"]) == pytest.approx(0.065 * 0.80 + 0.935 * 0.03, abs=0.03)


def test_the_police_layer_is_a_grid_of_500_m_valid_for_half_a_year(full: Municipality) -> None:
    grid = full.layers["risico"]
    assert len(grid) == 28 * 24
    assert grid.area.eq(250_000).all()
    assert grid["risico"].between(0, 1).all()
    assert grid["risico"].max() == 1
    assert set(grid["geldig_van"]) == {"2025-10-01"}
    assert set(grid["geldig_tot"]) == {"2026-04-01"}


def test_no_table_has_a_column_about_persons_or_companies(full: Municipality) -> None:
    banned = ("persoon", "voornaam", "achternaam", "bsn", "geboorte", "bedrijfsnaam", "eigenaar")
    for name, table in [*full.layers.items(), *full.tables.items()]:
        assert not [c for c in table.columns if any(word in c.lower() for word in banned)], name


def test_the_small_size_has_everything_in_small(mini: Municipality) -> None:
    assert len(mini.yards) == 80
    assert set(mini.truth["kind"]) == {
        "rural",
        "park_building",
        "box_row",
        "clubhouse",
        "dump_spot",
        "venue",
        "transfer",
        "recreation_park",
    }
    assert set(mini.layers["ibis"]["PLAN_NAAM"]) == {"De Oude Haven", "Poort", "Kreilmeer-Oost"}


def test_the_same_seed_gives_the_same_and_another_seed_another(mini: Municipality) -> None:
    again, other = generate("mini", 1), generate("mini", 2)
    for name, layer in mini.layers.items():
        pd.testing.assert_frame_equal(layer.to_wkb(), again.layers[name].to_wkb())
    pd.testing.assert_frame_equal(mini.truth, again.truth)
    assert not mini.truth["x"].equals(other.truth["x"])
