"""A recreation park of which a corner lies in the area is made from all that stands in it."""

import shapely

from riskmap.locations.catalogue import build
from riskmap.pipeline.binding import bind
from riskmap.pipeline.reading_layers import read_layers
from riskmap.project import load_project

MADE_FROM = ["recreation_parks", "buildings", "addresses", "parcels"]


def test_a_park_that_reaches_beyond_the_area_keeps_its_members(waterveen):
    project = load_project(waterveen)
    theme = next(one for one in bind(project) if one.name == "recreation_parks")
    margins = {name: theme.margin_m(name) for name in MADE_FROM}
    everything = read_layers(project, MADE_FROM, area=None, margins=margins)
    whole = build("recreation_park", everything, None)
    park = whole.members.groupby("location_id").size().idxmax()
    spot = shapely.point_on_surface(whole.frame.geometry[park]).buffer(1)
    near = read_layers(project, MADE_FROM, area=spot, margins=margins)
    cut = build("recreation_park", near, spot)
    assert list(cut.frame.index) == [park]
    of_park = whole.members[whole.members["location_id"] == park].reset_index(drop=True)
    assert len(of_park) > 20
    assert cut.members.reset_index(drop=True).equals(of_park)
