"""The manifest: what went in, what came out, with which weights, all by hash."""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import riskmap
from riskmap.layers.layer import Access, Layers
from riskmap.maps import ACCESS_WORDS, ScoredMap, describe_layer
from riskmap.project import ImageSettings, Project
from riskmap.reading import sha256

# Libraries whose version can change a figure.
_LIBRARIES = (
    "geopandas",
    "numpy",
    "pandas",
    "pyogrio",
    "pyproj",
    "scipy",
    "shapely",
)


def manifest_text(
    project: Project, layers: Layers, maps: Mapping[str, ScoredMap], folder: Path
) -> str:
    """Return the manifest of a run whose other outputs stand in `folder`.

    The same inputs give the same text: no clock, no path of a machine.
    """
    access = max((Access[m.description.access.upper()] for m in maps.values()), default=Access.OPEN)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content = {
        "riskmap": riskmap.__version__,
        "libraries": {name: version(name) for name in _LIBRARIES},
        "project": _settings(project),
        "access": ACCESS_WORDS[access],
        "inputs": {
            name: describe_layer(layers[name]).model_dump(mode="json") for name in sorted(layers)
        },
        "packs": _packs(project),
        "themes": {
            name: scored.description.model_dump(mode="json") for name, scored in maps.items()
        },
        "outputs": {
            path.relative_to(folder).as_posix(): {
                "sha256": sha256(path),
                "bytes": path.stat().st_size,
            }
            for path in files
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _packs(project: Project) -> dict[str, dict[str, str]]:
    """Return theme -> the theme pack it was read from, by name and hash."""
    return {
        name: {"file": theme.file.name, "sha256": sha256(project.resolve(theme.file))}
        for name, theme in sorted(project.themes.items())
        if theme.file is not None and theme.enabled
    }


def _settings(project: Project) -> dict[str, object]:
    """Return the project file's content with names of files in place of their paths."""
    content: dict[str, Any] = project.model_dump(
        mode="json", exclude={"area": True, "layers": True, "scoring": True}
    )
    for name, theme in project.themes.items():
        settings = theme.model_dump(mode="json", exclude={"file"})
        content["themes"][name] = settings | {"file": theme.file and theme.file.name}
    content["area"] = None if project.area is None else project.area.name
    reference = project.scoring.reference
    content["scoring"] = {"reference": None if reference is None else reference.name}
    content["layers"] = {
        name: settings.model_dump(mode="json", exclude={"path", "paths", "images"})
        | {"files": [path.name for path in settings.files]}
        | {"images": [_image(image) for image in settings.images]}
        for name, settings in sorted(project.layers.items())
    }
    return content


def _image(settings: ImageSettings) -> dict[str, object]:
    content: dict[str, object] = settings.model_dump(mode="json", exclude={"path", "bands"})
    return content | {"files": {band: path.name for band, path in settings.files.items()}}
