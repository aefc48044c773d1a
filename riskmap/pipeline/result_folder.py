"""A result as a folder: its page, its figures, and a manifest that says what was written."""

from collections.abc import Callable, Mapping
from pathlib import Path

import riskmap
from riskmap.outputs.json_text import json_text
from riskmap.pipeline.targets import check_folder
from riskmap.reading import sha256
from riskmap.writing import publish_folder, write_text

_MANIFEST = "manifest.json"
_TEXTS_ONLY: Mapping[str, Callable[[Path], None]] = {}


def write_result(
    texts: Mapping[str, str],
    target: Path,
    *,
    writers: Mapping[str, Callable[[Path], None]] = _TEXTS_ONLY,
    overwrite: bool = False,
) -> None:
    """Write the files of one result; the folder appears complete or not at all.

    Parameters
    ----------
    texts
        Name of a file -> its text, such as ``report.html`` and ``evaluation.json``.
    writers
        Name of a file -> the function that writes it, for what is no text.
    target
        The folder. With `overwrite` an earlier result there is replaced, and
        nothing else: files that riskmap did not write are a reason to refuse.

    Raises
    ------
    OutputError
        When the folder is in the way.
    """
    check_folder(target, overwrite=overwrite)
    with publish_folder(target, overwrite=overwrite) as folder:
        for name, text in texts.items():
            write_text(text, folder / name)
        for name, write in writers.items():
            write(folder / name)
        written = {name: {"sha256": sha256(folder / name)} for name in (*texts, *writers)}
        manifest = {"riskmap": riskmap.__version__, "outputs": written}
        write_text(json_text(manifest), folder / _MANIFEST)
