"""The page's own files: skeleton, style sheets and script, read from the package."""

import html
import re
from importlib import resources
from importlib.resources.abc import Traversable

# In this order: a module comes after those it imports.
_MODULES = (
    "unpack",
    "facts",
    "elements",
    "colours",
    "drawing",
    "badges",
    "beneath",
    "places",
    "legend",
    "explanation",
    "table",
    "about",
    "viewport",
    "page",
)
_STYLES = ("page.css", "panels.css", "print.css")
_IMPORT = re.compile(r'^import (?P<names>\{[^}]*\}) from "\./(?P<module>\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (?P<name>\w+))", re.MULTILINE)
_NOSCRIPT_SLOT = "<!-- without script -->"


def page_skeleton(without_script: str) -> str:
    """Return the body: landmarks and headings without any text of their own."""
    skeleton = (_folder() / "page.html").read_text("utf-8").strip()
    return skeleton.replace(_NOSCRIPT_SLOT, html.escape(without_script))


def page_style() -> str:
    """Return the style sheets as one."""
    return "\n".join((_folder() / name).read_text("utf-8").strip() for name in _STYLES)


def page_script() -> str:
    """Return the modules as one script.

    Browsers do not load modules from disk (``file:``). So each module becomes
    a function of its own; what it exports is what that function returns.
    """
    modules = [_wrapped(name) for name in _MODULES]
    return "\n".join(('"use strict";', "const page = {};", *modules))


def _wrapped(name: str) -> str:
    text = (_folder() / "js" / f"{name}.js").read_text("utf-8").strip()
    given = ", ".join(found["name"] for found in _EXPORT.finditer(text))
    body = _EXPORT.sub("", _IMPORT.sub(r"const \g<names> = page.\g<module>;", text))
    return f"page.{name} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();"


def _folder() -> Traversable:
    return resources.files("riskmap.outputs.webmap") / "page"
