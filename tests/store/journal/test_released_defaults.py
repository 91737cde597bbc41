"""A default once released stays: journals leave out what is at its default, so another default would change history.

To change one all the same, write a step in migrations.py that puts the old value into the journals, and then
tests/data/defaults.json.
"""

import json
from pathlib import Path

import pytest

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.kind_table import default_row

RELEASED = json.loads((Path(__file__).parents[2] / "data" / "defaults.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", RELEASED)
def test_a_released_default_stays(kind: str) -> None:
    now = default_row(KINDS[kind])
    assert {name: now.get(name) for name in RELEASED[kind]} == RELEASED[kind]
