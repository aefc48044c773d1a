"""Commands with many options take them as one record."""

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, TypeVar, get_type_hints

Options = TypeVar("Options")


def taking(options: type[Options]) -> Callable[[Callable[[Options], None]], Callable[..., None]]:
    """Make a command of a function of one record: every field is an argument or an option.

    Parameters
    ----------
    options
        A dataclass whose fields are annotated as typer wants parameters.
    """

    def made(command: Callable[[Options], None]) -> Callable[..., None]:
        def called(**given: Any) -> None:  # noqa: ANN401 (typer hands over what it parsed)
            command(options(**given))

        hints = get_type_hints(options, include_extras=True)
        parameters = [
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if field.default is MISSING else field.default,
                annotation=hints[field.name],
            )
            for field in fields(options)  # type: ignore[arg-type] # a dataclass, by contract
        ]
        called.__name__, called.__doc__ = command.__name__, command.__doc__
        called.__annotations__ = hints
        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return called

    return made
