"""Where themes come from, and how a project changes them."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from importlib.metadata import entry_points

from pydantic import ValidationError

from riskmap.errors import ProjectError
from riskmap.messages import Message
from riskmap.project import CriterionSettings, ThemeSettings
from riskmap.project_faults import faults_of, nearest_name
from riskmap.themes.theme import Criterion, Family, Theme


def catalogue() -> dict[str, Theme]:
    """Return all themes by name: the built-in ones and those of plug-ins.

    A plug-in names a package in the entry-point group ``riskmap.themes``;
    every TOML file in it is a theme.
    """
    themes = builtin()
    for entry in sorted(entry_points(group="riskmap.themes"), key=lambda entry: entry.name):
        for name, theme in _in_package(entry.value).items():
            if name in themes:
                raise ProjectError(
                    Message("Two installed packages bring a theme {name}.", name=name),
                    Message("Uninstall one of them, or rename its file."),
                )
            themes[name] = theme
    return dict(sorted(themes.items()))


def builtin() -> dict[str, Theme]:
    """Return the themes of riskmap itself by name: one per TOML file of this package."""
    return _in_package("riskmap.themes")


def adapted(name: str, theme: Theme, settings: ThemeSettings) -> Theme:
    """Return the theme as a project wants it.

    Raises
    ------
    ProjectError
        When the settings name a family or kind that the theme does not have,
        or add a criterion without saying where it belongs.
    """
    changes: dict[str, object] = {"families": _families(name, theme, settings)}
    if settings.min_coverage is not None:
        changes["min_coverage"] = settings.min_coverage
    if settings.min_families is not None:
        changes["min_families"] = settings.min_families
    if settings.rank_within is not None:
        changes["rank_within"] = settings.rank_within
    if settings.kind is not None:
        changes["kinds"] = (_kind(name, theme, settings.kind),)
    changed = theme.model_dump() | changes
    try:
        return Theme.model_validate(changed)
    except ValidationError as wrong:
        raise faults_of(wrong, Theme, f"[themes.{name}]") from None


def _kind(name: str, theme: Theme, wish: str) -> str:
    """Return the kind a project wants, when the theme says which of its places to score.

    Without a gate for that kind the theme would score every place of it:
    meadows as yards, yards as business parks.
    """
    known = [*theme.kinds, *(kind for kind in theme.gates if kind not in theme.kinds)]
    if theme.no_other_kind is not None and wish not in theme.kinds:
        raise ProjectError(
            Message(
                "Theme {theme} is never run on kind {kind}: {reason}",
                theme=name,
                kind=wish,
                reason=theme.no_other_kind.as_fact(),
            ),
            Message("Leave kind out, or choose: {kinds}.", kinds=", ".join(theme.kinds)),
        )
    if wish not in known:
        raise ProjectError(
            Message("Theme {theme} cannot be run on kind {kind}.", theme=name, kind=wish),
            Message("Choose one of: {kinds}.", kinds=", ".join(known)),
        )
    return wish


def _families(name: str, theme: Theme, settings: ThemeSettings) -> dict[str, Family]:
    families = dict(theme.families)
    for family, weight in settings.families.items():
        if family not in families:
            raise ProjectError(
                Message("Theme {theme} has no family {family}.", theme=name, family=family),
                nearest_name(family, sorted(families)),
            )
        families[family] = families[family].model_copy(update={"weight": weight})
    for criterion, wish in settings.criteria.items():
        home = _home_of(name, criterion, wish, families)
        old = families[home].criteria.get(criterion, Criterion())
        criteria = dict(families[home].criteria) | {criterion: _changed(old, wish)}
        families[home] = families[home].model_copy(update={"criteria": criteria})
    return families


def _home_of(
    name: str, criterion: str, wish: CriterionSettings, families: Mapping[str, Family]
) -> str:
    home = next((f for f, family in families.items() if criterion in family.criteria), None)
    if home is not None:
        return home
    if wish.family is not None and wish.family in families:
        return wish.family
    known = sorted(c for family in families.values() for c in family.criteria)
    raise ProjectError(
        Message("Theme {theme} has no criterion {criterion}.", theme=name, criterion=criterion),
        Message(
            "{step} To add a criterion, say family = one of: {families}.",
            step=nearest_name(criterion, known),
            families=", ".join(families),
        ),
    )


def _changed(old: Criterion, wish: CriterionSettings) -> Criterion:
    wishes = wish.model_dump(exclude={"family"}, exclude_none=True)
    if "options" in wishes:
        wishes["options"] = dict(old.options) | wishes["options"]
    return old.model_copy(update=wishes)


def _in_package(package: str) -> dict[str, Theme]:
    themes = {}
    for file in sorted(resources.files(package).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            try:
                themes[file.name.removesuffix(".toml")] = Theme.model_validate(table)
            except ValidationError as wrong:
                raise faults_of(wrong, Theme, file.name) from None
    return themes
