"""The demo municipality Waterveen: made from one seed, with planted cases and real faults.

It writes the file formats, table names, columns, words and faults of the real
registers, so that real files can be swapped in. Rasters are not made yet.
"""

from riskmap.demo.files import DemoSummary, make_demo
from riskmap.demo.municipality import Municipality, generate

__all__ = ["DemoSummary", "Municipality", "generate", "make_demo"]
