"""Build hook: compile the translations, for wheels and for editable installs."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Translations(BuildHookInterface[BuilderConfig]):
    """Turn every riskmap/locale/**/riskmap.po into the .mo beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's signature)
        """Compile before anything is packed; a faulty .po stops the build."""
        for source in sorted(Path(self.root, "riskmap", "locale").rglob("*.po")):
            with source.open("rb") as text:
                catalog = read_po(text, abort_invalid=True)
            with source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalog)
