"""Names bound to things: which themes run, with which indicators, on which layers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from riskmap.errors import Faults, ProjectError, RiskmapError
from riskmap.indicators.catalogue import catalogue as indicator_catalogue
from riskmap.indicators.indicator import USE_NAMES, Indicator
from riskmap.layers.catalogue import layer_names
from riskmap.layers.nearest import nearest_layer
from riskmap.locations.catalogue import kind_of
from riskmap.locations.gate import Gate, needed_layers
from riskmap.maps import Text
from riskmap.messages import Message
from riskmap.pipeline.choosing import chosen, theme_for, themes_of
from riskmap.project import Project
from riskmap.project_faults import nearest_name
from riskmap.scaling import ValueFunction, from_table, rising
from riskmap.themes.theme import Criterion, Theme
from riskmap.weighing import Weighting


@dataclass(frozen=True)
class BoundCriterion:
    """A criterion with its indicator and value function."""

    family: str
    indicator: Indicator
    title: Text
    weight: float
    options: Mapping[str, object]
    because: str
    value: ValueFunction


@dataclass(frozen=True)
class BoundTheme:
    """A theme ready to run."""

    name: str
    theme: Theme
    criteria: Mapping[str, BoundCriterion]
    default_shares: Mapping[str, float]

    @property
    def weighting(self) -> Weighting:
        """The weights and value functions, as scoring takes them."""
        return Weighting(
            families={name: family.weight for name, family in self.theme.families.items()},
            criteria={n: (c.family, c.weight, c.value) for n, c in self.criteria.items()},
            min_coverage=self.theme.min_coverage,
            min_families=self.theme.min_families,
            default_shares=self.default_shares,
            lowering=frozenset(n for n, c in self.criteria.items() if c.indicator.use == "lowers"),
        )

    def layers(self) -> set[str]:
        """Names of all layers the theme can use."""
        used = {name for c in self.criteria.values() for name in c.indicator.layers}
        for kind in self.theme.kinds:
            used |= {*kind_of(kind).needs, *kind_of(kind).may_use}
            used |= set(needed_layers(self.theme.gates.get(kind, Gate())))
        if self.theme.rank_within is not None:
            used.add(self.theme.rank_within)
        return used | set(self.theme.requires)

    def margin_m(self, layer: str) -> float:
        """How far beyond the area the layer must reach (metres)."""
        # An indicator measures from the edge of a place, which may lie beyond the area's.
        built = max((kind_of(kind).margin_m for kind in self.theme.kinds), default=0.0)
        return built + self.reach_m(layer)

    def reach_m(self, layer: str) -> float:
        """How far its indicators look in a layer, from a place (metres)."""
        indicators = [c.indicator for c in self.criteria.values()]
        return max((i.margin_m.get(layer, 0.0) for i in indicators), default=0.0)


def bind(project: Project, only: Collection[str] = ()) -> list[BoundTheme]:
    """Return the themes of a project, bound, in the order the project names them.

    Parameters
    ----------
    project
        Its ``[themes.*]`` tables say which themes run; with none, every theme
        runs whose required layers the project names.
    only
        Run no other themes than these.

    Raises
    ------
    Faults, ProjectError
        All names that are not known, at once.
    """
    themes, indicators = themes_of(project), indicator_catalogue()
    faults: list[RiskmapError] = list(_unknown_layers(project))
    bound = []
    for name in chosen(project, themes, only):
        try:
            theme = theme_for(name, themes, project)
            bound.append(_bound(name, themes[name], theme, indicators))
        except RiskmapError as fault:
            faults.append(fault)
    Faults.raise_any(faults)
    if not bound and project.themes:
        raise ProjectError(
            Message("Every theme this project names is switched off."),
            Message("Set enabled = true for one of them, or name no theme at all."),
        )
    if not bound:
        raise ProjectError(
            Message("No theme can run with the layers of this project."),
            Message("Name at least the layers buildings and addresses under [layers]."),
        )
    return bound


def _bound(
    name: str, published: Theme, theme: Theme, indicators: Mapping[str, Indicator]
) -> BoundTheme:
    """Bind every criterion of a theme.

    Raises
    ------
    Faults, ProjectError
        Every criterion that cannot be bound, at once.
    """
    criteria: dict[str, BoundCriterion] = {}
    faults: list[RiskmapError] = []
    for family, card in theme.families.items():
        for key, criterion in card.criteria.items():
            try:
                criteria[key] = _bound_criterion(name, family, key, criterion, indicators)
            except RiskmapError as fault:
                faults.append(fault)
    Faults.raise_any(faults)
    return BoundTheme(name, theme, criteria, default_shares(published))


def _bound_criterion(
    theme: str, family: str, key: str, criterion: Criterion, indicators: Mapping[str, Indicator]
) -> BoundCriterion:
    wanted = criterion.indicator or key
    indicator = indicators.get(wanted)
    if indicator is None:
        raise ProjectError(
            Message("Theme {theme} names no known indicator: {id}.", theme=theme, id=wanted),
            nearest_name(wanted, sorted(indicators)),
        )
    _check_use(theme, key, criterion, indicator)
    title = indicator.title if criterion.title is None else criterion.title.model_dump()
    return BoundCriterion(
        family=family,
        indicator=indicator,
        title=Text(**title),
        weight=criterion.weight,
        options=criterion.options,
        because=criterion.because,
        value=indicator.value if criterion.value is None else _value(theme, key, criterion.value),
    )


def _check_use(theme: str, key: str, criterion: Criterion, indicator: Indicator) -> None:
    """Refuse a weight for what is no score, unless the project says why it should be one."""
    if criterion.weight == 0 or indicator.use == "score":
        return
    if indicator.use == "lowers":
        raise ProjectError(
            Message(
                "[themes.{theme}.criteria.{criterion}] has a weight, and this indicator lowers "
                "its family instead of adding to it.",
                theme=theme,
                criterion=key,
            ),
            Message("Set weight = 0; its value function gives the factor."),
        )
    if not criterion.because.strip():
        raise ProjectError(
            Message(
                "[themes.{theme}.criteria.{criterion}] has a weight, and this indicator is "
                "{use}: it is shown and not scored.",
                theme=theme,
                criterion=key,
                use=USE_NAMES[indicator.use],
            ),
            Message(
                "Set weight = 0, or say why it should count with because = {example}; the reason "
                "is printed in every output.",
                example='"..."',
            ),
        )


def default_shares(theme: Theme) -> dict[str, float]:
    """Return criterion -> its share of the weight of the theme as it is published."""
    anything = rising(0, 1)
    families = {name: family.weight for name, family in theme.families.items()}
    criteria = {
        key: (name, criterion.weight, anything)
        for name, family in theme.families.items()
        for key, criterion in family.criteria.items()
    }
    return Weighting(families, criteria).shares()


def _value(theme: str, criterion: str, table: Mapping[str, object]) -> ValueFunction:
    try:
        return from_table(table)
    except ProjectError as fault:
        place = Message(
            "[themes.{theme}.criteria.{criterion}]: {problem}",
            theme=theme,
            criterion=criterion,
            problem=fault.problem,
        )
        raise ProjectError(place, fault.next_step) from None


def _unknown_layers(project: Project) -> list[ProjectError]:
    return [
        ProjectError(
            Message("The project names a layer {layer}, which is not known.", layer=name),
            nearest_layer(name),
        )
        for name in project.layers
        if name not in layer_names()
    ]
