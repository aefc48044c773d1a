"""Small-use files of grid operators, with the headers of several years."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from riskmap.layers.border import read_layer
from riskmap.layers.layer import Access

NEW = (
    "NETBEHEERDER;NETGEBIED;STRAATNAAM;POSTCODE_VAN;POSTCODE_TOT;WOONPLAATS;LANDCODE;"
    "PRODUCTSOORT;VERBRUIKSSEGMENT;AANSLUITINGEN_AANTAL;LEVERINGSRICHTING_PERC;"
    "FYSIEKE_STATUS_PERC;SOORT_AANSLUITING;SOORT_AANSLUITING_PERC;SJV_GEMIDDELD;"
    "SJV_LAAG_TARIEF_PERC;SLIMME_METER_PERC;STANDAARDDEVIATIE"
)
OLD = (
    "Netbeheerder\tNetgebied\tStraatnaam\tPostcode van\tPostcode tot\tWoonplaats\tLandcode\t"
    "Productsoort\tVerbruikssegment\tAantal Aansluitingen\t%Leveringsrichting\t"
    "%Fysieke status\t%Defintieve aansl (NRM)\tSoort aansluiting\t%Soort aansluiting\tSJV\t"
    "%SJV laag tarief\t%Slimme Meter"
)


def new_row(start: str, end: str, product: str = "ELK", count: str = "18", active: str = "94,44"):
    before = f"Net A;REGIO;Dorpsstraat;{start};{end};DORP;NL;{product};KVB;{count};100;{active}"
    return before + ";3x25;60;2511,50;0;81;1,2"


def old_row(start: str, end: str) -> str:
    before = ["Net B", "REGIO", "Kerkweg", start, end, "DORP", "NL", "ELK", "KVB", "25", "88,00"]
    return "\t".join([*before, "100,00", "96,00", "1x25", "52", "3011", "12", "4"])


@pytest.fixture
def read_files(tmp_path: Path):
    def read(*texts: str):
        paths = [tmp_path / f"operator{n}.csv" for n in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text + "\n", "utf-8")
        return read_layer("connections", paths, reference_date=date(2026, 1, 1))

    return read


def test_files_of_several_operators_and_years_are_one_layer(read_files):
    one = "\n".join([NEW, new_row("1381AA", "1381AD"), new_row("1381 AE", "1381ae", "GAS")])
    two = "\n".join([OLD, old_row("1382AB", "1382AC")])
    layer = read_files(one, two)
    frame = layer.frame.sort_values("postcode_from")
    assert frame["postcode_from"].tolist() == ["1381AA", "1381AE", "1382AB"]
    assert frame["postcode_to"].tolist() == ["1381AD", "1381AE", "1382AC"]
    assert frame["product"].tolist() == ["ELK", "GAS", "ELK"]
    assert frame["connections"].tolist() == [18.0, 18.0, 25.0]
    assert frame["active_share"].tolist() == pytest.approx([0.9444, 0.9444, 1.0])
    assert layer.access is Access.OPEN
    assert not [column for column in frame if "sjv" in column.lower()]


def test_ranges_that_come_again_keep_their_rows_whatever_their_order(read_files):
    rows = [new_row("1381AA", "1381AD", count=str(count)) for count in (10, 30, 20)]
    first = read_files("\n".join([NEW, *rows])).frame
    second = read_files("\n".join([NEW, *reversed(rows)])).frame
    assert sorted(first["connections"]) == [10.0, 20.0, 30.0]
    assert first.equals(second)


def test_rows_without_a_range_and_impossible_shares_are_counted(read_files, counted):
    rows = [new_row("1381AA", "1381AD", active="104"), new_row("????", "1381AD")]
    layer = read_files("\n".join([NEW, *rows]))
    assert len(layer.frame) == 1
    assert np.isnan(layer.frame["active_share"].iloc[0])
    assert counted(layer, "Rows without a range of postcodes") == 1
