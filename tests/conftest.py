"""What all tests share: the real registers, the real command line, a real browser.

The browser looks at finished pages, from disk, without a network.
"""

import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap.demo import make_demo
from riskmap.layers.layer import Access, Layer
from riskmap.maps import Description, ScoredMap
from riskmap.pipeline.whole_job import do_whole_job
from riskmap.project import load_project

CHECKOUT = Path(__file__).parents[1]
NAN = float("nan")
SMALL = {
    "empty": ("vacancy", 1.0, 2.0),
    "far": ("seclusion", 2.0, 100.0),
    "dead": ("seclusion", 1.0, 100.0),
}
SMALL_FAMILIES = {"vacancy": 0.3, "seclusion": 0.6}
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the folder of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def textbook() -> Callable[[str], gpd.GeoDataFrame]:
    """Return a reader of the textbook data that libpysal brings, such as columbus/columbus.shp."""
    found = find_spec("libpysal")  # found, not imported: that takes a second
    assert found is not None
    folder = Path(str(found.origin)).parent / "examples"

    def read(name: str) -> gpd.GeoDataFrame:
        return gpd.read_file(folder / name)

    return read


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder with real Dutch registers, or skip.

    They are too big for the repository: they lie in ``shared/data`` beside
    the checkout, or where RISKMAP_SHARED_DATA says.
    """
    beside = CHECKOUT.parent / "shared" / "data"
    folder = Path(os.environ.get("RISKMAP_SHARED_DATA", beside))
    if not (folder / "README.md").is_file():
        pytest.skip("the real registers (../shared/data or RISKMAP_SHARED_DATA) are not here")
    return folder


@pytest.fixture(scope="session")
def python() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Return a function that starts Python in a process of its own, in English.

    ``python("-m", "riskmap", ...)`` is the command line, ``python(file, ...)``
    a script of the examples.
    """

    def started(*arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 (our own commands)
            [sys.executable, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"RISKMAP_LANG": "en"},
        )

    return started


@dataclass
class OpenedPage:
    """A page in the browser, and everything it asked or said since it was opened.

    Attributes
    ----------
    page
        Playwright's page.
    requests
        Everything the page asked for, also what its own policy forbade.
    sent
        What would have left for a network; the fixture stops it there.
    """

    page: object
    requests: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Return the requests for anything but files on disk and data in the page."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Return Chromium with a fresh profile, or skip where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("RISKMAP_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("there is no Chromium here (install it, or set RISKMAP_CHROMIUM)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: object) -> Iterator[Callable[..., OpenedPage]]:
    """Return a function that opens a file: ``open_page(path, fragment="", size=(1400, 900))``.

    Requests to a network are noted and never sent, unless ``answer`` (bytes
    of a picture) says what the network would have said.
    """
    contexts = []

    def opened(
        path: Path,
        fragment: str = "",
        size: tuple[int, int] = (1400, 900),
        answer: bytes | None = None,
    ) -> OpenedPage:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)

        def reply(route: object) -> None:
            seen.sent.append(route.request.url)
            if answer is None:
                route.abort()
            else:
                route.fulfill(body=answer, content_type="image/png")

        page = context.new_page()
        seen = OpenedPage(page)
        context.route(lambda url: url.startswith(("http:", "https:")), reply)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("console", lambda message: seen.console.append(message.text))
        page.on("pageerror", lambda error: seen.console.append(str(error)))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(path.resolve().as_uri() + fragment)
        return seen

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def waterveen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the mini demo, made and run: riskmap.toml, data and out."""
    folder = tmp_path_factory.mktemp("demo") / "waterveen"
    make_demo(folder, size="mini", seed=1)
    do_whole_job(load_project(folder), folder / "out", progress_bar=_no_bar)
    return folder


@contextmanager
def _no_bar(_: int) -> Iterator[Callable[[object], None]]:
    yield lambda _message: None


@pytest.fixture(scope="session")
def small_map() -> Callable[..., ScoredMap]:
    """Return a function that makes a small opportunity map, worked out by a plain loop.

    Criteria ``empty`` (family vacancy, 0.3; full score at 2 years), ``far``
    (seclusion, 0.6; weight 2; full at 100 m) and ``dead`` (seclusion; weight
    1; full at 100 m). NaN is unknown; None does not apply. Locations are
    squares of 10 m, 100 m apart, ``yard:00`` first.
    """
    return _small_map


def _small_map(
    table: Sequence[tuple[float | None, ...]], theme: str = "rural", **card: object
) -> ScoredMap:
    rows = [_small_row(number, values, theme) for number, values in enumerate(table)]
    placed = sorted((-row["opportunity"], row["location_id"]) for row in rows if row.pop("enough"))
    places = {name: number for number, (_, name) in enumerate(placed, start=1)}
    frame = pd.DataFrame(rows)
    frame["rank"] = pd.array([places.get(name, pd.NA) for name in frame["location_id"]], "Int64")
    squares = [
        shapely.box(1e5 + 100 * n, 4.5e5, 1e5 + 100 * n + 10, 4.5e5 + 10) for n in frame.index
    ]
    described = {
        "riskmap": "0", "kind": "opportunity", "project": "Proef", "reference_date": "2026-01-01",
        "theme": theme, "title": {"nl": theme, "en": theme}, "access": "open", "completeness": 1.0,
        "layers": {}, "families": {name: _small_family(name) for name in SMALL_FAMILIES},
    }  # fmt: skip
    return ScoredMap(
        gpd.GeoDataFrame(frame, geometry=squares, crs=28992),
        Description.model_validate(described | card),
    )


def _small_row(number: int, values: Sequence[float | None], theme: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "location_id": f"yard:{number:02}", "kind": "yard", "theme": theme, "municipality": "0351",
        "parcels": "WDB00-A-1", "label": f"Dorpsweg {number}", "top_factors": "",
        "not_applicable": ";".join(n for n, v in zip(SMALL, values, strict=True) if v is None),
    }  # fmt: skip
    scores = {
        n: min(v / SMALL[n][2], 1.0) for n, v in zip(SMALL, values, strict=True) if v is not None
    }
    known = {n: s for n, s in scores.items() if not math.isnan(s)}
    weights = {f: sum(SMALL[n][1] for n in known if SMALL[n][0] == f) for f in SMALL_FAMILIES}
    all_of = {f: sum(SMALL[n][1] for n in scores if SMALL[n][0] == f) for f in SMALL_FAMILIES}
    total = sum(SMALL_FAMILIES[f] for f, weight in weights.items() if weight)
    for name, (family, weight, _) in SMALL.items():
        value = dict(zip(SMALL, values, strict=True))[name]
        row[f"{name}__value"] = NAN if value is None else value
        row[f"{name}__score"] = known.get(name, NAN)
        row[f"{name}__contribution"] = (
            SMALL_FAMILIES[family] / total * weight * known[name] / weights[family]
            if name in known
            else NAN
        )
    row["opportunity"] = sum(row[f"{n}__contribution"] for n in known) if known else NAN
    counted = [f for f in SMALL_FAMILIES if all_of[f]]
    row["coverage"] = sum(SMALL_FAMILIES[f] * weights[f] / all_of[f] for f in counted) / sum(
        SMALL_FAMILIES[f] for f in counted
    )
    row["enough"] = row["coverage"] >= 0.5 and sum(map(bool, weights.values())) >= 2
    return row


def _small_family(name: str) -> dict[str, Any]:
    text = {"nl": "-", "en": "-"}
    return {
        "title": {"nl": name, "en": name},
        "weight": SMALL_FAMILIES[name],
        "criteria": {
            key: {
                "indicator": key, "title": {"nl": f"{key}-nl", "en": f"{key}-en"},
                "unit": "years" if key == "empty" else "m", "weight": weight,
                "value": {"shape": "rising", "points": (0.0, full)}, "status": "counts",
                "question": text, "evidence": "a", "sources": "-", "false_positives": text,
                "ordinary_explanations": {"nl": f"gewoon {key}.", "en": f"ordinary {key}."},
            }
            for key, (family, weight, full) in SMALL.items() if family == name
        },
    }  # fmt: skip


@pytest.fixture(scope="session")
def police_layer() -> Callable[..., Layer]:
    """Return a function that makes a police layer: one area per value, under the small map."""
    return _police_layer


def _police_layer(
    risks: Sequence[float], edges: Sequence[tuple[float, float]] | None = None
) -> Layer:
    sides = edges or [(1e5 + 100 * n - 20, 1e5 + 100 * n + 30) for n in range(len(risks))]
    areas = [shapely.box(west, 4.4e5, east, 4.6e5) for west, east in sides]
    frame = gpd.GeoDataFrame({"risk": risks}, geometry=areas, crs=28992)
    known = frame[frame["risk"].notna()]
    return Layer("risk", known, "politie.gpkg", access=Access.POLICE)
