"""A whole record as a form, its draft, and long text in the person's own editor."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from app.actions.test_cell_editing import step_to
from support.workspace_pilot import SMALL, Desk
from tpm_tui.app.screens.form import FormScreen
from tpm_tui.app.services.ui_state import state_path


def open_(desk: Desk) -> bool:
    return isinstance(desk.app.screen, FormScreen)


class TestForm:
    async def test_f2_saves_every_changed_field_in_one_step(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            before = desk.content()
            await desk.press("E")
            await desk.rewrite("Sessions everywhere")
            await step_to(desk, "Owner")
            await desk.rewrite("Kavya")
            await step_to(desk, "Estimate")
            await desk.rewrite("1d/2d/3d")
            assert desk.echo == "1d/2d/3d"
            await desk.press("f2")
            assert not open_(desk)
            assert desk.value("T-77", "title") == "Sessions everywhere"
            assert desk.shown("T-77", "owner") == "Kavya"
            assert desk.shown("T-77", "estimate") == "1d/2d/3d"
            await desk.press("u")
            assert desk.content() == before

    async def test_what_is_typed_in_a_hurry_stays_in_its_field(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            desk.rush("E", "end", "ctrl+u", *"Sessions", "tab", "end", "ctrl+u", *"bug", "f2")
            await desk.settle()
            assert not open_(desk), desk.screen
            assert desk.value("T-77", "title") == "Sessions"
            assert desk.value("T-77", "type") == "bug"

    async def test_a_paste_of_many_lines_is_taken_whole(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("E")
            desk.rush("end", "ctrl+u")
            desk.paste("One\rtwo\r\nthree\n")
            await desk.settle()
            await step_to(desk, "Notes")
            desk.rush("end", "ctrl+u")
            desk.paste("# Why\r\r* C:\\new\r")
            await desk.press("f2")
            assert desk.value("T-77", "title") == "One two three"
            assert desk.value("T-77", "notes") == "# Why\n\n* C:\\new\n"

    async def test_saving_an_unchanged_form_writes_nothing(self, file: Path) -> None:
        async with Desk(file) as desk:
            sequence = desk.plan.sequence
            await desk.press("E", "tab", "tab", "f2")
            assert not open_(desk)
            assert desk.plan.sequence == sequence
            assert "nothing changed" in desk.foot

    async def test_a_refused_field_says_why_and_keeps_its_text(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("E")
            await step_to(desk, "Due")
            await desk.rewrite("31 feb")
            await desk.press("f2")
            assert open_(desk)
            assert desk.input == "31 feb"
            assert "31 feb" in desk.echo
            await desk.press("tab")
            assert "✗" in desk.line("Due  ")

    async def test_a_new_record_needs_its_required_fields(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.command("open mitigations")
            await desk.press("a")
            assert desk.shows("New Mitigation")
            assert desk.shows("Risk *")
            await desk.press("f2")
            assert open_(desk)
            assert "cannot be empty" in desk.echo
            await desk.write("R-4")
            await desk.press("enter")
            await desk.write("A second line by another carrier")
            await desk.press("f2")
            assert not open_(desk)
            assert desk.shows("A second line by another")

    async def test_esc_keeps_the_draft_for_the_next_time(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            before = desk.content()
            await desk.press("E")
            await desk.rewrite("Half a thought")
            await desk.press("escape")
            assert desk.content() == before
            await desk.press("E")
            assert desk.shows("draft restored")
            assert desk.input == "Half a thought"
            await desk.press("f2")
            assert desk.value("T-77", "title") == "Half a thought"
            await desk.press("E")
            assert not desk.shows("draft restored")

    async def test_the_draft_outlives_the_program(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("E")
            await desk.rewrite("Half a thought")
        assert "Half a thought" in json.dumps(json.loads(state_path().read_text()))
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("E")
            assert desk.input == "Half a thought"

    async def test_a_draft_can_be_thrown_away(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("E")
            await desk.rewrite("Half a thought")
            await desk.press("escape", "E", "ctrl+r")
            assert desk.input == "Session store in both regions"
            await desk.press("escape", "E")
            assert not desk.shows("draft restored")

    async def test_every_field_can_be_reached_on_a_small_screen(self, file: Path) -> None:
        async with Desk(file, SMALL) as desk:
            await desk.go("T-77")
            await desk.press("E")
            for _ in range(30):
                field = desk.app.screen._column  # type: ignore[attr-defined]
                assert field.label in desk.line(field.label)
                await desk.press("tab")

    async def test_long_text_shows_its_line_breaks_and_keeps_them(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("E")
            await step_to(desk, "Notes")
            await desk.rewrite("One\\n\\nTwo")
            await desk.press("f2")
            assert desk.value("T-77", "notes") == "One\n\nTwo"

    async def test_a_backslash_in_a_long_text_stays_one(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("E")
            await step_to(desk, "Notes")
            await desk.rewrite("C:\\\\new")
            await desk.press("f2")
            assert desk.value("T-77", "notes") == "C:\\new"
            await desk.press("E")
            await step_to(desk, "Notes")
            assert desk.input == "C:\\\\new"
            await desk.press("f2")
            assert desk.value("T-77", "notes") == "C:\\new"

    async def test_choices_can_be_picked_with_the_arrows(self, file: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("E")
            await step_to(desk, "Priority")
            at = desk.offered.index("highest")
            await desk.press(*["down"] * (at + 1), "enter", "f2")
            assert desk.value("T-77", "priority") == "highest"

    async def test_a_conflict_in_the_form_opens_it_again_with_what_was_typed(self, file: Path) -> None:
        from tpm_tui.store.store import Store

        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("E")
            await desk.rewrite("Mine")
            other = Store.open(file, author="ben")
            other.load()
            with other.transaction("Elsewhere") as tx:
                tx.set("item", desk.plan.find_key("T-77")[1], title="Theirs")  # type: ignore[index]
            other.close()
            await desk.press("f2")
            assert desk.value("T-77", "title") == "Theirs"
            assert open_(desk)
            assert desk.input == "Mine"
            assert "'Theirs' by ben" in desk.echo
            await desk.press("f2")
            assert desk.value("T-77", "title") == "Mine"


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
        from tpm_tui.app.terminal import external_editor as module

        monkeypatch.setattr(
            module, "edit", lambda _app, text, name: module.edit_in_editor(text, name=name, environ=os.environ)
        )

    async def test_e_opens_the_editor_and_takes_what_was_written(self, file: Path, editor: Path) -> None:
        editor.write_text("\nMore.\n")
        async with Desk(file) as desk:
            await desk.go("T-77")
            before = str(desk.value("T-77", "notes"))
            await desk.press("e")
            assert str(desk.value("T-77", "notes")).startswith(before)
            assert str(desk.value("T-77", "notes")).endswith("More.")
            await desk.press("u")
            assert desk.value("T-77", "notes") == before

    async def test_an_unchanged_text_writes_nothing(self, file: Path, editor: Path) -> None:
        async with Desk(file) as desk:
            await desk.go("T-77")
            sequence = desk.plan.sequence
            await desk.press("e")
            assert desk.plan.sequence == sequence

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
        async with Desk(file) as desk:
            await desk.go("T-77")
            await desk.press("e")
            assert desk.foot.endswith("by ben meanwhile; look, then edit again ─ what you wrote is kept ─ e opens it")
            assert desk.value("T-77", "notes") == "Of Ben"
        async with Desk(file) as desk:  # also after a restart
            await desk.go("T-77")
            await desk.press("e")
            assert "open what was written before and not taken?" in desk.foot
            await desk.press("escape", "e")
            edited_by(f'cp "$1" {tmp_path}/seen', 'echo "and of Ben" >> "$1"')
            await desk.press("y")
            assert (tmp_path / "seen").read_text() == "An hour of work\n"
            assert desk.value("T-77", "notes") == "An hour of work\nand of Ben"
            edited_by(f'cp "$1" {tmp_path}/seen')
            await desk.press("e")
            assert (tmp_path / "seen").read_text() == "An hour of work\nand of Ben\n"

    @pytest.mark.parametrize(("key", "kept"), [("y", True), ("n", False)])
    async def test_a_text_that_cannot_be_taken_is_kept_too_or_forgotten_if_one_says_so(
        self, file: Path, editor: Path, key: str, kept: bool
    ) -> None:
        editor.write_bytes(b"a\0b")
        async with Desk(file) as desk:
            await desk.go("T-39")
            before = desk.value("T-39", "notes")
            await desk.press("e")
            assert "the text holds a NUL character ─ what you wrote is kept" in desk.foot
            assert desk.value("T-39", "notes") == before
            editor.write_text("")
            await desk.press("e", key)
            assert ("NUL" in desk.foot) == kept
            editor.unlink()
            await desk.press("e")
            assert ("open what was written before" in desk.foot) == kept

    async def test_an_editor_that_is_not_there_is_said_in_one_line(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("EDITOR", "no-such-editor")
        async with Desk(file) as desk:
            await desk.press("e")
            assert "no-such-editor" in desk.foot

    async def test_a_kind_with_several_long_texts_asks_which(self, file: Path, editor: Path) -> None:
        editor.write_text("Call the vendor's director\n")
        async with Desk(file) as desk:
            await desk.press("3")
            await desk.go("R-1")
            await desk.press("e")
            assert desk.shows("Which text")
            await desk.write("contin")
            await desk.press("enter")
            assert "vendor's director" in str(desk.value("R-1", "contingency"))
