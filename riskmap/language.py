"""Dutch and English: where translated sentences come from."""

import gettext
import os
from collections.abc import Callable
from importlib import resources
from typing import Literal

from riskmap.messages import untranslated

Language = Literal["nl", "en"]


def translator(language: Language) -> Callable[[str], str]:
    """Return the function that turns an English sentence into `language`."""
    if language == "en":
        return untranslated
    folder = resources.files("riskmap") / "locale"
    return gettext.translation("riskmap", str(folder), [language], fallback=True).gettext


def spoken_language() -> Language:
    """Return the language of the command line.

    ``RISKMAP_LANG`` decides; without it the locale of the machine does, and
    English is what remains.
    """
    wish = os.environ.get("RISKMAP_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    return "nl" if wish.lower().startswith("nl") else "en"
