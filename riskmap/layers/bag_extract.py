"""The municipal BAG extract: nested zips of XML with every version of every object."""

import re
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd

from riskmap.geo import RD
from riskmap.layers.xml_objects import ObjectType, read_objects
from riskmap.reading import zip_members

EDITION = "BAG extract"

# 0457PND15102021-000001.xml; names of inactive, not-BAG and in-research files differ
_MEMBER = re.compile(r"^\d{4}(PND|VBO|NUM|OPR)\d{8}-\d+\.xml$")
_ENDS = {
    "end_of_validity": ("Voorkomen", "eindGeldigheid"),
    "end_of_registration": ("Voorkomen", "eindRegistratie"),
    "inactive_since": ("tijdstipInactief",),
    "not_bag_since": ("tijdstipNietBagLV",),
}
_TYPES = {
    "PND": ObjectType(
        tags=("Pand",),
        geometry=("geometrie",),
        texts={
            "building_id": ("identificatie",),
            "year_built": ("oorspronkelijkBouwjaar",),
            "status": ("status",),
            **_ENDS,
        },
    ),
    "VBO": ObjectType(
        tags=("Verblijfsobject",),
        geometry=("geometrie",),
        texts={
            "address_id": ("identificatie",),
            "status": ("status",),
            "use": ("gebruiksdoel",),
            "floor_area_m2": ("oppervlakte",),
            "building_ids": ("PandRef",),
            "number_id": ("heeftAlsHoofdadres", "NummeraanduidingRef"),
            **_ENDS,
        },
        lists=("use", "building_ids"),
    ),
    "NUM": ObjectType(
        tags=("Nummeraanduiding",),
        geometry=(),
        texts={
            "number_id": ("identificatie",),
            "house_number": ("huisnummer",),
            "house_letter": ("huisletter",),
            "addition": ("huisnummertoevoeging",),
            "postcode": ("postcode",),
            "street_id": ("ligtAan", "OpenbareRuimteRef"),
            **_ENDS,
        },
    ),
    "OPR": ObjectType(
        tags=("OpenbareRuimte",),
        geometry=(),
        texts={"street_id": ("identificatie",), "street": ("naam",), **_ENDS},
    ),
}
_WANTED = {"buildings": ("PND",), "addresses": ("VBO", "NUM", "OPR")}


def is_extract(path: Path, layer: str) -> bool:
    """Tell whether a zip is a BAG extract that holds this layer."""
    if layer not in _WANTED or path.suffix.casefold() != ".zip":
        return False
    return any(_kind_of(name) for name, _ in zip_members(path, ".xml"))


def read_extract(path: Path, layer: str) -> gpd.GeoDataFrame:
    """Return the objects of one layer with their working columns, EPSG:28992.

    Every version of every object is there; the border leaves out the former
    ones. Addresses carry the street, number and postcode of their main
    address (NUM and OPR, current versions).
    """
    tables = _tables(path, _WANTED[layer])
    if layer == "buildings":
        return tables["PND"]
    numbers = _current(tables["NUM"], "number_id")
    streets = _current(tables["OPR"], "street_id")
    numbers = numbers.merge(streets, on="street_id", how="left")
    named = tables["VBO"].merge(numbers, on="number_id", how="left")
    return gpd.GeoDataFrame(
        named.drop(columns=["number_id", "street_id"]), geometry="geometry", crs=RD
    )


def _kind_of(member: str) -> str:
    match = _MEMBER.match(member.rpartition("/")[2])
    return match[1] if match else ""


def _tables(path: Path, wanted: tuple[str, ...]) -> dict[str, gpd.GeoDataFrame]:
    rows: dict[str, list[dict[str, object]]] = {kind: [] for kind in wanted}
    for name, data in zip_members(path, ".xml"):
        kind = _kind_of(name)
        if kind in rows:
            rows[kind].extend(_rows(data, kind, name))
    return {kind: _frame(found, kind) for kind, found in rows.items()}


def _rows(data: bytes, kind: str, name: str) -> Iterator[dict[str, object]]:
    for texts, geometry in read_objects(data, _TYPES[kind], name):
        yield {**texts, "geometry": geometry}


def _frame(rows: list[dict[str, object]], kind: str) -> gpd.GeoDataFrame:
    columns = [*_TYPES[kind].texts, "geometry"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=RD)


def _current(frame: gpd.GeoDataFrame, index: str) -> pd.DataFrame:
    """Return the current version of each object, without geometry and ends."""
    ended = frame[list(_ENDS)].notna().any(axis=1)
    table = pd.DataFrame(frame[~ended].drop(columns=["geometry", *_ENDS]))
    return table.drop_duplicates(index, keep="last")
