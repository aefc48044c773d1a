"""A table whose ids fit nothing is a fault, never a row of zeros."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from riskmap.errors import LayerError
from riskmap.layers.layer import Layer
from riskmap.pipeline.joining import joined

HOMES = [f"99010100000000{n:02}" for n in range(30)]


def addresses():
    frame = gpd.GeoDataFrame(geometry=[Point(0, 0)] * 30, index=HOMES, crs=28992)
    return Layer("addresses", frame, "bag.gpkg")


def table(ids, name="vacancy", index="address_id", **columns):
    frame = pd.DataFrame({"years_vacant": 1.0, **columns}, index=pd.Index(ids, name=index))
    return Layer(name, frame, "leegstand.csv")


def test_a_table_of_which_no_row_fits_is_refused_with_the_next_step():
    cut = table([name[2:] for name in HOMES[:12]])
    with pytest.raises(LayerError, match=r"vacancy \(leegstand.csv\): none of its 12 rows") as told:
        joined(cut, {"addresses": addresses(), "vacancy": cut})
    assert "[layers.vacancy]" in told.value.next_step.text()


def test_rows_that_fit_are_counted():
    some = table([*HOMES[:3], *(f"0363010000000{n:03}" for n in range(20))])
    (note,) = joined(some, {"addresses": addresses()}).report.notes
    assert note.text() == "Rows that fit an object read as addresses: 3 of 23."


def test_rows_of_this_municipality_outside_the_area_are_no_fault():
    far = table([f"99010100000009{n:02}" for n in range(20)])
    (note,) = joined(far, {"addresses": addresses()}).report.notes
    assert "0 of 20" in note.text()


def test_a_table_of_another_municipality_is_refused():
    with pytest.raises(LayerError, match="none of its 1 rows"):
        joined(table(["0363010000000001"]), {"addresses": addresses()})


def test_one_of_two_ids_is_enough():
    farms = table(
        [str(n) for n in range(12)], "farm_status", "farm_row",
        address_id=[HOMES[0], *["x"] * 11], building_id=["y"] * 12,
    )  # fmt: skip
    buildings = Layer("buildings", addresses().frame.head(1), "bag.gpkg")
    (note,) = joined(farms, {"addresses": addresses(), "buildings": buildings}).report.notes
    assert note.facts["count"] == 1


def test_a_layer_that_was_not_read_may_hold_the_ids():
    values = table(["0363100000000001"], "property_values", "property_id")
    parks = Layer("business_parks", addresses().frame, "ibis.gpkg")
    assert joined(values, {"business_parks": parks}) is values


def test_without_the_layer_it_joins_to_nothing_is_said():
    lone = table([name[2:] for name in HOMES])
    assert joined(lone, {}) is lone
    assert joined(addresses(), {"addresses": addresses()}).report.notes == ()
