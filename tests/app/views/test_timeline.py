"""Reading the timeline: what is critical, what waits for what, what was planned, who is overloaded."""

from datetime import date, datetime
from pathlib import Path

from support.demo_keys import FAILOVER_DRILL, SESSION_STORE, TRAFFIC_SWITCH
from support.workspace_pilot import MIDDLE, SMALL, WorkspacePilot
from tpm_tui.commands.schedule.baselines import take_baseline
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store


def bar(pilot: WorkspacePilot, key: str) -> str:
    """The timeline's part of an item's row, without its key."""
    timeline = pilot.timeline
    for line in pilot.lines[2 : 3 + timeline.size.height]:
        left = line[timeline.region.x + 1 :] if timeline.display else line
        if left[2:].split(maxsplit=1)[:1] in ([key], [f"{key}*"]):
            return left[2 + timeline.label_cells() :]
    raise AssertionError(f"no bar of {key}\n{pilot.screen}")


def drawn_line(path: Path) -> None:
    """A file with a chain of three tasks, and one beside it that has time."""
    with Store.create(path, name="Line", start=date(2026, 11, 23), author="ana") as store:

        def item(title: str, days: float) -> str:
            minutes = 480 * days
            return tx.add("item", title=title, rank=title, estimate=ThreePoint(minutes, minutes, minutes))

        with store.transaction("fill", "fill") as tx:
            first, second, third, _ = item("a", 3), item("b", 2), item("c", 4), item("d", 1)
            tx.add("link", predecessor=first, successor=second)
            tx.add("link", predecessor=second, successor=third)


class TestBars:
    async def test_the_critical_path_is_told_from_the_rest_without_colour(self, tmp_path: Path) -> None:
        drawn_line(tmp_path / "line.db")
        async with WorkspacePilot(tmp_path / "line.db") as pilot:
            for key in ("T-1", "T-2", "T-3"):
                assert "▓" in bar(pilot, key)
                assert f"{key}*" in pilot.screen
            assert "▓" not in bar(pilot, "T-4")
            assert "T-4*" not in pilot.screen

    async def test_slack_reaches_to_the_end_of_the_plan(self, tmp_path: Path) -> None:
        drawn_line(tmp_path / "line.db")
        async with WorkspacePilot(tmp_path / "line.db") as pilot:
            assert bar(pilot, "T-4").rstrip("│ ·").endswith("░")
            assert len(bar(pilot, "T-4").rstrip("│ ·")) == len(bar(pilot, "T-3").rstrip("│ ·"))

    async def test_bars_move_while_an_estimate_is_typed_in(self, tmp_path: Path) -> None:
        drawn_line(tmp_path / "line.db")
        async with WorkspacePilot(tmp_path / "line.db") as pilot:
            before = bar(pilot, "T-3").index("▓")
            await pilot.go("T-1")
            pilot.backlog.column = "estimate"
            await pilot.press("i")
            await pilot.rewrite("5d")
            await pilot.press("enter")
            # From Monday to Wednesday.
            assert bar(pilot, "T-3").index("▓") == before + 2

    async def test_a_missed_deadline_stands_on_the_bar_with_how_late_it_is(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            assert "✗ 8d late" in bar(pilot, SESSION_STORE)
            assert "⚑" in bar(pilot, SESSION_STORE)

    async def test_a_constraint_that_the_links_contradict_says_so(self, tmp_path: Path) -> None:
        drawn_line(tmp_path / "line.db")
        async with WorkspacePilot(tmp_path / "line.db") as pilot:
            await pilot.app.action_context.editor.change(
                "pin",
                "edit",
                lambda tx: tx.set(
                    "item", tx.plan.find_key("T-3")[1], constraint="MSO", constraint_date=datetime(2026, 11, 23, 9)
                ),
            )
            await pilot.settle()
            assert "✗ must start on 23 Nov, 7d too early" in bar(pilot, "T-3")

    async def test_where_the_baseline_had_an_item_ends_in_brackets(self, tmp_path: Path) -> None:
        path = tmp_path / "line.db"
        drawn_line(path)
        with Store.open(path, author="ana") as store:
            first = store.load().find_key("T-1")[1]
            with store.transaction("Take") as tx:
                take_baseline(tx, "", (), {"name": "Signed"})
            with store.transaction("Longer") as tx:
                tx.set("item", first, estimate=ThreePoint.single_point(10 * 480))
        async with WorkspacePilot(path) as pilot:
            assert "against Signed" in pilot.lines[1]
            assert "[▁" in bar(pilot, "T-3")
            assert "▁]" in bar(pilot, "T-3")
            assert "▙" in bar(pilot, "T-1"), "within the bar, which it does not cut"


class TestActuals:
    async def test_what_was_done_lies_where_it_was_done_and_what_is_left_after_the_status_date(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "line.db"
        drawn_line(path)
        with Store.open(path, author="ana") as store:
            store.load()
            first, second = (store.plan.find_key(key)[1] for key in ("T-1", "T-2"))
            with store.transaction("progress") as tx:
                tx.set("item", first, status="done", actual_start=datetime(2026, 11, 19, 9), progress=100,
                       actual_finish=datetime(2026, 11, 20, 18))  # fmt: skip
                tx.set("item", second, status="doing", actual_start=datetime(2026, 11, 23, 9), remaining=480)
                tx.set("programme", "programme", status_date=datetime(2026, 11, 24, 23, 59))
        async with WorkspacePilot(path) as pilot:
            # From Thursday to Friday, three cells before today; from Monday to Wednesday, a day of two being left.
            today = bar(pilot, "T-4").index("┊")
            assert [x - today for x, sign in enumerate(bar(pilot, "T-1")) if sign == "█"] == [-4, -3]
            assert bar(pilot, "T-2")[today : today + 3].strip("█▓╏") == ""
            assert bar(pilot, "T-3")[today + 3] == "▓"
            # The status date has a mark of its own on rows where nothing lies over it.
            assert bar(pilot, "T-1")[today + 1] == "╏"

    async def test_the_help_tells_every_sign(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("?", "G")
            for words in ("where the baseline had it", "deadline", "today, status date", "no working time", "how busy"):
                assert words in pilot.screen


class TestDriver:
    async def test_a_line_leads_from_what_drives_the_item_under_the_cursor(self, tmp_path: Path) -> None:
        drawn_line(tmp_path / "line.db")
        async with WorkspacePilot(tmp_path / "line.db") as pilot:
            await pilot.go("T-2")
            assert "╮" in bar(pilot, "T-1")
            await pilot.press("j")
            assert "╮" not in bar(pilot, "T-1")
            assert "╮" in bar(pilot, "T-2")

    async def test_the_line_is_drawn_while_the_cursor_is_in_the_timeline_too(self, tmp_path: Path) -> None:
        drawn_line(tmp_path / "line.db")
        async with WorkspacePilot(tmp_path / "line.db") as pilot:
            await pilot.press("2", "j", "j")
            assert "╮" in bar(pilot, "T-2")

    async def test_what_drives_from_further_away_is_named(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            timeline, planned = pilot.timeline, pilot.session.schedule_result
            assert planned is not None
            named = 0
            for id_ in list(timeline.rows):
                pilot.backlog.move_to_id(id_)
                await pilot.pilot.pause()
                context, span, scale = timeline._tie.words, planned.span(id_), timeline.scale
                if context and span and scale.start < span[0] < span[1] < scale.end:
                    named += 1
                    assert context in bar(pilot, pilot.current)
            assert named


class TestLooking:
    async def test_days_off_are_shaded_and_at_the_scale_of_quarters_those_around_the_new_year(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            assert " ·· " in bar(pilot, TRAFFIC_SWITCH)
            await pilot.press("+")
            assert " ···· " in bar(pilot, TRAFFIC_SWITCH)
            await pilot.press("-", "-")
            assert "·· ·" in bar(pilot, TRAFFIC_SWITCH)
            assert bar(pilot, TRAFFIC_SWITCH).count("·") == 3, "weekends are shorter than a cell"

    async def test_a_change_of_scale_leaves_the_bar_under_the_cursor_where_it_is(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            begins = bar(pilot, FAILOVER_DRILL).index("▒")
            for key in "++---":
                await pilot.press(key)
                assert abs(bar(pilot, FAILOVER_DRILL).index("▒") - begins) <= 1

    async def test_where_that_bar_is_out_of_view_today_stays_where_it_is(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go("T-28")
            today = bar(pilot, "T-28").index("┊")
            await pilot.press("+")
            assert abs(bar(pilot, "T-28").index("┊") - today) <= 1

    async def test_days_begin_at_midnight_wherever_the_view_was_moved_to(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FAILOVER_DRILL)
            for keys in ("=", "+", "l", "+", "l", "-", "=", "-"):
                await pilot.press(keys)
            assert pilot.timeline.scale.start % (24 * 60) == 0

    async def test_z_gives_it_the_whole_screen_and_esc_all_four_panes_again(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            narrow = len(bar(pilot, FAILOVER_DRILL))
            await pilot.press("2", "Z")
            assert "manage closely" not in pilot.screen
            assert "Failover drill with audit evidence" in pilot.line(FAILOVER_DRILL)
            assert len(bar(pilot, FAILOVER_DRILL)) > narrow
            await pilot.press("1")
            assert "Estimate" in pilot.screen
            assert "┊" not in pilot.screen
            await pilot.press("escape")
            assert "┊" in pilot.screen
            assert "manage closely" in pilot.screen

    async def test_a_cursor_that_moves_in_it_draws_two_signs_beside_it_and_no_more(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("2")
            _ = pilot.screen
            drawn = []
            pilot.backlog.refresh = lambda *regions, **_: drawn.extend(regions)
            await pilot.press("j")
            assert [region.size for region in drawn] == [(2, 1), (2, 1)]

    async def test_the_strip_of_load_stands_in_the_lower_border(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            assert "load" in pilot.lines[pilot.timeline.region.bottom - 1]

    async def test_the_strip_follows_who_is_there(self, tmp_path: Path) -> None:
        path = tmp_path / "two.db"
        drawn_line(path)
        with Store.open(path, author="ana") as store:
            store.load()
            with store.transaction("people", "edit") as tx:
                one, _ = tx.add("person", name="One"), tx.add("person", name="Two")
                for item in tx.plan["item"].ids[:3]:
                    tx.set("item", item, owner=one)
        async with WorkspacePilot(path) as pilot:
            assert "▄▄▄▄▄  ▄▄▄▄" in pilot.lines[pilot.timeline.region.bottom - 1]

    async def test_alone_on_a_small_screen_it_shows_titles_and_load(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("2")
            assert "Cloud platform" in pilot.lines[3]
            assert pilot.lines[-2].lstrip().startswith("load")
            await pilot.press("G")
            assert pilot.current in pilot.lines[-3]

    async def test_at_every_scale_and_size_it_is_drawn(self, file: Path) -> None:
        for size in (MIDDLE, SMALL):
            async with WorkspacePilot(file, size) as pilot:
                await pilot.press("2")
                for key in "++---":
                    await pilot.press(key, "j", "l", "h", "=")
                    assert "Timeline" in pilot.lines[1]
                await pilot.press("T")
                assert "┊" in pilot.screen


async def test_a_filter_that_nothing_fits_is_said_beside_the_backlog_too(tmp_path: Path) -> None:
    drawn_line(tmp_path / "line.db")
    async with WorkspacePilot(tmp_path / "line.db") as pilot:
        await pilot.press("/")
        await pilot.write("title:zzz")
        await pilot.press("enter")
        await pilot.settle()
        assert pilot.timeline.empty == pilot.backlog.empty
        assert "Nothing to draw yet" not in pilot.screen
