"""The yearly file of the grid operator: connections per range of postcodes."""

import numpy as np
import pandas as pd

from riskmap.demo.drawing import stream
from riskmap.demo.facts import Facts, Flags
from riskmap.demo.names import postcode
from riskmap.demo.plan import MUNICIPALITY

_FEWEST = 10  # connections in one row


def street_of(facts: Facts) -> pd.Series:
    """Return the number of its street per address, as its postcode has it."""
    street, _ = pd.factorize(facts.town.addresses["street"], sort=True)
    return pd.Series(street)


def unconnected_streets(facts: Facts) -> Flags:
    """Tell per street whether many of its addresses have no connection in use."""
    rng, street = stream(facts.seed, "connections"), street_of(facts)
    park = pd.Series(facts.part[facts.home] == "park").groupby(street).mean() > 0.5  # noqa: PLR2004
    case = pd.Series(facts.planted("park_building")[facts.home]).groupby(street).any()
    chance = np.where(park & case, 0.75, np.where(park, 0.25, 0.0))
    found: Flags = rng.random(len(park)) < chance
    return found


def small_users(facts: Facts) -> pd.DataFrame:
    """Return the table: one row per product and range of one postcode."""
    rng, street = stream(facts.seed, "small users"), street_of(facts)
    homes = street.value_counts().sort_index().to_numpy()
    weak = unconnected_streets(facts)
    name = facts.town.addresses["street"].groupby(street).first().to_numpy()
    rows = []
    for number, count in enumerate(homes.tolist()):
        share = float(rng.uniform(0.45, 0.7) if weak[number] else rng.uniform(0.95, 1.02))
        active = float(rng.uniform(70, 90) if weak[number] else rng.uniform(97, 100))
        code = postcode(number)
        for product, part, use in (("ELK", 1.0, 3_100), ("GAS", 0.9, 1_150)):
            connected = round(share * part * count)
            if connected < _FEWEST:
                continue
            rows.append(
                {
                    "NETBEHEERDER": "Waternet Energie B.V.", "NETGEBIED": "WATERVEEN",
                    "STRAATNAAM": name[number], "POSTCODE_VAN": code, "POSTCODE_TOT": code,
                    "WOONPLAATS": MUNICIPALITY, "PRODUCTSOORT": product,
                    "VERBRUIKSSEGMENT": "KVB", "AANSLUITINGEN_AANTAL": connected,
                    "LEVERINGSRICHTING_PERC": 100.0 - round(float(rng.uniform(0, 30)), 2),
                    "FYSIEKE_STATUS_PERC": round(active, 2),
                    "SOORT_AANSLUITING": "3x25" if product == "ELK" else "G4",
                    "SOORT_AANSLUITING_PERC": round(float(rng.uniform(60, 100)), 2),
                    "SJV_GEMIDDELD": round(use * float(rng.uniform(0.8, 1.3)), 2),
                    "SJV_LAAG_TARIEF_PERC": round(float(rng.uniform(40, 60)), 2),
                    "SLIMME_METER_PERC": round(float(rng.uniform(70, 100)), 2),
                    "STANDAARDDEVIATIE": round(use * float(rng.uniform(0.3, 0.6)), 2),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)
