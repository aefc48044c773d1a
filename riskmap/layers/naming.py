"""What a layer is called in a sentence: its key is for the project file, its name for a reader."""

from collections.abc import Callable, Mapping

from riskmap.messages import Message

LAYER_NAMES: Mapping[str, Message] = {
    "parcels": Message("cadastral parcels"),
    "buildings": Message("buildings"),
    "addresses": Message("addresses"),
    "roads": Message("road network"),
    "business_parks": Message("business parks"),
    "municipalities": Message("municipal borders"),
    "teams": Message("police team areas"),
    "built_up": Message("built-up area"),
    "surfaces": Message("surfaces"),
    "vegetation": Message("vegetation"),
    "water": Message("water"),
    "crop_fields": Message("crop fields"),
    "recreation_parks": Message("recreation parks"),
    "neighbourhoods": Message("neighbourhoods"),
    "vacancy": Message("vacancy"),
    "registrations": Message("registrations"),
    "turnover": Message("turnover of users"),
    "permits": Message("permits"),
    "venues": Message("venues"),
    "risk": Message("police risk layer"),
    "height": Message("height model"),
    "ndvi": Message("vegetation index"),
}


def layer_name(layer: str, translate: Callable[[str], str]) -> str:
    """Return the name of a layer; ``vacancy (years_vacant)`` keeps its column."""
    key, space, column = layer.partition(" ")
    name = LAYER_NAMES[key].text(translate) if key in LAYER_NAMES else key
    return name + space + column
