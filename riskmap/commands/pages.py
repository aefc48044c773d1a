"""The reference of all commands, written from the command line's own help.

``python -m riskmap.commands.pages docs/commands.md``
"""

import sys
from pathlib import Path
from typing import Any

import typer

from riskmap.cli import app
from riskmap.writing import write_text

_HEAD = """\
<!-- Written by `python -m riskmap.commands.pages docs/commands.md`: change the commands, not this page. -->

# Commands

Verbs; files in, files out. Results go to standard output, talk and progress to standard error.
`-o` always means the output, and nothing is overwritten without `--overwrite`. Where a program
may read the answer, `--json` gives it. `RISKMAP_LANG=nl` or `RISKMAP_LANG=en` sets the language
of the command line; maps, lists and reports speak the language of the project.

## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | something the user can mend: one sentence per fault, and what to do next; nothing was written |
| 2 | wrong usage of the command line: an unknown option, a missing argument |
| 70 | a bug in riskmap: with the place in the code and without any value from the data |
"""  # noqa: E501 (one line, so that it stays one comment)


def reference() -> str:
    """Return the page as Markdown."""
    group: Any = typer.main.get_command(app)
    parts = [_HEAD, *(_section(name, command) for name, command in group.commands.items())]
    return "\n".join(parts)


def _section(name: str, command: Any) -> str:  # noqa: ANN401 (click's own classes differ between releases)
    arguments = [part for part in command.params if part.param_type_name == "argument"]
    options = [part for part in command.params if part.param_type_name == "option"]
    shown = " ".join(part.metavar or part.name.upper() for part in arguments)
    example = str(command.epilog).partition(": ")[2]
    lines = [
        f"## riskmap {name}",
        command.help,
        f"```\nriskmap {name} {shown} [OPTIONS]".replace("  ", " ") + "\n```",
    ]
    if arguments:
        lines.append(_table("argument", [(part.metavar, part.help) for part in arguments]))
    if options:
        lines.append(_table("option", [(_names(part), _meaning(part)) for part in options]))
    return "\n\n".join([*lines, f"Example: `{example}`"]) + "\n"


def _names(option: Any) -> str:  # noqa: ANN401 (as above)
    return ", ".join(option.opts)


def _meaning(option: Any) -> str:  # noqa: ANN401 (as above)
    if option.required:
        return f"{option.help} Required."
    if option.default in {None, False} or option.is_flag:
        return str(option.help)
    default = option.default
    shown = " ".join(map(str, default)) if isinstance(default, tuple) else str(default)
    return f"{option.help} Default: {shown}."


def _table(head: str, rows: list[tuple[str, str]]) -> str:
    lines = [f"| {head} | meaning |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{name}` | {text} |" for name, text in rows)])


def main(arguments: list[str]) -> int:
    """Write the page to the file that is named."""
    write_text(reference(), Path(arguments[0]), overwrite=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
