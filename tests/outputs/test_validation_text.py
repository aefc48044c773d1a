"""What a validation says of baselines that are known at too few places."""

from dataclasses import replace

import numpy as np
import pandas as pd

from riskmap.outputs.validation_page import summary_lines
from riskmap.pipeline.validating import validate_files

NEARBY = "finds at the nearest known places"


def test_a_baseline_known_at_too_few_places_is_neither_beaten_nor_unbeaten(tmp_path):
    rng = np.random.default_rng(5)
    x, y, slope = rng.random((3, 120))
    places = pd.DataFrame({"x": 9000 * x, "y": 9000 * y, "slope": slope})
    path = tmp_path / "points.csv"
    places.assign(slides=(slope > 0.6).astype(int)).to_csv(path, index=False)
    found = validate_files(path, outcome="slides", predictors=["slope"], folds=3, repetitions=1)
    assert any("beats" in line and NEARBY in line for line in summary_lines(found, "en"))
    rare = found.summary["contender"] == "nearby"
    folds = found.summary["without_figures"].mask(rare, found.summary["folds"])
    told = replace(found, summary=found.summary.assign(without_figures=folds))
    said = [line for line in summary_lines(told, "en") if NEARBY in line]
    assert said == [
        f"In blocks in space, there are too few places to compare the model with {NEARBY}."
    ]
