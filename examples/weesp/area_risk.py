"""Make an area risk layer for Weesp from police figures per postcode area.

The figures are residential burglaries and attempts, 20 April 2023 to 31
December 2025. Burglary is not undermining crime: this layer exercises the
reader and the combination, and says nothing about where to inspect.

Run: python examples/weesp/area_risk.py ../shared/data area-risk.gpkg
"""

import argparse
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd

from riskmap.errors import RiskmapError
from riskmap.geo import to_rd
from riskmap.reading import read_features, read_table
from riskmap.writing import write_geopackage

AREAS = ("1380", "1381", "1382", "1383", "1384")
SOURCE = "Misdaad in kaart: woninginbraak en pogingen, 20-04-2023 t/m 31-12-2025"
VALID_FROM, VALID_TO = "2026-01-01", "2026-12-31"
# Fewer incidents than this say too much about single homes: the risk is then unknown.
FEWEST = 5
SQUARE_M_PER_HECTARE = 10_000


def main() -> None:
    """Write the layer, and say which areas it cannot hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with crime/ and boundaries/")
    parser.add_argument("out", type=Path, help="the layer (.gpkg), must not exist yet")
    asked = parser.parse_args()
    try:
        counts = count_incidents(asked.data / "crime" / "mik_woninginbraak_pc4_2023_2025.csv")
        areas = read_areas(asked.data / "boundaries" / "pc4_polygons.geojson")
        layer = risk_layer(areas, counts)
        write_geopackage({"risico": layer}, asked.out)
    except RiskmapError as fault:
        sys.exit(str(fault))
    print(f"{asked.out}: {len(layer)} areas, {int(layer['risico'].notna().sum())} with a risk.")
    for area in counts.index.difference(layer["area_id"]):
        print(f"{area} has figures but no polygon: left out.")
    for area in layer.loc[layer["risico"].isna(), "area_id"]:
        print(f"{area} has fewer than {FEWEST} incidents: its risk is unknown, not low.")


def count_incidents(path: Path) -> "pd.Series[int]":
    """Return the number of incidents per postcode area; equal rows are separate incidents."""
    rows = read_table(path, columns=["Postcode"])
    counts = rows["Postcode"].value_counts()
    return counts[counts.index.isin(AREAS)].sort_index()


def read_areas(path: Path) -> gpd.GeoDataFrame:
    """Return the postcode areas of Weesp as polygons in RD New, by ``area_id``."""
    rows = to_rd(read_features(path, columns=["PC4CODE"]))
    rows["area_id"] = rows["PC4CODE"].astype(str)
    return rows.loc[rows["area_id"].isin(AREAS), ["area_id", "geometry"]].sort_values("area_id")


def risk_layer(areas: gpd.GeoDataFrame, counts: "pd.Series[int]") -> gpd.GeoDataFrame:
    """Return the layer the police would hand over: incidents per hectare, the highest is 1."""
    known = areas["area_id"].map(counts.where(counts >= FEWEST)).astype("float64")
    per_hectare = known / (areas.geometry.area / SQUARE_M_PER_HECTARE)
    return gpd.GeoDataFrame(
        {
            "area_id": areas["area_id"],
            "risico": (per_hectare / per_hectare.max()).round(6),
            "geldig_van": VALID_FROM,
            "geldig_tot": VALID_TO,
            "bron": SOURCE,
        },
        geometry=areas.geometry,
        crs=areas.crs,
    ).reset_index(drop=True)


if __name__ == "__main__":
    main()
