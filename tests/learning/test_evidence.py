"""The experts' weights give back the map: what is learnt starts exactly where they stand."""

import numpy as np
import pytest

from riskmap.learning.evidence import evidence_of
from riskmap.outputs.map_files import read_map


@pytest.mark.parametrize("theme", ["rural", "business_parks", "clubhouses", "storage_transport"])
def test_experts_times_scores_is_the_opportunity_of_the_map(waterveen, theme):
    path = waterveen / "out" / theme / "opportunity.parquet"
    if not path.exists():
        pytest.skip(f"the small demo has no places for {theme}")
    scored = read_map(path)

    found = evidence_of(scored)

    frame = scored.frame.set_index("location_id")
    ranked = frame.index[frame["rank"].notna()]
    assert set(found.places) == set(ranked)
    np.testing.assert_allclose(
        found.scores @ found.experts, frame.loc[list(found.places), "opportunity"], atol=1e-12
    )
    assert found.experts.sum() == pytest.approx(1)
    assert not np.isnan(found.scores).any()
