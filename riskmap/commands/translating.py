"""Help texts in the reader's language."""

from collections.abc import Callable, Sequence
from typing import Any

from riskmap.messages import marked

# What the command line's own library says in a help text.
_HEADINGS = (marked("Usage: "), marked("Arguments"), marked("Options"), marked("Commands"))
_SENTENCE = marked("Show this message and exit.")
_MARKS = (marked("[required]"), marked("[default: "))


def translate_help(command: Any, say: Callable[[str], str]) -> None:  # noqa: ANN401 (click's own classes differ between releases)
    """Translate the help of a command, its options and its sub-commands, in place.

    Parameters
    ----------
    say
        From English to the reader's language; every text here was marked
        where it stands, so that gettext knows it.
    """
    for part in (command, *command.params):
        if getattr(part, "help", None):
            part.help = say(part.help)
    if getattr(command, "epilog", None):
        command.epilog = say(command.epilog)
    command.context_class = _speaking(command.context_class, say)
    for child in getattr(command, "commands", {}).values():
        translate_help(child, say)


def _speaking(context: Any, say: Callable[[str], str]) -> Any:  # noqa: ANN401 (as above)
    """Return the context class with a formatter that says the library's words in `say`."""
    base = context.formatter_class

    def write_usage(
        self: Any,  # noqa: ANN401 (as above)
        prog: str,
        args: str = "",
        prefix: str | None = None,
    ) -> None:
        base.write_usage(self, prog, args, say("Usage: ") if prefix is None else prefix)

    def section(self: Any, name: str) -> Any:  # noqa: ANN401 (as above)
        return base.section(self, say(name) if name in _HEADINGS else name)

    def write_dl(self: Any, rows: Sequence[tuple[str, str]], *rest: int) -> None:  # noqa: ANN401 (as above)
        base.write_dl(self, [(term, _said(text, say)) for term, text in rows], *rest)

    words = {"write_usage": write_usage, "section": section, "write_dl": write_dl}
    return type("Context", (context,), {"formatter_class": type("Formatter", (base,), words)})


def _said(text: str, say: Callable[[str], str]) -> str:
    if text == _SENTENCE:
        return say(text)
    for mark in _MARKS:
        text = text.replace(mark, say(mark))
    return text
