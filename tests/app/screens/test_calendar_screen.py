"""Working time in one page: press days off and on, edit hours where they stand, for the programme or for one person."""

from pathlib import Path

from support.workspace_pilot import SMALL, Desk, squeeze


async def open_programme(desk: Desk) -> None:
    await desk.press("H")
    await desk.write("standard")
    await desk.press("enter")


class TestDays:
    async def test_the_month_shows_holidays_and_weekends(self, file: Path) -> None:
        async with Desk(file) as desk:
            await open_programme(desk)
            assert "November 2026" in desk.screen
            assert "[23 ]" in desk.screen
            assert "28·" in desk.screen
            await desk.press("pagedown")
            assert "25✗" in desk.screen

    async def test_space_makes_a_day_free_and_the_plan_moves_behind_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            before = str(desk.session.sheet.value("item", desk.plan.find_key("T-78")[1], "start"))
            await open_programme(desk)
            await desk.press("j", "space")
            assert "30✗" in desk.screen
            assert "Monday 30 Nov: free (Day off)" in desk.screen
            await desk.press("escape")
            after = str(desk.session.sheet.value("item", desk.plan.find_key("T-78")[1], "start"))
            assert before == "2026-11-30T09:00"
            assert after == "2026-12-01T09:00"

    async def test_a_second_press_and_undo_take_it_back(self, file: Path) -> None:
        async with Desk(file) as desk:
            real = desk.content()
            await open_programme(desk)
            await desk.press("space", "space")
            assert desk.content() == real
            await desk.press("l", "space", "u")
            assert desk.content() == real

    async def test_a_weekend_day_becomes_a_working_day(self, file: Path) -> None:
        async with Desk(file) as desk:
            await open_programme(desk)
            await desk.press("l", "l", "l", "l", "l", "space")
            assert "28+" in desk.screen
            assert "Saturday 28 Nov: 09:00-12:00 13:00-18:00 (Working day)" in desk.screen

    async def test_its_hours_are_edited_where_they_stand(self, file: Path) -> None:
        async with Desk(file) as desk:
            await open_programme(desk)
            await desk.press("i")
            assert desk.input == "09:00-12:00 13:00-18:00"
            await desk.rewrite("9-12")
            await desk.press("enter")
            assert "[23~]" in desk.screen
            assert "Monday 23 Nov: 09:00-12:00" in desk.screen

    async def test_hours_that_cannot_be_are_refused_and_stay_to_be_mended(self, file: Path) -> None:
        async with Desk(file) as desk:
            await open_programme(desk)
            await desk.press("i")
            await desk.rewrite("12-9")
            await desk.press("enter")
            assert "does not end after it starts" in desk.screen
            assert desk.input == "12-9"
            await desk.press("escape")
            assert "November 2026" in desk.screen

    async def test_a_day_is_named(self, file: Path) -> None:
        async with Desk(file) as desk:
            await open_programme(desk)
            await desk.press("space", "n")
            await desk.rewrite("Works outing")
            await desk.press("enter")
            assert "Monday 23 Nov: free (Works outing)" in desk.screen


class TestSpan:
    async def test_v_marks_days_from_here_on_and_space_frees_them_as_one(self, file: Path) -> None:
        async with Desk(file) as desk:
            real = desk.content()
            await open_programme(desk)
            await desk.press("v", "j", "l")
            assert "23 Nov – 01 Dec: space makes them free" in desk.screen
            await desk.press("space")
            assert " 1✗" in desk.screen
            await desk.press("n")
            await desk.rewrite("Move to the new floor")
            await desk.press("enter", "h", "h")
            assert "Sunday 29 Nov: free (Move to the new floor)" in desk.screen
            table = desk.plan["calendar_exception"]
            made = [r for r in map(table.row, table.ids) if r["name"] == "Move to the new floor"]
            assert [(r["start"], r["end"], r["hours"]) for r in made] == [("2026-11-23", "2026-12-01", "")]
            await desk.press("u", "u")
            assert desk.content() == real

    async def test_esc_lets_the_span_go_and_stays(self, file: Path) -> None:
        async with Desk(file) as desk:
            real = desk.content()
            await open_programme(desk)
            await desk.press("v", "j", "escape")
            assert "Monday 30 Nov" in desk.screen
            assert desk.content() == real


class TestWeek:
    async def test_tab_goes_to_the_hours_of_the_week(self, file: Path) -> None:
        async with Desk(file) as desk:
            await open_programme(desk)
            await desk.press("tab", "j", "j", "j", "j", "i")
            await desk.rewrite("9:00-13:00")
            await desk.press("enter")
            assert "Friday 09:00-13:00" in squeeze(desk.screen)
            calendar = desk.plan.programme("calendar")
            assert desk.plan.value("calendar", str(calendar), "friday") == "09:00-13:00"

    async def test_no_hours_make_a_weekday_free(self, file: Path) -> None:
        async with Desk(file) as desk:
            await open_programme(desk)
            await desk.press("tab", "i")
            await desk.rewrite("")
            await desk.press("enter")
            assert "Monday free" in squeeze(desk.screen)
            assert "30·" in desk.screen

    async def test_it_fits_a_small_screen(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await open_programme(desk)
            await desk.press("tab", "i")
            assert desk.input == "09:00-12:00 13:00-18:00"
            await desk.rewrite("8-12")
            await desk.press("enter")
            assert "Monday 08:00-12:00" in squeeze(desk.screen)


class TestWhose:
    async def test_a_person_gets_a_calendar_of_their_own(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("5")
            who = desk.plan.label("person", desk.app.action_context.selection.table.current)
            await desk.press("H")
            assert f"Give {who} a calendar of their own" in desk.screen
            # What is there comes first: enter alone makes nothing.
            assert "▌" not in desk.line("a calendar of their own")
            await desk.press("up", "enter", "space", "escape", "H")
            assert f"Calendar of {who}" in desk.screen
            await desk.press("enter")
            assert "[23✗]" in desk.screen
            assert "1 person" in desk.screen

    async def test_an_item_gets_a_calendar_of_its_own_and_moves_by_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-78")
            others = desk.shown("T-81", "start")
            assert desk.shown("T-78", "start") == "30 Nov 09:00"
            await desk.press("H")
            await desk.write("its own")
            await desk.press("enter", "j", "space", "escape")
            assert desk.shown("T-78", "start") == "01 Dec 09:00"
            assert desk.plan.title("calendar", str(desk.value("T-78", "calendar"))) == desk.shown("T-78", "title")
            assert desk.shown("T-81", "start") != others

    async def test_it_says_who_follows_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await open_programme(desk)
            assert "the programme" in desk.screen

    async def test_on_a_file_that_cannot_be_written_it_can_only_be_read(self, file: Path) -> None:
        async with Desk(file, readonly=True) as desk:
            real = desk.content()
            await open_programme(desk)
            await desk.press("space")
            assert "open for reading only" in desk.screen
            assert desk.content() == real

    async def test_a_what_if_may_try_it(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.press("I")
            await open_programme(desk)
            await desk.press("space", "escape")
            assert "WHAT-IF 1 edit " in desk.pulse
