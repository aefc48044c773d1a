"""For the researcher in Jupyter: everything about one indicator on one map.

::

    result = run(load_project("waterveen"))
    study(result, "rural", "road_setback")                  # a criterion of the theme
    study(result, "rural", INDICATOR, family="seclusion")   # one you are writing
"""

from riskmap.notebook.starting import study
from riskmap.notebook.study import Effect, OfflineMap, Study

__all__ = ["Effect", "OfflineMap", "Study", "study"]
