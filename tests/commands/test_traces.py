"""Figures of sprints, read from the journal of a file."""

from datetime import date
from pathlib import Path

import pytest

from tpm_tui.commands.scope.journal_of_needs_issues_and_sprints import closed_velocities
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store

MONDAYS = (date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23))


def test_velocities_of_closed_sprints_take_one_read_of_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.create(tmp_path / "s.db", start=MONDAYS[0], author="ana") as store:
        sprints = []
        for number, monday in enumerate(MONDAYS):
            monkeypatch.setenv("TPM_TODAY", monday.isoformat())
            with store.transaction("plan") as tx:
                end = monday.replace(day=monday.day + 4)
                sprints.append(tx.add("sprint", name=f"S{number}", start=monday, end=end))
                size = ThreePoint.single_point((number + 1) * 480)
                item = tx.add("item", title=f"Task {number}", estimate=size, sprint=sprints[-1])
            monkeypatch.setenv("TPM_TODAY", end.isoformat())
            with store.transaction("finish") as tx:
                tx.set("item", item, status="done")
        read, changes_of = [], store.changes_of
        monkeypatch.setattr(
            store, "changes_of", lambda kind, *fields, **more: read.append(kind) or changes_of(kind, *fields, **more)
        )
        assert closed_velocities(store, store.plan, sprints[-1], MONDAYS[-1], 2) == [960, 1440]
        assert sorted(read) == ["item", "sprint"]
        assert closed_velocities(store, store.plan, sprints[0], MONDAYS[-1], 2) == []
