"""Roads: the real NWB extract of Wageningen, and ramps and paths in both editions."""

import re
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from riskmap.layers.border import read_layer

LINE = shapely.LineString([(132_000, 480_000), (132_100, 480_000)])


def test_the_real_extract_keeps_every_segment_with_its_nodes(shared_data):
    path = shared_data / "wageningen/nwb-wfs/Roads.gml"
    layer = read_layer("roads", [path], reference_date=date(2026, 1, 1))
    text = path.read_text()
    wanted = {
        name: re.findall(rf"<[a-z0-9]+:{name}>(.*?)</", text)
        for name in ("wvk_id", "jte_id_beg", "jte_id_end", "wegbehsrt")
    }
    assert len(layer.frame) == len(wanted["wvk_id"]) == 247
    by_id = layer.frame.loc[wanted["wvk_id"]]
    assert by_id["node_from"].tolist() == wanted["jte_id_beg"]
    assert by_id["node_to"].tolist() == wanted["jte_id_end"]
    assert by_id["authority"].tolist() == wanted["wegbehsrt"]
    assert by_id["authority"].value_counts().to_dict() == {"G": 241, "P": 6}
    assert set(layer.frame.geom_type) == {"LineString"}


def test_whether_a_segment_is_a_ramp_is_unknown_where_no_column_says_so(shared_data):
    path = shared_data / "wageningen/nwb-wfs/Roads.gml"
    layer = read_layer("roads", [path], reference_date=date(2026, 1, 1))
    assert layer.frame["ramp"].isna().all()


def test_ramps_and_cycle_paths_are_known_by_the_carriageway_code_in_both_editions(read):
    new = gpd.GeoDataFrame(
        {
            "wvk_id": [600_123_456, 2, 3, 4],
            "jte_id_beg": [1.0, 2.0, 3.0, 4.0],
            "jte_id_end": [2.0, 3.0, 4.0, 5.0],
            "wegbehsrt": ["R", "R", "G", "G"],
            "bst_code": ["AFR", "OPR", "FP", "RB"],
            "rijrichtng": ["H", "T", "B", None],
            "stt_naam": [None, None, "Laan", "#"],
        },
        geometry=[shapely.MultiLineString([LINE])] * 4,
        crs=28992,
    )
    capitals = {name: name.upper() for name in new.columns if name != "geometry"}
    old = new.rename(columns=capitals | {"bst_code": "BAANSUBSRT"})
    for n, frame in enumerate((new, old)):
        roads = read("roads", frame, f"{n}.gpkg").frame.loc[["600123456", "2", "3", "4"]]
        assert roads["ramp"].tolist() == [True, True, False, False]
        assert roads["road_class"].tolist()[2:] == ["fietspad", "RB"]
        assert roads["node_from"].tolist() == ["1", "2", "3", "4"]
        assert roads["street"].tolist()[2] == "Laan"
        assert pd.isna(roads["street"].iloc[3])
        assert set(roads.geom_type) == {"LineString"}
