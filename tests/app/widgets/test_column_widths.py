"""Which columns a register shows in how many cells, and where the room to spare goes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.demo_keys import FAILOVER, SESSION_STORE
from support.workspace_pilot import MIDDLE, SMALL, WIDE, WorkspacePilot
from tpm_tui.app.widgets.column_widths import fit_columns, state_width
from tpm_tui.domain.kinds import KINDS

COST = {c.name: c for c in KINDS["cost"].columns}
NAMES = ("key", "title", "category", "planned", "committed", "actual", "at", "item")


@given(
    cells=st.integers(1, 200),
    needs=st.none() | st.dictionaries(st.sampled_from(NAMES), st.integers(1, 60)),
)
def test_columns_lie_beside_each_other_and_within_the_cells(cells: int, needs: dict[str, int] | None) -> None:
    placed = fit_columns("cost", NAMES, COST, "title", cells, needs)
    assert "title" in [c.name for c, _, _ in placed]
    end = -1
    for _, offset, size in placed:
        assert offset == end + 1
        assert size >= 1
        end = offset + size
    assert end <= cells


@given(cells=st.integers(-5, 0), needs=st.dictionaries(st.sampled_from(NAMES), st.integers(0, 60)))
def test_a_table_that_has_no_size_yet_places_its_title_in_no_cell(cells: int, needs: dict[str, int]) -> None:
    assert [(c.name, size) for c, _, size in fit_columns("cost", NAMES, COST, "title", cells, needs)] == [("title", 0)]


def test_room_to_spare_goes_to_those_that_need_it() -> None:
    needs = {"title": 40, "category": 20, "planned": 5}
    roomy = {c.name: size for c, _, size in fit_columns("cost", NAMES, COST, "title", 150, needs)}
    assert (roomy["title"], roomy["category"], roomy["planned"]) == (40, 20, COST["planned"].field.width)
    scarce = {c.name: size for c, _, size in fit_columns("cost", NAMES, COST, "title", 105, needs)}
    assert COST["category"].field.width <= scarce["category"] < 20
    assert scarce["title"] == 40


def test_titles_are_whole_before_lesser_columns_are_shown_and_no_column_is_wider_than_its_texts() -> None:
    needs = {**dict.fromkeys(NAMES, 8), "title": 50}
    sizes = {c.name: size for c, _, size in fit_columns("cost", NAMES, COST, "title", 78, needs)}
    assert sizes["title"] == 50
    assert set(sizes) == {"title", "planned", "committed", "actual"}
    # No title claims the whole register.
    long = {c.name: size for c, _, size in fit_columns("cost", NAMES, COST, "title", 78, {**needs, "title": 60})}
    assert (long["title"], long["planned"], long["committed"]) == (60, 8, 8)


@pytest.mark.parametrize(("kind", "texts"), [("requirement", ("statement",)), ("decision", ("title", "outcome"))])
async def test_statements_and_outcomes_are_whole_in_80_columns(kind: str, texts: tuple[str, ...], file: Path) -> None:
    async with WorkspacePilot(file, SMALL) as pilot:
        await pilot.press(*(("g", "q") if kind == "requirement" else ("8",)))
        sheet = pilot.app.session.sheet
        for id_ in sheet.table(kind).ids:
            line = pilot.line(sheet.text(kind, id_, texts[0]))
            assert all(sheet.text(kind, id_, name) in line for name in texts)


def test_in_a_pane_it_goes_to_the_title() -> None:
    sizes = {c.name: size for c, _, size in fit_columns("cost", NAMES, COST, "title", 150)}
    assert sum(sizes.values()) + len(sizes) - 1 == 150


class TestOnTheScreen:
    @pytest.mark.parametrize("size", [WIDE, MIDDLE])
    async def test_the_backlog_alone_shows_the_dates_that_the_timeline_shows_beside_it(
        self, file: Path, size: tuple[int, int]
    ) -> None:
        async with WorkspacePilot(file, size) as pilot:
            assert "Slack" not in pilot.line("Estimate" if size == WIDE else "Status")
            await pilot.press("Z")
            assert re.search(r"Title .*Owner .*Start +Finish +Slack +Due", pilot.line("Slack"))
            assert pilot.shown(SESSION_STORE, "finish").rpartition(" ")[0] in pilot.line("Session store")
            await pilot.press("Z")
            assert "Slack" not in pilot.line("Status")

    async def test_on_a_narrow_screen_the_same_key_shows_the_dates_and_esc_the_estimates(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.press("Z")
            assert re.search(r"Title .*Owner .*Status .*Start +Finish +Slack", pilot.line("Slack"))
            await pilot.press("escape")
            assert re.search(r"Title .*Owner .*Estimate .*Status .*Due", pilot.line("Estimate"))

    @pytest.mark.parametrize("size", [WIDE, MIDDLE, SMALL])
    async def test_who_does_what_is_seen_at_every_size(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            assert re.search(r"Title +Owner ", pilot.line("Owner"))
            assert "neutral →  " not in pilot.screen

    async def test_headings_of_numbers_beside_each_other_do_not_read_as_one(self, file: Path) -> None:
        async with WorkspacePilot(file, WIDE, forecast=True) as pilot:
            await pilot.until(lambda: pilot.shows("P80 buys"), "what responses buy")
            assert re.search(r"Score {2,}P80 costs {2,}P80 buys {2,}Days/1000", pilot.line("P80 buys"))

    @pytest.mark.parametrize("size", [WIDE, MIDDLE, SMALL])
    async def test_a_title_in_the_backlog_can_be_read(self, file: Path, size: tuple[int, int]) -> None:
        async with WorkspacePilot(file, size) as pilot:
            assert "Failover between" in pilot.line(FAILOVER)

    @pytest.mark.parametrize("size", [WIDE, MIDDLE, SMALL])
    async def test_when_a_thing_is_due_and_that_it_is_overdue_is_seen_at_every_size(
        self, file: Path, size: tuple[int, int]
    ) -> None:
        async with WorkspacePilot(file, size) as pilot:
            late, later = pilot.line("Session store"), pilot.line("Failover drill")
            assert "!T-77 " in late
            assert "19 Nov" in late
            assert " T-78 " in later
            assert "03 Dec" in later
            place = pilot.plan.find_key(SESSION_STORE)
            assert place is not None
            await pilot.app.action_context.editor.change("Drop", "edit", lambda tx: tx.set(*place, status="dropped"))
            await pilot.until(lambda: "✗ dropped" in pilot.line(SESSION_STORE), "the new status")
            assert "!" not in pilot.line(SESSION_STORE), "what is finished is not overdue"

    async def test_the_mark_stays_where_the_due_date_is_not_shown(self, file: Path) -> None:
        async with WorkspacePilot(file, MIDDLE) as pilot:
            pilot.backlog.chosen_columns = ("title", "notes")
            pilot.backlog.reload()
            await pilot.settle()
            assert "!T-77 " in pilot.line("Session")
            assert "19 Nov" not in pilot.line("Session")

    @pytest.mark.parametrize("size", [WIDE, SMALL])
    async def test_where_they_stand_and_where_they_should_is_told_in_one_cell(
        self, file: Path, size: tuple[int, int]
    ) -> None:
        async with WorkspacePilot(file, size) as pilot:
            await pilot.press("4")
            assert "neutral → supportive" in pilot.line("Rajesh Menon")
            assert "Contact due" in pilot.line("Approach")

    async def test_amounts_end_below_each_other(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("Costs")
            head = pilot.line("Planned")
            end = head.index("Planned") + len("Planned")
            rows = [line for line in pilot.lines if " K-" in line]
            assert len(rows) == len(pilot.plan["cost"])
            assert all(line[end - 1].isalnum() and line[end] == " " for line in rows)

    async def test_a_register_shows_its_long_texts_whole_where_there_is_room(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("8")
            assert pilot.shows("Two active regions")
            await pilot.press("7")
            assert pilot.shows("acceptance criterion")
            assert pilot.shows("Reason")

    async def test_columns_follow_longer_texts(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.press("9", "a")
            await pilot.write("An incident whose title is longer than that of all others")
            await pilot.press("enter")
            assert pilot.shows("An incident whose title is longer than that of all others")


@pytest.mark.parametrize(
    ("names", "cells"),
    [
        (["backlog", "done"], 7),
        (["READINESS REVIEW", "READINESS CHECK"], 12),
        (["IN UAT", "IN UAT 2"], 8),
        (["A" * 30 + "x", "A" * 30 + "y"], 20),
    ],
)
def test_states_are_told_apart_where_their_names_are_cut(names: list[str], cells: int) -> None:
    assert state_width(names, 7) == cells
    shown = {name if len(name) <= cells else name[: cells - 1] for name in names}
    assert len(shown) == len(names) or cells == 20


def test_a_column_without_a_value_gives_its_room_to_the_title() -> None:
    known = {c.name: c for c in KINDS["item"].columns}
    names = ("title", "owner", "estimate", "status", "deadline")
    usual, narrow = (
        {c.name: size for c, _, size in fit_columns("item", names, known, "title", 80, None, widths)}
        for widths in ({}, {"estimate": 4})
    )
    assert narrow["estimate"] == 4
    assert narrow["title"] == usual["title"] + usual["estimate"] - 4
