"""`riskmap fit MAP OUTCOMES`: from files to proposed weights, and the theme file they make."""

from dataclasses import dataclass
from pathlib import Path

import riskmap
from riskmap.errors import LayerError, ProjectError
from riskmap.language import Language
from riskmap.learning.proposal import Proposal
from riskmap.learning.proposed_theme import proposed_theme
from riskmap.learning.proposing import propose
from riskmap.maps import Description, ScoredMap
from riskmap.messages import Message
from riskmap.outputs.json_text import json_text
from riskmap.outputs.map_files import read_map
from riskmap.outputs.proposal_page import proposal_json, write_proposal_page
from riskmap.pipeline.evaluating import OutcomeColumns, Period, read_both
from riskmap.pipeline.packs import pack_text, read_pack
from riskmap.pipeline.result_folder import write_result
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
    one = _map(path)
    both = read_both(path, Path(outcomes), outcome_columns=columns, period=period)
    if both.outcomes.kind == "incidents" and columns.kind is None:
        raise ProjectError(
            Message(
                "{file} holds no visit without a find: nobody can tell where people looked in "
                "vain.",
                file=both.outcomes.source,
            ),
            Message(
                "Add the visits that found nothing; or give --kind incidents, if it is certain "
                "that a place without a row had none."
            ),
        )
    proposal = propose(one, both.matched, k=capacity, seed=seed)
    theme = _theme(one.description, theme_file)
    return Learnt(proposal, one.description, proposed_theme(theme, one.description, proposal))


def write_proposal(
    learnt: Learnt, target: Path, language: Language, *, overwrite: bool = False
) -> None:
    """Write report.html, fit.json and the proposed theme as one folder.

    Raises
    ------
    OutputError
        When the folder is in the way.
    """
    page = write_proposal_page(learnt.proposal, learnt.described, language)
    texts = {
        "report.html": page,
        "fit.json": json_text(proposal_json(learnt.proposal)),
        f"{learnt.proposal.theme}.toml": learnt.theme_file,
    }
    write_result(texts, target, overwrite=overwrite)


def _map(path: Path) -> ScoredMap:
    try:
        return read_map(path)
    except LayerError as fault:
        raise ProjectError(
            fault.problem,
            Message("Give a map of a run; or features with --factor, for a risk terrain model."),
        ) from None


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
