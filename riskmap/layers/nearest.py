"""Which layer a reader may mean by a name that is none."""

from riskmap.layers.catalogue import layer_names, registers
from riskmap.messages import Message
from riskmap.project_faults import nearest_name


def nearest_layer(name: str) -> Message:
    """Return the next step for a name of a layer that is not known.

    A name that a register gives its own table, such as ``leegstand``, means
    that layer, whatever other name it looks like.
    """
    plain = name.lower()
    meant = [
        layer
        for layer, register in registers().items()
        if any(plain in map(str.lower, edition.tables) for edition in register.editions)
    ]
    return nearest_name(meant[0] if len(meant) == 1 else name, layer_names())
