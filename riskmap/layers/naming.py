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
    "barriers": Message("fences and walls"),
    "bare_soil": Message("bare soil index"),
    "connections": Message("grid connections"),
    "farm_status": Message("state of farms"),
    "guardianship": Message("supervision zones"),
    "landscapes": Message("landscape types"),
    "livestock": Message("livestock permits"),
    "national_border": Message("national border"),
    "night_light": Message("night light"),
    "park_vacancy": Message("vacancy per business park"),
    "postcodes": Message("postcode areas"),
    "property_values": Message("property values"),
    "roofs": Message("suspect roofs"),
    "sectors": Message("sectors per business park"),
    "transfers": Message("transfers of ownership"),
    "unit_lists": Message("listed units"),
    "ndvi": Message("vegetation index"),
}

_CONNECTED = Message("how roads connect")
_VACANT = Message("duration of vacancy")

# Facts of a layer that a map may lack.
COLUMN_NAMES: Mapping[str, Message] = {
    "year_built": Message("year of construction"),
    "use": Message("use"),
    "status": Message("status"),
    "floor_area_m2": Message("floor area"),
    "ramp": Message("motorway ramps"),
    "node_from": _CONNECTED,
    "node_to": _CONNECTED,
    "authority": Message("road authority"),
    "obsolete": Message("obsolescence"),
    "years_vacant": _VACANT,
    "vacant_since": _VACANT,
}


def layer_name(layer: str, translate: Callable[[str], str]) -> str:
    """Return the name of a layer, or of a layer and its column: ``vacancy (years_vacant)``."""
    key, _, column = layer.removesuffix(")").partition(" (")
    name = LAYER_NAMES[key].text(translate) if key in LAYER_NAMES else key
    if not column:
        return name
    fact = COLUMN_NAMES[column].text(translate) if column in COLUMN_NAMES else column
    return f"{name} ({fact})"
