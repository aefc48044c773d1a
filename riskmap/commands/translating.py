"""Help texts in the reader's language."""

from collections.abc import Callable
from typing import Any


def translate_help(command: Any, translate: Callable[[str], str]) -> None:  # noqa: ANN401 (click's own classes differ between releases)
    """Translate the help of a command, its options and its sub-commands, in place."""
    for part in (command, *command.params):
        if getattr(part, "help", None):
            part.help = translate(part.help)
    if getattr(command, "epilog", None):
        command.epilog = translate(command.epilog)
    for child in getattr(command, "commands", {}).values():
        translate_help(child, translate)
