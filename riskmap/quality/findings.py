"""What the checks find, in plain figures that a report shows and a program reads."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from riskmap.project import Groups

Freshness = Literal["fresh", "stale", "undated", "later"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LayerAge(_Frozen):
    """How old a layer is on the reference date.

    `days` is None where the layer has no date, and below 0 where it is of
    after the reference date. `limit_days` is the age from which it is stale.
    """

    layer: str
    date: dt.date | None
    days: int | None
    limit_days: int
    state: Freshness


class Knowledge(_Frozen):
    """How much of a criterion is known, and how old it is.

    `places` is to how many it applies, `unknown` at how many of these it is
    not known. `oldest` is the oldest layer it was measured with: of those that
    are stale if there are any, else one that has no date.
    """

    criterion: str
    places: int
    unknown: int
    state: Freshness
    oldest: LayerAge | None = None


class Stop(_Frozen):
    """A criterion that is known nowhere in a group of places, and known elsewhere."""

    criterion: str
    by: str
    group: str
    places: int
    known_elsewhere: float


class GroupFigures(_Frozen):
    """One group of places beside the others; `group` is None for the places in none.

    `mean` and `difference` are None where no place of the group has a score;
    the difference is that with the mean of all places.
    """

    group: str | None
    places: int
    ranked: int
    mean: float | None
    difference: float | None
    share_of_places: float
    in_top: int
    share_of_top: float


class GroupTable(_Frozen):
    """The groups of one layer, and all places together."""

    by: Groups
    top: int
    overall: GroupFigures
    groups: tuple[GroupFigures, ...]


class Side(_Frozen):
    """One side of a border: how many places, and their mean."""

    municipality: str
    places: int
    mean: float


class Jump(_Frozen):
    """The difference between two sides of a municipal border, first minus second.

    `measure` is ``opportunity``, ``coverage`` or the id of a criterion, of
    which the share of places where it is known is compared.
    """

    measure: str
    first: Side
    second: Side
    difference: float
    standard_error: float
    stands_out: bool


class Findings(_Frozen):
    """Everything the checks found about one map.

    `mean_coverage` and `mean_certainty` are over all places; certainty is
    coverage in which a criterion that rests on a stale layer counts for half.
    `not_shown` are layers of groups that may not be shared as widely as the map.
    """

    theme: str
    mean_coverage: float
    mean_certainty: float
    layers: tuple[LayerAge, ...]
    knowledge: tuple[Knowledge, ...]
    stops: tuple[Stop, ...]
    groups: tuple[GroupTable, ...]
    not_shown: tuple[str, ...]
    municipalities: int
    jumps: tuple[Jump, ...]
