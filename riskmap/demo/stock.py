"""The buildings and addresses of the demo while it is being built."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

RD = "EPSG:28992"


class Stock:
    """Buildings and addresses, added one by one and read as two tables.

    A building has a `part` (where it belongs: ``town``, ``ribbon``, ``yard``,
    ``park``, ``box``, ``garage``, ``chalet``, ``bungalow``, ``shed``) and an
    `owner`: the number of its yard, park or row, -1 for none.
    """

    def __init__(self) -> None:
        self._buildings: list[tuple[shapely.Polygon, int, str, int]] = []
        self._addresses: list[tuple[int, str, int, str, str]] = []

    def build(self, shape: shapely.Polygon, year: int, part: str, owner: int = -1) -> int:
        """Add a building and return its number."""
        self._buildings.append((shape, int(year), part, owner))
        return len(self._buildings) - 1

    def address(self, building: int, use: str, area: float, street: str, place: str) -> None:
        """Add an address in a building; `area` in square metres."""
        self._addresses.append((building, use, max(6, round(area)), street, place))

    def buildings(self) -> gpd.GeoDataFrame:
        """Return one row per building, in the order they were built."""
        columns = ["geometry", "year", "part", "owner"]
        return gpd.GeoDataFrame(pd.DataFrame(self._buildings, columns=columns), crs=RD)

    def addresses(self) -> pd.DataFrame:
        """Return one row per address with a house number that runs on per street."""
        columns = ["building", "use", "area", "street", "place"]
        table = pd.DataFrame(self._addresses, columns=columns)
        table["number"] = table.groupby("street").cumcount() + 1
        return table

    def shapes(self) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
        """Return the footprints so far."""
        return np.array([row[0] for row in self._buildings], dtype=object)
