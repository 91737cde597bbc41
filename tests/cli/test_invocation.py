"""Streams, exit codes, signals and terminals: the program as a shell sees it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support import hostile_file as poison
from support.cli_driver import Tpm
from support.hostile import HOSTILE, leaks
from support.terminal_emulator import Screen, clean_environ
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store

TPM = [sys.executable, "-m", "tpm_tui"]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["ls"], 0),
        (["--help"], 0),
        (["ls", "-h"], 0),
        (["--version"], 0),
        (["show", "T-99"], 1),
        (["ls", "--bogus"], 2),
        (["frobnicate"], 2),
        (["link", "T-1"], 2),
        (["-f"], 2),
        ([], 1),
    ],
)
def test_results_on_stdout_reasons_on_stderr_and_the_code_says_which(
    process: Tpm, atlas: Path, args: list[str], code: int
) -> None:
    result = process(*args)
    assert result.code == code
    assert bool(result.out) == (code == 0)
    assert len(result.err.splitlines()) == (0 if code == 0 else 1)
    assert "Traceback" not in result.err


def test_help_is_made_without_the_store_and_the_kinds() -> None:
    check = (
        "import sys; from tpm_tui.cli.main import run_command_line; run_command_line(['--help'], None);"
        "bad = [m for m in ('sqlite3', 'dateutil', 'tpm_tui.domain.kinds', 'textual', 'numpy', 'sqlite_utils')"
        " if m in sys.modules]; bad and sys.exit(', '.join(bad))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("args", [["ls"], ["ls", "--json"], ["show", "T-2"], ["kinds"], ["history"], ["check"]])
def test_reading_loads_neither_the_screen_nor_what_writes(atlas: Path, args: list[str]) -> None:
    # The check counts how much people are asked for, day by day, with vectors; the others need none.
    heavy = ("textual", "rich", "sqlite_utils", "pandas", *(() if args == ["check"] else ("numpy",)))
    check = (
        f"import sys; from tpm_tui.cli.main import run_command_line; run_command_line({args!r}, None);"
        f"bad = [m for m in {heavy!r} if m in sys.modules];"
        "bad and sys.exit(', '.join(bad))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("shell", "code"),
    [
        ("{tpm} ls >/dev/full", 1),
        ("{tpm} ls --json >/dev/full", 1),
        ("{tpm} ls >&-", 0),
        ("{tpm} ls 2>&-", 0),
        ("{tpm} show T-99 2>&-", 1),
        ("{tpm} ls <&-", 0),
        ("{tpm} rm T-1 <&-", 1),
        ("{tpm} <&- 2>&-", 1),
    ],
)
def test_streams_that_are_full_or_closed(atlas: Path, shell: str, code: int) -> None:
    command = shell.format(tpm=f'"{sys.executable}" -m tpm_tui')
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert len(done.stderr.splitlines()) <= 1
    assert "Traceback" not in done.stderr


class TestWhichFile:
    def test_the_option_goes_before_the_environment_on_both_sides(self, tpm: Tpm, atlas: Path, tmp_path: Path) -> None:
        other = tmp_path / "other.db"
        tpm("new", other, "--name", "Other", "--start", "mon")
        assert tpm("-f", other, "ls", "--json").json == []
        assert tpm("ls", "-f", other, "--json").json == []
        assert len(tpm("ls", "--json").json) == 4
        assert tpm("-f", other, "show", "PG-1", "--json").json[0]["start"] == "2026-11-30T00:00"

    def test_without_both_it_lies_in_the_data_directory(self, tpm: Tpm, monkeypatch: pytest.MonkeyPatch) -> None:
        result = tpm("ls")
        assert result.code == 1
        where = Path(os.environ["XDG_DATA_HOME"]) / "tpm" / "workspace.db"
        assert f"make it with: tpm new {where}" in result.err
        assert tpm("new", where).out == f"{where}\n"
        assert tpm("add", "item", "First").out == "T-1\n"

    def test_a_missing_file_is_refused_and_not_made(self, tpm: Tpm, tmp_path: Path) -> None:
        for args in (["ls"], ["add", "item", "x"], ["undo"], ["check"], ["doctor"], ["export", "json"]):
            assert tpm("-f", tmp_path / "none.db", *args).code == 1
        assert not (tmp_path / "none.db").exists()

    @pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + bytes(100)])
    def test_a_file_of_something_else_is_refused_in_one_line(self, tpm: Tpm, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "other.db"
        path.write_bytes(content)
        result = tpm("-f", path, "ls")
        assert (result.code, result.out) == (1, "")
        assert len(result.err.splitlines()) == 1
        assert path.read_bytes() == content

    def test_new_does_not_write_over_a_file(self, tpm: Tpm, atlas: Path) -> None:
        before = atlas.read_bytes()
        assert tpm("new", atlas).code == 1
        assert atlas.read_bytes() == before

    def test_the_configuration_is_followed(self, tpm: Tpm, atlas: Path, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
        config = tmp_path / "config.toml"
        config.write_text('date_style = "iso"\nauthor = "zoe"\nbogus = 1\n')
        monkeypatch.setenv("TPM_CONFIG", str(config))
        result = tpm("set", "T-2", "due=fri")
        assert (result.code, "line 3" in result.err) == (0, True)
        assert "2026-11-27" in tpm("ls", "--columns", "due").out
        assert tpm("history", "T-2", "--json").json[0]["author"] == "ana"
        monkeypatch.delenv("TPM_AUTHOR")
        tpm("set", "T-2", "due=")
        assert tpm("history", "T-2", "--json").json[0]["author"] == "zoe"

    def test_columns_of_the_configuration_that_are_not_there_are_named_and_the_others_shown(
        self, tpm: Tpm, atlas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        config = tmp_path / "config.toml"
        config.write_text('[columns]\nitem = ["titel", "owner", "p80"]\nrisk = ["nothing"]\n')
        monkeypatch.setenv("TPM_CONFIG", str(config))
        result = tpm("ls")
        assert (result.code, result.lines[0]) == (0, "Owner")
        assert result.err == "config.toml line 2: item has no column titel; did you mean title?\n"
        assert tpm("ls", "risk").lines[0].startswith("Key  Title")


class TestReadOnly:
    def test_a_file_that_cannot_be_written_is_read_and_edits_are_refused(self, tpm: Tpm, atlas: Path) -> None:
        # Whatever the child imports is loaded first: it may not be able to read the libraries.
        spare = atlas.with_name("spare.db")
        spare.write_bytes(atlas.read_bytes())
        assert tpm("-f", spare, "ls").code == tpm("-f", spare, "done", "T-4").code == 0
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            copy = folder / "atlas.db"
            copy.write_bytes(atlas.read_bytes())
            copy.chmod(0o444)
            folder.chmod(0o555)
            read, write = (_as_nobody(tpm, "-f", copy, *args) for args in (["ls"], ["done", "T-4"]))
            folder.chmod(0o755)
            assert copy.read_bytes() == atlas.read_bytes()
        assert (read[0], "Replay traffic" in read[1]) == (0, True)
        assert (write[0], write[1].count("\n"), "reading only" in write[1]) == (1, 1, True)

    def test_a_file_that_another_program_is_writing_is_waited_for_and_then_refused(self, tpm: Tpm, atlas: Path) -> None:
        with Store.open(atlas) as store:
            store.load()
            with store.transaction("Long") as tx:
                assert tpm("ls", "--json").code == 0
                tx.add("item", title="Late", rank="z")
        assert len(tpm("ls", "--json").json) == 5


def _as_nobody(tpm: Tpm, *args: object) -> tuple[int, str]:
    """The exit code and all output of a command run by somebody without rights, in a copy of this process."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        code = 99
        try:
            os.close(reader)
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os.environ["HOME"] = "/"
            result = tpm(*args)
            os.write(writer, f"{result.out}{result.err}".encode())
            code = result.code
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        text = pipe.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What is started here heeds ctrl+c, even where a shell started the tests in the background, with it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
class TestSignals:
    def test_a_reader_that_has_seen_enough_ends_it_quietly(self, file: Path) -> None:
        with Store.open(file) as store:
            store.load()
            with store.transaction("Many") as tx:
                for n in range(5000):
                    tx.add("item", title=f"Step {n} " + "x" * 100, rank=f"{n:05}")
        for args in ("ls", "ls --json", "export csv"):
            command = f'"{sys.executable}" -m tpm_tui {args} | head -1'
            done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
            assert len(done.stdout.splitlines()) == 1
            assert done.stderr == ""

    def test_ctrl_c_ends_with_130_and_writes_nothing(self, atlas: Path) -> None:
        before = atlas.read_bytes()
        with subprocess.Popen(
            [*TPM, "comment", "T-2", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as running:
            _until_it_sleeps(running.pid)
            running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=30)
        assert running.returncode == 130
        assert "Traceback" not in err
        assert atlas.read_bytes() == before

    def test_ctrl_c_in_a_simulation_is_one_line_and_nothing_is_remembered(self, atlas: Path) -> None:
        _much_that_is_uncertain(atlas)
        before = atlas.read_bytes()
        with _seen([*TPM, "simulate", "--remember", "--json", "--runs", "1000000"]) as (running, seen):
            _shown(seen, b"%")
            running.send_signal(signal.SIGINT)
            told = _shown(seen)
            out, _ = running.communicate(timeout=60)
        assert running.returncode == 130
        assert told.splitlines()[-1] == b"tpm: interrupted"
        assert b"Traceback" not in told
        assert out == b""
        assert atlas.read_bytes() == before

    def test_long_work_shows_its_share_to_a_person_and_leaves_no_trace_of_it(self, atlas: Path) -> None:
        _much_that_is_uncertain(atlas)
        with _seen([*TPM, "simulate", "--json", "--runs", "200000"]) as (running, seen):
            told = _shown(seen)
            running.communicate(timeout=60)
        assert running.returncode == 0
        assert re.search(rb"\r *\d+%", told)
        assert told.rpartition(b"%")[2].startswith(b"\r    \r"), "wiped"
        quiet = subprocess.run([*TPM, "simulate", "--json", "--runs", "1000"], capture_output=True, check=False)
        assert (quiet.returncode, quiet.stderr) == (0, b""), "a script sees none of it"

    def test_ctrl_c_in_an_import_leaves_the_file_as_it_was(self, atlas: Path, tmp_path: Path) -> None:
        before = atlas.read_bytes()
        source = tmp_path / "big.csv"
        source.write_text("Title\n" + "".join(f"Step {n}\n" for n in range(30_000)))
        with subprocess.Popen([*TPM, "import", "csv", str(source)], stderr=subprocess.PIPE, text=True) as running:
            journal = Path(f"{atlas}-journal")
            while running.poll() is None and not journal.exists():
                time.sleep(0.002)
            running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=60)
        if running.returncode == 0:
            pytest.skip("the import was done before the signal came")
        assert running.returncode == 130
        assert "Traceback" not in err
        with Store.open(atlas) as store:
            assert len(store.load()["item"]) == 4
        assert not journal.exists() or atlas.read_bytes() == before


def _until_it_sleeps(pid: int) -> None:
    """Wait until the process waits for input."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        syscall = Path(f"/proc/{pid}/syscall")
        # Reading descriptor 0: syscall 0 on x86-64, 63 on arm64.
        if syscall.exists() and syscall.read_text().split()[:2] in (["0", "0x0"], ["63", "0x0"]):
            return
        time.sleep(0.01)
    raise AssertionError("it never waited for input")


class TestHostileText:
    """What records hold reaches the terminal only as text that is safe to draw."""

    @pytest.fixture
    def poisoned(self, file: Path) -> Path:
        with Store.open(file, author="eve\x1b[31m") as store:
            store.load()
            with store.transaction("Poison \x1b]0;pwned\x07") as tx:
                person = tx.add("person", name="Eve \x9b31m \u202e")
                for n, text in enumerate(t for t in HOSTILE.values() if t.strip()):
                    item = tx.add("item", title=text, notes=text, tags=(text,), owner=person, rank=f"{n:04}")
                    tx.add("comment", item=item, text=text)
                    tx.add("risk", title=text, items=(item,), cause=text)
                tx.add("requirement", statement="needed \x1b[2J")
                tx.add("view", name="v\x1b[1m", filter="owner:eve")
        return file

    @pytest.mark.parametrize(
        "args",
        [
            ["ls"], ["ls", "--json"], ["ls", "risk"], ["ls", "comment"], ["show", "T-1", "T-5", "T-9", "R-2"],
            ["show", "T-1", "T-5", "T-9", "R-2", "--json"], ["history"], ["history", "T-3"], ["history", "--json"],
            ["check"], ["check", "--json"], ["rm", "T-1"], ["undo"], ["set", "T-1", "owner=\x1b[31m"],
            ["ls", "--view", "\x1b[31mnone"], ["ls", "\x1b[2J"], ["show", "\x1b[2J"], ["add", "\x1b[2J"],
            ["export", "csv", "/no/such\x1b[2J/folder"], ["-f", "/no/such\x1b[2J", "ls"], ["\x1b[2J"],
            ["run", "\x1b[2J"], ["import", "\x1b[2J", "x"], ["import", "csv", "/no/\x1b[2J"], ["ls", "--\x1b[2J"],
            ["kinds", "\x9b2J"], ["new", "/no/such\x9b2J/x"], ["doctor", "/no/such\x9b2J"],
        ],
    )  # fmt: skip
    def test_nothing_of_it_gets_through(self, process: Tpm, poisoned: Path, args: list[str]) -> None:
        result = process(*args)
        if "--json" in args:
            assert {c for c in result.out if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")} <= {"\n"}
        else:
            assert leaks(result.out) == []
        assert leaks(result.err) == []
        assert "\r" not in result.out + result.err
        assert "Traceback" not in result.err

    def test_every_kind_is_listed_and_shown(self, tpm: Tpm, tmp_path: Path) -> None:
        file = tmp_path / "poison\x1b[31m.db"
        poison.build(file)
        with Store.open(file) as store:
            plan = store.load()
            firsts = {kind: str(plan[kind].columns["key"][-1]) for kind in KINDS if len(plan[kind])}
        assert set(firsts) == set(KINDS)
        for kind, key in firsts.items():
            for words in (("ls", kind), ("show", key), ("history", key)):
                result = tpm("-f", file, *words)
                assert (result.code, leaks(result.out + result.err)) == (0, []), words

    def test_json_still_holds_what_came(self, tpm: Tpm, poisoned: Path) -> None:
        with Store.open(poisoned) as store:
            kept = list(store.load()["item"].columns["title"])
        assert [r["title"] for r in tpm("ls", "--sort", "rank", "--json").json] == kept

    def test_a_table_has_a_line_a_record(self, tpm: Tpm, poisoned: Path) -> None:
        assert len(tpm("ls").lines) == len(tpm("ls", "--json").json) + 1

    def test_arguments_that_are_no_text_are_refused(self, process: Tpm, atlas: Path) -> None:
        done = subprocess.run([*TPM, "add", "item", b"caf\xe9"], capture_output=True, check=False)
        assert (done.returncode, done.stdout) == (1, b"")
        assert b"Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) == 1


class TestAnswers:
    """A person at a terminal is asked; a script is refused."""

    def test_no_to_a_cascade_keeps_the_records(self, atlas: Path) -> None:
        with Screen([*TPM, "rm", "T-1"], columns=120, lines=10) as screen:
            screen.wait_for("[y/n]")
            screen.press("enter", "n", "enter")
            screen.wait_for("nothing was deleted")
        with Store.open(atlas) as store:
            assert len(store.load()["item"]) == 4

    def test_yes_deletes(self, atlas: Path) -> None:
        with Screen([*TPM, "rm", "T-1"], columns=120, lines=10) as screen:
            screen.wait_for("[y/n]")
            screen.press("y", "enter")
            screen.wait_for("tpm undo brings it back")
        with Store.open(atlas) as store:
            assert len(store.load()["item"]) == 1

    def test_a_table_is_cut_to_the_terminal(self, atlas: Path) -> None:
        with Screen([*TPM, "ls"], columns=50, lines=12) as screen:
            screen.wait_for("T-4")
            assert any("…" in line for line in screen.text.splitlines())

    def test_opening_without_a_terminal_is_refused_and_makes_nothing(self, process: Tpm, tmp_path: Path) -> None:
        for args in ([tmp_path / "fresh.db"], ["open", tmp_path / "fresh.db"], ["-f", tmp_path / "fresh.db"]):
            result = process(*args)
            assert (result.code, result.out) == (1, "")
            assert "command line" in result.err
        assert not (tmp_path / "fresh.db").exists()

    def test_a_simple_terminal_is_refused(self, tmp_path: Path) -> None:
        with Screen(
            [*TPM, str(tmp_path / "fresh.db")], columns=120, lines=10, env={**clean_environ(), "TERM": "dumb"}
        ) as screen:
            screen.wait_for("command line")
        assert not (tmp_path / "fresh.db").exists()

    def test_a_missing_file_is_made_only_after_a_yes(self, tmp_path: Path) -> None:
        with Screen([*TPM, str(tmp_path / "fresh.db")], columns=120, lines=10) as screen:
            screen.wait_for("Make it? [y/n]")
            screen.press("n", "enter")
            screen.wait_for("nothing was made")
        assert not (tmp_path / "fresh.db").exists()


def _much_that_is_uncertain(path: Path) -> None:
    """Work whose simulation takes its time."""
    with Store.open(path) as store:
        store.load()
        with store.transaction("Much") as tx:
            for n in range(400):
                tx.add("item", title=f"Part {n}", rank=f"c{n:03}", estimate=ThreePoint(240, 480, 1440))


@contextmanager
def _seen(command: list[str]) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """A command whose stderr is a terminal, and the end at which that is read."""
    seen, terminal = os.openpty()
    try:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=terminal) as running:
            os.close(terminal)
            yield running, seen
    finally:
        os.close(seen)


def _shown(seen: int, until: bytes = b"") -> bytes:
    """What is shown from now on, until it holds something or the program has ended."""
    told = b""
    while not until or until not in told:
        try:
            told += os.read(seen, 4096)
        except OSError:  # the program has closed its end
            break
    return told


def test_a_long_argument_leaves_a_short_error(tpm: Tpm) -> None:
    for args in (
        ["ls", "x" * 5000],
        ["promise", "x" * 5000],
        ["add", "item", "A", f"owner={'x' * 5000}"],
        ["show", "T-1", "-f", "q/" * 2000],
    ):
        result = tpm(*args)
        assert result.code
        assert len(result.err) < 500
        assert result.err.count("\n") == 1


@pytest.mark.parametrize("today", ["soon", "2026-11-03T25:00", "0001-01-01", "9999-12-31"])
def test_a_clock_that_is_fixed_to_no_moment_is_named(
    tpm: Tpm, atlas: Path, monkeypatch: pytest.MonkeyPatch, today: str
) -> None:
    monkeypatch.setenv("TPM_TODAY", today)
    for args in (["new", atlas.with_name("new.db")], ["-f", atlas, "ls"], ["-f", atlas, "add", "item", "A"]):
        done = tpm(*args)
        assert (done.code, done.err) == (
            1,
            "tpm: TPM_TODAY is no date; write it as 2026-11-23 or 2026-11-23T16:30, or unset it\n",
        )


def test_an_empty_name_of_a_file_is_not_the_usual_workspace(tpm: Tpm) -> None:
    """It is what a script's unset variable leaves."""
    result = tpm("add", "item", "A", "-f", "")
    assert (result.code, result.out) == (1, "")
    assert "-f names no file" in result.err
