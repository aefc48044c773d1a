"""Municipal tables and the police layer: what others know about the places."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.demo.drawing import Numbers, stream
from riskmap.demo.plan import REFERENCE_YEAR, TEAMS, Plan
from riskmap.demo.stock import RD

_SENSITIVITY, _SPECIFICITY = 0.80, 0.97
_RATES = {"woonfunctie": 0.023, "winkelfunctie": 0.07, "kantoorfunctie": 0.096}
# Idle is said of the barns. The house of an idle yard stands empty in four of
# five cases, that of another yard now and then; seen through the table this is
# the proxy of 0.65 and 0.92 that barns without an address allow.
_IDLE_HOUSE_EMPTY, _OTHER_HOUSE_EMPTY = 0.80, 0.065
_CELL = 500.0
_SIGMA = 700.0
_NOISE = 450.0
_SMALLEST_COUNT = 5


def true_vacancy(
    plan: Plan, seed: int, buildings: gpd.GeoDataFrame, addresses: pd.DataFrame, yards: pd.DataFrame
) -> "pd.Series[bool]":
    """Return which addresses are really empty; those of one yard are so together."""
    rng = stream(seed, "vacancy")
    home = addresses["building"].to_numpy()
    part = buildings["part"].to_numpy()[home]
    owner = buildings["owner"].to_numpy()[home]
    first_use = addresses["use"].str.split(",").str[0]
    rate = first_use.map(_RATES).fillna(0.05).to_numpy(dtype=float, copy=True)
    park_rate = np.array([park.vacancy for park in plan.parks])
    industrial = np.isin(part, ("park", "box")) & (first_use != "kantoorfunctie").to_numpy()
    rate[industrial] = park_rate[owner[industrial]]
    empty = rng.random(len(addresses)) < rate
    idle = (yards["state"] == "idle").to_numpy()
    yard_empty = rng.random(len(yards)) < np.where(idle, _IDLE_HOUSE_EMPTY, _OTHER_HOUSE_EMPTY)
    empty[part == "yard"] = yard_empty[owner[part == "yard"]]
    return pd.Series(empty, index=addresses.index)


def vacancy_table(
    seed: int, buildings: gpd.GeoDataFrame, addresses: pd.DataFrame, ids: "pd.Series[str]"
) -> pd.DataFrame:
    """Return the addresses vacant on paper: true vacancy, seen imperfectly.

    Addresses of one yard are seen as vacant together: they have one user.
    """
    rng = stream(seed, "vacancy table")
    home = addresses["building"].to_numpy()
    yard = (buildings["part"] == "yard").to_numpy()[home]
    owner = buildings["owner"].to_numpy()[home]
    group = np.where(yard, owner, -1)
    chance = rng.random(len(addresses))
    years = rng.uniform(0.6, 7.5, len(addresses))
    short = rng.uniform(0.3, 2.5, len(addresses))
    first = pd.Series(np.arange(len(addresses))).groupby(group).transform("first").to_numpy()
    source = np.where(yard, first, np.arange(len(addresses)))
    chance, years, short = chance[source], years[source], short[source]
    empty = addresses["vacant"].to_numpy()
    seen = np.where(empty, chance < _SENSITIVITY, chance > _SPECIFICITY)
    found = np.round(np.where(empty, years, short), 1)
    since = pd.Timestamp(REFERENCE_YEAR, 1, 1) - pd.to_timedelta(np.round(found * 365.25), "D")
    table = pd.DataFrame(
        {"vbo_id": ids, "leeg_sinds": since.strftime("%d-%m-%Y"), "jaren_leeg": found}
    )
    return table[seen].reset_index(drop=True)


def registration_table(
    plan: Plan,
    seed: int,
    buildings: gpd.GeoDataFrame,
    addresses: pd.DataFrame,
    ids: "pd.Series[str]",
) -> pd.DataFrame:
    """Return establishments per address where there are five or more."""
    rng = stream(seed, "registrations")
    home = addresses["building"].to_numpy()
    part = buildings["part"].to_numpy()[home]
    count = rng.poisson(1.1, len(addresses))
    mailbox = np.isin(part, ("park", "town")) & (rng.random(len(addresses)) < 0.004)  # noqa: PLR2004
    count[mailbox] += rng.integers(6, 30, mailbox.sum())
    size = addresses.groupby("building")["use"].transform("size").to_numpy()
    for number, park in enumerate(plan.parks):
        if park.office:
            inside = (part == "park") & (buildings["owner"].to_numpy()[home] == number)
            office = np.flatnonzero(inside & (addresses["use"] == "kantoorfunctie") & (size > 1))
            spare = park.registrations - _SMALLEST_COUNT * len(office)
            share = rng.dirichlet(np.full(len(office), 0.3))
            count[office] = _SMALLEST_COUNT + rng.multinomial(spare, share)
    table = pd.DataFrame({"vbo_id": ids, "n_vestigingen": count})
    return table[table["n_vestigingen"] >= _SMALLEST_COUNT].reset_index(drop=True)


def police_grid(plan: Plan, seed: int, cases: Numbers) -> gpd.GeoDataFrame:
    """Return the 500 m risk grid: half of the rural cases, misplaced, and false areas.

    Parameters
    ----------
    cases
        Places of the planted rural cases, shape (cases, 2), in metres.
    """
    rng = stream(seed, "police")
    known = cases[rng.permutation(len(cases))[: len(cases) // 2]]
    known = known + rng.normal(0, _NOISE, known.shape)
    low = np.array(plan.origin)
    size = np.array([plan.width, plan.height])
    centres = np.concatenate([known, low + rng.random((plan.false_areas, 2)) * size])
    columns, rows = int(plan.width / _CELL), int(plan.height / _CELL)
    x, y = np.meshgrid(np.arange(columns), np.arange(rows), indexing="ij")
    corner = low + np.stack([x.ravel(), y.ravel()], axis=1) * _CELL
    apart = (corner[:, None] + _CELL / 2 - centres[None]) ** 2
    heat = np.exp(-apart.sum(axis=2) / (2 * _SIGMA**2)).sum(axis=1)
    name = [f"E{int(a) // 100:04d}N{int(b) // 100:04d}" for a, b in corner]
    return gpd.GeoDataFrame(
        {
            "area_id": name,
            "risico": np.round(heat / heat.max(), 3),
            "thema": "buitengebied",
            "basisteam": np.where(corner[:, 1] >= low[1] + size[1] / 2, *TEAMS),
            "geldig_van": "2025-10-01",
            "geldig_tot": "2026-04-01",
            "bron": "synthetisch",
            "deelklasse": "politie",
        },
        geometry=shapely.box(*corner.T, *(corner + _CELL).T),
        crs=RD,
    )
