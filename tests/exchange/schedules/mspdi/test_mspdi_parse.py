"""MS Project XML of every age, and files that are wrong."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tpm_tui.domain.time.instants import to_datetime, to_minute
from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR
from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_network
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiError, MspdiProject
from tpm_tui.planning.cpm.schedule import schedule
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, NetworkLink

DATA = Path(__file__).parents[3] / "data" / "mspdi"
NAMESPACE = 'xmlns="http://schemas.microsoft.com/project"'


def project(tasks: str = "", before: str = "", after: str = "", namespace: str = NAMESPACE) -> MspdiProject:
    start = "<StartDate>2026-11-23T08:00:00</StartDate><CalendarUID>1</CalendarUID>"
    text = f"<Project {namespace}>{start}{before}<Tasks>{tasks}</Tasks>{after}</Project>"
    return parse_mspdi(text.encode())


def task(uid: int, more: str = "", level: int = 1, hours: int = 8) -> str:
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>Task {uid}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Duration>PT{hours}H0M0S</Duration>{more}</Task>"
    )


def link(uid: int, kind: int = 1, lag: int = 0, form: int = 7) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{form}</LagFormat></PredecessorLink>"
    )


def at(text: str) -> int:
    return to_minute(datetime.fromisoformat(text))


def hours(*spans: tuple[str, str]) -> str:
    times = "".join(f"<WorkingTime><FromTime>{a}</FromTime><ToTime>{b}</ToTime></WorkingTime>" for a, b in spans)
    return f"<WorkingTimes>{times}</WorkingTimes>"


def calendars(body: str, more: str = "") -> str:
    return f"<Calendars><Calendar><UID>1</UID><Name>Main</Name>{body}</Calendar>{more}</Calendars>"


@pytest.mark.parametrize("namespace", [NAMESPACE, "", 'xmlns="http://schemas.microsoft.com/project/2007"'])
def test_the_namespace_does_not_matter(namespace: str) -> None:
    file = project(task(1) + task(2, link(1)), namespace=namespace)
    assert [row.uid for row in file.tasks] == [1, 2]
    assert file.tasks[1].links[0].predecessor_uid == 1
    assert file.problems == []


def test_the_project_row_and_blank_rows_are_no_tasks() -> None:
    rows = "<Task><UID>0</UID><OutlineLevel>0</OutlineLevel></Task>" + "<Task><UID>9</UID><IsNull>1</IsNull></Task>"
    assert [row.uid for row in project(rows + task(1)).tasks] == [1]


def test_levels_and_uids_counted_from_zero_lose_no_task() -> None:
    """As TaskJuggler writes them, without a row for the project."""
    phase = "<Task><UID>0</UID><ID>1</ID><OutlineNumber>1</OutlineNumber><OutlineLevel>0</OutlineLevel></Task>"
    file = project(phase + task(1) + task(2, link(1)) + task(3, level=0))
    assert [(row.uid, row.parent_uid) for row in file.tasks] == [(0, None), (1, 0), (2, 0), (3, None)]
    assert file.problems == []


def test_durations_that_are_not_said_follow_from_the_dates() -> None:
    dates = "<Start>2026-11-23T08:00:00</Start><Finish>2026-11-24T12:00:00</Finish>"
    bare = [f"<Task><UID>{uid}</UID><ID>{uid}</ID><OutlineLevel>1</OutlineLevel>{more}</Task>" for uid, more in
            enumerate((dates, "", dates + "<Milestone>1</Milestone>"), start=1)]  # fmt: skip
    file = project("".join(bare))
    assert [row.duration for row in file.tasks] == [720, None, None]
    assert [problem.reason for problem in file.problems] == [
        "1 tasks have no duration: it is taken from their start and finish",
        "1 tasks have neither a duration nor dates: they take no time",
    ]


def test_a_calendar_that_is_not_there_is_told() -> None:
    day = "<WeekDays><WeekDay><DayType>2</DayType><DayWorking>1</DayWorking></WeekDay></WeekDays>"
    text = f"<Calendars><Calendar><UID>4</UID><Name>Only</Name>{day}</Calendar></Calendars>"
    assert [problem.reason for problem in project(task(1), text).problems] == [
        "its calendar 1 is not here; the first of the file is taken"
    ]


def test_hierarchy_follows_from_order_and_level() -> None:
    file = project(task(1) + task(2, level=2) + task(3, level=3) + task(4, level=2) + task(5))
    assert [row.parent_uid for row in file.tasks] == [None, 1, 2, 1, None]
    assert list(file_network(file).parent) == [-1, 0, 1, 0, -1]


def test_without_levels_outline_numbers_tell() -> None:
    rows = "".join(
        f"<Task><UID>{uid}</UID><OutlineNumber>{number}</OutlineNumber></Task>"
        for uid, number in [(1, "1"), (2, "1.1"), (3, "1.1.1"), (4, "2")]
    )
    assert [row.parent_uid for row in project(rows).tasks] == [None, 1, 2, None]


@pytest.mark.parametrize(
    ("form", "lag", "expected"),
    [
        (7, 4800, (480, LagUnit.WORKING)),
        (5, -2400, (-240, LagUnit.WORKING)),
        (8, 14400, (1440, LagUnit.ELAPSED)),
        (6, 600, (60, LagUnit.ELAPSED)),
        (19, 50, (50, LagUnit.PERCENT)),
        (51, -25, (-25, LagUnit.PERCENT)),
        (20, 50, (240, LagUnit.ELAPSED)),  # half of eight hours, as clock time
    ],
)
def test_lags(form: int, lag: int, expected: tuple[int, LagUnit]) -> None:
    network = file_network(project(task(1) + task(2, link(1, 3, lag, form))))
    assert network.links == [NetworkLink(0, 1, LinkType.SS, *expected)]


def test_constraints_deadlines_and_progress() -> None:
    file = project(
        task(
            1,
            "<ConstraintType>4</ConstraintType><ConstraintDate>2026-12-01T08:00:00</ConstraintDate>"
            "<Deadline>2026-12-04T17:00:00</Deadline>",
        )
        + task(
            2,
            "<ActualStart>2026-11-24T08:00:00</ActualStart><PercentComplete>50</PercentComplete>"
            "<RemainingDuration>PT4H0M0S</RemainingDuration>",
        )
    )
    network = file_network(file)
    assert network.constraint[0] == Constraint.SNET
    assert network.constraint_date[0] == at("2026-12-01T08:00")
    assert network.deadline[0] == at("2026-12-04T17:00")
    assert network.actual_start[1] == at("2026-11-24T08:00")
    assert network.remaining[1] == 240


def test_calendar_with_exceptions_old_and_new() -> None:
    """2003 writes exceptions as weekdays of type 0, 2007 and later as a section of their own, often both."""
    body = (
        "<WeekDays><WeekDay><DayType>6</DayType><DayWorking>1</DayWorking>"
        + hours(("09:00:00", "12:00:00"))
        + "</WeekDay><WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod>"
        "<FromDate>2026-12-24T00:00:00</FromDate><ToDate>2026-12-25T23:59:00</ToDate></TimePeriod></WeekDay></WeekDays>"
        "<Exceptions><Exception><TimePeriod><FromDate>2026-12-05T00:00:00</FromDate>"
        "<ToDate>2026-12-05T23:59:00</ToDate></TimePeriod><Type>1</Type><DayWorking>1</DayWorking>"
        + hours(("10:00:00", "00:00:00"))
        + "</Exception></Exceptions>"
    )
    file = project(task(1), calendars(body))
    calendar = file.calendars[1].calendar
    assert calendar is not None
    assert calendar.week[4] == ((540, 720),)
    assert calendar.week[0] == STANDARD_CALENDAR.week[0]
    assert calendar.exceptions == {
        date(2026, 12, 5): ((600, 1440),),
        date(2026, 12, 24): (),
        date(2026, 12, 25): (),
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("<Type>1</Type><Period>7</Period>", ["11-01", "11-08", "11-15", "11-22", "11-29"]),
        ("<Type>2</Type><Month>10</Month><MonthDay>11</MonthDay>", ["11-11"]),
        ("<Type>3</Type><Month>10</Month><MonthPosition>3</MonthPosition><MonthItem>7</MonthItem>", ["11-26"]),
        ("<Type>4</Type><Period>1</Period><MonthDay>15</MonthDay>", ["11-15"]),
        ("<Type>5</Type><Period>1</Period><MonthPosition>4</MonthPosition><MonthItem>4</MonthItem>", ["11-30"]),
        ("<Type>6</Type><Period>2</Period><DaysOfWeek>34</DaysOfWeek>", ["11-02", "11-06", "11-16", "11-20", "11-30"]),
        (
            "<Type>6</Type><Period>1</Period><DaysOfWeek>2</DaysOfWeek><Occurrences>2</Occurrences>"
            "<EnteredByOccurrences>1</EnteredByOccurrences>",
            ["11-02", "11-09"],
        ),
    ],
)
def test_exceptions_that_recur(fields: str, expected: list[str]) -> None:
    """Thanksgiving (the fourth Thursday), every last Monday, every other Monday and Friday."""
    body = (
        "<Exceptions><Exception><TimePeriod><FromDate>2026-11-01T00:00:00</FromDate>"
        f"<ToDate>2026-11-30T23:59:00</ToDate></TimePeriod>{fields}<DayWorking>0</DayWorking></Exception></Exceptions>"
    )
    calendar = project(task(1), calendars(body)).calendars[1].calendar
    assert calendar is not None
    assert [day.strftime("%m-%d") for day in calendar.exceptions] == expected


def test_calendars_inherit_from_their_base() -> None:
    base = "<WeekDays><WeekDay><DayType>2</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays>"
    derived = (
        "<Calendar><UID>2</UID><Name>Ana</Name><IsBaseCalendar>0</IsBaseCalendar><BaseCalendarUID>1</BaseCalendarUID>"
        "<WeekDays><WeekDay><DayType>3</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays></Calendar>"
    )
    calendar = project(task(1), calendars(base, derived)).calendars[2].calendar
    assert calendar is not None
    assert calendar.week[:2] == ((), ())
    assert calendar.week[2] == STANDARD_CALENDAR.week[2]


def test_a_persons_calendar_moves_their_task() -> None:
    body = calendars(
        "",
        "<Calendar><UID>2</UID><Name>Ana</Name><BaseCalendarUID>1</BaseCalendarUID><WeekDays><WeekDay>"
        "<DayType>2</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays></Calendar>",
    )
    people = (
        "<Resources><Resource><UID>1</UID><Name>Ana</Name><Type>1</Type><CalendarUID>2</CalendarUID></Resource>"
        "</Resources><Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID>"
        "<Units>1</Units><Work>PT8H0M0S</Work></Assignment></Assignments>"
    )
    file = project(task(1), body, people)
    assert [(person.name, person.calendar_uid) for person in file.resources] == [("Ana", 2)]
    assert file.assignments[0].work == 480
    assert list(schedule(file_network(file)).start) == [at("2026-11-24T08:00")]  # not on her free Monday


def test_baselines_attributes_and_elapsed_durations() -> None:
    definition = (
        "<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID><FieldName>Text1</FieldName>"
        "<Alias>Team</Alias></ExtendedAttribute></ExtendedAttributes>"
    )
    more = (
        "<DurationFormat>8</DurationFormat><Cost>12345</Cost>"
        "<Baseline><Number>0</Number><Start>2026-11-23T08:00:00</Start><Finish>2026-11-24T17:00:00</Finish>"
        "<Work>PT16H0M0S</Work></Baseline>"
        "<ExtendedAttribute><FieldID>188743731</FieldID><Value>Blue</Value></ExtendedAttribute>"
    )
    file = project(task(1, more, hours=48), definition)
    result = file.tasks[0]
    assert result.attributes == (("Team", "Blue"),)
    assert result.cost == Decimal("123.45")
    assert (result.baselines[0].number, result.baselines[0].work) == (0, 960)
    assert result.elapsed
    assert list(schedule(file_network(file)).finish) == [at("2026-11-25T08:00")]


def test_inactive_tasks_are_left_out_and_manual_ones_pinned() -> None:
    pinned = "<Manual>1</Manual><Start>2026-12-01T08:00:00</Start>"
    file = project(task(1, "<Active>0</Active>") + task(2, pinned + link(1)))
    network = file_network(file)
    assert (list(network.ids), network.duration[0], network.links) == ([1, 2], 0, [])
    assert to_datetime(schedule(network).start[1]) == datetime(2026, 12, 1, 8, 0)


def test_what_cannot_be_read_is_listed_and_the_rest_read() -> None:
    file = project(
        task(1, "<ConstraintType>12</ConstraintType><Deadline>soon</Deadline>")
        + task(1)
        + "<Task><Name>Nameless</Name></Task>"
        + task(2, link(77) + link(1, 9) + "<LevelingDelay>4800</LevelingDelay>")
        + task(3, "<ConstraintType>2</ConstraintType>"),
        calendars("<WeekDays><WeekDay><DayType>11</DayType></WeekDay></WeekDays>"),
        "<Assignments><Assignment><UID>5</UID></Assignment></Assignments>",
    )
    assert [row.uid for row in file.tasks] == [1, 2, 3]
    said = " | ".join(f"{where}: {reason}" for where, reason in file.problems)
    for part in (
        "constraint type 12",
        "<Deadline> holds 'soon'",
        "same UID",
        "has no UID",
        "predecessor 77 is not here",
        "link of type 9",
        "its constraint has no date",
        "weekday of type 11",
        "assignment 5: names no task",
    ):
        assert part in said, part
    assert len(schedule(file_network(file))) == 3


def test_a_calendar_without_work_does_not_stop_the_rest() -> None:
    off = "".join(f"<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>" for day in range(1, 8))
    file = project(task(1), calendars(f"<WeekDays>{off}</WeekDays>"))
    assert file.calendars[1].calendar is None
    assert any("no working time" in problem.reason for problem in file.problems)
    assert list(schedule(file_network(file)).start) == [at("2026-11-23T08:00")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "well-formed"),
        (b"<Project><Tasks>", "well-formed"),
        (b"<html></html>", "root is <html>"),
        (b'<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Project>&b;</Project>', "entities"),
        (b'<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>', "entities"),
        (b'<?xml version="1.0" encoding="klingon"?><Project/>', "well-formed|encoding"),
    ],
)
def test_files_that_are_no_project_are_refused_with_a_reason(text: bytes, reason: str) -> None:
    with pytest.raises(MspdiError, match=reason):
        parse_mspdi(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><Project><Title>Größe</Title></Project>'
    assert parse_mspdi(text.encode(encoding)).title == "Größe"


def test_paths_and_streams_give_the_same() -> None:
    path = DATA / "oracle-1-004.xml"
    with path.open("rb") as stream:
        assert parse_mspdi(path).tasks == parse_mspdi(stream).tasks == parse_mspdi(path.read_bytes()).tasks


SAMPLE = (DATA / "oracle-1-004.xml").read_bytes()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_never_a_traceback(data: st.DataObject) -> None:
    text = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        kind = data.draw(st.sampled_from(["cut", "digit", "byte"]))
        if kind == "cut":
            del text[place : place + data.draw(st.integers(1, 300))]
        elif kind == "digit":
            spot = next((at for at in range(place, len(text)) if 48 <= text[at] <= 57), None)
            if spot is not None:
                text[spot] = data.draw(st.integers(48, 58))
        else:
            text[place] = data.draw(st.integers(0, 255))
    said = ""
    try:
        parse_mspdi(bytes(text))
    except MspdiError as refused:
        said = str(refused)
        assert len(said) > 10
    event("refused" if said else "read")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["UID", "Duration", "Start", "ConstraintType", "ConstraintDate", "OutlineLevel", "Milestone"]
            ),
            st.text(alphabet="0123456789PTHMSD:-. xé", max_size=12),
        ),
        max_size=8,
    )
)
def test_nonsense_in_fields_is_told(fields: list[tuple[str, str]]) -> None:
    body = "".join(f"<{tag}>{text}</{tag}>" for tag, text in fields)
    file = project(f"<Task>{body}</Task>" + task(1001))
    assert file.tasks[-1].uid == 1001


def test_recurring_exceptions_fall_on_the_days_that_ms_project_gives_them() -> None:
    """MS Project writes an exception that recurs, and beside it each day it falls on, as versions before 2007 knew it.
    These pairs are its own."""
    pairs = [
        # type, period of time, count, what chooses, and the days
        (7, "2000-02-01 2000-02-10", 4, "Period 3", "2000-02-01 2000-02-04 2000-02-07 2000-02-10"),
        (6, "2001-01-01 2001-02-13", 4, "Period 2 DaysOfWeek 4", "2001-01-02 2001-01-16 2001-01-30 2001-02-13"),
        (6, "2001-01-01 2001-04-08", 2, "Period 7 DaysOfWeek 1", "2001-02-18 2001-04-08"),
        (5, "2002-01-01 2003-01-15", 4, "Period 4 MonthItem 6 MonthPosition 2",
         "2002-01-16 2002-05-15 2002-09-18 2003-01-15"),
        (5, "2002-01-01 2003-01-31", 3, "Period 6 MonthItem 8 MonthPosition 4", "2002-01-25 2002-07-26 2003-01-31"),
        (4, "2003-01-01 2004-04-04", 4, "Period 5 MonthDay 4", "2003-01-04 2003-06-04 2003-11-04 2004-04-04"),
        (3, "2004-01-01 2006-05-18", 3, "Month 4 MonthItem 7 MonthPosition 2", "2004-05-20 2005-05-19 2006-05-18"),
        (2, "2005-01-01 2007-03-02", 3, "Month 2 MonthDay 2", "2005-03-02 2006-03-02 2007-03-02"),
    ]  # fmt: skip
    for kind, period, count, chosen, days in pairs:
        first, last = period.split()
        words = chosen.split()
        fields = "".join(f"<{tag}>{value}</{tag}>" for tag, value in zip(words[::2], words[1::2], strict=True))
        body = (
            f"<Exceptions><Exception><EnteredByOccurrences>1</EnteredByOccurrences><TimePeriod><FromDate>{first}"
            f"T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate></TimePeriod><Occurrences>{count}</Occurrences>"
            f"<Type>{kind}</Type>{fields}<DayWorking>0</DayWorking></Exception></Exceptions>"
        )
        calendar = project(before=calendars(body)).calendars[1].calendar
        assert calendar is not None
        assert [str(day) for day in sorted(calendar.exceptions)] == days.split(), (kind, chosen)


def test_work_of_nobody_and_rows_left_blank_are_no_people_and_no_complaint() -> None:
    """MS Project assigns a task without people to resource -65535, and writes a row for resource 0, with a calendar
    that is not in the file, and one for each line that was left blank. ProjectLibre gives resource 0 a name."""
    rows = "<Resource><UID>0</UID><ID>0</ID><Type>1</Type><CalendarUID>2</CalendarUID></Resource>"
    rows += "<Resource><UID>0</UID><ID>0</ID><Name>Unassigned</Name><MaxUnits>0.01</MaxUnits></Resource>"
    rows += "<Resource><UID>3</UID><ID>3</ID><IsNull>1</IsNull></Resource>"
    work = "<Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID><Delay>0</Delay></Assignment>"
    file = project(task(1), after=f"<Resources>{rows}</Resources><Assignments>{work}</Assignments>")
    assert (file.resources, file.problems) == ([], [])


def test_a_task_by_hand_without_a_plan_has_the_dates_it_was_given() -> None:
    given = "<ManualStart>2026-11-25T08:00:00</ManualStart><ManualFinish>2026-11-26T17:00:00</ManualFinish>"
    row = (
        f"<Task><UID>1</UID><ID>1</ID><OutlineLevel>1</OutlineLevel><Manual>1</Manual>{given}"
        "<ManualDuration>PT16H0M0S</ManualDuration></Task>"
    )
    file = project(row)
    scheduled = schedule(file_network(file))
    assert (scheduled.start[0], scheduled.finish[0]) == (at("2026-11-25T08:00"), at("2026-11-26T17:00"))


def test_what_people_and_their_work_say_besides_is_told() -> None:
    rate = "<Rate><RateTable>0</RateTable><StandardRate>{}</StandardRate></Rate>"
    person = (
        "<Resource><UID>1</UID><Name>Ann</Name><Type>1</Type><OvertimeRate>70</OvertimeRate><CostPerUse>0</CostPerUse>"
        "<AvailabilityPeriods><AvailabilityPeriod><AvailableUnits>0.5</AvailableUnits></AvailabilityPeriod>"
        f"</AvailabilityPeriods><Rates>{rate.format(50)}{rate.format(60)}</Rates></Resource>"
    )
    plain = f"<Resource><UID>2</UID><Name>Ben</Name><Rates>{rate.format(50)}{rate.format(0)}</Rates></Resource>"
    work = "<Assignment><UID>{}</UID><TaskUID>{}</TaskUID><ResourceUID>{}</ResourceUID>{}</Assignment>"
    assignments = [
        work.format(1, 1, 1, "<WorkContour>1</WorkContour><Delay>4800</Delay>"),
        work.format(2, 1, 2, "<WorkContour>0</WorkContour><Delay>0</Delay>"),
        work.format(3, 1, 9, ""),
        work.format(4, 0, 1, ""),
    ]
    after = f"<Resources>{person}{plain}</Resources><Assignments>{''.join(assignments)}</Assignments>"
    said = {f"{where}: {reason}" for where, reason in project(task(1), after=after).problems}
    assert said == {
        "assignments: the delays of 1 of them are not read: people begin with the task",
        "assignments: how the work of 1 of them is spread is not read: it is even",
        "assignments: 1 name a resource that is not in the file; left out",
        "assignments: 1 are to no task of the file, or to the project as a whole; left out",
        "resources: the overtime rates of 1 of them are not read",
        "resources: when 1 of them are available is not read",
        "resources: that the rates of 1 of them change without a day, or can be chosen, is not read",
    }


def test_a_pause_in_work_and_the_plan_of_an_inserted_project_are_told() -> None:
    begun = "<ActualStart>2026-11-23T08:00:00</ActualStart><Stop>2026-11-24T17:00:00</Stop><Resume>{}</Resume>"
    file = project(
        task(1, begun.format("2026-11-30T08:00:00"), hours=24)
        + task(2, begun.format("2026-11-25T08:00:00"), hours=24)  # the next minute of work: no pause
        + task(3, "<IsSubproject>1</IsSubproject><SubprojectName>other.mpp</SubprojectName>")
    )
    assert [tuple(problem) for problem in file.problems] == [
        ("tasks", "the work of 1 tasks pauses before <Resume>: here the rest follows at once"),
        ("tasks", "the plan of an inserted project <SubprojectName> of 1 tasks is not read"),
    ]


def test_lags_and_slack_as_ms_project_2003_dates_them() -> None:
    """Its own dates for tasks of a day behind another: day of the start, day of the late start, days of slack."""
    plans = [
        (1, 0, 7),
        (1, 4800, 7),
        (1, 9600, 7),
        (1, 24000, 9),
        (1, 48000, 9),
        (2, 9600, 7),
        (3, 9600, 7),
        (0, 9600, 7),
    ]
    theirs = ["20 03 10", "21 03 9", "22 03 8", "27 03 5", "03 03 0", "20 03 10", "21 03 9", "21 03 9"]
    rows = [
        task(2 * at, "<DurationFormat>39</DurationFormat>")
        + task(2 * at + 1, "<DurationFormat>39</DurationFormat>" + link(2 * at, *plan))
        for at, plan in enumerate(plans, start=1)
    ]
    start = "<Project><StartDate>2014-10-17T08:00:00</StartDate><Tasks>"
    scheduled = schedule(file_network(parse_mspdi(f"{start}{''.join(rows)}</Tasks></Project>".encode())))
    ours = [
        f"{to_datetime(start):%d} {to_datetime(late):%d} {slack // 480}"
        for start, late, slack in list(zip(scheduled.start, scheduled.late_start, scheduled.total_slack, strict=True))[
            1::2
        ]
    ]
    assert ours == theirs


def test_what_projectlibre_places_at_the_end_of_a_day_is_a_milestone_though_it_does_not_say_so() -> None:
    """It marks neither summaries nor milestones, counts levels from zero, and dates constraints that are none."""
    none = "<Milestone>0</Milestone><Summary>0</Summary><ConstraintDate>1970-01-01T01:00:00</ConstraintDate>"
    row = (
        "<Task><UID>{0}</UID><ID>{1}</ID><OutlineLevel>{2}</OutlineLevel><Start>{3}</Start><Duration>{4}</Duration>"
        "{5}{6}</Task>"
    )
    after = "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type></PredecessorLink>"
    file = project(
        row.format(1, 0, 0, "2026-11-23T08:00:00", "PT8H0M0S", none, "")
        + row.format(2, 1, 1, "2026-11-23T08:00:00", "PT8H0M0S", none, "")
        + row.format(3, 2, 2, "2026-11-23T08:00:00", "PT8H0M0S", none, "")
        + row.format(4, 3, 2, "2026-11-23T17:00:00", "PT0H0M0S", none, after.format(3))
        + row.format(5, 4, 2, "2026-11-24T08:00:00", "PT0H0M0S", none, after.format(3))
    )
    assert [(scheduled.uid, scheduled.parent_uid, scheduled.milestone) for scheduled in file.tasks] == [
        (2, None, False), (3, 2, False), (4, 2, True), (5, 2, False),
    ]  # fmt: skip
    scheduled = schedule(file_network(file))
    assert [scheduled.start[at] for at in range(4)] == [task.start for task in file.tasks]
    assert file.problems == []


OF_2007 = [
    (1, 0, "", "22/06", "18/09", 0), (2, 0, "", "22/06", "05/07", 0),
    (3, 0, "", "22/06", "22/06", 0), (3, 16, "3", "22/06", "26/06", 0),
    (3, 48, "4", "26/06", "04/07", 0), (3, 8, "5", "04/07", "05/07", 0),
    (3, 0, "6", "05/07", "05/07", 0), (2, 0, "", "05/07", "18/09", 0),
    (3, 8, "7", "05/07", "06/07", 0), (3, 40, "9", "06/07", "13/07", 47),
    (3, 80, "9", "06/07", "20/07", 42), (3, 40, "9", "06/07", "13/07", 0),
    (3, 0, "", "13/07", "10/08", 0), (4, 80, "12", "13/07", "27/07", 0),
    (4, 40, "14", "27/07", "03/08", 0), (4, 40, "15", "03/08", "10/08", 0),
    (3, 80, "16", "10/08", "24/08", 0), (3, 80, "17SS", "10/08", "24/08", 0),
    (3, 80, "18SS", "10/08", "24/08", 0), (3, 80, "19SS", "10/08", "24/08", 0),
    (3, 80, "17,18,19,20", "24/08", "07/09", 0), (3, 40, "21", "07/09", "14/09", 0),
    (3, 80, "21SS", "24/08", "07/09", 5), (3, 16, "22,23", "14/09", "18/09", 0),
]  # fmt: skip
"""Level, hours, what comes before, start, finish and days of slack of a product's development."""


def test_a_plan_with_phases_as_ms_project_2007_dates_it() -> None:
    """Its own dates, all of them at 9:00, when the project starts."""
    rows = []
    for uid, (level, length, before, *_) in enumerate(OF_2007, start=1):
        links = [link(int(one.removesuffix("SS")), 3 if one.endswith("SS") else 1) for one in before.split(",") if one]
        rows.append(task(uid, "<Milestone>1</Milestone>" * (not length) + "".join(links), level, length))
    text = f"<Project><StartDate>2012-06-22T09:00:00</StartDate><Tasks>{''.join(rows)}</Tasks></Project>"
    scheduled = schedule(file_network(parse_mspdi(text.encode())))
    for at, (*_, start, finish, slack) in enumerate(OF_2007):
        ours = f"{to_datetime(scheduled.start[at]):%d/%m %H:%M}", f"{to_datetime(scheduled.finish[at]):%d/%m %H:%M}"
        assert (at, *ours) == (at, f"{start} 09:00", f"{finish} 09:00")
        assert (at, scheduled.total_slack[at]) == (at, slack * 480)
