"""The canonical layers by name: one register per file, listed here for all to find."""

from collections.abc import Mapping

from riskmap.layers import (
    addresses,
    buildings,
    built_up,
    business_parks,
    crop_fields,
    municipalities,
    parcels,
    risk,
    roads,
    vacancy,
)
from riskmap.layers.register import Register

REGISTERS: Mapping[str, Register] = {
    register.name: register
    for register in (
        addresses.REGISTER,
        buildings.REGISTER,
        built_up.REGISTER,
        business_parks.REGISTER,
        crop_fields.REGISTER,
        municipalities.MUNICIPALITIES,
        parcels.REGISTER,
        risk.REGISTER,
        roads.REGISTER,
        municipalities.TEAMS,
        vacancy.REGISTER,
    )
}
