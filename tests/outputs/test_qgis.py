"""GeoPackages opened by QGIS itself: styled at once, and no label runs as HTML."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from riskmap.inspection import plan
from riskmap.outputs.lists import write_list_geopackage
from riskmap.outputs.map_files import write_map_geopackage
from riskmap.outputs.styles import CLASS_COLOURS, UNRANKED_COLOUR
from riskmap.project import InspectionSettings

pytestmark = [pytest.mark.long, pytest.mark.qgis]

NAN = float("nan")
LOOK = """
import json, sys
from qgis.core import (QgsApplication, QgsExpression, QgsExpressionContext,
                       QgsRenderContext, QgsVectorLayer)
app = QgsApplication([], False)
app.initQgis()
layer = QgsVectorLayer(sys.argv[1], "layer", "ogr")
renderer, tips, colours = layer.renderer(), [], []
context = QgsRenderContext()
renderer.startRender(context, layer.fields())
for feature in layer.getFeatures():
    at = QgsExpressionContext()
    at.setFields(layer.fields())
    at.setFeature(feature)
    context.setExpressionContext(at)
    drawn = [symbol.color().name() for symbol in renderer.symbolsForFeature(feature, context)]
    colours.append([feature["location_id"], drawn])
    tips.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), at))
renderer.stopRender(context)
print(json.dumps({"valid": layer.isValid(), "type": renderer.type(), "crs": layer.crs().authid(),
                  "colours": colours, "tips": tips}))
"""


@pytest.fixture
def look(tmp_path):
    """Return a function that opens a file in QGIS and says what it draws, or skip."""
    system = shutil.which("python3", path="/usr/bin") or ""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)}
    script = tmp_path / "look.py"
    script.write_text(LOOK, "utf-8")
    there = (
        system
        and not subprocess.run(  # noqa: S603 (the system's own Python)
            [system, "-c", "import qgis.core"], capture_output=True, check=False, env=environment
        ).returncode
    )
    if not there:
        pytest.skip("QGIS with its Python module is not here (Debian: python3-qgis)")

    def opened(path: Path) -> dict:
        answer = subprocess.run(  # noqa: S603 (as above)
            [system, str(script), str(path)],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        return json.loads(answer.stdout.splitlines()[-1])

    return opened


def test_a_map_opens_with_its_five_classes_and_the_unranked_apart(look, small_map, tmp_path):
    levels = [0.1, 0.3, 0.5, 0.7, 0.9]
    scored = small_map([*((2 * s, 100 * s, 100 * s) for s in levels), (2, NAN, NAN)])
    write_map_geopackage(scored, tmp_path / "map.gpkg")
    seen = look(tmp_path / "map.gpkg")
    assert (seen["valid"], seen["type"], seen["crs"]) == (True, "RuleRenderer", "EPSG:28992")
    expected = [*CLASS_COLOURS, UNRANKED_COLOUR]
    assert [drawn for _, drawn in sorted(seen["colours"])] == [[colour] for colour in expected]


def test_a_list_opens_as_points_whose_tip_shows_a_label_as_text(look, small_map, tmp_path):
    scored = small_map([(1, 50, 50), (0, 0, 10)])
    scored.frame["label"] = "<img src=x> & Co"
    listed = plan([scored], InspectionSettings(capacity=2, random_share=0.0), "nl")
    write_list_geopackage(listed, tmp_path / "list.gpkg", "nl")
    seen = look(tmp_path / "list.gpkg")
    assert (seen["valid"], seen["type"]) == (True, "singleSymbol")
    assert len(seen["tips"]) == 2
    for tip in seen["tips"]:
        assert "<b>&lt;img src=x> &amp; Co</b>" in tip
