"""`riskmap fit MAP OUTCOMES`: from files to proposed weights, and the theme file they make."""

from dataclasses import dataclass
from pathlib import Path

import riskmap
from riskmap.errors import ProjectError
from riskmap.learning.proposal import Proposal
from riskmap.learning.proposed_theme import proposed_theme
from riskmap.learning.proposing import propose
from riskmap.maps import Description
from riskmap.messages import Message
from riskmap.outputs.map_files import read_map
from riskmap.pipeline.evaluating import OutcomeColumns, Period, read_both
from riskmap.pipeline.packs import pack_text, read_pack
from riskmap.themes.catalogue import catalogue
from riskmap.themes.theme import Theme

_RECOGNISED, _ALWAYS = OutcomeColumns(), Period()


@dataclass(frozen=True)
class Learnt:
    """Proposed weights with the map they were learnt on.

    Attributes
    ----------
    proposal
        Weights, what they rest on and what they would change.
    described
        The map's own description.
    theme
        The theme with the proposed weights; a project runs it with
        ``file = "..."`` under ``[themes.NAME]``.
    """

    proposal: Proposal
    described: Description
    theme: Theme

    @property
    def theme_file(self) -> str:
        """The proposed theme as the text of a theme pack."""
        made_by = f"riskmap {riskmap.__version__}, proposed weights of {self.proposal.theme}"
        return pack_text(self.theme, made_by)


def learn_weights(
    scored: Path | str,
    outcomes: Path | str,
    *,
    columns: OutcomeColumns = _RECOGNISED,
    period: Period = _ALWAYS,
    theme_file: Path | str | None = None,
    capacity: int = 25,
    seed: int = 1,
) -> Learnt:
    """Return weights shrunken toward the outcomes of visits; nothing is applied.

    Parameters
    ----------
    scored
        An opportunity or combined map of riskmap.
    outcomes
        Visits with what they found, any table `riskmap.outcomes` can read.
    columns
        Which columns of the outcomes are what.
    period
        What is learnt from; what came before it is the hardest rival.
    theme_file
        The theme pack the map was made with; None takes the published theme.
    capacity
        Length of the top that is compared.
    seed
        Of blocks and draws.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    path = Path(scored)
    one = read_map(path)
    both = read_both(path, Path(outcomes), outcome_columns=columns, period=period)
    proposal = propose(one, both.matched, k=capacity, seed=seed)
    theme = _theme(one.description, theme_file)
    return Learnt(proposal, one.description, proposed_theme(theme, one.description, proposal))


def _theme(described: Description, theme_file: Path | str | None) -> Theme:
    if theme_file is not None:
        return read_pack(Path(theme_file))
    known = catalogue()
    if described.theme not in known:
        raise ProjectError(
            Message("The map's theme {theme} is none of riskmap's own.", theme=described.theme),
            Message("Give the theme file it was made with, with --theme-file."),
        )
    return known[described.theme]
