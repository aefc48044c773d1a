"""Raw BGT and BRK GML, whose objects carry several geometries."""

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd

from riskmap.geo import RD
from riskmap.layers.xml_objects import ObjectType, read_objects
from riskmap.reading import check_path, read_bytes, read_head, zip_members

_LOCAL_ID = ("identificatie", "NEN3610ID", "lokaalID")
_BGT_ENDS = {
    "end_of_registration": ("eindRegistratie",),
    "end_of_object": ("terminationDate",),
}
_BUILDINGS = ObjectType(
    tags=("BuildingPart",),
    geometry=("geometrie2dGrondvlak",),
    texts={
        "building_id": ("identificatieBAGPND",),
        "own_id": _LOCAL_ID,
        "status": ("bgt-status",),
        **_BGT_ENDS,
    },
)
_ROADS = ObjectType(
    tags=("TrafficArea",),
    geometry=("geometrie2dWegdeel",),
    texts={
        "road_id": _LOCAL_ID,
        "road_class": ("function",),
        "level": ("relatieveHoogteligging",),
        "holder": ("bronhouder",),
        "status": ("bgt-status",),
        **_BGT_ENDS,
    },
)
_TERRAIN = {
    "level": ("relatieveHoogteligging",),
    "status": ("bgt-status",),
    **_BGT_ENDS,
}
_SURFACES = ObjectType(
    tags=("OnbegroeidTerreindeel",),
    geometry=("geometrie2dOnbegroeidTerreindeel",),
    texts={"surface_id": _LOCAL_ID, "cover": ("bgt-fysiekVoorkomen",), **_TERRAIN},
)
_VEGETATION = ObjectType(
    tags=("PlantCover",),
    geometry=("geometrie2dBegroeidTerreindeel",),
    texts={
        "vegetation_id": _LOCAL_ID,
        "ground": ("class",),
        "plus_kind": ("plus-fysiekVoorkomen",),
        **_TERRAIN,
    },
)
_BARRIERS = ObjectType(
    tags=("Scheiding", "OverigeScheiding"),
    geometry=("geometrie2dOverigeConstructie",),
    texts={
        "barrier_id": _LOCAL_ID,
        "bgt_kind": ("bgt-type",),
        "plus_kind": ("plus-type",),
        **_TERRAIN,
    },
)
_WATER = ObjectType(
    tags=("Waterdeel",),
    geometry=("geometrie2dWaterdeel",),
    texts={
        "water_id": _LOCAL_ID,
        "kind": ("class",),
        "plus_kind": ("plus-type",),
        **_TERRAIN,
    },
)
_PARCELS = ObjectType(
    tags=("Perceel",),
    geometry=("begrenzingPerceel",),
    texts={
        "brk_id": ("identificatie",),
        "code": ("AKRKadastraleGemeenteCode", "waarde"),
        "municipality": ("KadastraleGemeente", "waarde"),
        "section": ("sectie",),
        "number": ("perceelnummer",),
        "area_m2": ("kadastraleGrootte", "TypeOppervlak", "waarde"),
        "status": ("StatusHistorie", "waarde"),
        "end_of_validity": ("eindGeldigheid",),
        "end_of_registration": ("eindRegistratie",),
    },
)
# Layer -> edition, words in the file names, and how its objects look.
_KINDS = {
    "buildings": ("BGT", ("bgt_pand", "bgt_buildingpart"), _BUILDINGS),
    "roads": ("BGT", ("bgt_wegdeel", "bgt_trafficarea"), _ROADS),
    "surfaces": ("BGT", ("bgt_onbegroeidterreindeel",), _SURFACES),
    "vegetation": ("BGT", ("bgt_begroeidterreindeel", "bgt_plantcover"), _VEGETATION),
    "barriers": ("BGT", ("bgt_scheiding", "bgt_overigescheiding"), _BARRIERS),
    "water": ("BGT", ("bgt_waterdeel",), _WATER),
    "parcels": ("BRK", ("perceel",), _PARCELS),
}
_ROOTS = (b"www.opengis.net/citygml/2.0", b"schemas/brkkadastralekaart")


def documents(path: Path, layer: str) -> Iterator[tuple[str, bytes]] | None:
    """Yield the BGT or BRK documents with this layer; None when the file is none of them."""
    if layer not in _KINDS:
        return None
    suffix = path.suffix.casefold()
    if suffix in (".gml", ".xml"):
        head = read_head(check_path(path))
        known = any(root in head for root in _ROOTS)
        return iter([(path.name, read_bytes(path))]) if known else None
    if suffix == ".zip" and next(_members(path, layer), None) is not None:
        return _members(path, layer)
    return None


def edition_of(layer: str) -> str:
    """Return the name of the register the layer comes from in GML."""
    return _KINDS[layer][0]


def read_gml(found: Iterator[tuple[str, bytes]], layer: str) -> gpd.GeoDataFrame:
    """Return the layer's objects with their working columns, in EPSG:28992."""
    _, _, kind = _KINDS[layer]
    rows = [
        {**texts, "geometry": geometry}
        for name, data in found
        for texts, geometry in read_objects(data, kind, name)
    ]
    columns = [*kind.texts, "geometry"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=RD)


def _members(path: Path, layer: str) -> Iterator[tuple[str, bytes]]:
    """Yield the documents in a zip whose name says that they hold this layer."""
    for name, data in zip_members(path, ".gml"):
        stem = name.rpartition("/")[2].casefold().removesuffix(".gml")
        if stem.endswith(_KINDS[layer][1]):
            yield name, data
