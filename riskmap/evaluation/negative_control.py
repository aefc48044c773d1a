"""The negative control: what is shuffled must give no lift."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.notation import spoken_number
from riskmap.outcomes.matched import Matched
from riskmap.statistics.negative_control import (
    Shuffles,
    lift_and_auc,
    share_as_good,
    shifted_outcomes,
    shuffled_labels,
    shuffled_places,
)

# A lift one in this many lists without knowledge would reach, too.
_RARE = 0.05


@dataclass(frozen=True)
class NegativeControl:
    """Lift and AUC of shuffled outcomes and places, beside those of the list.

    Attributes
    ----------
    lift, auc
        Of the list as it is.
    shuffles
        Indexed by control (``labels``: outcomes dealt out by lot; ``places``:
        scores dealt out by lot; ``shifted``: the pattern of outcomes moved
        over the map as a whole, where there is a map): per figure its mean,
        the limits of the middle 90 % (``lift_low``, ``lift_high``) and the
        p-value of the list, ``lift_p``; the same for ``auc``.
    draws
        Columns ``control``, ``lift``, ``auc``: every shuffle.
    k, places, hits
        Capacity; places with a known outcome; those where something was found.
    repeats, seed
        Of the shuffles.
    findings
        In words.
    """

    lift: float
    auc: float
    shuffles: pd.DataFrame
    draws: pd.DataFrame
    k: int
    places: int
    hits: int
    repeats: int
    seed: int
    findings: tuple[Message, ...]


def negative_control(
    matched: Matched, k: int, *, repeats: int = 200, seed: int = 1
) -> NegativeControl:
    """Return what the list would achieve if it knew nothing.

    Places where nobody looked take no part: their outcome cannot be dealt out.

    Parameters
    ----------
    k
        Capacity: the top is that of the whole list.
    repeats
        Shuffles of each kind.

    Raises
    ------
    InputError
        When the known outcomes are all the same: nothing can be shuffled.
    """
    frame = matched.frame
    score = frame["score"].to_numpy(dtype=np.float64)
    known = frame["found"].notna()
    found = np.asarray((frame["found"] > 0).where(known), dtype=np.float64)
    places, hits = int(known.sum()), int(np.nansum(found))
    if not 0 < hits < places:
        raise InputError(
            Message("Every place with a known outcome has the same one; nothing can be shuffled."),
            Message("Give outcomes of a longer period, or leave the negative control out."),
        )
    k = min(k, len(frame))
    own = lift_and_auc(score, found[None], k)
    controls = {
        "labels": shuffled_labels(score, found, k, repeats=repeats, seed=seed),
        "places": shuffled_places(score, found, k, repeats=repeats, seed=seed + 1),
    }
    drawn = ~(frame.geometry.isna() | frame.geometry.is_empty)[known]
    if drawn.all():
        points = frame.geometry.representative_point()
        xy = np.column_stack([points.x, points.y])
        controls["shifted"] = shifted_outcomes(score, found, xy, k, repeats=repeats, seed=seed + 2)
    lift, auc = float(own.lift[0]), float(own.auc[0])
    shuffles = pd.DataFrame({name: _summary(made, lift, auc) for name, made in controls.items()}).T
    return NegativeControl(
        lift=lift,
        auc=auc,
        shuffles=shuffles.rename_axis("control"),
        draws=_draws(controls),
        k=k,
        places=places,
        hits=hits,
        repeats=repeats,
        seed=seed,
        findings=tuple(_findings(shuffles, lift)),
    )


def _draws(controls: Mapping[str, Shuffles]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"control": n, "lift": c.lift, "auc": c.auc}) for n, c in controls.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _summary(made: Shuffles, lift: float, auc: float) -> dict[str, float]:
    row: dict[str, float] = {}
    for name, own, values in (("lift", lift, made.lift), ("auc", auc, made.auc)):
        known = values[~np.isnan(values)]
        low, high = np.quantile(known, [0.05, 0.95]) if len(known) else (np.nan, np.nan)
        row |= {
            name: float(known.mean()) if len(known) else float("nan"),
            f"{name}_low": float(low),
            f"{name}_high": float(high),
            f"{name}_p": share_as_good(own, known),
        }
    return row


def _findings(shuffles: pd.DataFrame, lift: float) -> list[Message]:
    labels, places = (float(shuffles["lift"].to_dict()[name]) for name in ("labels", "places"))
    worst = float(shuffles["lift_p"].max())
    facts: dict[str, object] = {
        "labels": spoken_number(labels, 2),
        "places": spoken_number(places, 2),
    }
    if np.isnan(lift):
        return [Message("Nobody looked at the top of the list: it has no lift to compare.")]
    said = [
        Message(
            "Shuffled outcomes give a lift of {labels} on average and shuffled places {places}; "
            "1 is no lift.",
            **facts,
        )
    ]
    facts = {"lift": spoken_number(lift, 2), "p": spoken_number(worst, 3)}
    if worst <= _RARE:
        said.append(
            Message(
                "The list's own lift of {lift} is more than chance gives (p at most {p}).", **facts
            )
        )
    else:
        said.append(
            Message(
                "The list's own lift of {lift} may be chance: shuffles reach it too (p = {p}).",
                **facts,
            )
        )
    return said
