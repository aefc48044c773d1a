"""Which themes a project runs: those it names, else every one that can run by itself."""

from collections.abc import Collection, Mapping

from riskmap.errors import Faults, ProjectError, RiskmapError
from riskmap.messages import Message
from riskmap.pipeline.packs import read_pack
from riskmap.project import Project, ThemeSettings
from riskmap.project_faults import nearest_name
from riskmap.themes.catalogue import adapted, catalogue
from riskmap.themes.theme import Theme


def themes_of(project: Project) -> dict[str, Theme]:
    """Return every theme a project can name: installed ones, and those of its theme packs.

    Raises
    ------
    Faults, RiskmapError
        Every pack that cannot be used, at once.
    """
    themes, faults = catalogue(), list[RiskmapError]()
    for name, settings in project.themes.items():
        if settings.file is not None:
            try:
                themes[name] = read_pack(project.resolve(settings.file))
            except RiskmapError as fault:
                faults.append(fault)
    Faults.raise_any(faults)
    return dict(sorted(themes.items()))


def chosen(
    project: Project, themes: Mapping[str, Theme], only: Collection[str] = ()
) -> dict[str, ThemeSettings]:
    """Return the themes to run with what the project changes in them.

    Parameters
    ----------
    project
        Its ``[themes.*]`` tables say which themes run; with none, every theme
        that needs no word of the project and whose required layers it has.
    themes
        See `themes_of`.
    only
        Run no other themes than these.
    """
    if only:
        return {name: project.themes.get(name, ThemeSettings()) for name in only}
    if project.themes:
        return {name: wish for name, wish in project.themes.items() if wish.enabled}
    return {
        name: ThemeSettings()
        for name, theme in themes.items()
        if not _lacking(project, theme) and _held_back(name, project, theme) is None
    }


def left_aside(project: Project, only: Collection[str] = ()) -> tuple[Message, ...]:
    """Return a sentence per theme that a project without theme names might miss, and why.

    Themes whose layers are not there are not among them, but for those that
    a municipality has to hand in itself.
    """
    if only or project.themes:
        return ()
    notes = (
        _held_back(name, project, theme)
        for name, theme in catalogue().items()
        if not _lacking(project, theme)
    )
    return tuple(note for note in notes if note is not None)


def theme_of(name: str, project: Project | None = None) -> Theme:
    """Return a theme to look at or to share: as installed, or as a project changed it.

    Raises
    ------
    ProjectError
        When there is none of that name, or the settings do not fit it.
    """
    themes = catalogue() if project is None else themes_of(project)
    if name not in themes:
        raise _no_theme(name, themes)
    settings = ThemeSettings() if project is None else project.themes.get(name, ThemeSettings())
    return adapted(name, themes[name], settings)


def _no_theme(name: str, themes: Mapping[str, Theme]) -> ProjectError:
    return ProjectError(
        Message("There is no theme {theme}.", theme=name), nearest_name(name, sorted(themes))
    )


def theme_for(name: str, themes: Mapping[str, Theme], project: Project) -> Theme:
    """Return a theme as the project wants it.

    Raises
    ------
    ProjectError
        When there is none of that name, when it is off and not switched on,
        when it needs an area the project does not have, or when the settings
        do not fit it.
    """
    if name not in themes:
        raise _no_theme(name, themes)
    theme, settings = themes[name], project.themes.get(name, ThemeSettings())
    if theme.off is not None and not settings.switched_on:
        raise ProjectError(
            Message("Theme {theme} is off: {reason}", theme=name, reason=theme.off.as_fact()),
            Message(
                "To run it all the same, write enabled = true under [themes.{theme}]; the reason "
                "then stands on every output.",
                theme=name,
            ),
        )
    if theme.requires_area and project.area is None:
        raise ProjectError(
            Message(
                "Theme {theme} runs only inside an area that was chosen for it, and the project "
                "names none.",
                theme=name,
            ),
            Message(
                "Write area = {example} in riskmap.toml: the border of the neighbourhood or "
                "streets the question is about.",
                example='"data/area.gpkg"',
            ),
        )
    return adapted(name, theme, settings)


def _lacking(project: Project, theme: Theme) -> list[str]:
    return [name for name in theme.requires if name not in project.layers]


def _held_back(name: str, project: Project, theme: Theme) -> Message | None:
    """Return why a theme does not run unless a project asks for it; None when it does."""
    if theme.off is not None:
        return Message(
            "Theme {theme} is off and did not run: {reason}",
            theme=name,
            reason=theme.off.as_fact(),
        )
    if theme.requires_area and project.area is None:
        return Message(
            "Theme {theme} did not run: it runs only inside an area that was chosen for it, and "
            "the project names none.",
            theme=name,
        )
    return None
