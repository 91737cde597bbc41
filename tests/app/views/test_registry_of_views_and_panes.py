"""One line adds a view: keys, palette, help, footer, config and screen follow from it."""

import re
from pathlib import Path

import pytest

from support.workspace_pilot import MIDDLE, SMALL, WorkspacePilot
from tpm_tui.app.actions import action_catalog
from tpm_tui.app.actions.action import screen_action
from tpm_tui.app.actions.views import navigation
from tpm_tui.app.keymap import effective_keys, footer_hints
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views import registers, registry_of_views_and_panes
from tpm_tui.app.views.base.page_view import page_view
from tpm_tui.app.views.base.view import View
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.kinds import KINDS


def _lines(session: WorkspaceSession, cells: int) -> list[PageLine]:
    plan = session.plan
    listed = [(id_, plan.title("item", id_)) for id_ in plan["item"].ids]
    return [PageLine(((f"{len(listed)} items", "head"),))] + [
        PageLine(((title[:cells], ""),), ("item", id_), stop=True) for id_, title in listed
    ]


SUMMARY = View("summary", "", "Summary of everything", page_view("Summary", _lines), frozenset({"item"}))


@pytest.fixture
def with_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program with one more view."""
    monkeypatch.setattr(registry_of_views_and_panes, "VIEWS", (*registry_of_views_and_panes.VIEWS, SUMMARY))
    show = screen_action(
        SUMMARY.action_id, SUMMARY.title, "ctrl+y", "Views", lambda context: context.layout.show(SUMMARY)
    )
    monkeypatch.setattr(navigation, "ACTIONS", (*navigation.ACTIONS, show))
    action_catalog.screen_actions.cache_clear()
    action_catalog.all_actions.cache_clear()
    yield
    action_catalog.screen_actions.cache_clear()
    action_catalog.all_actions.cache_clear()


def test_ids_and_digits_are_one_views_own() -> None:
    ids = [view.id for view in registry_of_views_and_panes.VIEWS]
    digits = [view.digit for view in registry_of_views_and_panes.VIEWS if view.digit]
    assert len(set(ids)) == len(ids)
    assert len(set(digits)) == len(digits)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_view(kind: str) -> None:
    view = registry_of_views_and_panes.view_of_kind(kind)
    assert view.kind == kind
    assert kind in view.reads


def test_each_view_has_an_action_with_its_digit() -> None:
    keys = effective_keys({})
    for view in registry_of_views_and_panes.VIEWS:
        assert keys[view.action_id] == ((view.digit,) if view.digit else ())


@pytest.mark.usefixtures("with_summary")
async def test_a_new_view_is_shown_by_its_key_and_by_name_and_follows_changes(file: Path) -> None:
    assert registry_of_views_and_panes.view_problem("summary") == ""
    async with WorkspacePilot(file, MIDDLE, first_view="summary") as pilot:
        count = len(pilot.plan["item"])
        assert pilot.shows(f"{count} items")
        await pilot.press("1", "a", *"One more", "enter", "ctrl+y")
        assert pilot.shows(f"{count + 1} items")
        await pilot.press("enter")
        assert pilot.shows(pilot.plan.title("item", pilot.plan["item"].ids[0]))
        await pilot.press("escape", ":", *"summary of")
        assert "ctrl+y" in pilot.line("Summary of everything")


async def test_every_view_is_drawn_in_a_window_that_is_far_too_small(file: Path) -> None:
    async with WorkspacePilot(file, (20, 6)) as pilot:
        for view in [
            *registry_of_views_and_panes.VIEWS,
            *registry_of_views_and_panes.VIEWS,
        ]:  # those that read something first, once they have
            pilot.workspace.view_layout.show_view(view.id)
            await pilot.settle()


async def test_a_page_that_is_no_table_offers_what_works_on_it(file: Path) -> None:
    async with WorkspacePilot(file, MIDDLE) as pilot:
        pilot.workspace.view_layout.show_view("promise")
        await pilot.settle()
        for word in ("filter", "open", "mark"):
            assert f" {word}" not in pilot.footer
        await pilot.press("/")
        assert pilot.footer.strip() == "Filter: this page is no table of records"
        await pilot.press("H")
        assert "Standard" in pilot.screen


async def test_a_page_of_an_empty_file_says_what_to_do(empty: Path) -> None:
    async with WorkspacePilot(empty) as pilot:
        for letter in "bfo":
            await pilot.press("g", letter)
            await pilot.until(
                lambda: pilot.shows("Nothing planned yet: add items in the backlog"), "advice about items"
            )
        await pilot.press("g", "s")
        await pilot.until(lambda: pilot.shows("No people yet. Add one with"), "advice about people")
        await pilot.press("6")
        await pilot.until(lambda: pilot.shows("No costs yet: add them"), "advice about costs")


async def test_the_footer_of_a_page_names_what_works_on_its_line(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:
        await pilot.press("5")
        await pilot.until(lambda: pilot.shows("highest"), "the figures of the team")
        await pilot.settle()
        await pilot.press("home")
        assert "/ filter" in pilot.footer
        assert "open" not in pilot.footer
        await pilot.press("j")
        assert {"/ filter", "⏎ open"} <= set(re.findall(r"\S+ (?:filter|open|mark)", pilot.footer))
        await pilot.press("g", "b")
        await pilot.until(lambda: "x done" in pilot.footer, "the keys of an item")
        assert "filter" not in pilot.footer
        assert "mark" not in pilot.footer


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_footer_names_a_key_once(kind: str) -> None:
    named = footer_hints(effective_keys({}), kind, 500)
    assert len(named) == len(set(named))


@pytest.mark.parametrize("view", registers.VIEWS, ids=lambda view: view.id)
def test_a_register_is_called_as_its_records_are(view: View) -> None:
    assert view.title == KINDS[view.kind].plural


async def test_a_prompt_that_ends_in_another_view_leaves_the_keys_there(demo_file: Path) -> None:
    async with WorkspacePilot(demo_file, SMALL) as pilot:
        await pilot.press("3", "i")
        layout = pilot.workspace.view_layout
        layout.show_view("meetings")
        await pilot.settle()
        await pilot.press("tab")
        assert layout.active_id == "meetings"
        await pilot.until(lambda: layout.active.has_focus, "the keys go to the view that is shown")
