# ruff: noqa: INP001 (a script beside its picture, no package)
"""Take the picture of the map in the readme: `riskmap demo` first, with ``--size full``.

Run as ``python docs/images/make_map_png.py waterveen/out/map.html docs/images/map.png``;
needs Playwright and Chromium.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

THIRD = 2  # the third row of the list: a yard among others
ZOOM = 13.25


def take_picture(page_file: Path, picture: Path) -> None:
    """Open the map, choose a place of the rural theme, and write what is seen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(page_file.resolve().as_uri())
        page.wait_for_selector("html[data-ready]")
        page.locator("#table tr[data-row]").nth(THIRD).click()
        page.evaluate(f"map_riskmap.setZoom({ZOOM}, {{animate: false}})")
        page.locator("#title").click()  # the mouse away from the table
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    take_picture(Path(sys.argv[1]), Path(sys.argv[2]))
