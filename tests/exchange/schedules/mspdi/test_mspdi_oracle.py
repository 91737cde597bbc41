"""Plans scheduled by MPXJ's MicrosoftScheduler, which reproduces MS Project: every date to the minute."""

from pathlib import Path

import pytest

from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_network
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi
from tpm_tui.planning.cpm.schedule import schedule

PLANS = sorted((Path(__file__).parents[3] / "data" / "mspdi").glob("oracle-*.xml"))


def test_the_plans_are_there() -> None:
    assert len(PLANS) == 16


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_dates_and_slack_agree_with_the_oracle(path: Path) -> None:
    file = parse_mspdi(path)
    assert file.problems == []
    ours = schedule(file_network(file))
    for position, task in enumerate(file.tasks):
        named = (task.uid, task.name)
        theirs = (task.start, task.finish, task.early_start, task.early_finish, task.late_start, task.late_finish)
        columns = (ours.start, ours.finish, ours.early_start, ours.early_finish, ours.late_start, ours.late_finish)
        assert (*named, *map(text, theirs)) == (*named, *(text(column[position]) for column in columns))
        assert (*named, task.total_slack) == (*named, ours.total_slack[position])
        assert (*named, task.critical) == (*named, ours.critical[position])


def text(minute: int | None) -> str:
    return "" if minute is None else to_datetime(minute).isoformat()
