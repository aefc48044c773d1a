"""Folium made self-contained: Leaflet inlined, a strict policy, fail closed.

Folium and branca load Leaflet and every plug-in from content networks. Here
each link in the page's head must be known in one asset table; a link that is
not (a plug-in) stops the drawing instead of leaking at view time. Folium
draws the frame only: no value of a map passes through its templates.
"""

import base64
import html
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable

import folium
from branca.element import Figure, Link
from folium.template import Template

from riskmap.errors import OutputError
from riskmap.messages import Message
from riskmap.outputs.webmap.escaping import content_hash
from riskmap.outputs.webmap.outside import refuse_outside_links

PDOK_HOST = "https://service.pdok.nl"
PDOK_TILES = f"{PDOK_HOST}/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{{z}}/{{x}}/{{y}}.png"

_MAP_SLOT = "<!-- map -->"
_CSS_URL = re.compile(r"url\(([^)#]+)\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def _leaflet() -> Traversable:
    return resources.files("xstatic.pkg.leaflet") / "data"


def _leaflet_script() -> str:
    return _SOURCE_MAP.sub("", (_leaflet() / "leaflet.js").read_text("utf-8"))


def _leaflet_style() -> str:
    folder = _leaflet()

    def inline(found: re.Match[str]) -> str:
        picture = base64.b64encode(folder.joinpath(found[1]).read_bytes()).decode("ascii")
        return f"url(data:image/png;base64,{picture})"

    return _CSS_URL.sub(inline, (folder / "leaflet.css").read_text("utf-8"))


SCRIPTS: Mapping[str, Callable[[], str]] = {"leaflet": _leaflet_script}
STYLES: Mapping[str, Callable[[], str]] = {"leaflet_css": _leaflet_style}


class OfflineMap(folium.Map):
    """A Folium map that needs Leaflet and nothing else."""

    # Folium's own template without its header: that one stops readers from zooming the page
    # and brings styles and a script the page does not need.
    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            const {{ this.get_name() }} = L.map(
                {{ this.get_name()|tojson }},
                {center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}}
            );
        {% endmacro %}
        """
    )
    # Own lists: folium's add_js_link would change the lists of every map in the session.
    default_js = [("leaflet", "leaflet.js")]  # noqa: RUF012 (folium's own shape)
    default_css = [("leaflet_css", "leaflet.css")]  # noqa: RUF012 (folium's own shape)

    def __init__(self, *, background: str) -> None:
        super().__init__(
            location=(52.1, 5.4),
            zoom_start=8,
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            max_zoom=21,
            zoom_snap=0.25,
        )
        self._id = "riskmap"
        if background == "pdok":
            tiles = folium.TileLayer(
                PDOK_TILES, attr="PDOK", min_zoom=6, max_zoom=21, max_native_zoom=19
            )
            tiles._id = "background"  # noqa: SLF001 (branca names elements at random; bytes must repeat)
            self.add_child(tiles)


class OfflineFigure(Figure):
    """A page around a Folium map in which nothing comes from elsewhere.

    Parameters
    ----------
    title
        Title of the page; escaped, never rendered as a template.
    language
        Language of the page (``nl`` or ``en``).
    skeleton
        The body, with a comment ``map`` where the map goes.
    style, script
        The page's own style sheet and script.
    data
        Finished data blocks (see `data_block`).
    picture_hosts
        Hosts that pictures may come from; none by default.
    """

    def __init__(
        self,
        *,
        title: str,
        language: str,
        skeleton: str,
        style: str,
        script: str,
        data: Sequence[str],
        picture_hosts: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._id = "riskmap"
        self._page_title = title
        self._language = language
        self._skeleton = skeleton
        self._style = style
        self._script = script
        self._data = tuple(data)
        self._picture_hosts = tuple(picture_hosts)

    def render(self, **kwargs: object) -> str:
        """Return the finished page.

        Raises
        ------
        OutputError
            If anything in the map wants to load what is not in the asset table.
        """
        for child in self._children.values():
            child.render(**kwargs)
        scripts, styles = self._assets()
        scripts += [str(self.script.render(**kwargs)), self._script]
        styles.append(self._style)
        before, after = self._skeleton.split(_MAP_SLOT)
        page = "\n".join(
            (
                *self._head(scripts, styles),
                "<body>",
                before + str(self.html.render(**kwargs)).strip() + after,
                *self._data,
                *(f"<script>{text}</script>" for text in scripts),
                "</body>",
                "</html>",
                "",
            )
        )
        refuse_outside_links(page)
        return page

    def _head(self, scripts: Sequence[str], styles: Sequence[str]) -> list[str]:
        policy = self._policy(scripts, styles)
        return [
            "<!DOCTYPE html>",
            f'<html lang="{self._language}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{html.escape(self._page_title)}</title>",
            *(f"<style>{text}</style>" for text in styles),
            "</head>",
        ]

    def _policy(self, scripts: Sequence[str], styles: Sequence[str]) -> str:
        """Return what the browser may do: nothing, but for what has these very bytes."""
        return "; ".join(
            (
                "default-src 'none'",
                " ".join(("script-src", *map(content_hash, scripts))),
                " ".join(("style-src", *map(content_hash, styles))),
                " ".join(("img-src data:", *self._picture_hosts)),
                "base-uri 'none'",
                "form-action 'none'",
            )
        )

    def _assets(self) -> tuple[list[str], list[str]]:
        scripts: list[str] = []
        styles: list[str] = []
        for name, element in self.header._children.items():  # noqa: SLF001 (branca keeps them there)
            if name == "meta_http":
                continue  # branca's own charset line; the page has one
            if isinstance(element, Link) and name in SCRIPTS:
                scripts.append(SCRIPTS[name]())
            elif isinstance(element, Link) and name in STYLES:
                styles.append(STYLES[name]())
            else:
                raise OutputError(
                    Message("The map would load {name}, which is not in the page.", name=name),
                    Message("Take that plug-in out of the map: it would ask an outside host."),
                )
        return scripts, styles


def data_block(name: str, kind: str, text: str) -> str:
    """Return a block of data that a browser keeps as text and never runs."""
    return f'<script type="{kind}" id="{name}">{text}</script>'
