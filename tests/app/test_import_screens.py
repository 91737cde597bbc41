"""The first screen after the export of another program came in, at three sizes, beside what it looked like when
somebody last said that it is right. ``make snapshots`` draws it anew.

Kept as text: it is read in a review as it is on the screen.
"""

from datetime import date
from pathlib import Path

import pytest

from app.test_snapshots import FOLDER, compare, in_greenwich
from support.workspace_pilot import MIDDLE, SMALL, WIDE, WorkspacePilot
from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store

DATA = Path(__file__).parents[1] / "data"
EXPORTS = [*sorted((DATA / "exports").iterdir()), DATA / "jira" / "bakery.csv"]


def format_of(path: Path) -> str:
    """The format that a file is imported as."""
    if path.parent.name == "jira":
        return "jira"
    return "csv" if path.suffix == ".csv" else path.stem


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.stem)
async def test_it_looks_as_it_did(tmp_path: Path, path: Path) -> None:
    drawn = []
    with in_greenwich():
        with Store.create(tmp_path / "import.db", name="Import", start=date(2026, 11, 23)) as store:
            assert import_file(store, format_of(path), path).created == 12
        async with WorkspacePilot(tmp_path / "import.db", WIDE) as pilot:
            for size in (WIDE, MIDDLE, SMALL):
                await pilot.pilot.resize_terminal(*size)
                await pilot.settle()
                drawn += [f"== {size[0]}x{size[1]}", *(line.rstrip() for line in pilot.lines)]
    compare("\n".join([*drawn, ""]), FOLDER / "imports" / f"{path.stem}.txt", tmp_path)
