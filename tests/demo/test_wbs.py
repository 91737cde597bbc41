"""The tables the demo programme is told from: days counted from today, outlines, links."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from tpm_tui.demo import loader
from tpm_tui.demo.wbs import WbsItem, read_links, read_wbs
from tpm_tui.demo.working_days import WorkingDays, is_working_day, week_end

TODAY = date(2026, 11, 23)

#: A Wednesday, a Saturday, Christmas Day and the day after a leap day.
OTHER_DAYS = (date(2026, 7, 15), date(2027, 5, 22), date(2026, 12, 25), date(2028, 3, 1))


@pytest.mark.parametrize("today", [TODAY, *OTHER_DAYS], ids=str)
def test_days_count_working_days_both_ways(today: date) -> None:
    days = WorkingDays(today)
    line = [days.day(offset) for offset in range(-70, 100)]
    assert line == sorted(set(line))
    assert days.day(0) == today
    assert all(is_working_day(day) for day in line if day != today)
    for day, following in pairwise(line):
        between = [day + timedelta(days=n) for n in range(1, (following - day).days)]
        assert not any(is_working_day(free) for free in between)


def test_a_place_in_the_plan_is_a_clock_time_around_lunch() -> None:
    days = WorkingDays(TODAY)
    assert days.moment(0) == datetime(2026, 11, 23, 9)
    assert days.moment(0.375) == datetime(2026, 11, 23, 13)
    assert days.moment(0.375, finish=True) == datetime(2026, 11, 23, 12)
    assert days.moment(1, finish=True) == datetime(2026, 11, 23, 18)
    assert days.moment(-0.5) == datetime(2026, 11, 20, 14)


def test_an_outline_is_read_as_a_tree() -> None:
    epic, story, task = read_wbs(
        """
        epic e | An epic | ana design plan:-9
          story s | A story | doing
            task t | A task | ben 1d/2d/4d doing:-3:40% due:+2 #tag +jun:50
        """,
        "w",
    )
    assert (story.parent, task.parent) == (epic, story)
    assert (task.owner, task.function, story.owner) == ("ben", "design", "ana")
    assert (task.created, task.start, task.progress, task.due) == (-9, -3, 40, 2)
    assert (task.helpers, task.tags, story.start) == ([("jun", 50)], ["tag"], -3)
    assert [node.work for node in (epic, story, task)] == [False, False, True]


@pytest.mark.parametrize("line", ["task t | no words", "task t | A title | ana wrong=1", "task | A title | ana"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(ValueError, match=r"A title|no words"):
        read_wbs(line, "w")


def test_links_are_read_with_type_lag_and_unit() -> None:
    ties = read_links("a > b SS+2d c\nc FS+10ed d @-4\nd FF-50% e")
    assert [(t.predecessor, t.successor, t.type, t.lag, t.unit, t.day) for t in ties] == [
        ("a", "b", "FS", 0, "working", None),
        ("b", "c", "SS", 960, "working", None),
        ("c", "d", "FS", 14_400, "elapsed", -4),
        ("d", "e", "FF", -50, "percent", None),
    ]
    with pytest.raises(ValueError, match="is no link"):
        read_links("a then b")


def test_every_note_comment_and_check_belongs_to_an_item() -> None:
    nodes, ties = loader.demo_wbs()
    refs: dict[str, WbsItem] = {node.ref: node for node in nodes}
    assert len(refs) == len(nodes)
    assert {tie.predecessor for tie in ties} | {tie.successor for tie in ties} <= set(refs)
    for _, module in loader._STREAMS:
        assert set(module.NOTES) <= set(refs)
        assert {check[0] for check in module.CHECKS} <= set(refs)
        assert all(day >= refs[item].created for item, day, *_ in module.COMMENTS)


def test_a_week_ends_every_five_days_but_never_today() -> None:
    assert [week_end(day) for day in (-11, -10, -6, -5, -4, -1)] == [-10, -10, -5, -5, -1, -1]
