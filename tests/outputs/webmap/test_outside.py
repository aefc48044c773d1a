"""A page that would load, send or run something that is not its own is refused."""

import pytest

from riskmap.errors import OutputError
from riskmap.outputs.webmap.outside import refuse_outside_links

HARMLESS = (
    '<a href="#ranked">down</a>',
    '<img src="data:image/png;base64,AA==">',
    "<style>a{background:url(data:image/png;base64,AA==)} b{behavior:url(#x)}</style>",
    '<script type="application/json">"https:\\u002f\\u002fexample.org"</script>',
    "<p>See https://example.org</p>",
)
REFUSED = (
    '<script src="https://cdn.example/leaflet.js"></script>',
    '<link rel="stylesheet" href="leaflet.css">',
    '<img src="//tiles.example/1.png">',
    '<img srcset="https://tiles.example/1.png 2x">',
    '<a href="https://example.org">out</a>',
    '<a href="javascript:alert(1)">run</a>',
    '<a ping="https://example.org" href="#x">x</a>',
    '<iframe srcdoc="x"></iframe>',
    '<form action="https://example.org"></form>',
    '<object data="x.swf"></object>',
    '<meta http-equiv="Refresh" content="0;url=https://example.org">',
    '<base href="https://example.org">',
    '<p onclick="alert(1)">x</p>',
    '<p style="background:url(https://example.org)">x</p>',
    "<style>@import 'https://example.org/a.css';</style>",
    "<style>p{background:URL( 'https://example.org/a.png')}</style>",
    '<svg><image xlink:href="https://example.org/a.png"/></svg>',
)


@pytest.mark.parametrize("markup", HARMLESS)
def test_what_stays_in_the_page_passes(markup: str) -> None:
    refuse_outside_links(f"<!DOCTYPE html><html><body>{markup}</body></html>")


@pytest.mark.parametrize("markup", REFUSED)
def test_what_leaves_the_page_is_refused(markup: str) -> None:
    with pytest.raises(OutputError, match="not its own"):
        refuse_outside_links(f"<!DOCTYPE html><html><body>{markup}</body></html>")
