"""For the researcher in Jupyter: everything about one indicator on one map, and every verb.

::

    result = run(load_project("waterveen"))
    study(result, "rural", "road_setback")                  # a criterion of the theme
    study(result, "rural", INDICATOR, family="seclusion")   # one you are writing
    evaluate("list.csv", "visits.csv").table                # was the list any good
    weigh(["comparisons.csv"]).groups                       # as on the command line
    sensitivity("combined.parquet").frame                   # how certain every rank is
    fit("area.gpkg", "incidents.gpkg", factors={"bars": "bars.gpkg"}).table
    hotspots("combined.parquet", cells=200).places          # what lies together
    validate("combined.parquet", "visits.csv").summary      # does it hold elsewhere and later
"""

from riskmap.notebook.certainty import sensitivity
from riskmap.notebook.evaluating import agreement, evaluate
from riskmap.notebook.fitting import fit
from riskmap.notebook.starting import study
from riskmap.notebook.study import Effect, OfflineMap, Study
from riskmap.notebook.validating import validate
from riskmap.pipeline.eliciting import weigh_files as weigh
from riskmap.pipeline.finding_hotspots import find_hotspots as hotspots

__all__ = [
    "Effect",
    "OfflineMap",
    "Study",
    "agreement",
    "evaluate",
    "fit",
    "hotspots",
    "sensitivity",
    "study",
    "validate",
    "weigh",
]
