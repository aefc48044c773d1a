"""A theme with other weights, and everything else as the map had it."""

from riskmap.errors import ProjectError
from riskmap.learning.proposal import Proposal
from riskmap.maps import CriterionDescription, Description
from riskmap.messages import Message
from riskmap.themes.theme import Criterion, Family, Theme

_DIGITS = 6


def proposed_theme(theme: Theme, described: Description, proposal: Proposal) -> Theme:
    """Return the theme of a map with the proposed weights.

    Families that count keep the weight they have together, and so do the
    criteria of a family; what does not count keeps its own weight. Value
    functions and options are those of the map.

    Parameters
    ----------
    theme
        As published or as the project has it, with its gates.
    described
        What travelled with the map.
    proposal
        Weights of the criteria that count in it.

    Raises
    ------
    ProjectError
        When the map has families or criteria that the theme does not have.
    """
    strange = set(described.families) - set(theme.families)
    if strange:
        raise ProjectError(
            Message(
                "The map has families that theme {theme} does not have: {names}.",
                theme=described.theme,
                names=", ".join(sorted(strange)),
            ),
            Message("Give the project the map was made with: --project riskmap.toml."),
        )
    proposed = proposal.table.set_index("criterion")["proposed"]
    counting = described.counting()
    whole = sum(c.weight for c in described.families.values() if set(c.criteria) & set(counting))
    families = dict(theme.families)
    for name, card in described.families.items():
        inside = [key for key in card.criteria if key in counting]
        share = float(proposed.reindex(inside).sum())
        weight = round(share * whole, _DIGITS) if inside else card.weight
        together = sum(card.criteria[key].weight for key in inside)
        criteria = {}
        for key, criterion in card.criteria.items():
            own = criterion.weight
            if key in inside and share > 0:
                own = round(float(proposed[key]) / share * together, _DIGITS)
            criteria[key] = _criterion(families[name], key, criterion, own)
        every = {**families[name].criteria, **criteria}
        families[name] = families[name].model_copy(update={"weight": weight, "criteria": every})
    return theme.model_copy(update={"families": families})


def _criterion(
    family: Family, key: str, described: CriterionDescription, weight: float
) -> Criterion:
    published = family.criteria.get(key, Criterion())
    shape = described.value
    value = {"steps": dict(shape.steps)} if shape.steps else {shape.shape: list(shape.points)}
    return published.model_copy(
        update={
            "indicator": described.indicator,
            "weight": weight,
            "options": {k: v for k, v in described.options.items() if v is not None},
            "because": described.because,
            "value": value,
        }
    )
