"""Make a risk layer per hectare for Baarn from CBS neighbourhoods and police figures.

The figures are all registered crimes of twelve months, per hectare of land.
Per 1,000 inhabitants would say little: business parks and woods have none.

The neighbourhoods come with more than two hundred columns, many about
residents. The joined table is therefore read back the way riskmap reads every
layer: its border leaves those columns behind and counts them, and only what it
lets through is written.

Run: python examples/baarn/area_risk.py ../shared/data baarn-risk.gpkg
"""

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from riskmap.errors import RiskmapError
from riskmap.layers.border import read_layer
from riskmap.layers.layer import Layer
from riskmap.reading import read_features, read_table
from riskmap.writing import write_geopackage

SOURCE = "CBS 47022NED, geregistreerde misdrijven, 12 maanden tot 19-07-2026"
VALID_FROM, VALID_TO = date(2026, 7, 19), date(2027, 7, 18)
# Fewer crimes than this say too much about single homes: the risk is then unknown.
FEWEST = 5


def main() -> None:
    """Write the layer, and say what the border left behind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with crime/ and boundaries/")
    parser.add_argument("out", type=Path, help="the layer (.gpkg), must not exist yet")
    asked = parser.parse_args()
    try:
        risk = risk_per_hectare(asked.data / "crime" / "misdrijven_buurt_midden_nederland.csv")
        neighbourhoods = read_features(asked.data / "boundaries" / "baarn_buurten_cbs.geojson")
        layer = through_the_border(with_figures(neighbourhoods, risk))
        write_geopackage({"risico": as_handed_over(layer)}, asked.out)
    except RiskmapError as fault:
        sys.exit(str(fault))
    known = int(layer.frame["risk"].notna().sum())
    print(f"{asked.out}: {len(layer.frame)} areas, {known} with a risk.")
    for note in layer.report.notes:
        print(note.text())


def risk_per_hectare(path: Path) -> "pd.Series[float]":
    """Return crimes per hectare of land by neighbourhood code, unknown where there are few."""
    rows = read_table(
        path, columns=["code", "type", "misdrijven_laatste_12_maanden", "oppervlakte_land_ha"]
    )
    rows = rows[rows["type"] == "buurt"].set_index("code")
    crimes = pd.to_numeric(rows["misdrijven_laatste_12_maanden"]).astype("float64")
    hectares = pd.to_numeric(rows["oppervlakte_land_ha"]).astype("float64")
    return crimes.where(crimes >= FEWEST) / hectares.where(hectares > 0)


def with_figures(
    neighbourhoods: gpd.GeoDataFrame, per_hectare: "pd.Series[float]"
) -> gpd.GeoDataFrame:
    """Return the neighbourhoods as they are, with the risk beside their columns: 1 is highest."""
    own = neighbourhoods["buurtcode"].map(per_hectare)
    return neighbourhoods.assign(
        risico=(own / own.max()).round(6),
        geldig_van=VALID_FROM.isoformat(),
        geldig_tot=VALID_TO.isoformat(),
        bron=SOURCE,
    )


def through_the_border(joined: gpd.GeoDataFrame) -> Layer:
    """Return the risk layer riskmap makes of the joined table, from a file nobody keeps."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "buurten.gpkg"
        write_geopackage({"buurten": joined}, file)
        return read_layer("risk", [file], reference_date=VALID_FROM)


def as_handed_over(layer: Layer) -> gpd.GeoDataFrame:
    """Return the layer under the names the police use, ready for `riskmap combine`."""
    names = {
        "risk": "risico",
        "valid_from": "geldig_van",
        "valid_to": "geldig_tot",
        "source": "bron",
    }
    frame = layer.frame[[*names, "geometry"]].rename(columns=names).reset_index()
    for name in ("geldig_van", "geldig_tot"):
        frame[name] = frame[name].dt.strftime("%Y-%m-%d")
    return frame


if __name__ == "__main__":
    main()
