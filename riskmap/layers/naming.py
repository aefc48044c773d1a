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
    "park_residence": Message("lived-in units per recreation park"),
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
_RENEWAL = Message("area under renewal")
_IN_FORCE = Message("period in force")
_TURNOVER = Message("arrivals and departures")
_RANGE = Message("range of postcodes")

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
    "geometry": Message("position"),
    "name": Message("name"),
    "kind": Message("kind"),
    "cover": Message("kind of surface"),
    "category": Message("kind of land use"),
    "crop": Message("crop"),
    "crop_code": Message("crop code"),
    "year": Message("year"),
    "navigable": Message("whether boats can sail there"),
    "net_ha": Message("net area"),
    "transforming_ha": _RENEWAL,
    "restructuring_ha": _RENEWAL,
    "revitalising_ha": _RENEWAL,
    "municipality": Message("municipality"),
    "address_density": Message("density of addresses"),
    "urbanity": Message("degree of urbanity"),
    "dwellings": Message("dwellings"),
    "unoccupied_dwellings": Message("unoccupied dwellings"),
    "ramp_km": Message("distance to a motorway ramp"),
    "landscape": Message("landscape type"),
    "valid_from": _IN_FORCE,
    "valid_to": _IN_FORCE,
    "animals": Message("number of animals"),
    "barns": Message("number of barns"),
    "road_class": Message("kind of road"),
    "direction": Message("driving direction"),
    "street": Message("street"),
    "number": Message("house number"),
    "postcode": Message("postcode"),
    "area_m2": Message("area"),
    "risk": Message("risk"),
    "count": Message("number of events"),
    "rate": Message("events per unit"),
    "exposure": Message("what events are divided by"),
    "establishments": Message("establishments"),
    "suppressed": Message("suppressed counts"),
    "arrivals": _TURNOVER,
    "departures": _TURNOVER,
    "stock": Message("establishments at the start"),
    "years": Message("length of the period"),
    "sector": Message("sector"),
    "park_id": Message("business park"),
    "addresses": Message("number of addresses"),
    "vacant": Message("number of vacant addresses"),
    "lived_in": Message("units lived in"),
    "eur_per_m2": Message("value per square metre"),
    "transfers_20y": Message("transfers in twenty years"),
    "abc_6m": Message("two transfers within half a year"),
    "changes_5y": Message("changes in five years"),
    "licence_free": Message("whether a licence is needed"),
    "survey_score": Message("score of the survey on the spot"),
    "state": Message("state of the farm"),
    "since": Message("date of the state"),
    "years_since": Message("years since the state began"),
    "suspect": Message("suspect share of the roof"),
    "units": Message("number of units"),
    "postcode_from": _RANGE,
    "postcode_to": _RANGE,
    "product": Message("product"),
    "connections": Message("number of connections"),
    "active_share": Message("share of active connections"),
    "granted": Message("date of the permit"),
    "building_id": Message("building"),
    "address_id": Message("address"),
}


def layer_name(layer: str, translate: Callable[[str], str]) -> str:
    """Return the name of a layer, or of a layer and its column: ``vacancy (years_vacant)``."""
    key, _, column = layer.removesuffix(")").partition(" (")
    name = LAYER_NAMES[key].text(translate) if key in LAYER_NAMES else key
    if not column:
        return name
    fact = COLUMN_NAMES[column].text(translate) if column in COLUMN_NAMES else column
    return f"{name} ({fact})"
