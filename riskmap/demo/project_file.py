"""The project file of the demo: which register is which layer, and what is asked."""

from riskmap.demo.land import YEARS
from riskmap.demo.plan import MUNICIPALITY
from riskmap.demo.satellite import DAYS, NIGHT, summer_file

# In Dutch, as everything a user's colleagues see: it stands on map, list and report.
NOTICE = (
    "Waterveen bestaat niet: deze gemeente is verzonnen en ligt in open water. "
    "De gevallen zijn veel dichter gezaaid dan in werkelijkheid; "
    "aantallen en trefkansen zeggen niets over echte plekken."
)

_HEAD = f"""\
# {MUNICIPALITY}, the municipality of the demo. It does not exist.
name = "{MUNICIPALITY}"
language = "nl"
reference_date = 2026-01-01
area = "data/gemeente.gpkg"
notice = "{NOTICE}"

[product]
question = "Welke leegstaande erven en panden verdienen dit kwartaal een bezoek?"
follow_up = "Twee dagen kort bezoek per basisteam, daarna een schouw waar nodig."
legal_ground = "Toezicht op de omgevingswet; in een echt project getoetst door de gemeentejurist."
"""

_CROPS = ", ".join(f'"data/brp_{year}.gpkg"' for year in YEARS)

# Open registers besides the five that make the places.
_OPEN = """\
# BGT: wat er op de grond ligt, groeit en staat. Een register, drie tabellen.
[layers.surfaces]
path = "data/bgt.gpkg"
layer = "bgt_onbegroeidterreindeel"
date = 2025-11-01

[layers.vegetation]
path = "data/bgt.gpkg"
layer = "bgt_begroeidterreindeel"
date = 2025-11-01

[layers.barriers]
path = "data/bgt.gpkg"
layer = "bgt_scheiding"
date = 2025-11-01

[layers.water]
path = "data/top10nl.gpkg"
layer = "top10nl_waterdeel_vlak"
date = 2025-09-01

[layers.recreation_parks]
path = "data/top10nl.gpkg"
layer = "top10nl_functioneel_gebied_vlak"
date = 2025-09-01

# CBS: alleen de kolommen over de plek worden gelezen, die over bewoners nooit.
[layers.neighbourhoods]
path = "data/cbs-buurten.gpkg"
layer = "buurten"
date = 2025-01-01

[layers.postcodes]
path = "data/cbs-buurten.gpkg"
layer = "postcode6"
date = 2024-01-01

[layers.landscapes]
path = "data/gebieden.gpkg"
layer = "landschapstype"

[layers.national_border]
path = "data/gebieden.gpkg"
layer = "landsgrens"

# Vergunningen overleven de dieren: vergund is niet feitelijk.
[layers.livestock]
path = "data/gebieden.gpkg"
layer = "veehouderij"
date = 2025-07-01

# Netbeheerder: per postcode, dus voor buren dezelfde waarde.
[layers.connections]
path = "data/aansluitingen.csv"
date = 2025-01-01
"""

_TABLES = (
    ("farm_status", "agrarische_status"),
    ("registrations", "inschrijvingen"),
    ("turnover", "verloop"),
    ("sectors", "branches"),
    ("park_vacancy", "leegstand_terreinen"),
    ("property_values", "woz"),
    ("transfers", "overdrachten"),
    ("venues", "horeca"),
    ("roofs", "dakenkaart"),
    ("unit_lists", "units"),
    ("permits", "vergunningen"),
    ("park_residence", "bewoning_parken"),
)
_MUNICIPAL = """
# Gemeentelijk: zones met toezicht, en tabellen met aantallen. Nooit personen;
# aantallen van een tot en met vier staan er als <5 in.
[layers.guardianship]
path = "data/gebieden.gpkg"
layer = "kvo_zones"
access = "municipal"
""" + "".join(
    f"""
[layers.{layer}]
path = "data/{file}.csv"
access = "municipal"
date = 2026-01-01
"""
    for layer, file in _TABLES
)

_IMAGES = "\n".join(f'  {{ path = "data/{summer_file(day)}", date = {day} }},' for day in DAYS)
_RASTERS = f"""
# Sentinel-2, tien zomerdagen. Een bestand heeft B02, B03, B04, B08, B11 en de
# scene-klassen, waarmee wolken en hun schaduw worden weggelaten.
[layers.ndvi]
images = [
{_IMAGES}
]
bands = {{ red = 3, near_infrared = 4, scene_class = 6 }}

[layers.bare_soil]
images = [
{_IMAGES}
]
bands = {{ blue = 1, red = 3, near_infrared = 4, shortwave_infrared = 5, scene_class = 6 }}

# Nachtlicht per 500 m is context: een cel beslaat meerdere erven. Een
# hoogtemodel (layers.height) heeft de demo niet; neem daarvoor AHN.
[layers.night_light]
path = "data/{NIGHT}"
date = 2025-10-31
"""

_LAYERS = f"""
[layers.buildings]
path = "data/bag-light.gpkg"
layer = "pand"
date = 2025-12-08

[layers.addresses]
path = "data/bag-light.gpkg"
layer = "verblijfsobject"
date = 2025-12-08

[layers.parcels]
path = "data/brk-percelen.gpkg"
layer = "perceel"
date = 2025-12-01

[layers.roads]
path = "data/nwb-wegvakken.gpkg"
layer = "wegvakken"
date = 2025-12-01

[layers.business_parks]
path = "data/ibis.gpkg"
layer = "ibis"
crs = "EPSG:28992"  # the file does not say it, as happens
date = 2025-01-01

[layers.built_up]
path = "data/top10nl.gpkg"
layer = "top10nl_plaats_vlak"
date = 2025-09-01

[layers.crop_fields]
paths = [{_CROPS}]
layer = "brp_gewas"
date = 2025-05-15

[layers.vacancy]
path = "data/leegstand.csv"
access = "municipal"
date = 2026-01-01

{_OPEN}{_RASTERS}{_MUNICIPAL}
[layers.municipalities]
path = "data/gemeente.gpkg"
layer = "gemeentegebied"

[layers.teams]
path = "data/risicokaart.gpkg"
layer = "basisteams"

[layers.risk]
path = "data/risicokaart.gpkg"
layer = "risico"
access = "police"
date = 2025-10-01
valid_until = 2026-04-01
"""

_TAIL = """
# Bezoeken staan in data/visits_2025.csv (het jaar voor deze kaart) en
# data/visits_2026.csv (het jaar erna). Geen laag leest ze: ze meten de lijst.
#   riskmap evaluate out/rural/opportunity.parquet data/visits_2026.csv
[themes.rural]
[themes.business_parks]
[themes.storage_transport]
[themes.clubhouses]
[themes.hospitality]
min_families = 1                         # een paar zaken: van de meeste is alleen de schouw bekend
[themes.recreation_parks]
[themes.real_estate]
# Staat uit: de onderbouwing is zwak en omstreden. Zet aan met enabled = true.
# [themes.car_trade]
# enabled = true

[combine]
rule = "weighted"

[inspection]
capacity = 25
random_share = 0.15
seed = 1
"""

PROJECT_FILE = _HEAD + _LAYERS + _TAIL
