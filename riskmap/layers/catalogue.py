"""The canonical layers by name: one file each in `registers`, and those of plug-ins."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import riskmap.layers.registers
from riskmap.layers.register import Register
from riskmap.plugins import brought

GROUP = "riskmap.layers"


@cache
def registers() -> Mapping[str, Register]:
    """Return all registers by name: those of riskmap itself, and those of plug-ins.

    A plug-in names its `Register` in the entry-point group
    ``riskmap.layers``, under the name of the layer.

    Raises
    ------
    PluginError
        When a plug-in does not load, takes a name that is in use, or breaks
        the contract of a register.
    """
    own = builtin()
    plugins = brought(GROUP, Register, own)
    return dict(sorted((own | plugins).items()))


def builtin() -> dict[str, Register]:
    """Return the registers of riskmap itself by name.

    A file of the package `registers` holds one as ``REGISTER``, or several
    as ``REGISTERS``.
    """
    found = {}
    for file in pkgutil.iter_modules(riskmap.layers.registers.__path__):
        module = importlib.import_module(f"{riskmap.layers.registers.__name__}.{file.name}")
        own = getattr(module, "REGISTERS", ()) or (module.REGISTER,)
        found.update({register.name: register for register in own})
    return found
