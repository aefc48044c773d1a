"""The project file of the demo: which register is which layer, and what is asked."""

from riskmap.demo.land import YEARS
from riskmap.demo.plan import MUNICIPALITY

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
[themes.rural]
[themes.business_parks]
[themes.storage_transport]
[themes.clubhouses]

[combine]
rule = "weighted"

[inspection]
capacity = 25
random_share = 0.15
seed = 1
"""

PROJECT_FILE = _HEAD + _LAYERS + _TAIL
