"""What the timeline draws into a row, cell by cell, without a screen."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tpm_tui.app.charts.gantt_bar import LEGEND, GanttBar, background, draw_bar
from tpm_tui.app.charts.gantt_canvas import Canvas
from tpm_tui.app.charts.link_line import LinkEnd, route_link
from tpm_tui.app.charts.load_strip import load_runs, non_working_cells
from tpm_tui.app.charts.time_scale import ZOOMS, TimeScale
from tpm_tui.app.settings.themes import THEMES
from tpm_tui.domain.time.instants import to_day_number, to_minute
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR, STANDARD_WEEK, WorkCalendar
from tpm_tui.planning.analysis.workload.team_load_by_day import LoadStrip

MONDAY = datetime(2026, 11, 23)
SCALE = TimeScale("month", to_minute(MONDAY), 30)


def day(number: int, hour: int = 0) -> int:
    """The clock minute of an hour, so many days after Monday."""
    return SCALE.start + number * MINUTES_PER_DAY + hour * 60


def row(bar: GanttBar, today: int = -1) -> str:
    canvas = Canvas(SCALE.cells)
    background(canvas, "", today, None)
    draw_bar(canvas, SCALE, bar)
    return "".join(canvas.chars).rstrip()


class TestScale:
    def test_each_month_week_and_day_stands_above_its_first_cell(self) -> None:
        heading = SCALE.heading()
        assert heading.startswith("│Nov ")
        assert heading.index("│Dec") == 8
        assert heading.index("7") == 14

    def test_the_year_stands_where_it_begins(self) -> None:
        assert "│Jan 2027" in TimeScale("month", SCALE.start, 60).heading()

    @pytest.mark.parametrize("zoom", ZOOMS)
    def test_a_cell_holds_its_first_minute_and_not_the_next_cells(self, zoom: str) -> None:
        scale = TimeScale(zoom, SCALE.start, 40)
        for cell in range(-3, 43):
            assert scale.cell(scale.minute(cell)) == cell
            assert scale.cell(scale.minute(cell + 1) - 1) == cell

    def test_a_month_of_which_little_is_in_view_leaves_its_room_to_the_next(self) -> None:
        heading = TimeScale("quarter", to_minute(datetime(2026, 10, 22)), 40).heading()
        assert heading.index("│Nov") == 4
        assert heading.index("│Dec") == 14

    def test_an_end_at_midnight_is_of_the_day_before(self) -> None:
        assert SCALE.span(day(2), day(3)) == (2, 3)
        assert SCALE.span(day(2), day(2)) == (2, 3)


class TestBar:
    def test_work_done_is_solid_and_the_rest_is_not(self) -> None:
        assert row(GanttBar(day(2, 9), day(6, 18), share=0.4)) == "  ██▒▒▒"

    def test_critical_work_is_denser_than_other_work_without_any_colour(self) -> None:
        assert row(GanttBar(day(2, 9), day(4, 18), critical=True)) == "  ▓▓▓"

    def test_a_critical_milestone_is_filled(self) -> None:
        assert row(GanttBar(day(3, 18), day(3, 18), milestone=True, critical=True)).strip() == "◆"
        assert row(GanttBar(day(3, 18), day(3, 18), milestone=True)).strip() == "◇"

    def test_slack_is_drawn_behind_up_to_the_latest_finish(self) -> None:
        assert row(GanttBar(day(1, 9), day(2, 18), late=day(5, 18))) == " ▒▒░░░"

    def test_where_the_baseline_had_it_ends_in_brackets(self) -> None:
        assert row(GanttBar(day(6, 9), day(8, 18), reference=(day(1, 9), day(3, 18)))) == " [▁]  ▒▒▒"
        assert row(GanttBar(day(2, 9), day(8, 18), reference=(day(1, 9), day(5, 18)))) == " [▒▒▒▙▒▒▒"

    def test_an_end_of_the_baseline_within_the_bar_is_a_notch_that_does_not_cut_it(self) -> None:
        later = row(GanttBar(day(2, 9), day(8, 18), reference=(day(4, 9), day(6, 18))))
        assert later == "  ▒▒▟▒▙▒▒"
        assert row(GanttBar(day(1, 9), day(8, 18), summary=True, reference=(day(3, 9), day(5, 18)))) == " ▐▀▛▀▜▀▀▌"
        assert row(GanttBar(day(1, 9), day(3, 18), share=1.0, reference=(day(2, 9), day(6, 18)))) == " █▟█▁▁]"

    def test_critical_work_does_not_have_the_colour_of_what_is_worth_a_look(self) -> None:
        assert GanttBar(day(2, 9), day(4, 18), critical=True).style == "critical"
        for theme in THEMES:
            assert theme.variables["critical"] not in (theme.warning, theme.error, theme.success, theme.accent)

    def test_nothing_marks_an_item_that_lies_where_the_baseline_had_it(self) -> None:
        assert row(GanttBar(day(2, 9), day(4, 18), reference=(day(2, 10), day(4, 17)))) == "  ▒▒▒"

    def test_a_deadline_that_is_missed_stands_on_the_bar_with_how_late_it_is(self) -> None:
        drawn = row(GanttBar(day(2, 9), day(8, 18), deadline=day(4, 18), trouble="4d late"))
        assert drawn == "  ▒▒⚑▒▒▒▒ ✗ 4d late"

    def test_a_deadline_to_come_stands_behind_it(self) -> None:
        assert row(GanttBar(day(2, 9), day(3, 18), deadline=day(6, 18))) == "  ▒▒  ⚑"

    def test_words_go_before_a_bar_that_ends_at_the_edge(self) -> None:
        drawn = row(GanttBar(day(20, 9), day(29, 18), trouble="1d late"))
        assert drawn.index("✗") < drawn.index("▒")

    def test_what_is_out_of_view_is_not_drawn(self) -> None:
        assert row(GanttBar(day(-9, 9), day(-3, 18), late=day(-1), reference=(day(-8), day(-4)))) == ""
        assert row(GanttBar(day(90, 9), day(95, 18), reference=(day(80), day(84)), deadline=day(99))) == ""

    def test_a_bar_that_begins_before_the_view_shows_how_much_is_left(self) -> None:
        assert row(GanttBar(day(-5, 9), day(4, 18), share=0.7)) == "██▒▒▒"

    def test_today_is_behind_bars(self) -> None:
        assert row(GanttBar(day(4, 9), day(6, 18)), today=1) == " ┊  ▒▒▒"
        assert row(GanttBar(day(0, 9), day(2, 18)), today=1) == "▒▒▒"

    def test_the_page_on_the_schedule_has_the_legend(self) -> None:
        page = (Path(__file__).parents[3] / "docs" / "schedule.md").read_text(encoding="utf-8")
        told = re.findall(r"^\| `(.+)` \| (.+) \|$", page, re.MULTILINE)
        assert told == list(LEGEND)

    def test_every_sign_is_in_the_legend(self) -> None:
        told = "".join(signs for signs, _ in LEGEND)
        for bar in (
            GanttBar(day(2), day(5), share=0.5, late=day(9), reference=(day(1), day(4)), deadline=day(3), trouble="x"),
            GanttBar(day(2), day(5), critical=True, summary=True),
            GanttBar(day(2), day(2), milestone=True),
            GanttBar(day(2), day(2), milestone=True, critical=True),
            GanttBar(day(2), day(5), critical=True),
        ):
            assert {c for c in row(bar, today=0) if ord(c) > 127} <= set(told)


class TestTie:
    def test_a_finish_before_a_start_leads_down_and_along_to_it(self) -> None:
        cells = route_link(LinkEnd(3, 2, 6), LinkEnd(5, 9, 12), "FS")
        assert cells == {3: ((6, "╮"),), 4: ((6, "│"),), 5: ((6, "╰"), (7, "─"), (8, "▶"))}

    def test_it_leads_up_to_a_row_above(self) -> None:
        cells = route_link(LinkEnd(5, 2, 6), LinkEnd(3, 8, 12), "FS")
        assert cells == {5: ((6, "╯"),), 4: ((6, "│"),), 3: ((6, "╭"), (7, "▶"))}

    def test_a_bar_right_below_the_finish_is_pointed_at_from_above(self) -> None:
        assert route_link(LinkEnd(3, 2, 6), LinkEnd(6, 6, 9), "FS")[5] == ((6, "▼"),)
        assert 6 not in route_link(LinkEnd(3, 2, 6), LinkEnd(6, 6, 9), "FS")

    def test_start_to_start_leaves_at_the_start(self) -> None:
        cells = route_link(LinkEnd(0, 4, 9), LinkEnd(1, 8, 12), "SS")
        assert cells[0] == ((3, "╭"),)
        assert cells[1][0] == (3, "╰")
        assert cells[1][-1] == (7, "▶")

    def test_finish_to_finish_enters_at_the_finish(self) -> None:
        cells = route_link(LinkEnd(0, 4, 14), LinkEnd(1, 2, 8), "FF")
        assert cells[0] == ((14, "╮"),)
        assert cells[1] == ((8, "◀"), *((x, "─") for x in range(9, 14)), (14, "╯"))


BOTH = (("person", "ana"), ("person", "ben"))


class TestStrip:
    def test_as_many_eighths_as_people_are_busy_and_a_digit_where_they_do_not_suffice(self) -> None:
        load = LoadStrip(
            to_day_number(MONDAY.date()), (0.0, 1.0, 2.0, 4.0, 5.0, 0.0), (4, 4, 4, 4, 4, 0), ((), (), (), (), BOTH, ())
        )
        runs = load_runs(load, TimeScale("month", SCALE.start, 7))
        assert "".join(text for text, _ in runs) == " ▂▄█2  "
        assert [text for text, style in runs if style == "bad"] == ["2"]

    def test_a_coarser_cell_shows_its_busiest_day(self) -> None:
        load = LoadStrip(to_day_number(MONDAY.date()), (0.0, 4.0, 1.0), (4, 4, 4), ((), (), ()))
        assert load_runs(load, TimeScale("quarter", SCALE.start, 1))[0][0] == "█"

    def test_cells_without_working_time_are_marked(self) -> None:
        week = non_working_cells(STANDARD_CALENDAR, TimeScale("week", SCALE.start, 14))
        assert week == " " * 10 + "····"
        assert non_working_cells(STANDARD_CALENDAR, TimeScale("day", SCALE.start, 8)) == "··    ··"
        assert non_working_cells(STANDARD_CALENDAR, TimeScale("month", SCALE.start, 8)) == "     ·· "
        assert non_working_cells(STANDARD_CALENDAR, TimeScale("quarter", SCALE.start, 8)) == " " * 8
        closed = WorkCalendar(STANDARD_WEEK, {MONDAY.date() + timedelta(days=day): () for day in range(7, 21)})
        assert non_working_cells(closed, TimeScale("quarter", SCALE.start, 8)) == "  ····· "
