"""Layer `parkings`: parking places beside the road, as points."""

from riskmap.layers.register import Edition, Register
from riskmap.messages import Message

REGISTER = Register(
    name="parkings",
    about=Message("Parking places beside the road"),
    index="parking_id",
    geometry="point",
    kinds={"parking_id": "id", "spaces": "number"},
    required=("parking_id",),
    result={"spaces": "float64"},
    editions=(
        Edition(
            name="parking places",
            tables=("parkeerplaatsen", "parkings"),
            columns={"parking_id": ("id", "objectid"), "spaces": ("aantal_plaatsen", "spaces")},
            known_by=("parking_id",),
        ),
    ),
    shape=lambda frame, _: frame[["parking_id", "spaces", "geometry"]],
    may_be_empty=True,
)
