"""The last guard: a finished page that asks anything of anybody is refused."""

import re
from html.parser import HTMLParser

from riskmap.errors import OutputError
from riskmap.messages import Message

_LOADING = frozenset(
    {
        *("src", "href", "srcset", "data", "action", "formaction", "poster", "background"),
        *("cite", "ping", "manifest", "longdesc", "profile", "codebase", "archive", "classid"),
        *("usemap", "xlink:href", "srcdoc"),
    }
)
_FORBIDDEN_TAGS = frozenset(
    {"iframe", "frame", "object", "embed", "applet", "base", "link", "portal", "form"}
)
_CSS_LINK = re.compile(
    r"""(?:url\(\s*["']?|@import\s+["']?)(?!data:|#)(?P<target>[^)"'\s]*)""", re.IGNORECASE
)


def refuse_outside_links(page: str) -> None:
    """Check a finished page.

    Allowed are links inside the page (``#place``) and ``data:`` addresses.

    Raises
    ------
    OutputError
        If the page loads, links to or sends anything, holds an event
        attribute, or a tag that could.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    if reader.faults:
        raise OutputError(
            Message(
                "The map page holds something that is not its own: {what}.", what=reader.faults[0]
            ),
            Message("Take the plug-in or the layer that brought it out of the map."),
        )


class _Reader(HTMLParser):
    """Collects what a page would load."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check one tag with its attributes."""
        self._in_style = tag == "style"
        if tag in _FORBIDDEN_TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            text = (value or "").strip()
            if name.startswith("on") or name == "style":
                self.faults.append(f"<{tag} {name}>")
            if name in _LOADING and not text.startswith(("#", "data:")):
                self.faults.append(f"<{tag} {name}> {text[:80]}")
            if tag == "meta" and name == "http-equiv" and text.lower() == "refresh":
                self.faults.append("<meta refresh>")

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        """Check a style sheet's links."""
        if self._in_style:
            self.faults += [f"url({found['target'][:80]})" for found in _CSS_LINK.finditer(data)]
