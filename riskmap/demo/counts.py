"""Municipal tables per building, address, cell and park: counts and classes, never persons."""

import numpy as np
import pandas as pd

from riskmap.demo.areas import functional_places
from riskmap.demo.conditions import Conditions
from riskmap.demo.drawing import Numbers, stream
from riskmap.demo.facts import Facts, Rows
from riskmap.demo.plan import REFERENCE_YEAR, Recreation

_SMALLEST = 5  # smallest count that leaves the municipality
_YEARS = 3  # over which turnover is counted
_LEAST_STOCK = 10
_LEAST_UNITS = 50  # so that ten or more are lived in
_CELL = 100
_STOPPED = ("vergunning ingetrokken", "gestopt", "geen dieren")
# Euros per m2 by use: middle and spread, as classes of 100 are published.
_PRICE = {
    "industriefunctie": (760, 110), "kantoorfunctie": (1_450, 190),
    "winkelfunctie": (1_850, 260), "woonfunctie": (3_400, 420),
}  # fmt: skip
_SECTORS = ("25", "43", "45", "46", "49", "52", "68", "77")
_SECTORS_OLD = (0.12, 0.16, 0.26, 0.14, 0.08, 0.10, 0.05, 0.09)
_SECTORS_NEW = (0.14, 0.14, 0.08, 0.28, 0.14, 0.08, 0.08, 0.06)


def municipal_tables(facts: Facts, found: Conditions) -> dict[str, pd.DataFrame]:
    """Return the tables of chapter 4 by file name, besides vacancy and registrations."""
    return {
        "agrarische_status": _farms(facts, found),
        "verloop": _turnover(facts, found),
        "branches": _sectors(facts),
        "leegstand_terreinen": _park_vacancy(facts),
        "woz": _values(facts, found),
        "overdrachten": _transfers(facts, found),
        "horeca": _venues(facts, found),
        "dakenkaart": _roofs(facts, found),
        "units": _units(facts, found),
        "vergunningen": _permits(facts),
        "bewoning_parken": _residence(facts),
    }


def all_registrations(facts: Facts, found: Conditions, table: pd.DataFrame) -> pd.DataFrame:
    """Return the true number of firms at every address that is no dwelling only.

    Parameters
    ----------
    table
        ``vbo_id`` and ``n_vestigingen`` of the addresses with five or more,
        which keep their count. In some buildings an address more is the
        mailbox of many firms.
    """
    rng = stream(facts.seed, "mailbox counts")
    ids = pd.Index(facts.address_ids)
    count = rng.poisson(1.1, len(ids)).clip(max=_SMALLEST - 1)
    first = pd.Series(facts.home).drop_duplicates()
    boxes = first[found.buildings["mailbox"].to_numpy()[first]].index.to_numpy()
    office = facts.first_use[boxes] == "kantoorfunctie"
    count[boxes] = np.where(
        office, rng.integers(30, 160, len(boxes)), rng.integers(9, 41, len(boxes))
    )
    count[ids.get_indexer(pd.Index(table["vbo_id"]))] = table["n_vestigingen"]
    listed = (facts.first_use != "woonfunctie") | (count >= _SMALLEST)
    return pd.DataFrame({"vbo_id": ids[listed], "firms": count[listed]})


def told_registrations(firms: pd.DataFrame) -> pd.DataFrame:
    """Return the registrations as the municipality gives them: 1 to 4 are hidden."""
    return pd.DataFrame(
        {"vbo_id": firms["vbo_id"], "n_vestigingen": _told(firms["firms"].to_numpy())}
    )


def _houses(facts: Facts) -> Rows:
    """Return the row number of the first building, the house, of every yard."""
    rows = pd.Series(np.flatnonzero(facts.part == "yard"))
    return rows.groupby(facts.owner[rows]).min().to_numpy()


def _farms(facts: Facts, found: Conditions) -> pd.DataFrame:
    """Return the state of every yard the municipality knows as a farm."""
    rng, yards = stream(facts.seed, "farm status"), found.yards
    count, house = len(yards), _houses(facts)
    active = (facts.town.yards["state"] == "active").to_numpy()
    words = np.where(active & (rng.random(count) < 0.9), "actief", "vergunning")  # noqa: PLR2004
    words = np.where(yards["stopped"], rng.choice(_STOPPED, count), words)
    listed = active | yards["stopped"] | (rng.random(count) < 0.5)  # noqa: PLR2004 - half is known
    day = [f"{d:02d}-{m:02d}" for d, m in rng.integers(1, [29, 13], (count, 2))]
    since = [f"{d}-{year}" if gone else "" for d, year, gone in
             zip(day, yards["stopped_in"], yards["stopped"], strict=True)]  # fmt: skip
    address = pd.Series(facts.address_ids).groupby(facts.home).first()
    table = pd.DataFrame(
        {
            "pand_id": facts.building_ids[house], "vbo_id": address.reindex(house).to_numpy(),
            "status": words, "sinds": since,
        }
    )  # fmt: skip
    known: pd.DataFrame = table[listed].reset_index(drop=True)
    return known


def _turnover(facts: Facts, found: Conditions) -> pd.DataFrame:
    """Return establishments that came and left per cell of 100 m and per business park."""
    rng = stream(facts.seed, "turnover")
    work = (facts.first_use != "woonfunctie") & np.isin(facts.part[facts.home], ("town", "park"))
    home = facts.home[work]
    cell = np.floor(facts.middle[home] / _CELL).astype(np.int64)
    places, number = np.unique(cell, axis=0, return_inverse=True)
    number = np.reshape(number, -1)
    lively = np.zeros(len(places), dtype=bool)
    lively[number] = found.buildings["lively"].to_numpy()[home]
    stock = np.round(np.bincount(number) * rng.uniform(1.0, 1.4, len(places)))
    rate = np.where(lively, rng.uniform(0.26, 0.45, len(places)),
                    rng.uniform(0.04, 0.12, len(places)))  # fmt: skip
    cells = pd.DataFrame({"gebied_id": [f"E{x:04d}N{y:04d}" for x, y in places]})
    cells = pd.concat([cells, _moves(rng, stock, rate)], axis=1)
    inside = pd.Series(np.where(facts.part[home] == "park", facts.owner[home], -1))
    per_park = pd.DataFrame({"park": inside, "lively": lively[number]}).groupby("park")
    share = per_park["lively"].mean().reindex(range(len(facts.plan.parks)), fill_value=0.0)
    total = np.bincount(inside[inside >= 0], minlength=len(facts.plan.parks)) * 1.2
    parks = pd.DataFrame({"gebied_id": [park.rin for park in facts.plan.parks]})
    moves = _moves(rng, np.round(total), 0.08 + 0.27 * share.to_numpy())
    table = pd.concat([cells, pd.concat([parks, moves], axis=1)], ignore_index=True)
    large = table["n_bestand"] >= _LEAST_STOCK
    for name in ("n_in", "n_uit", "n_bestand"):
        table[name] = _told(table[name].to_numpy())
    return table[large].reset_index(drop=True)


def _moves(rng: np.random.Generator, stock: Numbers, rate: Numbers) -> pd.DataFrame:
    moved = rate * stock * _YEARS
    return pd.DataFrame(
        {
            "n_in": np.round(moved * rng.uniform(0.85, 1.15, len(stock))).astype(int),
            "n_uit": np.round(moved * rng.uniform(0.85, 1.15, len(stock))).astype(int),
            "n_bestand": stock.astype(int),
            "jaren": _YEARS,
        }
    )


def _told(counts: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> "list[str]":
    """Return counts as a municipality gives them: those from 1 to 4 are hidden."""
    return ["<5" if 0 < count < _SMALLEST else str(count) for count in counts.tolist()]


def _sectors(facts: Facts) -> pd.DataFrame:
    rng, rows = stream(facts.seed, "sectors"), []
    for park in facts.plan.parks:
        share = _SECTORS_OLD if park.obsolete.lower() == "ja" else _SECTORS_NEW
        counts = rng.multinomial(round(1.2 * park.addresses), share)
        rows += [(park.rin, code, told)
                 for code, told in zip(_SECTORS, _told(counts), strict=True)]  # fmt: skip
    return pd.DataFrame(rows, columns=["rin_nummer", "sbi", "n_vestigingen"])


def _park_vacancy(facts: Facts) -> pd.DataFrame:
    """Return addresses and empty addresses per park."""
    work = np.isin(facts.part, ("park", "box"))[facts.home]
    park = facts.owner[facts.home[work]]
    empty = facts.town.addresses["vacant"].to_numpy()[work]
    count = len(facts.plan.parks)
    left = np.bincount(park[empty], minlength=count)
    return pd.DataFrame(
        {
            "rin_nummer": [each.rin for each in facts.plan.parks],
            "vbo_totaal": np.bincount(park, minlength=count)[:count],
            "vbo_leeg": _told(left[:count]),
        }
    )


def _values(facts: Facts, found: Conditions) -> pd.DataFrame:
    """Return classes of value per square metre of buildings with an address, yards not."""
    rng = stream(facts.seed, "values")
    use = pd.Series(facts.first_use).groupby(facts.home).first()
    use = use[np.isin(facts.part[use.index], ("town", "park")) & use.isin(list(_PRICE))]
    middle = use.map({name: price[0] for name, price in _PRICE.items()}).to_numpy(dtype=float)
    spread = use.map({name: price[1] for name, price in _PRICE.items()}).to_numpy(dtype=float)
    cheap = found.buildings["cheap"].to_numpy()[use.index]
    euros = rng.normal(middle, spread) * np.where(cheap, 0.62, 1.0)
    low = (np.clip(euros, 200, None) // 100 * 100).astype(int)
    return pd.DataFrame(
        {
            "pand_id": facts.building_ids[use.index], "gebruiksklasse": use.to_numpy(),
            "woz_eur_m2": [f"{euro}-{euro + 100}" for euro in low],
        }
    )  # fmt: skip


def _transfers(facts: Facts, found: Conditions) -> pd.DataFrame:
    """Return how often buildings in town and on parks changed hands: no names, no prices."""
    rows = np.flatnonzero(np.isin(facts.part, ("town", "park")) & (facts.units > 0))
    chosen = found.buildings.loc[rows]
    return pd.DataFrame(
        {
            "object_id": facts.building_ids[rows], "n_overdrachten_20j": chosen["sales"].to_numpy(),
            "abc_6mnd": np.where(chosen["quick"], "ja", "nee"),
        }
    )  # fmt: skip


def _venues(facts: Facts, found: Conditions) -> pd.DataFrame:
    rng, venues = stream(facts.seed, "venue table"), found.venues
    count = len(venues)
    kinds = rng.choice(["café", "restaurant", "cafetaria"], count)
    day = [f"{d:02d}-{m:02d}-{REFERENCE_YEAR - y}"
           for d, m, y in rng.integers([1, 1, 1], [29, 13, 7], (count, 3))]  # fmt: skip
    inns = pd.DataFrame(
        {
            "locatie_id": facts.address_ids[venues.index],
            "type": kinds,
            "datum": day,
            "aantal_wisselingen_5j": venues["changes"].to_numpy(),
            "vergunningvrij": np.where(venues["licence_free"], "ja", "nee"),
            "schouw_score": venues["deviation"].where(venues["visited"]).to_numpy(),
        }
    )
    return pd.concat([inns, _garages(facts, rng)], ignore_index=True)


def _garages(facts: Facts, rng: np.random.Generator) -> pd.DataFrame:
    """Return the car firms on the same list: one in ten halls of one user."""
    hall = (facts.part == "park") & (facts.units == 1)
    chosen = np.flatnonzero(hall[facts.home] & (facts.first_use == "industriefunctie"))
    chosen = chosen[rng.random(len(chosen)) < 0.1]  # noqa: PLR2004
    return pd.DataFrame(
        {
            "locatie_id": facts.address_ids[chosen],
            "type": rng.choice(["autobedrijf", "garagebedrijf"], len(chosen)),
            "datum": "",
            "vergunningvrij": "ja",
        }
    )


def _roofs(facts: Facts, found: Conditions) -> pd.DataFrame:
    """Return the roof map of the outbuildings; a roof that is suspected in part says so."""
    rows = np.flatnonzero((facts.part == "yard") & (facts.units == 0))
    suspect = found.buildings["suspect"].to_numpy()[rows]
    words = np.select(
        [suspect > 0.8, suspect > 0], ["verdacht", "deels verdacht"], "niet verdacht"  # noqa: PLR2004
    )  # fmt: skip
    return pd.DataFrame({"pand_id": facts.building_ids[rows], "klasse": words})


def _units(facts: Facts, found: Conditions) -> pd.DataFrame:
    users = found.buildings["listed"].to_numpy()
    rows = np.flatnonzero(users > 0)
    return pd.DataFrame({"pand_id": facts.building_ids[rows], "n_units": users[rows]})


def _permits(facts: Facts) -> pd.DataFrame:
    """Return building permits of the last years, for one in twelve buildings that work."""
    rng = stream(facts.seed, "permits")
    rows = np.flatnonzero(np.isin(facts.part, ("park", "yard")))
    rows = rows[rng.random(len(rows)) < 1 / 12]
    days = rng.integers([1, 1, 1], [29, 13, 5], (len(rows), 3))
    return pd.DataFrame(
        {
            "zaaknummer": [f"Z{n + 1:05d}" for n in range(len(rows))],
            "pand_id": facts.building_ids[rows],
            "datum_verleend": [f"{d:02d}-{m:02d}-{REFERENCE_YEAR - y}" for d, m, y in days],
        }
    )


def _residence(facts: Facts) -> pd.DataFrame:
    """Return units and lived-in units of the larger recreation parks."""
    rng, places = stream(facts.seed, "residence"), functional_places(facts.plan, facts.campsites)
    rows = [
        (number, park.units, round(park.units * float(rng.uniform(0.22, 0.35))))
        for number, park in places.items()
        if isinstance(park, Recreation) and park.units >= _LEAST_UNITS
    ]
    return pd.DataFrame(rows, columns=["park_id", "eenheden", "bewoond"])
