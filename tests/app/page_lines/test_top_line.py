"""The top line: what has no room in it is left out whole, what matters least first."""

from datetime import date, datetime
from pathlib import Path

import pytest

from support.plans import plan_of
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.workspace.status_bar import status_bar_text
from tpm_tui.domain.query.sheet import Sheet
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.safe import width

CONTEXT = InputContext(date(2026, 11, 23))
PLAN = plan_of(
    [
        ("programme", "programme", {"name": "Garden of the house by the lake"}),
        *(("item", f"i{n}", {"title": "Fence", "blocked_since": datetime(2026, 11, 20)}) for n in range(3)),
        *(("incident", f"n{n}", {"title": "Flood"}) for n in range(2)),
    ]
)


def runs_at(cells: int) -> tuple[list[str], int]:
    session = WorkspaceSession(Path("the-fences-of-a-garden-with-a-long-name-by-the-lake.db"), CONTEXT)
    session.plan, session.sheet = PLAN, Sheet(PLAN, CONTEXT)
    left, right = status_bar_text(session, cells)
    return [text.strip() for text, _ in left], sum(width(text) for text, _ in (*left, *right))


@pytest.mark.parametrize("cells", range(40, 161, 10))
def test_it_fits(cells: int) -> None:
    assert runs_at(cells)[1] <= cells


def test_the_name_of_the_file_goes_first() -> None:
    whole, less = runs_at(160)[0], runs_at(110)[0]
    assert "▸ the-fences-of-a-garden-with-a-long-name-by-the-lake.db" in whole
    assert "▸ the-fences-of-a-garden-with-a-long-name-by-the-lake.db" not in less
    assert {"2 incidents open", "Garden of the house by the lake"} <= set(less) < set(whole)
