"""What stands at the place of the outputs is never lost without a word."""

import shutil

import pytest

from riskmap.errors import OutputError
from riskmap.pipeline.targets import check_folder


@pytest.mark.parametrize("name", ["inspection_list.xlsx", "inspection_list.csv"])
def test_a_list_somebody_wrote_in_is_not_replaced(waterveen, tmp_path, name):
    out = tmp_path / "out"
    shutil.copytree(waterveen / "out", out)
    check_folder(out, overwrite=True)
    with (out / "rural" / name).open("ab") as file:
        file.write(b"bevestigd")
    with pytest.raises(OutputError, match=f"{name} was changed since the run"):
        check_folder(out, overwrite=True)


def test_a_list_that_was_moved_elsewhere_is_no_reason_to_refuse(waterveen, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(waterveen / "out", out)
    (out / "rural" / "inspection_list.xlsx").unlink()
    check_folder(out, overwrite=True)
