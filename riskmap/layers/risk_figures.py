"""What the figures of a police layer are: a risk, a class, a count, a rate or a density.

The project file says which. A count is never read as a rate, nor a rate as a
count, and nothing is made 0..1 in silence.
"""

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from riskmap.layers.register import Treatment
from riskmap.messages import Message

Floats = npt.NDArray[np.float64]

FIGURES = ("count", "rate", "exposure", "years")
"""Columns of a police layer besides its risk."""

_SECRET = (-99995.0, -99997.0)  # what CBS writes where a figure is secret or does not apply
_HIGHEST_CLASS = 5.0
_DAYS = 365.25
_PLOT_M2 = 1_000.0
_COLUMN_OF = {
    "risk": "risk",
    "class": "risk_class",
    "count": "count",
    "rate": "rate",
    "density": "rate",
}
# What a column says about itself; a rate is told first, as it is often a number of something.
_SAYS: Mapping[str, re.Pattern[str]] = {
    "rate": re.compile(r"(^|_)per_|rate|dichtheid|density|cijfer|promille|percentage|ratio|kde"),
    "count": re.compile(r"aantal|count|incident|melding|misdrij|crimes|number"),
}


def figures(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    """Return the frame with ``risk`` (0..1), or with the figures it is made of later.

    Raises
    ------
    LayerError
        When there is no figure, the column says that it is something else
        than the project file does, or the values cannot be what it says.
    """
    measure = treatment.measure or _unsaid(treatment)
    column = _column(measure, treatment)
    _check_name(measure, column, treatment)
    values = _known(frame, column, treatment)
    unknown = pd.Series(np.nan, index=frame.index, dtype="float64")
    exposure, years = frame["exposure"], _years(frame, treatment)
    frame = frame.assign(**dict.fromkeys(("risk", *FIGURES), unknown))
    if measure in ("risk", "class"):
        there = values.notna().to_numpy()
        found = np.array(values, dtype=np.float64)
        # a column the project file chose may hold anything, counts among them: only 0..1 passes
        allowed = treatment.measure is None and "risk" not in treatment.wished
        found[there] = scaled(
            found[there],
            treatment,
            classes_allowed=allowed,
            classes=column != "risk" or measure == "class",
        )
        return frame.assign(risk=found)
    above_zero(np.asarray(values.dropna(), dtype=np.float64), treatment)
    if measure == "count":
        treatment.withheld = True
        return frame.assign(count=_whole(values, treatment), exposure=exposure, years=years)
    return frame.assign(rate=values)


def without_single_addresses(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    """Return the frame with no figure for areas so small that they are one household.

    Raises
    ------
    LayerError
        When most areas are so small: such a layer is a list of addresses.
    """
    square_m = shapely.area(frame["geometry"].to_numpy())
    small = (square_m > 0) & (square_m < _PLOT_M2)
    if "exposure" in treatment.known and re.search(
        "adres|address|pand|building", treatment.columns["exposure"].casefold()
    ):
        small |= (frame["exposure"] <= 1).to_numpy()
    if len(small) and small.mean() > 0.5:  # noqa: PLR2004 (most)
        raise treatment.error(
            Message(
                "{count} of its {total} areas are plots or single addresses, not areas.",
                count=int(small.sum()),
                total=len(small),
            ),
            Message(
                "Ask the police for neighbourhoods, postcode areas or cells of 500 metres, or for "
                "a grid they smoothed themselves."
            ),
        )
    treatment.count(
        Message(
            "Areas so small that they are one address, whose figure is not used: {count}.",
            count=int(small.sum()),
        )
    )
    figure = [name for name in ("risk", "risk_class", "count", "rate") if name in frame]
    frame = frame.copy()
    frame[figure] = frame[figure].mask(pd.Series(small, index=frame.index), np.nan)
    return frame


def scaled(
    known: Floats, treatment: Treatment, *, classes_allowed: bool, classes: bool = False
) -> Floats:
    """Return known risks as 0..1, shape (n,): as they are, or from classes 1 to 5.

    Parameters
    ----------
    classes_allowed
        Whole numbers from 1 to 5, one of them above 1, are classes.
    classes
        The column says that it holds classes.

    Raises
    ------
    LayerError
        When values lie outside 0..1: nothing is scaled in silence.
    """
    whole = bool(((known % 1 == 0) & (known >= 1) & (known <= _HIGHEST_CLASS)).all())
    if len(known) and whole and (classes or (classes_allowed and known.max() > 1)):
        treatment.note(Message("Risk classes 1 to 5 were read as 0, 0.25, 0.5, 0.75 and 1."))
        return (known - 1) / (_HIGHEST_CLASS - 1)
    if classes and treatment.measure == "class":
        raise treatment.error(
            Message("it should hold classes, and not all of its values are 1, 2, 3, 4 or 5."),
            Message("Give classes from 1 (low) to 5 (high), or say what it holds with measure."),
        )
    outside = int((~((known >= 0) & (known <= 1))).sum())
    if outside:
        raise treatment.error(
            Message("{count} risk values lie outside 0..1.", count=outside),
            Message(
                'Write under [layers.risk] what they are: measure = "count", "rate" or '
                '"density" (`riskmap combine`: --measure); docs/police-layer.md says how each '
                "becomes 0..1. Or give classes 1 to 5 in a column risicoklasse."
            ),
        )
    return known


def above_zero(known: Floats, treatment: Treatment) -> Floats:
    """Return known counts, rates or densities as they are; none may be negative."""
    below = int((~(known >= 0)).sum())
    if below:
        raise treatment.error(
            Message("{count} values lie below 0.", count=below),
            Message("A count, rate or density starts at 0; check the column, band and nodata."),
        )
    return known


def _unsaid(treatment: Treatment) -> str:
    """Return what the layer holds where the project file does not say: a risk or a class."""
    if "risk" in treatment.known:
        return "risk"
    if "risk_class" in treatment.known:
        return "class"
    for name in ("count", "rate"):
        if name in treatment.known:
            raise treatment.error(
                Message(
                    "column {column} may hold a {measure}, and nothing says so.",
                    column=treatment.columns[name],
                    measure=name,
                ),
                Message(
                    'Write measure = "{measure}" under [layers.risk], or with `riskmap combine` '
                    "add --measure {measure}; docs/police-layer.md explains what then happens.",
                    measure=name,
                ),
            )
    raise treatment.error(
        Message("there is no column with a risk (risico) or a class (risicoklasse)."),
        Message(
            "Name it in [layers.risk] columns = {{ risk = ... }}, or with `riskmap combine` add "
            "--value-column."
        ),
    )


def _column(measure: str, treatment: Treatment) -> str:
    """Return the working column that holds the figure."""
    wanted = _COLUMN_OF[measure]
    for name in dict.fromkeys((wanted, *(("risk",) if measure == "class" else ()))):
        if name in treatment.known:
            return str(name)
    raise treatment.error(
        Message("it should hold a {measure}, and no column is known as one.", measure=measure),
        Message(
            "Name it in [layers.risk] columns = {{ {name} = ... }}, or with `riskmap combine` add "
            "--value-column.",
            name=wanted,
        ),
    )


def _check_name(measure: str, column: str, treatment: Treatment) -> None:
    """Refuse a rate that is called a count, and a count that is called a rate."""
    if measure not in ("count", "rate", "density"):
        return
    theirs = treatment.columns[column]
    spoken = re.sub(r"[^a-z0-9]+", "_", theirs.casefold())
    says = next((kind for kind, words in _SAYS.items() if words.search(spoken)), None)
    meant = "count" if measure == "count" else "rate"
    if says in (None, meant):
        return
    raise treatment.error(
        Message(
            "column {column} is read as a {measure}, and its name says that it is a {says}.",
            column=theirs,
            measure=measure,
            says=says,
        ),
        Message(
            "A count grows with the area and a rate does not: write measure = {says}, name the "
            "right column, or rename it in the file.",
            says=f'"{says}"',
        ),
    )


def _known(frame: pd.DataFrame, column: str, treatment: Treatment) -> "pd.Series[float]":
    values = frame[column].mask(frame[column].isin(list(_SECRET))).astype("float64")
    unknown = int(values.isna().sum())
    treatment.count(Message("Areas without a known risk: {count}.", count=unknown))
    if len(values) and unknown == len(values):  # no row at all is told where rows are counted
        raise treatment.error(
            Message("none of its areas has a known figure."),
            Message("Check the column, and that the police filled it in."),
        )
    return values


def _whole(counts: "pd.Series[float]", treatment: Treatment) -> "pd.Series[float]":
    broken = int((counts.dropna() % 1 != 0).sum())
    if broken:
        raise treatment.error(
            Message("{count} counts are no whole numbers, so they are no counts.", count=broken),
            Message('If they are rates, write measure = "rate"; ask for the counts themselves.'),
        )
    return counts


def _years(frame: pd.DataFrame, treatment: Treatment) -> "pd.Series[float]":
    """Return how many years were counted: 1 where the file says nothing about it."""
    if "years" in treatment.known:
        years = frame["years"].astype("float64")
    elif {"period_from", "period_to"} <= treatment.known:
        days = (frame["period_to"] - frame["period_from"]).dt.days + 1
        years = days.astype("float64") / _DAYS
    else:
        return pd.Series(1.0, index=frame.index)
    return years.where(years > 0)
