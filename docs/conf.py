"""How `make docs` builds the pages in this folder."""

project = "riskmap"
copyright = "the riskmap maintainers, EUPL-1.2"  # noqa: A001 (Sphinx's name for it)
extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["images"]
html_theme = "alabaster"  # comes with Sphinx and asks nothing of the network
html_theme_options = {
    "description": "Map layers into an explained list of places to inspect",
    "fixed_sidebar": True,
    "show_powered_by": False,
}
html_show_sourcelink = False
html_copy_source = False
html_use_index = False
