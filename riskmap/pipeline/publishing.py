"""The outputs of a run, published as one folder at once."""

import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
from shapely import Geometry

from riskmap.geo import RD
from riskmap.language import translator
from riskmap.layers.layer import Access, Layer, Layers
from riskmap.layers.registers.built_up import derive_built_up
from riskmap.locations.parcel_view import best_per_parcel
from riskmap.messages import Message
from riskmap.outputs.lists import write_list_csv, write_list_geopackage, write_list_xlsx
from riskmap.outputs.manifest import manifest_text
from riskmap.outputs.map_files import write_map_geopackage, write_map_parquet
from riskmap.outputs.report import write_report
from riskmap.outputs.summary import summary
from riskmap.outputs.webmap.draw import draw_map
from riskmap.pipeline.reading_layers import Progress, silent
from riskmap.pipeline.run import RunResult
from riskmap.quality.checks import check_map
from riskmap.quality.findings import Findings
from riskmap.writing import make_folder, publish_folder, write_parquet, write_text


def publish(
    result: RunResult, target: Path, *, overwrite: bool = False, progress: Progress = silent
) -> None:
    """Write all outputs of a run; the folder appears complete or not at all.

    Raises
    ------
    OutputError
        When the folder is in the way and `overwrite` is False, when another
        run is writing it, or when the disk is full.
    """
    with publish_folder(target, overwrite=overwrite) as folder:
        for name in result.themes:
            progress(Message("Writing theme {theme}", theme=name))
            _write_theme(result, name, folder / name)
        progress(Message("Checking the quality of the maps"))
        findings = check_maps(result)
        write_text(_findings_text(findings), folder / "quality.json")
        progress(Message("Drawing the map"))
        write_text(_map_page(result), folder / "map.html")
        progress(Message("Writing the report"))
        write_text(_report_page(result, findings), folder / "report.html")
        manifest = manifest_text(result.project, result.layers, result.maps, folder)
        write_text(manifest, folder / "manifest.json")


def _write_theme(result: RunResult, name: str, folder: Path) -> None:
    make_folder(folder)
    language, theme, final = result.project.language, result.themes[name], result.maps[name]
    write_map_parquet(theme.opportunity, folder / "opportunity.parquet")
    write_map_geopackage(theme.opportunity, folder / "opportunity.gpkg")
    if final.description.kind == "combined":
        write_map_parquet(final, folder / "combined.parquet")
        write_map_geopackage(final, folder / "combined.gpkg")
    described = {"riskmap_about": final.description.model_dump_json()}
    write_parquet(theme.members, folder / "members.parquet", metadata=described)
    if "parcels" in result.layers:
        scores = final.frame.set_index("location_id")
        best = best_per_parcel(theme.members, scores)
        write_parquet(best, folder / "parcels.parquet", metadata=described)
    listed = result.lists[name]
    write_list_csv(listed, folder / "inspection_list.csv")
    write_list_geopackage(listed, folder / "inspection_list.gpkg", language)
    write_list_xlsx(
        listed,
        summary(final),
        folder / "inspection_list.xlsx",
        language=language,
        date=result.project.reference_date,
    )


# Layer -> what it is on the page.
_BENEATH = {
    "built_up": "built_up",
    "water": "water",
    "buildings": "buildings",
    "roads": "roads",
    "municipalities": "borders",
    "business_parks": "places",
}


def context(
    layers: Layers, area: Geometry | None, strictest: Access
) -> dict[str, gpd.GeoDataFrame]:
    """Return the project's own layers that are drawn under the places.

    Layers with a stricter access class than the maps themselves are left
    out: a ground to look at is no reason to make a page more confidential.
    Where no layer tells the built-up area, it is derived from the addresses,
    so that places never lie on an empty sheet.
    """
    shown = {name: layers[name] for name in layers if layers[name].access <= strictest}
    drawn = {key: shown[name].frame for name, key in _BENEATH.items() if name in shown}
    if "built_up" not in drawn and "addresses" in shown:
        drawn["built_up"] = derive_built_up(shown["addresses"]).frame
    if "borders" not in drawn and area is not None:
        drawn["borders"] = gpd.GeoDataFrame(geometry=[area], crs=RD)
    return drawn


def _map_page(result: RunResult) -> str:
    project, layers = result.project, result.layers
    strictest = max(Access[one.description.access.upper()] for one in result.maps.values())
    risk, borders = layers.get("risk"), layers.get("municipalities")
    return draw_map(
        list(result.maps.values()),
        title=project.name,
        language=project.language,
        context=context(layers, result.area, strictest),
        lists={name: listed.rows for name, listed in result.lists.items()},
        risk=None if risk is None or risk.raster is not None else risk.frame,
        municipalities={} if borders is None else _names(borders),
        capacity=project.inspection.capacity,
    )


def _names(borders: Layer) -> dict[str, str]:
    """Return the name of every municipality that has one, by its code."""
    known = borders.frame["name"].dropna()
    return {str(code): str(name) for code, name in known.items()}


def check_maps(result: RunResult) -> dict[str, Findings]:
    """Return theme -> what the quality checks find in the map its list follows."""
    capacity = result.project.inspection.capacity
    return {name: check_map(one, result.layers, capacity) for name, one in result.maps.items()}


def _findings_text(findings: Mapping[str, Findings]) -> str:
    content = {name: found.model_dump(mode="json") for name, found in findings.items()}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _report_page(result: RunResult, findings: Mapping[str, Findings]) -> str:
    translate = translator(result.project.language)
    notes = [note.text(translate) for note in result.notes]
    return write_report(
        result.maps,
        result.lists,
        notes,
        capacity=result.project.inspection.capacity,
        findings=findings,
        certainties=result.certainties,
    )
