"""Working time in one page: press days off and on, edit hours where they stand, for the programme or for one person."""

import asyncio
from pathlib import Path

from support.demo_keys import FAILOVER_DRILL, RUNBOOKS
from support.workspace_pilot import SMALL, WorkspacePilot, squeeze
from tpm_tui.store.store import Store


async def open_programme(pilot: WorkspacePilot) -> None:
    await pilot.press("H")
    await pilot.write("standard")
    await pilot.press("enter")


def delete_exception(path: Path, id_: str) -> None:
    with Store.open(path, author="ben") as store:
        store.load()
        with store.transaction("Delete it elsewhere") as tx:
            tx.delete("calendar_exception", id_)


class TestDays:
    async def test_the_month_shows_holidays_and_weekends(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await open_programme(pilot)
            assert "November 2026" in pilot.screen
            assert "[23 ]" in pilot.screen
            assert "28·" in pilot.screen
            await pilot.press("pagedown")
            assert "25✗" in pilot.screen

    async def test_space_makes_a_day_free_and_the_plan_moves_behind_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            before = str(pilot.session.sheet.value("item", pilot.plan.find_key(FAILOVER_DRILL)[1], "start"))
            await open_programme(pilot)
            await pilot.press("j", "space")
            assert "30✗" in pilot.screen
            assert "Monday 30 Nov: free (Day off)" in pilot.screen
            await pilot.press("escape")
            after = str(pilot.session.sheet.value("item", pilot.plan.find_key(FAILOVER_DRILL)[1], "start"))
            assert before == "2026-11-30T09:00"
            assert after == "2026-12-01T09:00"

    async def test_a_second_press_and_undo_take_it_back(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await open_programme(pilot)
            await pilot.press("space", "space")
            assert pilot.content() == real
            await pilot.press("l", "space", "u")
            assert pilot.content() == real

    async def test_a_weekend_day_becomes_a_working_day(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await open_programme(pilot)
            await pilot.press("l", "l", "l", "l", "l", "space")
            assert "28+" in pilot.screen
            assert "Saturday 28 Nov: 09:00-12:00 13:00-18:00 (Working day)" in pilot.screen

    async def test_its_hours_are_edited_where_they_stand(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await open_programme(pilot)
            await pilot.press("i")
            assert pilot.input == "09:00-12:00 13:00-18:00"
            await pilot.rewrite("9-12")
            await pilot.press("enter")
            assert "[23~]" in pilot.screen
            assert "Monday 23 Nov: 09:00-12:00" in pilot.screen

    async def test_hours_that_cannot_be_are_refused_and_stay_to_be_mended(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await open_programme(pilot)
            await pilot.press("i")
            await pilot.rewrite("12-9")
            await pilot.press("enter")
            assert "does not end after it starts" in pilot.screen
            assert pilot.input == "12-9"
            await pilot.press("escape")
            assert "November 2026" in pilot.screen

    async def test_a_day_is_named(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await open_programme(pilot)
            await pilot.press("space", "n")
            await pilot.rewrite("Works outing")
            await pilot.press("enter")
            assert "Monday 23 Nov: free (Works outing)" in pilot.screen

    async def test_a_name_for_a_day_that_is_as_any_other_meanwhile_is_refused(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await open_programme(pilot)
            await pilot.press("space", "n")
            await pilot.rewrite("Works outing")
            added = pilot.plan["calendar_exception"].ids[-1]
            await asyncio.to_thread(delete_exception, file, added)
            await pilot.until(lambda: added not in pilot.plan["calendar_exception"], "it is gone")
            await pilot.press("enter")
            assert "only a day that differs from its week has a name" in pilot.line("✗ only")


class TestSpan:
    async def test_v_marks_days_from_here_on_and_space_frees_them_as_one(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await open_programme(pilot)
            await pilot.press("v", "j", "l")
            assert "23 Nov – 1 Dec: space makes them free" in pilot.screen
            await pilot.press("space")
            assert " 1✗" in pilot.screen
            await pilot.press("n")
            await pilot.rewrite("Move to the new floor")
            await pilot.press("enter", "h", "h")
            assert "Sunday 29 Nov: free (Move to the new floor)" in pilot.screen
            table = pilot.plan["calendar_exception"]
            made = [r for r in map(table.row, table.ids) if r["name"] == "Move to the new floor"]
            assert [(r["start"], r["end"], r["hours"]) for r in made] == [("2026-11-23", "2026-12-01", "")]
            await pilot.press("u", "u")
            assert pilot.content() == real

    async def test_esc_lets_the_span_go_and_stays(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            real = pilot.content()
            await open_programme(pilot)
            await pilot.press("v", "j", "escape")
            assert "Monday 30 Nov" in pilot.screen
            assert pilot.content() == real


class TestWeek:
    async def test_tab_goes_to_the_hours_of_the_week(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await open_programme(pilot)
            await pilot.press("tab", "j", "j", "j", "j", "i")
            await pilot.rewrite("9:00-13:00")
            await pilot.press("enter")
            assert "Friday 09:00-13:00" in squeeze(pilot.screen)
            calendar = pilot.plan.programme("calendar")
            assert pilot.plan.value("calendar", str(calendar), "friday") == "09:00-13:00"

    async def test_no_hours_make_a_weekday_free(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await open_programme(pilot)
            await pilot.press("tab", "i")
            await pilot.rewrite("")
            await pilot.press("enter")
            assert "Monday free" in squeeze(pilot.screen)
            assert "30·" in pilot.screen

    async def test_it_fits_a_small_screen(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await open_programme(pilot)
            await pilot.press("tab", "i")
            assert pilot.input == "09:00-12:00 13:00-18:00"
            await pilot.rewrite("8-12")
            await pilot.press("enter")
            assert "Monday 08:00-12:00" in squeeze(pilot.screen)


class TestWhose:
    async def test_a_person_gets_a_calendar_of_their_own(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("open people")
            who = pilot.plan.label("person", pilot.app.action_context.selection.table.current)
            await pilot.press("H")
            assert f"Give {who} a calendar of their own" in pilot.screen
            # What is there comes first: enter alone makes nothing.
            assert "▌" not in pilot.line("a calendar of their own")
            await pilot.press("up", "enter", "space", "escape", "H")
            assert f"Calendar of {who}" in pilot.screen
            await pilot.press("enter")
            assert "[23✗]" in pilot.screen
            assert "1 person" in pilot.screen

    async def test_an_item_gets_a_calendar_of_its_own_and_moves_by_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            others = pilot.shown(RUNBOOKS, "start")
            assert pilot.shown(FAILOVER_DRILL, "start") == "30 Nov 09:00"
            await pilot.press("H")
            await pilot.write("its own")
            await pilot.press("enter", "j", "space", "escape")
            assert pilot.shown(FAILOVER_DRILL, "start") == "01 Dec 09:00"
            assert pilot.plan.title("calendar", str(pilot.value(FAILOVER_DRILL, "calendar"))) == pilot.shown(
                FAILOVER_DRILL, "title"
            )
            assert pilot.shown(RUNBOOKS, "start") != others

    async def test_it_says_who_follows_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await open_programme(pilot)
            assert "the programme" in pilot.screen

    async def test_on_a_file_that_cannot_be_written_it_can_only_be_read(self, file: Path) -> None:
        async with WorkspacePilot(file, readonly=True) as pilot:
            real = pilot.content()
            await open_programme(pilot)
            await pilot.press("space")
            assert "open for reading only" in pilot.screen
            assert pilot.content() == real

    async def test_a_what_if_may_try_it(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("I")
            await open_programme(pilot)
            await pilot.press("space", "escape")
            assert "WHAT-IF 1 edit " in pilot.status_bar
