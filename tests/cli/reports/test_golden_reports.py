"""The executive report of the demo on three days, as it was looked at: on the day, three weeks on, and past the target;
the other reports on one day.

TPM_KEEP_SNAPSHOTS=1 writes what the reports are now: look at them, as HTML too, before they are kept."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from support.cli_driver import Tpm
from tpm_tui.cli.schedule.forecast import run_promise_forecast
from tpm_tui.commands.report_source import read_report_history, report_source
from tpm_tui.reports.builders.report_catalog import REPORT_KINDS, build_report
from tpm_tui.reports.renderers.markdown import render_markdown
from tpm_tui.reports.report import report_document
from tpm_tui.store.store import Store

FOLDER = Path(__file__).parents[2] / "data" / "reports"
DAYS = ("2026-11-23", "2026-12-14", "2027-04-12")
OTHERS = (
    ("stand-up", ""), ("sprint-review", "SP-6"), ("letter", "S-3"), ("letter", "function:qa"), ("steering", ""),
    ("brief", ""), ("recommendation", "D-2"), ("incident", "I-2"),
)  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_the_executive_report_is_the_one_that_was_looked_at(
    tpm: Tpm, demo_file: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setenv("TPM_FILE", str(demo_file))
    monkeypatch.setenv("TPM_TODAY", day)
    made = tpm("report", "executive", "--since", "2026-11-16", "--to", "md").out
    assert made == kept_report(f"executive-{day}", made)


def test_the_other_reports_are_the_ones_that_were_looked_at(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPM_TODAY", DAYS[0])
    with Store.open(demo_file) as store:
        plan, context = store.load(), store.context
        _, forecast, held = run_promise_forecast(plan, context, effects=True)
        history = read_report_history(store, datetime(2026, 11, 16))
        source = report_source(plan, context, history, forecast, held)
    for kind, recipient in OTHERS:
        made = render_markdown(report_document(plan, build_report(source, kind, recipient)))
        name = "-".join(word for word in (kind, *recipient.split(":"), DAYS[0]) if word)
        assert made == kept_report(name, made), name
    assert {kind for kind, _ in OTHERS} | {"executive"} == set(REPORT_KINDS)


def kept_report(name: str, made: str) -> str:
    """The one that was looked at; the one that was made takes its place where that is asked for."""
    kept = FOLDER / f"{name}.md"
    if os.environ.get("TPM_KEEP_SNAPSHOTS"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(made, encoding="utf-8")
    return kept.read_text(encoding="utf-8")
