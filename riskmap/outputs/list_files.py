"""An inspection list in the file its name asks for."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from riskmap.inspection import InspectionList
from riskmap.maps import ScoredMap
from riskmap.outputs.lists import write_list_csv, write_list_geopackage, write_list_xlsx
from riskmap.outputs.summary import summary


def _csv(
    listed: InspectionList, _: Sequence[ScoredMap], path: Path, *, overwrite: bool = False
) -> None:
    write_list_csv(listed, path, overwrite=overwrite)


def _geopackage(
    listed: InspectionList, maps: Sequence[ScoredMap], path: Path, *, overwrite: bool = False
) -> None:
    write_list_geopackage(listed, path, maps[0].description.language, overwrite=overwrite)


def _workbook(
    listed: InspectionList, maps: Sequence[ScoredMap], path: Path, *, overwrite: bool = False
) -> None:
    first = maps[0].description
    write_list_xlsx(
        listed,
        pd.concat([summary(scored) for scored in maps], ignore_index=True),
        path,
        language=first.language,
        date=first.reference_date,
        overwrite=overwrite,
    )


WRITERS: Mapping[str, Callable[..., None]] = {
    ".csv": _csv,
    ".gpkg": _geopackage,
    ".xlsx": _workbook,
}
