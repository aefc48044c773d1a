"""Pages built as a tree of elements: text is data, and stays text.

No template: every text goes through the serialiser's own escaping, and a
content security policy in the page lets nothing run and nothing be fetched.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from riskmap.language import Language

# Characters XML 1.0 cannot hold; one in a register's text must not break the page.
_FORBIDDEN = {code: None for code in range(32) if code not in {9, 10, 13}}
_ATTRIBUTES = {"class_": "class"}


def element(name: str, *children: ET.Element | str, **attributes: str) -> ET.Element:
    """Return an element; strings become text, never markup."""
    made = ET.Element(name, {_ATTRIBUTES.get(k, k): _clean(v) for k, v in attributes.items()})
    last: ET.Element | None = None
    for child in children:
        if isinstance(child, ET.Element):
            made.append(child)
            last = child
        elif last is None:
            made.text = (made.text or "") + _clean(child)
        else:
            last.tail = (last.tail or "") + _clean(child)
    return made


def table(
    head: Sequence[ET.Element | str], rows: Iterable[Sequence[ET.Element | str]], *, caption: str
) -> ET.Element:
    """Return a table with a caption and scoped headings; a cell may be a ``td`` of its own."""
    heads = [element("th", c, scope="col") if isinstance(c, str) else c for c in head]
    first = element("thead", element("tr", *heads))
    return _framed(caption, first, _body(rows))


def pairs(rows: Iterable[tuple[str, str]], *, caption: str) -> ET.Element:
    """Return a table of two columns whose first cells are the headings."""
    return _framed(caption, _body((element("th", name, scope="row"), text) for name, text in rows))


def figure(text: str) -> ET.Element:
    """Return a cell with a figure, lined up with those above and below it.

    An interval behind the figure, in brackets, goes below it where the column is narrow.
    """
    value, opened, interval = text.partition(" (")
    if not opened:
        return element("td", text, class_="figure")
    return element("td", value, " ", element("span", f"({interval}"), class_="figure")


def figure_head(text: str) -> ET.Element:
    """Return the heading of a column of figures."""
    return element("th", text, scope="col", class_="figure")


def _body(rows: Iterable[Sequence[ET.Element | str]]) -> ET.Element:
    return element("tbody", *(element("tr", *(_cell(c) for c in row)) for row in rows))


def _cell(content: ET.Element | str) -> ET.Element:
    ready = isinstance(content, ET.Element) and content.tag in {"td", "th"}
    return content if isinstance(content, ET.Element) and ready else element("td", content)


def _framed(caption: str, *parts: ET.Element) -> ET.Element:
    made = element("table", element("caption", caption), *parts)
    # A wide table scrolls by itself, and by keyboard, instead of widening the page.
    return element("div", made, class_="scroll", tabindex="0", role="region", **{"aria-label": caption})  # fmt: skip # noqa: E501


def bullets(items: Iterable[ET.Element | str]) -> ET.Element:
    """Return an unordered list."""
    return element("ul", *(element("li", item) for item in items))


def page(title: str, language: Language, style: str, *content: ET.Element) -> str:
    """Return a whole page that fetches nothing and runs nothing.

    Parameters
    ----------
    title
        Shown in the tab.
    style
        CSS; its hash stands in the content security policy.
    content
        What stands in ``<main>``.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'"
    head = element(
        "head",
        ET.Element("meta", {"charset": "utf-8"}),
        ET.Element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        ET.Element("meta", {"name": "referrer", "content": "no-referrer"}),
        ET.Element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("title", title),
        element("style", style),
    )
    root = element("html", head, element("body", element("main", *content)), lang=language)
    return "<!DOCTYPE html>\n" + ET.tostring(root, encoding="unicode", method="html") + "\n"


def _clean(text: str) -> str:
    return str(text).translate(_FORBIDDEN)
