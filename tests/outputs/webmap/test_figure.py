"""Folium draws the frame; nothing in it comes from elsewhere, or the drawing stops."""

import base64
import hashlib
import re

import folium
import folium.plugins
import pytest

from riskmap.errors import OutputError
from riskmap.outputs.webmap.figure import OfflineFigure, OfflineMap


def page_with(*plugins: object, title: str = "Kaart") -> str:
    figure = OfflineFigure(
        title=title,
        language="nl",
        skeleton="<main><!-- map --></main>",
        style="main { color: black }",
        script="window.ran = true;",
        data=(),
    )
    chart = OfflineMap(background="none")
    for plugin in plugins:
        chart.add_child(plugin)
    chart.add_to(figure)
    return figure.render()


def policy(page: str) -> dict[str, list[str]]:
    content = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    return {words[0]: words[1:] for words in map(str.split, content.split(";"))}


def hashes(page: str, tag: str) -> set[str]:
    texts = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}


def test_the_policy_names_exactly_the_scripts_and_styles_of_the_page() -> None:
    page = page_with()
    assert policy(page)["default-src"] == ["'none'"]
    assert set(policy(page)["script-src"]) == hashes(page, "script")
    assert set(policy(page)["style-src"]) == hashes(page, "style")
    assert policy(page)["img-src"] == ["data:"]
    assert len(hashes(page, "script")) == 3
    assert "unsafe" not in page.split("</head>")[0].split("<title>")[0]


def test_leaflet_is_the_published_file() -> None:
    # The integrity attribute that leafletjs.com gives for leaflet.js 1.9.3.
    wanted = "'sha256-WBkoXOwTeyKclOHuWtc+i2uENFpDZ9YPdf5Hf+D7ewM='"
    source_map = "//# sourceMappingURL=leaflet.js.map"
    scripts = re.findall(r"<script>(.*?)</script>", page_with(), re.DOTALL)
    leaflet = next(text for text in scripts if "Leaflet 1.9.3" in text)
    assert leaflet.rstrip() == leaflet.rstrip().removesuffix(source_map)
    digest = hashlib.sha256((leaflet.rstrip("\n") + "\n" + source_map).encode()).digest()
    assert f"'sha256-{base64.b64encode(digest).decode()}'" == wanted


@pytest.mark.parametrize(
    "plugin", [folium.plugins.MarkerCluster, folium.plugins.Fullscreen, folium.plugins.Draw]
)
def test_a_plug_in_that_would_load_something_stops_the_drawing(plugin: type) -> None:
    with pytest.raises(OutputError, match="would load"):
        page_with(plugin())


def test_a_plug_in_that_adds_to_the_head_stops_the_drawing() -> None:
    element = folium.Element("<style>p { color: red }</style>")
    figure_map = OfflineMap(background="none")
    figure = OfflineFigure(
        title="x", language="nl", skeleton="<!-- map -->", style="", script="", data=()
    )
    figure_map.add_to(figure)
    figure.header.add_child(element, name="stray")
    with pytest.raises(OutputError, match="stray"):
        figure.render()


def test_drawing_does_not_change_other_folium_maps() -> None:
    before = [name for name, _ in folium.Map.default_js]
    page_with()
    assert [name for name, _ in folium.Map.default_js] == before


def test_a_title_is_escaped_and_never_rendered() -> None:
    page = page_with(title="{{ 7 * 7 }}</title><script>x</script>")
    assert "<title>{{ 7 * 7 }}&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;</title>" in page


def test_the_reader_may_zoom_the_page() -> None:
    viewports = re.findall(r'<meta name="viewport" content="([^"]*)"', page_with())
    assert viewports == ["width=device-width, initial-scale=1"]
