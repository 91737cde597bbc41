"""A whole record as a form, its draft, and long text in the person's own editor."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from app.actions.test_cell_edit import step_to
from support.demo_keys import FIREWALL_RULES, SESSION_STORE
from support.workspace_pilot import SMALL, WorkspacePilot, squeeze
from tpm_tui.app.modal_screens.editing.form import FormScreen
from tpm_tui.app.services.ui_state import state_path


def open_(pilot: WorkspacePilot) -> bool:
    return isinstance(pilot.app.screen, FormScreen)


class TestForm:
    async def test_f2_saves_every_changed_field_in_one_step(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            before = pilot.content()
            await pilot.press("E")
            await pilot.rewrite("Sessions everywhere")
            await step_to(pilot, "Owner")
            await pilot.rewrite("Kavya")
            await step_to(pilot, "Estimate")
            await pilot.rewrite("1d/2d/3d")
            assert pilot.echo == "1d/2d/3d"
            await pilot.press("f2")
            assert not open_(pilot)
            assert pilot.value(SESSION_STORE, "title") == "Sessions everywhere"
            assert pilot.shown(SESSION_STORE, "owner") == "Kavya"
            assert pilot.shown(SESSION_STORE, "estimate") == "1d/2d/3d"
            await pilot.press("u")
            assert pilot.content() == before

    async def test_what_is_typed_in_a_hurry_stays_in_its_field(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            pilot.rush("E", "end", "ctrl+u", *"Sessions", "tab", "end", "ctrl+u", *"kavya", "f2")
            await pilot.settle()
            assert not open_(pilot), pilot.screen
            assert pilot.value(SESSION_STORE, "title") == "Sessions"
            assert pilot.shown(SESSION_STORE, "owner") == "Kavya"

    async def test_a_paste_of_many_lines_is_taken_whole(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            pilot.rush("end", "ctrl+u")
            pilot.paste("One\rtwo\r\nthree\n")
            await pilot.settle()
            await step_to(pilot, "Notes")
            pilot.rush("end", "ctrl+u")
            pilot.paste("# Why\r\r* C:\\new\r")
            await pilot.press("f2")
            assert pilot.value(SESSION_STORE, "title") == "One two three"
            assert pilot.value(SESSION_STORE, "notes") == "# Why\n\n* C:\\new\n"

    async def test_saving_an_unchanged_form_writes_nothing(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            sequence = pilot.plan.sequence
            await pilot.press("E", "tab", "tab", "f2")
            assert not open_(pilot)
            assert pilot.plan.sequence == sequence
            assert "nothing changed" in pilot.footer

    async def test_a_refused_field_says_why_and_keeps_its_text(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            await step_to(pilot, "Due")
            await pilot.rewrite("31 feb")
            await pilot.press("f2")
            assert open_(pilot)
            assert pilot.input == "31 feb"
            assert "31 feb" in pilot.echo
            await pilot.press("tab")
            assert "✗" in pilot.line("Due  ")

    async def test_a_new_record_needs_its_required_fields(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.command("open mitigations")
            await pilot.press("a", "enter")
            assert pilot.shows("New Mitigation")
            assert pilot.shows("Risk *")
            await pilot.press("f2")
            assert open_(pilot)
            assert "cannot be empty" in pilot.echo
            await pilot.write("A second line by another carrier")
            await pilot.press("enter")
            await pilot.write("R-4")
            await pilot.press("f2")
            assert not open_(pilot)
            assert pilot.shows("A second line by another")

    async def test_esc_keeps_the_draft_for_the_next_time(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            before = pilot.content()
            await pilot.press("E")
            await pilot.rewrite("Half a thought")
            await pilot.press("escape")
            assert pilot.content() == before
            await pilot.press("E")
            assert pilot.shows("draft restored")
            assert pilot.input == "Half a thought"
            await pilot.press("f2")
            assert pilot.value(SESSION_STORE, "title") == "Half a thought"
            await pilot.press("E")
            assert not pilot.shows("draft restored")

    async def test_the_draft_outlives_the_program(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            await pilot.rewrite("Half a thought")
        assert "Half a thought" in json.dumps(json.loads(state_path().read_text()))
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            assert pilot.input == "Half a thought"

    async def test_a_draft_can_be_thrown_away(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            await pilot.rewrite("Half a thought")
            await pilot.press("escape", "E", "ctrl+r")
            assert pilot.input == "Session store in both regions"
            await pilot.press("escape", "E")
            assert not pilot.shows("draft restored")

    async def test_every_field_can_be_reached_on_a_small_screen(self, file: Path) -> None:
        async with WorkspacePilot(file, SMALL) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            for _ in range(30):
                field = pilot.app.screen._column  # type: ignore[attr-defined]
                assert field.label in pilot.line(field.label)
                await pilot.press("tab")

    async def test_long_text_shows_its_line_breaks_and_keeps_them(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            await step_to(pilot, "Notes")
            await pilot.rewrite("One\\n\\nTwo")
            await pilot.press("f2")
            assert pilot.value(SESSION_STORE, "notes") == "One\n\nTwo"

    async def test_a_backslash_in_a_long_text_stays_one(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            await step_to(pilot, "Notes")
            await pilot.rewrite("C:\\\\new")
            await pilot.press("f2")
            assert pilot.value(SESSION_STORE, "notes") == "C:\\new"
            await pilot.press("E")
            await step_to(pilot, "Notes")
            assert pilot.input == "C:\\\\new"
            await pilot.press("f2")
            assert pilot.value(SESSION_STORE, "notes") == "C:\\new"

    async def test_choices_can_be_picked_with_the_arrows(self, file: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            await step_to(pilot, "Priority")
            at = pilot.offered.index("highest")
            await pilot.press(*["down"] * (at + 1), "enter", "f2")
            assert pilot.value(SESSION_STORE, "priority") == "highest"

    async def test_a_conflict_in_the_form_opens_it_again_with_what_was_typed(self, file: Path) -> None:
        from tpm_tui.store.store import Store

        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("E")
            await pilot.rewrite("Mine")
            other = Store.open(file, author="ben")
            other.load()
            with other.transaction("Elsewhere") as tx:
                tx.set("item", pilot.plan.find_key(SESSION_STORE)[1], title="Theirs")  # type: ignore[index]
            other.close()
            await pilot.press("f2")
            assert pilot.value(SESSION_STORE, "title") == "Theirs"
            assert open_(pilot)
            assert pilot.input == "Mine"
            assert "'Theirs' by ben" in pilot.echo
            await pilot.press("f2")
            assert pilot.value(SESSION_STORE, "title") == "Mine"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that appends what stands beside it to its file; nothing if there is nothing."""
    script, words = tmp_path / "editor", tmp_path / "words"
    script.write_text(f'#!/bin/sh\nif [ -f "{words}" ]; then cat "{words}" >> "$1"; fi\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", str(script))
    return words


class TestLongText:
    """The editor itself runs in a real terminal in test_external_editor.py; here is what comes of its answers."""

    @pytest.fixture(autouse=True)
    def _without_a_terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from tpm_tui.app.terminal import control
        from tpm_tui.app.terminal.external_editor import edit_in_editor

        monkeypatch.setattr(
            control, "edit_suspended", lambda _app, text, name: edit_in_editor(text, name=name, environ=os.environ)
        )

    async def test_e_opens_the_editor_and_takes_what_was_written(self, file: Path, editor: Path) -> None:
        editor.write_text("\nMore.\n")
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            before = str(pilot.value(SESSION_STORE, "notes"))
            await pilot.press("e")
            assert str(pilot.value(SESSION_STORE, "notes")).startswith(before)
            assert str(pilot.value(SESSION_STORE, "notes")).endswith("More.")
            await pilot.press("u")
            assert pilot.value(SESSION_STORE, "notes") == before

    async def test_an_unchanged_text_writes_nothing(self, file: Path, editor: Path) -> None:
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            sequence = pilot.plan.sequence
            await pilot.press("e")
            assert pilot.plan.sequence == sequence

    async def test_what_was_written_while_somebody_changed_the_text_is_kept_and_offered_again(
        self, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def edited_by(*lines: str) -> None:
            script = tmp_path / "editor"
            script.write_text("#!/bin/sh\n" + "\n".join(lines) + "\n")
            script.chmod(0o755)
            monkeypatch.setenv("EDITOR", str(script))

        tpm = f"{sys.executable} -m tpm_tui -f {file}"
        edited_by(f"TPM_AUTHOR=ben {tpm} set T-77 'notes=Of Ben'", "echo 'An hour of work' > \"$1\"")
        async with WorkspacePilot(file) as pilot:
            await pilot.go(SESSION_STORE)
            await pilot.press("e")
            assert pilot.footer.endswith(
                "by ben meanwhile; look, then edit again ─ what you wrote is kept ─ e opens it"
            )
            assert pilot.value(SESSION_STORE, "notes") == "Of Ben"
        async with WorkspacePilot(file) as pilot:  # also after a restart
            await pilot.go(SESSION_STORE)
            await pilot.press("e")
            assert "open what was written before and not taken?" in pilot.footer
            await pilot.press("escape", "e")
            edited_by(f'cp "$1" {tmp_path}/seen', 'echo "and of Ben" >> "$1"')
            await pilot.press("y")
            assert (tmp_path / "seen").read_text() == "An hour of work\n"
            assert pilot.value(SESSION_STORE, "notes") == "An hour of work\nand of Ben"
            edited_by(f'cp "$1" {tmp_path}/seen')
            await pilot.press("e")
            assert (tmp_path / "seen").read_text() == "An hour of work\nand of Ben\n"

    @pytest.mark.parametrize(("key", "kept"), [("y", True), ("n", False)])
    async def test_a_text_that_cannot_be_taken_is_kept_too_or_forgotten_if_one_says_so(
        self, file: Path, editor: Path, key: str, kept: bool
    ) -> None:
        editor.write_bytes(b"a\0b")
        async with WorkspacePilot(file) as pilot:
            await pilot.go(FIREWALL_RULES)
            before = pilot.value(FIREWALL_RULES, "notes")
            await pilot.press("e")
            assert "the text holds a NUL character ─ what you wrote is kept" in pilot.footer
            assert pilot.value(FIREWALL_RULES, "notes") == before
            editor.write_text("")
            await pilot.press("e", key)
            assert ("NUL" in pilot.footer) == kept
            editor.unlink()
            await pilot.press("e")
            assert ("open what was written before" in pilot.footer) == kept

    async def test_an_editor_that_is_not_there_is_said_in_one_line(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("EDITOR", "no-such-editor")
        async with WorkspacePilot(file) as pilot:
            await pilot.press("e")
            assert "no-such-editor" in pilot.footer

    async def test_a_kind_with_several_long_texts_asks_which(self, file: Path, editor: Path) -> None:
        editor.write_text("Call the vendor's director\n")
        async with WorkspacePilot(file) as pilot:
            await pilot.press("3")
            await pilot.go("R-1")
            await pilot.press("e")
            assert pilot.shows("Which text")
            await pilot.write("contin")
            await pilot.press("enter")
            assert "vendor's director" in str(pilot.value("R-1", "contingency"))


async def test_what_is_used_comes_first_and_a_mark_says_how_many_fields_lie_below(file: Path) -> None:
    async with WorkspacePilot(file, SMALL) as pilot:
        await pilot.press("3", "E")
        labels = [squeeze(line).strip("│▌ ").split(" ")[0] for line in pilot.lines[1:5]]
        assert labels == ["Title", "Chance", "Delay", "Owner"]
        fields = len(pilot.app.screen._columns) if isinstance(pilot.app.screen, FormScreen) else 0
        shown = next(n for n, line in enumerate(pilot.lines) if "more" in line and "F2 save" in line)
        assert f"▾ {fields - 16} more" in pilot.lines[shown]
        await pilot.press("pagedown", "pagedown", "pagedown", "pagedown")
        assert "more" not in pilot.lines[shown]


async def test_acceptance_criteria_are_typed_as_text(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:
        await pilot.press("g", "q")
        await pilot.go("Q-2")
        before = pilot.content()
        await pilot.press("E", *["tab"] * 5)
        assert "Acceptance criteria" in pilot.line("CK-") or pilot.input == ""
        await pilot.rewrite("Within a minute, on both sides; By a drill")
        assert "a new check: Within a minute, on both sides, a new check: By a drill" in pilot.echo
        await pilot.press("f2")
        checks = pilot.plan["check"]
        assert checks.columns["title"][-2:] == ["Within a minute, on both sides", "By a drill"]
        assert {pilot.plan.label("item", str(item)) for item in checks.columns["item"][-2:]} == {"T-1"}
        await pilot.press("u")
        assert pilot.content() == before
