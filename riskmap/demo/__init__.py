"""The demo municipality Waterveen: made from one seed, with planted cases and real faults.

It writes the file formats, table names, columns, words and faults of the real
registers and of satellite images, so that real files can be swapped in. A height
model is not made.
"""

from riskmap.demo.files import DemoSummary, make_demo, write_demo
from riskmap.demo.municipality import Municipality, generate

__all__ = ["DemoSummary", "Municipality", "generate", "make_demo", "write_demo"]
