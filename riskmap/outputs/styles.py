"""QGIS styles that travel inside a GeoPackage."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from riskmap import notation
from riskmap.language import Language, translator

# Five classes of cividis: readable with every common form of colour blindness.
CLASS_COLOURS = ("#00224e", "#434e6c", "#7d7c78", "#bcaf6f", "#fee838")
UNRANKED_COLOUR = "#d9d9d9"
# Red and blue stay apart with every common form of colour blindness.
HOT_SPOT_COLOURS = {"hot": "#b2182b", "cold": "#2166ac", "not_significant": "#f0f0f0"}


def map_style(column: str, language: Language) -> str:
    """Return a graduated QGIS style on a score column (0..1), five equal classes."""
    translate = translator(language)
    root = _root()
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        type="RuleRenderer",
        symbollevels="0",
        enableorderby="0",
        forceraster="0",
    )
    rules = ET.SubElement(renderer, "rules", key="riskmap")
    symbols = ET.SubElement(renderer, "symbols")
    ranked = '"rank" IS NOT NULL'
    for number, colour in enumerate(CLASS_COLOURS):
        low, high = number / 5, (number + 1) / 5
        upper = "<=" if number == len(CLASS_COLOURS) - 1 else "<"
        test = f'{ranked} AND "{column}" >= {low} AND "{column}" {upper} {high}'
        _rule(rules, number, test, f"{low:.1f} - {high:.1f}")
        _fill_symbol(symbols, number, colour, "solid")
    _rule(
        rules,
        5,
        f'"rank" IS NULL OR "{column}" IS NULL',
        translate("Not ranked: too little is known"),
    )
    _fill_symbol(symbols, 5, UNRANKED_COLOUR, "b_diagonal")
    return _text(root)


def hot_spot_style(words: Mapping[str, str], *, points: bool) -> str:
    """Return a QGIS style on the column ``hot_spot``; without a test the place is hatched.

    Parameters
    ----------
    words
        What each class is called.
    points
        The places are points, and no polygons.
    """
    root = _root()
    renderer = ET.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0")
    rules = ET.SubElement(renderer, "rules", key="riskmap")
    symbols = ET.SubElement(renderer, "symbols")
    drawn = _point_symbol if points else _fill_symbol
    for number, (name, colour) in enumerate(HOT_SPOT_COLOURS.items()):
        _rule(rules, number, f"\"hot_spot\" = '{name}'", words[name])
        drawn(symbols, number, colour, "solid")
    last = len(HOT_SPOT_COLOURS)
    _rule(rules, last, '"hot_spot" IS NULL', "?")
    drawn(symbols, last, UNRANKED_COLOUR, "b_diagonal")
    return _text(root)


def classes_style(column: str, limits: Sequence[float], language: Language, *, points: bool) -> str:
    """Return a QGIS style on any column, five classes between given limits.

    Parameters
    ----------
    limits
        The four figures between the five classes, rising; the upper class
        holds its limit.
    points
        The places are points, and no polygons.
    """
    drawn = _point_symbol if points else _fill_symbol
    root = _root()
    renderer = ET.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0")
    rules = ET.SubElement(renderer, "rules", key="riskmap")
    symbols = ET.SubElement(renderer, "symbols")
    edges = ["", *(f"{limit!r}" for limit in limits), ""]
    shown = ["", *(notation.number(limit, language, 2) for limit in limits), ""]
    for place, colour in enumerate(CLASS_COLOURS):
        low, high = edges[place], edges[place + 1]
        tests = [f'"{column}" >= {low}'] * bool(low) + [f'"{column}" < {high}'] * bool(high)
        label = f"{shown[place]} - {shown[place + 1]}".strip()
        _rule(rules, place, " AND ".join(tests), label)
        drawn(symbols, place, colour, "solid")
    return _text(root)


def list_style(language: Language) -> str:
    """Return a QGIS style for list points: by score and by chance look different on no map."""
    root = _root()
    renderer = ET.SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0")
    symbols = ET.SubElement(renderer, "symbols")
    symbol = ET.SubElement(symbols, "symbol", type="marker", name="0", alpha="1")
    layer = ET.SubElement(symbol, "layer", {"class": "SimpleMarker", "enabled": "1"})
    options = ET.SubElement(layer, "Option", type="Map")
    for name, value in {
        "name": "circle",
        "color": "254,232,56,255",
        "outline_color": "0,34,78,255",
        "outline_width": "0.6",
        "size": "3.5",
    }.items():
        ET.SubElement(options, "Option", type="QString", name=name, value=value)
    # QGIS shows a map tip as HTML: a label stays text.
    label = "replace(replace(\"label\", '&', '&amp;'), '<', '&lt;')"
    translate = translator(language)
    said = translate("Opportunity, not suspicion")
    ET.SubElement(root, "mapTip").text = f"<b>[% {label} %]</b><br>{said}"
    return _text(root)


def _root() -> ET.Element:
    return ET.Element("qgis", version="3.22.0", styleCategories="Symbology|MapTips")


def _rule(rules: ET.Element, number: int, test: str, label: str) -> None:
    ET.SubElement(rules, "rule", key=f"r{number}", symbol=str(number), filter=test, label=label)


def _fill_symbol(symbols: ET.Element, number: int, colour: str, pattern: str) -> None:
    symbol = ET.SubElement(symbols, "symbol", type="fill", name=str(number), alpha="0.85")
    layer = ET.SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1"})
    options = ET.SubElement(layer, "Option", type="Map")
    for name, value in {
        "color": f"{_rgb(colour)},255",
        "style": pattern,
        "outline_color": "60,60,60,255",
        "outline_width": "0.2",
    }.items():
        ET.SubElement(options, "Option", type="QString", name=name, value=value)


def _point_symbol(symbols: ET.Element, number: int, colour: str, pattern: str) -> None:
    symbol = ET.SubElement(symbols, "symbol", type="marker", name=str(number), alpha="0.85")
    layer = ET.SubElement(symbol, "layer", {"class": "SimpleMarker", "enabled": "1"})
    options = ET.SubElement(layer, "Option", type="Map")
    for name, value in {
        "name": "circle" if pattern == "solid" else "cross",
        "color": f"{_rgb(colour)},255",
        "outline_color": "60,60,60,255",
        "outline_width": "0.2",
        "size": "2.5",
    }.items():
        ET.SubElement(options, "Option", type="QString", name=name, value=value)


def _rgb(colour: str) -> str:
    return ",".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(
        root, encoding="unicode"
    )
