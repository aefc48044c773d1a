"""What `riskmap sensitivity` found."""

from dataclasses import dataclass, replace

import pandas as pd

from riskmap.maps import ScoredMap
from riskmap.messages import Message
from riskmap.sensitivity.certainty import Certainty


@dataclass(frozen=True)
class Sensitivity:
    """How certain the ranks of a map or of any decision matrix are.

    Attributes
    ----------
    source
        Name of the file.
    certainty
        Rank intervals, acceptabilities, central weights; see `Certainty`.
    assumed
        What was taken as known of weights, thresholds and measurements.
    scored
        The map; None for a decision matrix.
    ablation
        Of a map: ``change``, ``name``, ``factor`` and ``share`` of the first
        `k` that stays; see `riskmap.sensitivity.ablation.Overlap`.
    ablation_k
        How many places the ablation looks at.
    """

    source: str
    certainty: Certainty
    assumed: tuple[Message, ...]
    scored: ScoredMap | None = None
    ablation: pd.DataFrame | None = None
    ablation_k: int = 0

    @property
    def frame(self) -> pd.DataFrame:
        """The figures of every place or alternative; see `Certainty`."""
        return self.certainty.frame

    def __repr__(self) -> str:
        """Return one line; Jupyter shows the page."""
        return f"Sensitivity({self.source!r}, {len(self.frame)} ranked)"


def slim(certainty: Certainty) -> Certainty:
    """Return the certainty without its widest tables: enough for a list and a report."""
    nothing = pd.DataFrame(index=certainty.frame.index)
    return replace(certainty, acceptability=nothing, pairwise=nothing)


def stays(certainty: Certainty, probability: float) -> int:
    """Count the first k of the list that are there in at least this share of the draws."""
    top = certainty.frame[certainty.frame["rank"] <= certainty.k]
    return int((top["top_k_probability"] >= probability - 1e-9).sum())


def undecided_places(certainty: Certainty) -> list[tuple[int, int]]:
    """Return first and last rank of every run of places whose order is not decided.

    Only runs of two or more that begin among the first k; see
    `riskmap.statistics.acceptability.undecided`.
    """
    groups = certainty.frame.dropna(subset=["tie_group"]).groupby("tie_group")["rank"]
    runs = groups.agg(["min", "max", "size"])
    found = runs[(runs["size"] > 1) & (runs["min"] <= certainty.k)]
    return [(int(low), int(high)) for low, high in zip(found["min"], found["max"], strict=True)]
