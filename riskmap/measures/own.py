"""Own pairs: targets that belong to the origin and therefore do not count."""

from dataclasses import dataclass

import numpy as np

from riskmap.measures.arrays import Flags, Indices, Pairs


@dataclass(frozen=True)
class OwnPairs:
    """A set of (origin, target) pairs that can be asked for many at once.

    Attributes
    ----------
    keys
        ``origin * targets + target`` of each pair, sorted, every pair once.
    targets
        How many targets there are.
    counts
        Own targets per origin, shape (origins,).
    """

    keys: Indices
    targets: int
    counts: Indices

    @classmethod
    def of(cls, own: Pairs | None, origins: int, kept: Flags) -> "OwnPairs":
        """Gather pairs, numbered among the targets that are `kept`.

        Parameters
        ----------
        own
            Origin and target numbers, shape (k,) each; None for no pairs.
        origins
            How many origins there are.
        kept
            Shape (targets,): which targets are in use.
        """
        origin, target = own if own is not None else (np.empty(0, np.intp), np.empty(0, np.intp))
        origin, target = np.asarray(origin, np.intp), np.asarray(target, np.intp)
        used = kept[target]
        number = np.cumsum(kept) - 1
        targets = int(kept.sum())
        keys = np.unique(origin[used] * targets + number[target[used]])
        counts = np.bincount(keys // max(targets, 1), minlength=origins).astype(np.intp)
        return cls(keys.astype(np.intp), targets, counts)

    def hold(self, origin: Indices, target: Indices) -> Flags:
        """Tell which pairs are own; any shape, `origin` and `target` alike."""
        if not len(self.keys):
            return np.zeros(np.broadcast_shapes(origin.shape, target.shape), dtype=bool)
        key = origin * self.targets + target
        place = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        held: Flags = self.keys[place] == key
        return held

    def pairs(self) -> Pairs:
        """Return the origin and target numbers of all pairs."""
        origin, target = np.divmod(self.keys, max(self.targets, 1))
        return origin, target
