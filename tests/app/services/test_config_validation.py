"""What config.toml says, on the screen: it is followed, and every wrong line is named while the rest works."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.css.parse import parse as parse_styles

from support.demo_keys import FIREWALL_RULES
from support.terminal_emulator import Screen, clean_environ
from support.workspace_pilot import SMALL, WorkspacePilot
from tpm_tui.app.actions.action_catalog import all_actions
from tpm_tui.app.keymap import effective_keys, textual_key
from tpm_tui.app.settings.config_validation import valid_columns, valid_settings
from tpm_tui.config import parse_config
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.store.store import Store

WRONG = """\
theme = "drk"
date_style = "numerc"
slow = perhaps
[keys]
"item.done" = "foo"
"item.dne" = "x"
undo = "z"
redo = "z"
[columns]
item = ["titel", "owner"]
rsk = ["title"]
[colours]
doing = "blu"
"""

#: Line by line what is wrong there, as far as it tells one line from another.
REASONS = {
    1: "no theme drk; did you mean dark?", 2: "none of short, iso", 3: "words go in quotes", 5: "there is no key foo",
    6: "did you mean item.done?", 8: "z is the key of undo, by line 7", 10: "item has no column titel",
    11: "no kind of record rsk", 13: "did you mean blue?",
}  # fmt: skip


def test_every_wrong_line_can_be_read_on_the_screen_and_the_rest_works(file: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(WRONG)
    command = [sys.executable, "-m", "tpm_tui", file]
    with Screen(command, columns=80, lines=24, env=clean_environ(TPM_CONFIG=str(config))) as screen:
        screen.wait_for("config.toml line 1: there is no theme drk")
        assert f"{len(REASONS) - 1} more" in screen.lines[-1]
        screen.press(":")
        screen.wait_for("Commands")
        screen.type("config")
        screen.wait_for("Configuration: what is wrong")
        screen.press("enter")
        screen.wait_for("line 13")
        for line, reason in REASONS.items():
            whole = " ".join(screen.text[screen.text.index(f"line {line}: ") :].replace("│", " ").split())
            assert reason in whole.split(" line ")[0] or reason in whole[: len(reason) + 40]
        screen.press("escape", "z")
        screen.wait_for("undid")
        screen.press("Q")
        assert screen.exit_status() == 0


async def test_without_a_wrong_line_the_page_says_so(file: Path) -> None:
    async with WorkspacePilot(file) as pilot:
        await pilot.command("configuration")
        assert pilot.shows("Configuration ─ nothing wrong")


async def test_columns_that_are_not_there_leave_those_as_delivered(file: Path) -> None:
    async with WorkspacePilot(file, SMALL, columns={"item": ("titel",), "risk": ("key", "nothing", "owner")}) as pilot:
        assert "Title" in pilot.line("Status")
        await pilot.press("3")
        assert pilot.risks.column_names() == ("key", "owner")


def test_the_columns_of_the_example_are_found_by_the_words_people_use(file: Path) -> None:
    example = Path(__file__).parents[3].joinpath("docs", "configuration.md").read_text()
    config = parse_config(example.partition("```toml\n")[2].partition("```")[0].encode())[0]
    with Store.open(file) as store:
        result, problems = valid_columns(config, Sheet(store.load(), store.context))
    assert problems == []
    assert result.columns["item"] == ("title", "owner", "status", "deadline")


async def test_a_theme_of_the_environment_that_is_not_there_is_no_trouble(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_THEME", "nonesuch")
    async with WorkspacePilot(file, theme="tpm-light") as pilot:
        assert pilot.app.theme == "tpm-light"


@pytest.mark.parametrize(("theme", "background"), [("tpm-dark", "#121212"), ("tpm-light", "#FFFFFF")])
async def test_the_styles_are_read_once_and_in_the_colours_of_the_theme(
    file: Path, monkeypatch: pytest.MonkeyPatch, theme: str, background: str
) -> None:
    """Reading them is a good part of what is left of the start beside imports."""
    read: list[object] = []

    def noted(scope: str, css: str, where: object, **how: Any) -> Any:
        read.append((scope, css, where))
        return parse_styles(scope, css, where, **how)

    monkeypatch.setattr("textual.css.stylesheet.parse", noted)
    async with WorkspacePilot(file, theme=theme) as pilot:
        assert pilot.workspace.styles.background.hex == background
        assert any("workspace.tcss" in str(where) for _, _, where in read)
        assert [one for one in read if read.count(one) > 1] == []


@pytest.mark.parametrize(("args", "said"), [(["--view", "risk"], "did you mean risks?"), (["--view", "11"], "none of")])
def test_a_view_to_begin_with_that_is_not_there_is_wrong_usage(file: Path, args: list[str], said: str) -> None:
    with Screen([sys.executable, "-m", "tpm_tui", "open", file, *args], columns=200) as screen:
        assert screen.exit_status() == 2
        assert said in screen.text.replace("\n", "")


@pytest.mark.parametrize("view", ["stakeholders", "4"])
def test_a_view_to_begin_with(file: Path, view: str) -> None:
    with Screen([sys.executable, "-m", "tpm_tui", "open", "--view", view, file]) as screen:
        screen.wait_for("4 Stakeholders")
        screen.press("Q")
        assert screen.exit_status() == 0


def test_ones_own_colours_of_states_are_not_sent_where_no_colour_is_wanted(file: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[colours]\ndoing = "#f80"\nready = "cyan"\n')
    command = [sys.executable, "-m", "tpm_tui", file]
    for more, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        environ = clean_environ(TPM_CONFIG=str(config), COLORTERM="truecolor", **more)
        with Screen(command, columns=110, lines=35, env=environ) as screen:
            screen.wait_for("● doing")
            screen.settle()
            assert (b"38;2;255;136;0" in screen.output) == coloured
            assert bool(re.search(rb"\x1b\[(?:\d+;)*[34][0-8](?:;\d+)*m", screen.output)) == coloured
            screen.press("Q")
            assert screen.exit_status() == 0


class TestKeys:
    async def test_a_key_starts_what_it_was_given_to_and_nothing_else(self, file: Path) -> None:
        async with WorkspacePilot(file, keys={"item.done": ("u",)}) as pilot:
            await pilot.go(FIREWALL_RULES)
            await pilot.press("u")
            assert pilot.value(FIREWALL_RULES, "status") == "done"
            assert "undoes" not in pilot.footer
            await pilot.press("escape")
            assert " u undo" not in pilot.footer
            await pilot.press("?")
            assert not pilot.shows("u Undo")

    async def test_messages_and_empty_panes_name_the_keys_in_force(self, empty: Path) -> None:
        async with WorkspacePilot(empty, keys={"undo": ("f9",), "add": ("n",), "record.delete": ()}) as pilot:
            assert pilot.shows("Press n to add an item, A for one below it,")
            await pilot.press("n")
            await pilot.write("Freeze the schema")
            await pilot.press("enter")
            assert pilot.footer.endswith("─ f9 undoes")
            await pilot.press("f9")
            assert pilot.footer.endswith("─ ctrl+r redoes")

    def test_no_two_commands_have_a_key_that_would_start_both(self) -> None:
        everything = list(all_actions().values())
        for place, act in enumerate(everything):
            for other in everything[:place]:
                assert not act.overlaps(other) or set(act.keys).isdisjoint(other.keys), (act.id, other.id)

    def test_one_key_for_records_of_different_kinds_is_no_clash(self) -> None:
        config = parse_config(b'[keys]\n"item.done" = "z"\n"check.pass" = "z"\n')[0]
        result, problems = valid_settings(config)
        assert problems == []
        assert effective_keys(result.keys)["fold"] == ()
        assert effective_keys(result.keys)["item.done"] == effective_keys(result.keys)["check.pass"] == ("z",)

    @pytest.mark.parametrize(
        "key",
        ["x", "X", "?", "comma", "minus", "question_mark", "f5", "space", "ctrl+d", "shift+tab", "ctrl+left", "é"],
    )
    def test_keys_that_there_are(self, key: str) -> None:
        assert valid_settings(parse_config(f'keys.undo = "{key}"'.encode())[0])[1] == []

    @pytest.mark.parametrize(
        ("key", "said"),
        [
            ("shift+a", "write A for shift+a"),
            ("shift+1", "write the character that shift+1 makes"),
            ("ctrl+1", "ctrl+1 does not arrive"),
            ("dead_key", "there is no key dead_key"),
        ],
    )
    def test_keys_that_no_terminal_sends(self, key: str, said: str) -> None:
        result, problems = valid_settings(parse_config(f'keys.undo = "{key}"'.encode())[0])
        assert said in str(problems[0])
        assert effective_keys(result.keys)["undo"] == ("u",)

    def test_every_key_as_delivered_is_one_that_there_is(self) -> None:
        for act in all_actions().values():
            for key in act.keys:
                text = f'keys."{act.id}" = "{key}"'.replace('"\\"', '"\\\\"')
                assert valid_settings(parse_config(text.encode())[0])[1] == [], (act.id, key, textual_key(key))
