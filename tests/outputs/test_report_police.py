"""The police layer in the report: the rule in words, and every two rules side by side."""

import pytest

from riskmap.combine import combine
from riskmap.outputs.report_police import police_section
from riskmap.project import CombineSettings

ROWS = [(2, 100, 100), (2, 50, 50), (1, 20, 0), (0, 10, 0), (0, 0, 0), (1, 90, 90)]


@pytest.fixture
def combined(small_map, police_layer):
    settings = CombineSettings(rule="geometric", weights=(1.0, 1.0), floor=0.1)
    layer = police_layer([0.1, 0.9, 0.4, 0.6, 0.2, 0.7])
    return combine(small_map(ROWS, language="en"), layer, settings, k=3)


def texts(elements):
    return [" ".join("".join(part.itertext()).split()) for part in elements]


def test_the_rule_is_told_with_its_own_figures(combined):
    told = " ".join(texts(police_section(combined)))
    assert "geometric mean with a floor" in told
    assert "to the power 0.50" in told
    assert "at least 0.1" in told


def test_the_table_holds_what_the_description_says(combined):
    comparison = combined.description.combination.comparison
    (table,) = [part for part in police_section(combined) if part.find(".//td") is not None]
    rows = [texts(row.iter("td")) for row in table.iter("tr") if row.find("td") is not None]
    shares = [[cell for cell in row if cell.endswith("%")] for row in rows]
    assert shares[: len(comparison.orders)] == [
        [f"{share:.0%}" for share in line] for line in comparison.overlap
    ]
    assert "the police layer holds no counts" in " ".join(rows[-1])


def test_without_a_police_layer_there_is_nothing_to_tell(small_map):
    assert police_section(small_map(ROWS)) == []
