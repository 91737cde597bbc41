"""Each task that lies elsewhere here than in its file is listed with its reason; those by rule are not."""

from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR
from tpm_tui.exchange.schedules.mspdi.importer.why_dates_differ_from_ms_project import compare_dates
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi
from tpm_tui.exchange.schedules.mspdi.project_data import (
    MspdiAssignment,
    MspdiCalendar,
    MspdiLink,
    MspdiProject,
    MspdiResource,
    MspdiTask,
)


def at(day: int, hour: int) -> int:
    return to_minute(datetime(2026, 11, day, hour))


FIRST = MspdiTask(uid=1, name="First", duration=480, start=at(23, 8), finish=at(23, 17))
SECOND = MspdiTask(
    uid=2, name="Second", duration=960, start=at(24, 8), finish=at(25, 17), links=(MspdiLink(predecessor_uid=1),)
)


def project(*tasks: MspdiTask, **values: object) -> MspdiProject:
    standard = MspdiCalendar(uid=1, name="Standard", base=True, base_uid=None, calendar=STANDARD_CALENDAR)
    file = MspdiProject(start=at(23, 8), calendar_uid=1, calendars={1: standard}, tasks=list(tasks))
    for name, value in values.items():
        setattr(file, name, value)
    return file


def reasons(file: MspdiProject) -> dict[int, str]:
    return {difference.uid: difference.reason for difference in compare_dates(file)[1]}


def test_dates_by_rule_are_no_difference() -> None:
    assert compare_dates(project(FIRST, SECOND)) == (2, [])
    # the evening before and the morning after are one instant to the task
    evening = replace(SECOND, start=at(23, 17))
    assert compare_dates(project(FIRST, evening)) == (2, [])


def test_a_task_by_hand_and_what_follows_it_are_told_apart() -> None:
    by_hand = replace(FIRST, manual=True, start=at(25, 8), finish=at(26, 17))
    after = replace(SECOND, start=at(30, 8), finish=at(30, 17))
    named = reasons(project(by_hand, after))
    assert named[1] == "it is scheduled by hand"
    assert named[2] == "it follows task 1, whose dates differ"


def test_what_has_not_begun_before_the_status_date_says_so() -> None:
    file = project(FIRST, SECOND, status_date=at(25, 8))
    compared, (first, second) = compare_dates(file)
    assert compared == 2
    assert first.start == datetime(2026, 11, 25, 8)
    assert first.file_start == datetime(2026, 11, 23, 8)
    assert "before the status date" in first.reason
    assert "before the status date" in second.reason


def test_people_on_calendars_of_their_own_are_named() -> None:
    ana = MspdiResource(uid=5, name="Ana", calendar_uid=9)
    later = replace(FIRST, start=at(24, 8), finish=at(24, 17))
    works = MspdiAssignment(uid=1, task_uid=1, resource_uid=5)
    assert reasons(project(later, resources=[ana], assignments=[works])) == {1: "Ana works on a calendar of their own"}


def test_what_cannot_be_known_is_said_to_be_not_read() -> None:
    later = replace(FIRST, start=at(24, 8), finish=at(24, 17))
    assert "levelling delay" in reasons(project(later))[1]


def test_a_file_that_cannot_be_scheduled_is_refused_in_one_line() -> None:
    looped = replace(FIRST, links=(MspdiLink(predecessor_uid=2),))
    with pytest.raises(ValidationError, match="cannot be scheduled"):
        compare_dates(project(looped, SECOND))


def test_nearly_all_rows_of_the_plans_kept_here_have_the_dates_of_the_file_and_the_rest_a_reason() -> None:
    """Plans with links of all types, lags, calendars and constraints, dated by rule. Those under ``excused`` were
    chosen because a row breaks a documented rule (docs/schedule.md): they do not count, but each row has a reason."""
    folder = Path(__file__).parents[3] / "data" / "mspdi"
    compared = differing = 0
    for path in sorted(folder.rglob("*.xml")):
        rows, differences = compare_dates(parse_mspdi(path))
        assert all(difference.reason for difference in differences), path
        if path.parent == folder:
            compared += rows
            differing += len(differences)
    assert compared > 400
    assert differing / compared <= 0.03, f"{differing} of {compared}"
