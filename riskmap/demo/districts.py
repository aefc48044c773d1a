"""Areas with figures: neighbourhoods and postcodes of the CBS, landscapes, zones, the border."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.demo.areas import frame_of
from riskmap.demo.conditions import Conditions
from riskmap.demo.drawing import Numbers, Shapes, stream
from riskmap.demo.facts import Facts, Flags, Rows, frame_rows
from riskmap.demo.names import postcode
from riskmap.demo.operators import street_of
from riskmap.demo.parks import park_area
from riskmap.demo.plan import CODE, MUNICIPALITY
from riskmap.demo.registers import rounded

_SUPPRESSED, _NOT_APPLICABLE = -99_997, -99_995
_FEW = 5  # below it the CBS gives no figures of a postcode
# Far away, as seen from open water: border_distance hardly varies.
_BORDER = ((270_000, 472_000), (268_000, 510_000), (276_000, 540_000), (270_000, 580_000))


def district_frames(facts: Facts, found: Conditions) -> dict[str, gpd.GeoDataFrame]:
    """Return the areas by table name, and the permits of livestock farms."""
    return {
        "postcode6": _postcodes(facts),
        "landschapstype": _landscapes(facts),
        "kvo_zones": _zones(facts),
        "landsgrens": frame_rows(
            lokaal_id=["LG1"], naam=["Rijksgrens"],
            geometry=np.array([shapely.LineString(_BORDER)], dtype=object),
        ),
        "veehouderij": _livestock(facts, found),
    }  # fmt: skip


def with_inhabitants(buurten: gpd.GeoDataFrame, seed: int) -> gpd.GeoDataFrame:
    """Return the neighbourhoods with the figures about people no indicator may read.

    They are in the real file, so they are in this one; one row is water.
    """
    rng, count = stream(seed, "inhabitants"), len(buurten)
    hidden = (buurten["aantal_inwoners"] == _SUPPRESSED).to_numpy()
    people = {
        "percentage_personen_65_jaar_en_ouder": rng.integers(8, 30, count),
        "percentage_met_herkomstland_buiten_europa": rng.integers(2, 25, count),
        "gemiddeld_inkomen_per_inwoner": rng.integers(24, 45, count),
        "aantal_personen_met_een_ao_uitkering_totaal": rng.integers(0, 9, count) * 10,
    }  # fmt: skip
    table = buurten.copy()
    for name, values in people.items():
        table[name] = np.where(hidden, _SUPPRESSED, values).astype("int32")
    table["gemiddelde_woningwaarde"] = np.int32(_NOT_APPLICABLE)
    west, south, _, north = buurten.total_bounds
    water = table.iloc[[0]].copy()
    water["buurtcode"], water["buurtnaam"], water["water"] = f"BU{CODE}9997", "Buitenwater", "JA"
    figures = [name for name in table.columns if pd.api.types.is_integer_dtype(table[name])]
    water[figures] = np.int32(_SUPPRESSED)
    water = water.set_geometry([shapely.box(west - 800, south, west, north)], crs=buurten.crs)
    joined = pd.concat([table, water], ignore_index=True)
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=buurten.crs)


def _postcodes(facts: Facts) -> gpd.GeoDataFrame:
    """Return an area round the addresses of every street, with figures where there are enough."""
    rng, street = stream(facts.seed, "postcodes"), street_of(facts)
    points = pd.Series(shapely.points(facts.middle[facts.home])).groupby(street)
    hulls = points.agg(lambda some: shapely.MultiPoint(list(some)).convex_hull)
    shapes = shapely.buffer(hulls.to_numpy(), 12.0, quad_segs=1)
    lived = pd.Series(pd.Series(facts.town.addresses["use"]).str.contains("woonfunctie"))
    homes = lived.groupby(street).sum().to_numpy(dtype=np.int64)
    empty = (lived & facts.town.addresses["vacant"]).groupby(street).sum().to_numpy(dtype=np.int64)
    hide = homes < _FEW
    ramp = np.round(_way_to_ramp(facts, shapes), 1)
    return frame_rows(
        postcode6=[postcode(number) for number in range(len(shapes))],
        jaarcode=np.int32(2024),
        aantal_woningen=np.where(hide, _SUPPRESSED, homes).astype("int32"),
        aantal_niet_bewoonde_woningen=np.where(
            hide | (empty < _FEW), _SUPPRESSED, empty // 5 * 5
        ).astype("int32"),
        afstand_tot_oprit_hoofdverkeersweg=ramp,
        aantal_inwoners=np.where(hide, _SUPPRESSED, (2.2 * homes).astype(np.int64) // 5 * 5).astype(
            "int32"
        ),
        percentage_nederlandse_achtergrond=np.where(
            hide, _SUPPRESSED, rng.integers(6, 10, len(shapes)) * 10
        ).astype("int32"),
        aantal_personen_met_uitkering_onder_aowlft=np.int32(_SUPPRESSED),
        geometry=rounded(shapes),
    )


def _way_to_ramp(facts: Facts, shapes: Shapes) -> Numbers:
    """Return kilometres to the nearest ramp, as the crow flies times 1.3."""
    kinds = np.array([road.kind for road in facts.town.roads["road"]])
    ramps = shapely.union_all(facts.town.roads["line"].to_numpy()[kinds == "ramp"])
    found: Numbers = 1.3 * shapely.distance(shapely.centroid(shapes), ramps) / 1_000
    return found


def _landscapes(facts: Facts) -> gpd.GeoDataFrame:
    """Return three landscapes: the polder, reed land in the west, a strip of sand in the south."""
    frame = frame_of(facts.plan)
    west, south, east, north = frame.bounds
    reed = shapely.box(west, south + 0.25 * (north - south), west + 0.28 * (east - west), north)
    sand = shapely.box(west, south, east, south + 0.25 * (north - south))
    polder = frame.difference(reed).difference(sand)
    return frame_rows(
        landschap_id=["L1", "L2", "L3"],
        landschapstype=["droogmakerij", "laagveen", "zandgebied"],
        geometry=np.array([polder, reed, sand], dtype=object),
    )


def _zones(facts: Facts) -> gpd.GeoDataFrame:
    """Return the zones with organised supervision; one has expired."""
    plan = facts.plan
    areas = [park_area(park, plan) for park in (plan.parks[1], plan.parks[0])]
    return frame_rows(
        zone_id=["KVO1", "KVO2"],
        soort=["KVO-B", "particuliere beveiliging"],
        geldig_van=["2024-01-01", "2018-01-01"],
        geldig_tot=["2026-12-31", "2021-12-31"],
        geometry=np.array(areas, dtype=object),
    )


def _livestock(facts: Facts, found: Conditions) -> gpd.GeoDataFrame:
    """Return permits as multipoints; they outlive the animals, and zero is not nothing."""
    rng, yards = stream(facts.seed, "livestock"), facts.town.yards
    state = yards["state"].map({"active": 0.6, "reused": 0.2, "idle": 0.45}).to_numpy(dtype=float)
    rows = np.flatnonzero(rng.random(len(yards)) < state)
    count, gone = len(rows), found.yards["stopped"].to_numpy()[rows]
    kept = rng.choice(["rundvee", "varkens", "kippen", "schapen", "geiten"], count,
                      p=[0.6, 0.18, 0.1, 0.08, 0.04])  # fmt: skip
    herd = np.where(gone, 0, rng.integers(20, 220, count))
    animals = {
        kind: _where(kept == kind, herd)
        for kind in ("geiten", "kippen", "rundvee", "schapen", "varkens")
    }
    half = rng.random(count) < 0.5  # noqa: PLR2004 - of the permits say how many barns
    middle = shapely.get_coordinates(shapely.centroid(yards.geometry.to_numpy()[rows]))
    return frame_rows(
        vthobject_id=[f"ODW2019E{n:04d}" for n in range(count)],
        bevoegdgezag=MUNICIPALITY,
        type=rng.choice(["Vergunning", "Meldingspl"], count),
        ippc_installatie="Nee",
        aantal_stallen=_where(half, rng.integers(1, 5, count)),
        **animals,
        overige_dieren=["Ja" if chance < 0.05 else None for chance in rng.random(count)],  # noqa: PLR2004
        geometry=np.array(
            [shapely.MultiPoint([place]) for place in np.round(middle, 3)], dtype=object
        ),
    )


def _where(known: Flags, numbers: Rows) -> "pd.Series[int]":
    """Return whole numbers, empty where they are not filled in."""
    return pd.Series(numbers).astype("Int32").where(pd.Series(known))
