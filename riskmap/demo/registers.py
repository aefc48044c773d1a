"""From the built municipality to the registers, with their own names and words."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.demo.drawing import Shapes, stream
from riskmap.demo.land import Land
from riskmap.demo.names import bag_id, postcode
from riskmap.demo.plan import CODE, MUNICIPALITY, Plan
from riskmap.demo.stock import RD

# National shares; planned buildings are sheds here, so that no address waits for a house.
_NOT_MEASURED, _CONVERTED, _PLANNED = 0.0012, 0.0032, 0.988
_SECTIONS = "ABCDEFGHIK"
_SEE_ALSO = "http://bag.basisregistraties.overheid.nl/bag/id/pand/"


def rounded(shapes: Shapes) -> Shapes:
    """Return the shapes with coordinates in whole millimetres, as registers keep them."""
    result: Shapes = shapely.transform(shapes, lambda places: np.round(places, 3))
    return result


def bag_frames(
    seed: int,
    buildings: gpd.GeoDataFrame,
    addresses: pd.DataFrame,
    *,
    behind: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame] | None = None,
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the tables `pand` and `verblijfsobject` of a bag-light file, without faults.

    Parameters
    ----------
    behind
        Both tables of what was built before: numbers and postcodes run on.
    """
    rng = stream(seed, "bag" if behind is None else "bag behind")
    first = (0, 0, 0)
    if behind is not None:
        first = (len(behind[0]), len(behind[1]), behind[1]["postcode"].nunique())
    ids = pd.Series([bag_id("10", first[0] + n) for n in range(len(buildings))])
    found = addresses.groupby("building").agg(
        uses=("use", lambda uses: ",".join(sorted({u for text in uses for u in text.split(",")}))),
        low=("area", "min"),
        high=("area", "max"),
        count=("use", "size"),
    )
    found = found.reindex(buildings.index)
    status = np.full(len(buildings), "Pand in gebruik", dtype=object)
    draw = rng.random(len(buildings))
    status[draw < _NOT_MEASURED] = "Pand in gebruik (niet ingemeten)"
    status[(draw > _NOT_MEASURED) & (draw < _NOT_MEASURED + _CONVERTED)] = "Verbouwing pand"
    planned = np.flatnonzero((buildings["part"] == "shed").to_numpy() & (draw > _PLANNED))
    status[planned] = rng.choice(["Bouwvergunning verleend", "Bouw gestart"], len(planned))
    panden = gpd.GeoDataFrame(
        {
            "identificatie": ids,
            "bouwjaar": buildings["year"].astype("int32"),
            "status": status,
            "gebruiksdoel": found["uses"].astype(object).where(found["uses"].notna(), None),
            "oppervlakte_min": found["low"].astype("Int32"),
            "oppervlakte_max": found["high"].astype("Int32"),
            "aantal_verblijfsobjecten": found["count"].fillna(0).astype("int32"),
            "rdf_seealso": _SEE_ALSO + ids,
        },
        geometry=rounded(buildings.geometry.to_numpy()),
        crs=RD,
    )
    return panden, _addresses(rng, panden, addresses, first[1:])


def _addresses(
    rng: np.random.Generator,
    panden: gpd.GeoDataFrame,
    addresses: pd.DataFrame,
    first: tuple[int, int],
) -> gpd.GeoDataFrame:
    home = addresses["building"].to_numpy()
    shapes = panden.geometry.to_numpy()[home]
    many = addresses.groupby("building")["use"].transform("size").to_numpy() > 1
    places = shapely.get_coordinates(shapely.centroid(shapes))
    places = places + np.where(many[:, None], rng.uniform(-2, 2, places.shape), 0)
    street = pd.factorize(addresses["street"], sort=True)[0]
    count = len(addresses)
    return gpd.GeoDataFrame(
        {
            "identificatie": [bag_id("01", first[0] + n) for n in range(count)],
            "oppervlakte": addresses["area"].astype("int32"),
            "status": "Verblijfsobject in gebruik",
            "gebruiksdoel": addresses["use"],
            "openbare_ruimte_naam": addresses["street"],
            "huisnummer": addresses["number"].astype("int32"),
            "huisletter": pd.Series([None] * count, dtype=object),
            "toevoeging": pd.Series([None] * count, dtype=object),
            "postcode": [postcode(first[1] + int(number)) for number in street],
            "woonplaats_naam": addresses["place"],
            "bouwjaar": panden["bouwjaar"].to_numpy()[home],
            "pand_identificatie": panden["identificatie"].to_numpy()[home],
            "nummeraanduiding_hoofdadres_identificatie": [
                bag_id("20", first[0] + n) for n in range(count)
            ],
            "bronhouder_identificatie": CODE,
        },
        geometry=rounded(shapely.points(places)),
        crs=RD,
    )


def land_frame(land: Land) -> gpd.GeoDataFrame:
    """Return the table `perceel` of the cadastral map."""
    count = len(land.parcels)
    number = np.arange(count)
    shapes = rounded(land.parcels.geometry.to_numpy())
    return gpd.GeoDataFrame(
        {
            "identificatie_namespace": "NL.IMKAD.KadastraalObject",
            "identificatie_lokaal_id": [f"{CODE}{n:06d}0000" for n in number],
            "begin_geldigheid": "2019-01-01",
            "tijdstip_registratie": "2019-01-01T00:00:00Z",
            "volgnummer": np.int32(0),
            "status_historie_code": "G",
            "status_historie_waarde": "Geldig",
            "kadastrale_gemeente_code": "9901",
            "kadastrale_gemeente_waarde": MUNICIPALITY,
            "sectie": [_SECTIONS[n % len(_SECTIONS)] for n in number],
            "akr_kadastrale_gemeente_code_code": "9901",
            "akr_kadastrale_gemeente_code_waarde": "WTV00",
            "kadastrale_grootte_waarde": np.round(shapely.area(shapes)).astype("int32"),
            "soort_grootte_code": "1",
            "soort_grootte_waarde": "Vastgesteld",
            "perceelnummer": (number // len(_SECTIONS) + 1).astype("int32"),
            "perceelnummer_rotatie": 0.0,
            "perceelnummer_verschuiving_delta_x": 0.0,
            "perceelnummer_verschuiving_delta_y": 0.0,
        },
        geometry=np.array([shapely.MultiPolygon([shape]) for shape in shapes], dtype=object),
        crs=RD,
    )


def road_frame(plan: Plan, table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the table `wegvakken` of the current NWB edition: empty is NULL."""
    roads = list(table["road"])
    count = len(table)
    lines = table["line"].to_numpy()
    middle = shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True))
    off = middle - np.array(plan.origin)
    inside = ((off > 0) & (off < [plan.width, plan.height])).all(axis=1)
    holder = {"R": "Rijkswaterstaat", "P": "Provincie", "G": MUNICIPALITY, "W": "Waterschap"}
    return gpd.GeoDataFrame(
        {
            "wvk_id": 990_000_000 + np.arange(count, dtype=np.int64),
            "wvk_begdat": "2019-06-01",
            "jte_id_beg": 980_000_000 + table["node_from"].to_numpy(dtype=np.int64),
            "jte_id_end": 980_000_000 + table["node_to"].to_numpy(dtype=np.int64),
            "wegbehsrt": [road.authority for road in roads],
            "wegnummer": [road.number for road in roads],
            "hecto_lttr": pd.Series([None] * count, dtype=object),
            "bst_code": [road.carriageway or "RB" for road in roads],
            "rijrichtng": [road.direction for road in roads],
            "stt_naam": [road.street or road.number for road in roads],
            "wpsnaam": [MUNICIPALITY if within else None for within in inside],
            "gme_id": np.where(inside, int(CODE), int(CODE) + 1).astype("int32"),
            "gme_naam": np.where(inside, MUNICIPALITY, "Buitenwater"),
            "wegbehnaam": [holder[road.authority] for road in roads],
            "routeltr": [road.number[0] if road.authority == "R" and road.number else None
                         for road in roads],
            "routenr": pd.array([799 if road.number else None for road in roads], dtype="Int32"),
        },
        geometry=rounded(lines),
        crs=RD,
    )  # fmt: skip


def truth_frame(truth: pd.DataFrame, panden: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the ground truth with BAG ids; dump spots have none."""
    building = truth["building"].to_numpy()
    names = panden["identificatie"].to_numpy()
    return pd.DataFrame(
        {
            "pand_id": np.where(building >= 0, names[np.maximum(building, 0)], ""),
            "kind": truth["kind"],
            "role": truth["role"],
            "explanation": truth["explanation"],
            "x": truth["x"].round(1),
            "y": truth["y"].round(1),
        }
    )
