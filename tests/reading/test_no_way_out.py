"""A second wall behind the checks: GDAL and PROJ reach no server, whatever they are given."""

from pathlib import Path

import pytest

from tests.reading.conftest import Canary
from tests.test_guard import run

ASK = """
import os, sys
os.environ["PROJ_NETWORK"] = "ON"
if sys.argv[2] == "guarded":
    import riskmap.guard
import pyogrio, pyproj.network
pyogrio.read_dataframe(sys.argv[1])
print(pyproj.network.is_network_enabled())
"""
LINKED = (
    '{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":"{url}/crs"}},'
    '"features":[{"type":"Feature","properties":{},"geometry":'
    '{"type":"Point","coordinates":[5,52]}}]}'
)


@pytest.mark.parametrize("guarded", [False, True])
def test_gdal_asks_a_server_and_proj_may_only_without_the_guards(
    guarded: bool,  # noqa: FBT001 (a case)
    tmp_path: Path,
    checkout: Path,
    canary: Canary,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("no_proxy", "NO_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "linked.geojson"
    path.write_text(LINKED.replace("{url}", canary.address))
    ended = run(ASK, str(path), "guarded" if guarded else "bare", cwd=checkout)
    asked = list(canary.asked)
    canary.asked.clear()
    assert ended.returncode == 0, ended.stderr
    assert bool(asked) is not guarded
    assert ended.stdout.split() == [str(not guarded)]
