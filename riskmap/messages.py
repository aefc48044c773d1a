"""Sentences a user reads: English text with named facts, translated late.

A `Message` keeps its template and its facts apart until somebody reads it, so
that one run can speak Dutch in the report and English on the command line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


def untranslated(text: str) -> str:
    """Give the text back as it is: the English of the source code."""
    return text


def marked(text: str) -> str:
    """Mark a literal for gettext where it is translated later, such as a help text."""
    return text


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """One sentence with named facts, for example ``Message("{n} rows", n=3)``.

    The template is always a literal in the source, so that gettext can find
    it; facts are data and are never read as a template.
    """

    template: str
    facts: Mapping[str, object]

    def __init__(self, template: str, **facts: object) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "facts", dict(facts))

    def text(self, translate: Callable[[str], str] = untranslated) -> str:
        """Return the sentence in the language of `translate`."""
        shown = {
            name: fact.text(translate) if isinstance(fact, Message | Spoken) else fact
            for name, fact in self.facts.items()
        }
        return translate(self.template).format(**shown)

    def __str__(self) -> str:
        """Return the English text."""
        return self.text()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text that a data file holds in both languages, as a fact of a `Message`."""

    nl: str
    en: str

    def text(self, translate: Callable[[str], str] = untranslated) -> str:
        """Return the text in the language of `translate`."""
        return self.en if translate is untranslated else self.nl

    def __str__(self) -> str:
        """Return the English text."""
        return self.en
