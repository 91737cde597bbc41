"""Whole files: making, copying, bringing in and taking out, and looking for damage."""

import csv
import io
import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from support.cli_driver import Tpm
from support.terminal_emulator import Screen, clean_environ
from tpm_tui.domain.kinds import KINDS
from tpm_tui.exchange.format_registry import FORMATS
from tpm_tui.store.store import Store

ATLAS = Path(__file__).parents[2] / "data" / "jira" / "atlas.csv"


class TestNewAndDemo:
    def test_new_names_the_programme_and_its_start(self, tpm: Tpm, tmp_path: Path) -> None:
        path = tmp_path / "deep" / "down" / "plan.db"
        assert tpm("new", path, "--name", "Big  move", "--start", "next mon").out == f"{path}\n"
        (programme,) = tpm("-f", path, "ls", "programme", "--json").json
        assert (programme["name"], programme["start"]) == ("Big move", "2026-11-30T00:00")

    def test_a_start_that_is_no_date_makes_nothing(self, tpm: Tpm, tmp_path: Path) -> None:
        result = tpm("new", tmp_path / "plan.db", "--start", "whenever")
        assert (result.code, "--start" in result.err) == (1, True)
        assert not (tmp_path / "plan.db").exists()

    def test_a_demo_is_made_once_and_then_kept(self, process: Tpm, tpm: Tpm, tmp_path: Path) -> None:
        path = tmp_path / "demo.db"
        assert process("demo", path).out == f"{path}\n"
        assert len(tpm("-f", path, "ls", "--json").json) > 100
        tpm("-f", path, "add", "item", "Mine")
        assert process("demo", path).out == f"{path}\n"
        assert "Mine" in tpm("-f", path, "ls").out
        assert tpm("demo", path, "--fresh").code == 2


@pytest.mark.parametrize(
    "words", ["new", "demo", "doctor", "backup", "fork", "export csv", "import csv", "report stand-up", "-f"]
)
def test_a_home_directory_that_is_not_there_is_said_and_nothing_is_made(
    tpm: Tpm, atlas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = tpm(*words.split(), "~nosuch/x", *(["ls"] if words == "-f" else []))
    assert result.code == 1
    assert result.err.strip().endswith(
        "~nosuch/x: there is no such home directory; write the whole path, or ./~nosuch/x"
    )
    assert not (tmp_path / "~nosuch").exists()


class TestCopies:
    @pytest.mark.parametrize("verb", ["backup", "fork"])
    def test_a_copy_is_complete_and_does_not_write_over_anything(
        self, tpm: Tpm, atlas: Path, tmp_path: Path, verb: str
    ) -> None:
        copy = tmp_path / "copy.db"
        assert tpm(verb, copy).out == f"{copy}\n"
        for args in (["ls", "--json"], ["history", "--json"], ["ls", "risk", "--json"]):
            assert tpm("-f", copy, *args).out == tpm(*args).out
        assert tpm(verb, copy).code == 1
        assert tpm(verb, tmp_path / "none" / "copy.db").code == 1

    def test_a_fork_goes_its_own_way(self, tpm: Tpm, atlas: Path, tmp_path: Path) -> None:
        copy = tmp_path / "copy.db"
        tpm("fork", copy)
        tpm("-f", copy, "set", "T-4", "title=Elsewhere")
        tpm("set", "T-4", "title=Here")
        there, here = (tpm("-f", path, "history", "--json").json[0]["replica"] for path in (copy, atlas))
        assert there != here


class TestImport:
    def test_a_workspace_that_is_not_there_is_made(self, tpm: Tpm, tmp_path: Path) -> None:
        path = tmp_path / "plan.db"
        result = tpm("-f", path, "import", "jira", ATLAS, "--json")
        assert result.code == 0
        assert set(result.json) == {"created", "updated", "refused", "ignored", "assumed", "questions", "findings"}
        assert all(set(i) == {"column", "rows"} for i in result.json["ignored"])
        assert result.json["created"] > 0
        assert all(set(r) == {"line", "reason"} for r in result.json["refused"])
        again = tpm("-f", path, "import", "jira", ATLAS, "--json").json
        assert (again["created"], again["updated"]) == (0, 0)

    def test_the_keys_of_the_other_program_come_first(self, tpm: Tpm, tmp_path: Path) -> None:
        path = tmp_path / "plan.db"
        tpm("-f", path, "import", "jira", ATLAS)
        header, first = tpm("-f", path, "ls").lines[:2]
        assert header.split()[:3] == ["Source", "id", "Key"]
        assert first.split()[0].startswith("ATLAS-")
        record = tpm("-f", path, "show", first.split()[0], "--json").json[0]
        assert (record["source_id"], record["key"]) == (first.split()[0], first.split()[1])
        key = record["source_id"]
        assert tpm("-f", path, "why", key).lines[0].startswith(key)
        assert tpm("-f", path, "show", key).lines[0].startswith(key)
        assert tpm("-f", path, "schedule", "status:open").lines[1].startswith("ATLAS-")
        assert tpm("-f", path, "check").lines[1].startswith(("ATLAS-", "PG-"))

    def test_only_an_import_of_items_ends_with_how_sure_the_plan_is(self, tpm: Tpm, tmp_path: Path) -> None:
        path, lessons = tmp_path / "plan.db", tmp_path / "lessons.csv"
        lessons.write_text("Title\nStart early\n")
        tpm("-f", path, "import", "jira", ATLAS)
        tpm("-f", path, "set", "--filter", "status:open", "estimate=")
        assert "no forecast" in tpm("-f", path, "simulate").out
        assert "no forecast" not in tpm("-f", path, "import", "lessons", lessons).err

    def test_the_counts_are_on_stdout_and_the_refusals_on_stderr(self, tpm: Tpm, tmp_path: Path) -> None:
        result = tpm("-f", tmp_path / "plan.db", "import", "jira", ATLAS)
        as_json = tpm("-f", tmp_path / "other.db", "import", "jira", ATLAS, "--json").json
        n = len(as_json["refused"])
        parts = sum("left out: " in refused["reason"] for refused in as_json["refused"])
        counted = f"refused {n - parts}, {parts} link or value left out"
        assert result.out == f"created {as_json['created']}, updated {as_json['updated']}, {counted}\n"
        assert n > parts == 1
        for refused in as_json["refused"]:
            assert f"line {refused['line']}: {refused['reason']}" in result.err

    def test_one_undo_takes_all_of_it_back_and_a_redo_brings_it_again(self, tpm: Tpm, atlas: Path) -> None:
        before = tpm("export", "json").out
        tpm("import", "jira", ATLAS)
        after = tpm("export", "json").out
        assert len(after) > 20 * len(before)
        assert (tpm("undo").out, tpm("export", "json").out) == ("Import atlas.csv\n", before)
        assert (tpm("redo").out, tpm("export", "json").out) == ("Import atlas.csv\n", after)
        assert tpm("doctor").code == 0

    def test_one_refusal_refuses_all_with_strict(self, tpm: Tpm, tmp_path: Path) -> None:
        path = tmp_path / "plan.db"
        result = tpm("-f", path, "import", "jira", ATLAS, "--strict", "--json")
        assert (result.code, result.json["created"]) == (1, 0)
        assert result.json["refused"]
        assert not path.exists()

    def test_a_dry_run_writes_nothing_and_shows_the_columns(self, tpm: Tpm, file: Path, tmp_path: Path) -> None:
        before = file.read_bytes()
        result = tpm("import", "jira", ATLAS, "--dry-run")
        assert result.code == 0
        assert result.out.startswith("created ")
        assert "Summary: " in result.err
        assert file.read_bytes() == before
        assert tpm("-f", tmp_path / "none.db", "import", "jira", ATLAS, "--dry-run").out == result.out
        assert not (tmp_path / "none.db").exists()

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'{"a": 1}', b"Nothing,of,ours\n1,2,3\n"])
    def test_a_file_of_which_nothing_comes_is_refused_and_leaves_no_workspace(
        self, tpm: Tpm, tmp_path: Path, content: bytes
    ) -> None:
        source, path = tmp_path / "in.csv", tmp_path / "plan.db"
        source.write_bytes(content)
        for format_ in ("jira", "json"):
            result = tpm("-f", path, "import", format_, source)
            assert result.code == 1
            assert "Traceback" not in result.err
        assert not path.exists()

    def test_csv_of_a_kind_with_a_mapping_from_stdin(self, process: Tpm, tpm: Tpm, file: Path) -> None:
        data = b"Headline,Chance of it\nVendor late,40%\nKey person leaves,lots\n"
        args = ["import", "csv", "-", "--kind", "risks", "--map", "Headline=title", "--map", "Chance of it=chance"]
        result = process(*args, "--json", stdin=data)
        assert result.code == 0
        assert (result.json["created"], [r["line"] for r in result.json["refused"]]) == (1, [3])
        assert tpm("ls", "risk", "--json").json[0]["chance"] == 40
        assert tpm("undo").code == 0
        assert tpm("ls", "risk", "--json").json == []

    @pytest.mark.parametrize("args", [["nonsense", "x"], ["jira", "/no/such/file"], ["csv", "x", "--kind", "nothing"]])
    def test_what_cannot_be_is_refused(self, tpm: Tpm, file: Path, args: list[str]) -> None:
        result = tpm("import", *args)
        assert result.code == 1
        assert result.err
        assert tpm("import", "csv", "x", "--map", "nothing").code == 2


class TestExport:
    def test_csv_of_the_records_that_fit(self, tpm: Tpm, atlas: Path, tmp_path: Path) -> None:
        rows = list(csv.DictReader(io.StringIO(tpm("export", "csv", "--filter", "owner:ana,ben").out)))
        assert [r["Key"] for r in rows] == ["T-2", "T-3"]
        assert tpm("export", "csv", tmp_path / "out.csv", "--kind", "risks", "--columns", "key,title").out == ""
        assert (tmp_path / "out.csv").read_text() == "Key,Title\nR-1,Vendor late\n"

    def test_json_of_the_whole_file_comes_in_again_without_loss(self, tpm: Tpm, atlas: Path, tmp_path: Path) -> None:
        out, copy = tmp_path / "out.json", tmp_path / "copy.db"
        assert tpm("export", "json", out, "--journal").code == 0
        assert tpm("export", "json").out
        assert tpm("-f", copy, "import", "json", out).code == 0
        for kind in KINDS:
            mine, theirs = (
                [{**r, "changed": None} for r in tpm("-f", path, "ls", kind, "--json").json] for path in (atlas, copy)
            )
            assert sorted(mine, key=lambda r: r["id"]) == sorted(theirs, key=lambda r: r["id"])
        assert len(json.loads(out.read_text())["records"]["item"]) == 4

    def test_a_folder_that_is_not_there_is_refused(self, tpm: Tpm, atlas: Path, tmp_path: Path) -> None:
        result = tpm("export", "csv", tmp_path / "none" / "out.csv")
        assert (result.code, len(result.err.splitlines())) == (1, 1)

    def test_formats_are_those_in_the_documentation(self) -> None:
        text = (Path(__file__).parents[3] / "docs" / "command-line.md").read_text()
        for verb, names in (
            ("import", [n for n, f in FORMATS.items() if f.reads]),
            ("export", [n for n, f in FORMATS.items() if f.writes]),
        ):
            section = text[text.index(f"### tpm {verb}") :]
            section = section[: section.index("\n### ", 5)]
            assert all(f"`{name}`" in section for name in names)


class TestCheckAndDoctor:
    def test_findings_are_named_and_told_by_the_exit_code(self, tpm: Tpm, atlas: Path) -> None:
        assert {one["key"] for one in tpm("check", "--json").json} == {"PG-1", "R-1"}, "the audit's"
        tpm("add", "requirement", "Orders must survive")
        result = tpm("check", "--json")
        assert result.code == 1
        assert {k: result.json[0][k] for k in ("kind", "key", "finding")} == {
            "kind": "requirement", "key": "Q-1", "finding": "it is a need without an item",
        }  # fmt: skip
        assert "Q-1" in tpm("check").out

    def test_every_broken_rule_of_records_is_named_in_a_line_of_its_own(self, tpm: Tpm, atlas: Path) -> None:
        tpm("link", "T-4", "T-5")
        with closing(sqlite3.connect(atlas)) as connection:
            connection.executescript("""
                UPDATE item SET status = 'lost' WHERE key = 'T-4';
                UPDATE item SET owner = 'nobody' WHERE key = 'T-4';
                UPDATE link SET predecessor = successor;
            """)
        lines = tpm("check").out.splitlines()
        for words in ("Status is one of", "Owner points at a person that is not there", "would make a loop"):
            assert sum(words in line for line in lines) == 1, (words, lines)

    def test_a_sound_file(self, tpm: Tpm, atlas: Path) -> None:
        tpm("rm", "T-1", "--yes")
        tpm("undo")
        result = tpm("doctor")
        assert (result.code, "is sound" in result.out) == (0, True)
        assert tpm("doctor", atlas, "--json").json == []

    @pytest.mark.parametrize(
        ("statement", "check", "named"),
        [
            ("UPDATE item SET title = 'other' WHERE key = 'T-2'", "journal", "T-2 (title)"),
            ("DELETE FROM comment; DELETE FROM risk", "journal", "R-1 (missing)"),
            ("UPDATE item SET parent = 'nowhere' WHERE key = 'T-4'", "references", "item"),
            ("UPDATE item SET priority = 'urgent' WHERE key = 'T-4'", "values", "T-4"),
            ("UPDATE item SET tags = 'x' WHERE key = 'T-4'", "values", "T-4"),
            ("ALTER TABLE item DROP COLUMN points", "schema", "points"),
            ("DELETE FROM txn WHERE sequence = 2", "journal", "belong to no transaction"),
        ],
    )
    def test_what_is_wrong_is_named(self, tpm: Tpm, atlas: Path, statement: str, check: str, named: str) -> None:
        connection = sqlite3.connect(atlas)
        connection.executescript(statement)
        connection.close()
        result = tpm("doctor", "--json")
        assert result.code == 1
        assert any(f["check"] == check and named in f["fault"] for f in result.json)
        assert tpm("doctor").err

    def test_damaged_pages_are_told_with_the_way_to_save_what_can_be_read(
        self, tpm: Tpm, atlas: Path, tmp_path: Path
    ) -> None:
        data = bytearray(atlas.read_bytes())
        data[4096 * 3 : 4096 * 6] = bytes(range(256)) * 48
        broken = tmp_path / "it's broken.db"
        broken.write_bytes(data)
        result = tpm("doctor", broken)
        assert result.code == 1
        assert "pages: " in result.out
        assert ".recover" in result.err
        assert broken.read_bytes() == data

    def test_something_else_is_no_patient(self, tpm: Tpm, tmp_path: Path) -> None:
        (tmp_path / "x.db").write_text("hello")
        assert tpm("doctor", tmp_path / "x.db").code == 1
        assert tpm("doctor", tmp_path / "none.db").code == 1


#: How each shell is started without a person's own settings, and taught to complete.
SHELLS = {
    "bash": (["--norc", "-i"], 'eval "$(tpm completion bash)"'),
    "zsh": (["-f", "-i"], 'autoload -Uz compinit && compinit -u && eval "$(tpm completion zsh)"'),
    "fish": (["--no-config", "-i"], "tpm completion fish | source"),
}


class TestCompletion:
    @pytest.mark.parametrize("shell", SHELLS)
    def test_a_script_for_each_shell(self, process: Tpm, shell: str) -> None:
        result = process("completion", shell)
        assert (result.code, result.err) == (0, "")
        assert "_TPM_COMPLETE" in result.out

    @pytest.mark.parametrize("shell", SHELLS)
    def test_tab_in_the_shell_itself(self, atlas: Path, tmp_path: Path, shell: str) -> None:
        if shutil.which(shell) is None:
            pytest.skip(f"{shell} is not installed (apt-get install {shell})")
        # A program of its own name, as the scripts call it.
        program = tmp_path / "bin" / "tpm"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tpm_tui "$@"\n')
        program.chmod(0o755)
        path = f"{program.parent}:{os.environ['PATH']}"
        environ = clean_environ(PATH=path, PS1="$ ", TPM_FILE=str(atlas), SHELL=f"/bin/{shell}")
        plain, teach = SHELLS[shell]
        with Screen([shell, *plain], columns=100, env=environ, cwd=tmp_path) as screen:
            screen.settle()
            screen.type(f"{teach} && echo tau''ght")
            screen.press("enter")
            screen.wait_for("taught")
            for typed, whole in (
                (("tpm impo",), "tpm import"),
                (("tpm set T-2 prio", "med"), "tpm set T-2 priority=medium"),
                (('tpm add item "two words" own', "ben "), 'tpm add item "two words" owner=ben'),
                (("tpm show R",), "tpm show R-1"),
                (("tpm -f atl",), "tpm -f atlas.db"),
            ):
                for text in typed:
                    screen.type(text)
                    screen.wait_for(text.split()[-1])
                    screen.press("tab")
                    if text is not typed[-1]:
                        screen.wait_for("=")
                screen.wait_for(whole)
                screen.press("ctrl+c")
                screen.press("enter")
                screen.type("clear")
                screen.press("enter")
                screen.wait_gone(whole)

    def test_other_shells_are_wrong_usage(self, tpm: Tpm) -> None:
        assert tpm("completion", "csh").code == 2

    @pytest.mark.parametrize(
        ("words", "offered"),
        [
            ("tpm impo", ["import"]),
            ("tpm add ri", ["risk"]),
            ("tpm show T-", ["T-1", "T-2", "T-3", "T-4"]),
            ("tpm show r", ["R-1"]),
            ("tpm set T-2 prio", ["priority="]),
            ("tpm set T-2 priority=h", ["priority=high", "priority=highest"]),
            ("tpm add item Title aft", ["after="]),
            ("tpm set T-2 after=T-1", ["after=T-1"]),
            ("tpm set T-2 status=do", ["status=doing", "status=done"]),
            ("tpm add risk Title items=T-1,T-", [f"items=T-1,T-{n}" for n in range(1, 5)]),
            ("tpm run risk.sc", ["risk.score"]),
            ("tpm import j", ["jira", "json"]),
            ("tpm ls --so", ["--sort"]),
        ],
    )
    def test_what_tab_offers(self, process: Tpm, atlas: Path, words: str, offered: list[str]) -> None:
        environ = {"_TPM_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        result = process(**environ)
        assert [line.partition(",")[2] for line in result.out.splitlines() if line.startswith("plain,")] == offered

    def test_tab_without_a_file_offers_nothing_and_says_nothing(self, process: Tpm) -> None:
        result = process(_TPM_COMPLETE="bash_complete", COMP_WORDS="tpm show T-", COMP_CWORD="2")
        assert (result.out.strip(), result.err) == ("", "")


def test_a_missing_file_is_made_after_a_yes_and_opened(tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    with Screen([sys.executable, "-m", "tpm_tui", str(path)], columns=120, lines=30) as screen:
        screen.wait_for("Make it? [y/n]")
        screen.press("y", "enter")
        screen.wait_for("Backlog")
        screen.press("Q")
    with Store.open(path) as store:
        assert len(store.load()["programme"]) == 1
