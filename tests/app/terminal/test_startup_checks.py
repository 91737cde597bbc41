"""The program starts only on a terminal that can carry it, and sends no more than that terminal understands."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import tpm_tui
from support.hostile import HOSTILE, leaks
from support.terminal_emulator import Screen, clean_environ, cpu_seconds
from support.tmux_terminal import TmuxScreen, needs_tmux
from tpm_tui.app.terminal.startup_checks import no_colour, set_up_textual, terminal_problem
from tpm_tui.charset import charset, encode_for_terminal
from tpm_tui.safe_text import safe, width

COMMAND = [sys.executable, str(Path(__file__).parents[2] / "support" / "terminal_app.py")]


@pytest.mark.parametrize(
    ("environ", "stdin", "stderr", "said"),
    [
        ({"TERM": "xterm"}, False, True, "its input is no terminal"),
        ({"TERM": "xterm"}, True, False, "standard error, which is no terminal"),
        ({"TERM": "dumb"}, True, True, "TERM=dumb names a terminal that cannot move its cursor"),
        ({}, True, True, "TERM is not set"),
    ],
)
def test_where_it_cannot_start_it_says_so_in_a_line(
    environ: dict[str, str], stdin: bool, stderr: bool, said: str
) -> None:
    problem = terminal_problem(environ, stdin, stderr)
    assert problem is not None
    assert said in problem
    assert "tpm --help" in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    "term", ["xterm", "xterm-256color", "screen", "tmux-256color", "linux", "vt100", "xterm-kitty"]
)
def test_where_it_can_it_starts(term: str) -> None:
    assert terminal_problem({"TERM": term}, True, True) is None


def test_with_its_input_piped_it_ends_at_once() -> None:
    with Screen(["/bin/sh", "-c", f"echo x | {shlex.join(COMMAND)}"]) as screen:
        screen.wait_for("its input is no terminal")
        assert screen.exit_status() == 1


def test_what_is_set_before_textual_is_loaded() -> None:
    environ = {"TERM": "xterm", "NO_COLOR": ""}
    set_up_textual(environ)
    # An empty NO_COLOR is no wish, though Textual takes it for one.
    assert environ == {"TERM": "xterm", "TEXTUAL_FPS": "250"}
    set_up_textual(environ, slow=True)
    assert environ["TEXTUAL_COLOR_SYSTEM"] == "standard"
    assert environ["TEXTUAL_ANIMATIONS"] == "none"
    slow: dict[str, str] = {"TERM": "xterm"}
    set_up_textual(slow, slow=True)
    assert int(slow["TEXTUAL_FPS"]) <= 20  # keys that come faster are answered together
    environ = {"TERM": "xterm", "NO_COLOR": "1", "TEXTUAL_THEME": "nord"}
    set_up_textual(environ)
    assert environ["TEXTUAL_THEME"] == "ansi-dark"
    assert no_colour({"TERM": "vt100"})


# SGR parameters that set a colour: 30-38, 40-48, 90-97, 100-107.
COLOUR = re.compile(rb"\x1b\[[0-9;]*?(?<![0-9])(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?![0-9])[0-9;]*m")


def colours(screen: Screen) -> list[bytes]:
    return COLOUR.findall(bytes(screen.output))


def test_without_colour_none_is_sent() -> None:
    with Screen(COMMAND, env=clean_environ(NO_COLOR="1")) as screen:
        screen.wait_for("nothing yet")
        screen.settle()
        assert colours(screen) == []
    with Screen(COMMAND) as screen:  # and with it, some
        screen.wait_for("nothing yet")
        screen.settle()
        assert colours(screen) != []


@pytest.mark.parametrize(("term", "most"), [("xterm-256color", b"38;5"), ("xterm", b"3")])
def test_no_more_colours_are_sent_than_the_terminal_has(term: str, most: bytes) -> None:
    with Screen(COMMAND, env=clean_environ(TERM=term)) as screen:
        screen.wait_for("nothing yet")
        screen.settle()
        sent = colours(screen)
        assert sent != []
        assert not any(b"38;2" in one or b"48;2" in one for one in sent)
        assert any(b"38;5" in one for one in sent) == (most == b"38;5")


def test_a_slow_link_gets_sixteen_colours() -> None:
    with Screen([*COMMAND, "--slow"], env=clean_environ(COLORTERM="truecolor")) as screen:
        screen.wait_for("nothing yet")
        screen.settle()
        sent = colours(screen)
        assert sent != []
        assert not any(re.search(rb"[34]8;[25]", one) for one in sent)


def test_nothing_is_sent_while_nothing_changes() -> None:
    with Screen(COMMAND) as screen:
        screen.wait_for("nothing yet")
        screen.settle(1.0)
        before, spent = len(screen.output), cpu_seconds(screen.process.pid)
        for _ in range(30):
            screen.pump(0.1)
        assert len(screen.output) == before
        # A share of the time, so that a slow machine changes nothing: a program that spins takes all of it.
        assert cpu_seconds(screen.process.pid) - spent < 0.3


def test_a_window_that_changes_its_size_is_drawn_anew() -> None:
    with Screen(COMMAND, columns=80, lines=24) as screen:
        screen.wait_for("nothing yet")
        assert len(screen.line_with("╭").strip()) == 80
        screen.resize(110, 30)
        screen.wait_until(lambda: any(len(line.strip()) == 110 for line in screen.lines), "the border was 110 wide")


@needs_tmux
def test_inside_tmux_the_same_is_seen() -> None:
    with TmuxScreen(COMMAND) as screen:
        screen.wait_for("nothing yet")
        screen.settle()
        inside = screen.tmux("capture-pane", "-p").splitlines()
        assert [line.rstrip() for line in inside] == screen.lines[:-1]
        assert inside[1].startswith("╭")


# -- character sets


@pytest.mark.parametrize(
    ("environ", "known"),
    [
        ({}, "utf-8"),
        ({"LANG": "C.UTF-8"}, "utf-8"),
        ({"LANG": "de_DE.utf8"}, "utf-8"),
        ({"LANG": "en_GB.UTF-8@euro"}, "utf-8"),
        ({"LC_CTYPE": "UTF-8"}, "utf-8"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "POSIX"}, "ascii"),
        ({"LANG": "de_DE"}, "iso8859-1"),
        ({"LANG": "pl_PL.ISO-8859-2"}, "iso8859-2"),
        ({"LANG": "en_US.nonsense"}, "ascii"),
        ({"LC_ALL": "C", "LANG": "C.UTF-8"}, "ascii"),
        ({"LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"}, "utf-8"),
    ],
)
def test_the_locale_names_the_character_set(environ: dict[str, str], known: str) -> None:
    assert charset(environ) == known


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LANG": "C"}, {"LANG": "POSIX"}, {"LC_ALL": "C", "LC_CTYPE": "C.UTF-8"}]
)
def test_a_terminal_without_utf_8_gets_plain_borders(locale: dict[str, str]) -> None:
    environ = {name: value for name, value in clean_environ().items() if name != "LANG"} | locale
    with Screen(COMMAND, env=environ) as screen:
        screen.wait_for("nothing yet")
        screen.settle()
        assert bytes(screen.output).isascii()
        assert screen.lines[1] == "+" + "-" * 78 + "+"
        assert screen.lines[2].startswith("|nothing yet")


def test_a_latin_terminal_gets_its_letters_and_plain_borders() -> None:
    with Screen(COMMAND, env=clean_environ(LC_ALL="de_DE.ISO-8859-1", COPY="x", EDITOR="none-für-mich")) as screen:
        screen.wait_for("nothing yet")
        screen.press("e")
        screen.wait_until(lambda: b"none-f\xfcr-mich" in screen.output, "the editor's name was shown")
        assert screen.lines[1] == "+" + "-" * 78 + "+"


def test_plain_drawings_take_the_same_cells(tmp_path: Path) -> None:
    text = "╭─┄┤│├╮ ▾▸●○◆⚑▰▱█▓░ … “x” é ß 進捗 ☃ ␛ � → ✓ ▏ ⠁⣿"
    path = tmp_path / "out"
    with path.open("w") as file:
        encode_for_terminal(file, {"LC_ALL": "C"})
        file.write(text)
    plain = path.read_bytes().decode("ascii")
    assert len(plain) == width(text)
    assert plain.startswith('+--+|++ v>*o+!#-##: . "x" e ')
    assert plain.endswith(" **"), "a curve in dots"


def test_all_that_the_program_draws_has_a_plain_form(tmp_path: Path) -> None:
    sources = "".join(path.read_text() for path in Path(tpm_tui.__path__[0]).rglob("*.py"))
    # The pictures of controls stand for what cannot be drawn, and "?" does so in ASCII.
    pictures = {"\N{REPLACEMENT CHARACTER}", *map(chr, range(0x2400, 0x2427))}
    drawn = sorted({char for char in sources if char > "\x7f"} - pictures)
    path = tmp_path / "out"
    with path.open("w") as file:
        encode_for_terminal(file, {"LC_ALL": "C"})
        file.write("\n".join(drawn))
    plain = path.read_text("ascii").split("\n")
    assert [char for char, form in zip(drawn, plain, strict=True) if form == "?"] == []


def test_nothing_hostile_gets_through_a_widget(tmp_path: Path) -> None:
    (tmp_path / "texts.json").write_text(json.dumps(list(HOSTILE.values())))
    with Screen(COMMAND, env=clean_environ(TEXTS=str(tmp_path / "texts.json"))) as screen:
        screen.wait_for("nothing yet")
        screen.settle()
        for number, text in enumerate(HOSTILE.values(), start=1):
            screen.press("n")
            screen.wait_for(f"text {number}.")
            begin = safe(text).strip(" \u3000")[:8]
            if begin.isascii():
                screen.wait_for(begin)
        screen.press("q")
        assert screen.exit_status() == 7
        assert leaks(screen.output.decode(), allowed="\r\n") == []


def test_what_is_not_an_ordinary_stream_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    encode_for_terminal(object(), {"LC_ALL": "C"})
    encode_for_terminal(None, os.environ)


def test_the_command_line_needs_no_screen_library_for_it() -> None:
    code = "import sys, tpm_tui.charset; sys.exit('textual' in sys.modules or 'rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
