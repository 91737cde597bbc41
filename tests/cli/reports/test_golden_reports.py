"""The executive report of the demo on three days, as it was looked at: on the day, three weeks on, and past the target.

TPM_KEEP_SNAPSHOTS=1 writes what the reports are now: look at them, as HTML too, before they are kept."""

import os
from pathlib import Path

import pytest

from support.cli_driver import Tpm

FOLDER = Path(__file__).parents[2] / "data" / "reports"
DAYS = ("2026-11-23", "2026-12-14", "2027-04-12")


@pytest.mark.parametrize("day", DAYS)
def test_the_executive_report_is_the_one_that_was_looked_at(
    tpm: Tpm, demo_file: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setenv("TPM_FILE", str(demo_file))
    monkeypatch.setenv("TPM_TODAY", day)
    made = tpm("report", "executive", "--since", "2026-11-16", "--to", "md").out
    kept = FOLDER / f"executive-{day}.md"
    if os.environ.get("TPM_KEEP_SNAPSHOTS"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(made, encoding="utf-8")
    assert made == kept.read_text(encoding="utf-8")
