"""What all tests share: the real registers, the real command line, a real browser.

The browser looks at finished pages, from disk, without a network.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from riskmap.demo import make_demo
from riskmap.pipeline.whole_job import do_whole_job
from riskmap.project import load_project

CHECKOUT = Path(__file__).parents[1]
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
