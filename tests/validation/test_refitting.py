"""A map scored anew: the same as the run on all places, and blind to the tested ones."""

import numpy as np
import pandas as pd
import pytest

from riskmap.maps import ScoredMap
from riskmap.outputs.map_files import read_map
from riskmap.statistics.folds import Fold
from riskmap.validation.cross_validation import validate_model
from riskmap.validation.partitions import Partition, group_partition
from riskmap.validation.refitting import (
    Rescoring,
    fitted_weights,
    refitted,
    rescoring_columns,
)


def percentile_map(small_map, count=12):
    """Return a small map whose criterion `empty` is scored by its percentile."""
    generator = np.random.default_rng(2)
    scored = small_map([tuple(generator.uniform(0, 120, 3)) for _ in range(count)])
    families = {
        name: card.model_copy(
            update={
                "criteria": {
                    key: one.model_copy(
                        update={
                            "value": one.value.model_copy(
                                update={
                                    "shape": "percentile",
                                    "points": (0.0, 1.0),
                                    "reference": tuple(
                                        sorted(scored.frame[f"{key}__value"].tolist())
                                    ),
                                }
                            )
                        }
                    )
                    for key, one in card.criteria.items()
                }
            }
        )
        for name, card in scored.description.families.items()
    }
    return ScoredMap(scored.frame, scored.description.model_copy(update={"families": families}))


def frame_of(scored):
    return rescoring_columns(scored).assign(found=0.0)


@pytest.mark.parametrize("theme", ["rural", "business_parks", "storage_transport"])
@pytest.mark.parametrize("name", ["opportunity", "combined"])
def test_trained_on_all_places_the_order_is_that_of_the_run(waterveen, theme, name):
    path = waterveen / "out" / theme / f"{name}.parquet"
    if not path.is_file():
        pytest.skip("this theme did not run in the small demo")
    scored = read_map(path)
    rescoring = Rescoring(scored.description)
    one, frame = refitted(rescoring), frame_of(scored)
    again = pd.Series(one.predict(one.fit(frame), frame), index=frame.index)
    column = "priority" if name == "combined" else "opportunity"
    theirs = scored.frame.set_index("location_id")
    expected = theirs[column].where(theirs["rank"].notna())
    assert again.to_numpy() == pytest.approx(expected.to_numpy(dtype=float), nan_ok=True, abs=1e-9)


def test_percentiles_are_those_of_the_training_part_by_a_plain_loop(small_map):
    scored = percentile_map(small_map)
    frame = frame_of(scored)
    one = refitted(Rescoring(scored.description))
    train, test = frame.iloc[:8], frame.iloc[8:]
    got = one.predict(one.fit(train), test)
    for place, value in zip(test.index, got, strict=True):
        shares = {}
        for key in ("empty", "far", "dead"):
            known, own = train[f"{key}__value"], test.loc[place, f"{key}__value"]
            shares[key] = ((known < own).sum() + (known <= own).sum()) / 2 / len(known)
        seclusion = (2 * shares["far"] + shares["dead"]) / 3
        assert value == pytest.approx((0.3 * shares["empty"] + 0.6 * seclusion) / 0.9)


def test_a_wild_place_in_the_tested_part_moves_no_other_score(small_map):
    """With percentiles over all places it would: the map of the run says so."""
    scored = percentile_map(small_map)
    frame = frame_of(scored)
    wild = frame.copy()
    wild.loc["yard:11", [f"{key}__value" for key in ("empty", "far", "dead")]] = -5.0
    one = refitted(Rescoring(scored.description))
    on = one.fit(frame.iloc[:8])
    apart, together = frame.iloc[8:11], slice(0, 3)
    assert (one.predict(on, frame.iloc[8:])[together] == one.predict(on, apart)).all()
    fresh = refitted(Rescoring(scored.description))
    assert (
        fresh.predict(fresh.fit(wild.iloc[:8]), wild.iloc[8:])[together] == one.predict(on, apart)
    ).all()
    naive = refitted(Rescoring(scored.description))
    on_all = naive.predict(naive.fit(frame), apart)
    on_all_wild = naive.predict(naive.fit(wild), wild.iloc[8:11])
    assert (np.abs(on_all - on_all_wild) > 1e-6).all()


def test_a_criterion_that_is_constant_in_training_does_not_count_in_the_test(small_map):
    rows = [(0.0, float(10 * n), 50.0) for n in range(8)] + [(2.0, 5.0, 1.0), (1.0, 95.0, 1.0)]
    scored = small_map(rows)
    one = refitted(Rescoring(scored.description))
    frame = frame_of(scored)
    on = one.fit(frame.iloc[:8])
    assert (on.status["empty"], on.status["dead"], on.status["far"]) == (
        "constant", "constant", "counts",
    )  # fmt: skip


def test_one_tested_place_with_an_unknown_criterion_keeps_its_own_coverage(small_map):
    rows = [(float(n % 3), 10.0 * n, 7.0 * n) for n in range(8)] + [(np.nan, 90.0, 10.0)]
    scored = small_map(rows)
    one = refitted(Rescoring(scored.description))
    frame = frame_of(scored)
    alone = one.predict(one.fit(frame.iloc[:8]), frame.iloc[8:])
    # Only one family is known there: not ranked, as in the whole map, although it stands alone.
    assert np.isnan(alone).all()
    assert scored.frame["rank"].isna().to_numpy()[8]


def test_rows_that_were_kept_are_those_that_would_be_scored_anew(small_map):
    scored = percentile_map(small_map)
    frame = frame_of(scored)
    kept = Rescoring(scored.description)
    one = refitted(kept)
    on = one.fit(frame.iloc[:8])
    first = one.predict(on, frame.iloc[9:])
    both = one.predict(on, frame.iloc[8:])
    fresh = refitted(Rescoring(scored.description))
    assert (both[1:] == first).all()
    assert (both == fresh.predict(on, frame.iloc[8:])).all()


def test_fitted_weights_learn_which_criterion_finds_and_never_see_the_tested_outcomes(small_map):
    generator = np.random.default_rng(1)
    rows = [(generator.uniform(0, 2), *generator.uniform(0, 100, 2)) for _ in range(200)]
    scored = small_map(rows)
    frame = frame_of(scored)
    frame["found"] = (frame["dead__value"] > 60).astype(float)
    one = fitted_weights(Rescoring(scored.description))
    parts = [group_partition(["a", "b", "c", "d"] * 50)]
    tested = validate_model(frame, one.fit, one.predict, parts)
    assert tested.folds["auc"].min() > 0.9
    turned = frame.copy()
    turned.loc[frame.index[:50], "found"] = 1 - frame["found"][:50]
    only = [Partition("group", 1, (Fold("a", np.arange(50, 200), np.arange(50)),))]
    before = validate_model(frame, one.fit, one.predict, only).predictions["group"]
    after = validate_model(turned, one.fit, one.predict, only).predictions["group"]
    assert before.equals(after)
