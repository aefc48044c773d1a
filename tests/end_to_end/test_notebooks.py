"""Every lesson runs from top to bottom, and its maps open without a network."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

CHECKOUT = Path(__file__).parents[2]
LESSONS = sorted((CHECKOUT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def lesson(request, tmp_path_factory) -> nbformat.NotebookNode:
    """Run a lesson in a fresh folder, and return it with its outputs."""
    notebook = nbformat.read(request.param, as_version=4)
    folder = tmp_path_factory.mktemp("lesson")
    resources = {"metadata": {"path": str(folder)}}
    return NotebookClient(notebook, timeout=600, resources=resources).execute()


def shown(notebook: nbformat.NotebookNode, kind: str) -> list[str]:
    """Return what the cells show, in one form."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    assert [out for out in outputs if out.output_type == "error"] == []
    return [out.data[kind] for out in outputs if kind in out.get("data", {})]


def test_there_are_the_six_lessons():
    assert [path.stem for path in LESSONS] == [
        *("01_first_map", "02_add_an_indicator", "03_combine_with_risk"),
        *("04_business_park_hotspots", "05_satellite", "06_was_it_any_good"),
    ]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_outputs_are_stripped_and_more_is_told_than_run(path):
    cells = nbformat.read(path, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert [cell for cell in code if cell.outputs or cell.execution_count] == []
    told = sum(len(cell.source.split()) for cell in cells if cell.cell_type == "markdown")
    assert told > 150
    assert cells[0].source.startswith("# ")


def pages_of(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the maps and reports a lesson shows, each in a frame of its own."""
    return [page for page in shown(notebook, "text/html") if page.startswith("<iframe")]


def test_it_runs_and_shows_a_page(lesson):
    assert pages_of(lesson)


@pytest.mark.browser
def test_its_pages_open_without_a_network(lesson, open_page, tmp_path):
    for number, page in enumerate(pages_of(lesson)):
        file = tmp_path / f"{number}.html"
        file.write_text(page, "utf-8")
        opened = open_page(file)
        inside = opened.page.frames[1]
        # Only maps may run scripts; a report is text, tables and drawings.
        if 'sandbox="allow-scripts"' in page:
            inside.wait_for_selector(".leaflet-container")
        else:
            inside.wait_for_selector("main h1")
        assert inside.locator("tbody tr").count() > 5
        assert opened.outside == []
        assert opened.console == []
