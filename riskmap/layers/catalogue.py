"""The canonical layers by name: one file each in `registers`, and those of plug-ins."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import riskmap.layers.registers
from riskmap.layers.contract import check_register
from riskmap.layers.raster_register import RasterRegister
from riskmap.layers.register import Register
from riskmap.messages import Message
from riskmap.plugins import brought

GROUP = "riskmap.layers"


@cache
def registers() -> Mapping[str, Register]:
    """Return the registers of all tables by name: those of riskmap itself, and those of plug-ins.

    Raises
    ------
    PluginError, LayerError
        As `all_registers` does.
    """
    return {name: one for name, one in all_registers().items() if isinstance(one, Register)}


@cache
def raster_registers() -> Mapping[str, RasterRegister]:
    """Return the registers of all rasters by name, as `registers` does of tables."""
    return {name: one for name, one in all_registers().items() if isinstance(one, RasterRegister)}


@cache
def all_registers() -> Mapping[str, Register | RasterRegister]:
    """Return what riskmap has itself and what plug-ins bring, by name.

    A plug-in names its `Register` or `RasterRegister` in the entry-point
    group ``riskmap.layers``, under the name of the layer.

    Raises
    ------
    PluginError
        When a plug-in does not load, or takes a name that is in use.
    LayerError
        When a plug-in breaks the contract of a register, or asks for columns
        about persons.
    """
    own = _brought_along()
    plugins = brought(GROUP, (Register, RasterRegister), own)
    for name, register in plugins.items():
        check_register(name, register)
    return dict(sorted((own | plugins).items()))


def layer_names() -> list[str]:
    """Return the names of all layers, tables and rasters, in order."""
    return sorted([*registers(), *raster_registers()])


def about_layer(name: str) -> Message:
    """Return what the layer of that name is, in one line."""
    raster = raster_registers().get(name)
    return registers()[name].about if raster is None else raster.about


def builtin() -> dict[str, Register]:
    """Return the registers of riskmap's own tables by name."""
    return {name: one for name, one in _brought_along().items() if isinstance(one, Register)}


def _brought_along() -> dict[str, Register | RasterRegister]:
    """Return what the files of the package `registers` hold.

    A file holds one as ``REGISTER``, or several as ``REGISTERS``.
    """
    found: dict[str, Register | RasterRegister] = {}
    for file in pkgutil.iter_modules(riskmap.layers.registers.__path__):
        module = importlib.import_module(f"{riskmap.layers.registers.__name__}.{file.name}")
        own = getattr(module, "REGISTERS", ()) or (module.REGISTER,)
        found.update({register.name: register for register in own})
    return dict(sorted(found.items()))
