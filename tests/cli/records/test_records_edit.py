"""Adding, changing, linking, deleting, and taking it back."""

import random
from pathlib import Path

import pytest

from support.cli_driver import Tpm
from support.record_factory import fill
from tpm_tui.commands.command_catalog import commands
from tpm_tui.domain.kinds import KINDS
from tpm_tui.store.store import Store


def field(tpm: Tpm, key: str, name: str) -> object:
    return tpm("show", key, "--json").json[0][name]


class TestAdd:
    def test_it_prints_the_new_key_alone(self, tpm: Tpm, atlas: Path) -> None:
        result = tpm("add", "item", "Freeze the schema", "owner=ana", "estimate=2d/3d/8d", "due=fri")
        assert (result.code, result.out, result.err) == (0, "T-5\n", "")
        assert field(tpm, "T-5", "title") == "Freeze the schema"
        assert field(tpm, "T-5", "estimate") == [960, 1440, 3840]
        assert field(tpm, "T-5", "deadline") == "2026-11-27T23:59"

    @pytest.mark.parametrize("second", ["T-3 SS +2d", "T-3SS+2d", "T-3SS + 2 days"])
    def test_after_and_parent_place_an_item(self, tpm: Tpm, atlas: Path, second: str) -> None:
        assert tpm("add", "item", "Sign off", "parent=T-1", "after=T-2", f"after={second}").code == 0
        links = {link["key"]: link for link in tpm("show", "T-5", "--json").json[0]["predecessors"]}
        assert (links["T-2"]["type"], links["T-2"]["lag"]) == ("FS", 0)
        assert (links["T-3"]["type"], links["T-3"]["lag"]) == ("SS", 960)
        assert field(tpm, "T-5", "parent") == field(tpm, "T-1", "id")

    def test_words_without_a_sign_continue_the_value_before_them(self, tpm: Tpm, atlas: Path) -> None:
        tpm("add", "item", "Sign", "off", "the", "plan", "after=T-3", "SS", "+2d", "notes=by", "Friday")
        assert field(tpm, "T-5", "title") == "Sign off the plan"
        assert field(tpm, "T-5", "notes") == "by Friday"
        assert tpm("show", "T-5", "--json").json[0]["predecessors"][0]["type"] == "SS"

    def test_a_title_that_reads_as_a_field_is_refused_not_obeyed(self, tpm: Tpm, atlas: Path) -> None:
        result = tpm("add", "item", "status=done")
        assert result.code == 1
        assert "'title=status=done'" in result.err
        assert tpm("add", "item", "title=status=done").out == "T-5\n"
        assert field(tpm, "T-5", "title") == "status=done"
        assert field(tpm, "T-5", "status") == "backlog"

    def test_kinds_without_a_title_take_fields_alone(self, tpm: Tpm, atlas: Path) -> None:
        assert tpm("add", "absence", "person=ana", "start=2026-12-24").out == "AB-1\n"
        assert tpm("add", "absence", "holiday").code == 2

    def test_what_is_lacking_is_named(self, tpm: Tpm, atlas: Path) -> None:
        result = tpm("add", "absence", "type=sick")
        assert result.code == 1
        assert "an absence needs person=… start=…" in result.err

    @pytest.mark.parametrize(
        ("word", "reason"),
        [
            ("owner=P-9", "Owner: there is no person 'P-9'"),
            ("owner=nobody", "leave it empty for none"),
            ("estimate=8d/3d/2d", "rising order"),
            ("due=someday", "is no date"),
            ("status=finished", "Status is one of"),
            ("key=T-9", "kept by the program"),
            ("ownr=ana", "did you mean owner?"),
            ("after=T-77", "there is no item 'T-77'"),
        ],
    )
    def test_a_value_that_cannot_be_taken_is_refused_whole(self, tpm: Tpm, atlas: Path, word: str, reason: str) -> None:
        result = tpm("add", "item", "Freeze", word)
        assert (result.code, result.out) == (1, "")
        assert reason in result.err
        assert len(result.err.splitlines()) == 1
        assert len(tpm("ls", "--json").json) == 4


class TestNewcomers:
    def test_a_person_named_for_the_first_time_is_made_in_the_same_change(self, tpm: Tpm, atlas: Path) -> None:
        result = tpm("add", "item", "Freeze", "owner=zoe", "estimate=2d/3d/8d")
        assert (result.code, result.out, result.err) == (0, "T-5\n", "made person P-3 zoe\n")
        assert field(tpm, "T-5", "owner") == field(tpm, "P-3", "id")
        assert tpm("set", "T-5", "T-2", "owner=Zoe").err == ""
        assert len(tpm("ls", "person", "--json").json) == 3
        tpm("undo")
        tpm("undo")
        assert len(tpm("ls", "person", "--json").json) == 2

    def test_several_in_one_value_are_made_once_each(self, tpm: Tpm, atlas: Path) -> None:
        result = tpm("add", "decision", "Queue", "deciders=Uma,Vic,uma", "consulted=Vic")
        assert [line.split()[-1] for line in result.err.splitlines()] == ["Uma", "Vic"]
        assert len(field(tpm, "D-1", "deciders")) == 2
        assert field(tpm, "D-1", "consulted") == field(tpm, "D-1", "deciders")[1:]

    def test_what_looks_like_a_slip_makes_nobody(self, tpm: Tpm, atlas: Path) -> None:
        tpm("add", "person", "Margaret Whitfield")
        result = tpm("set", "T-2", "owner=Margret Whitfield")
        assert (result.code, "did you mean Margaret Whitfield?" in result.err) == (1, True)

    def test_a_refused_change_makes_nobody(self, tpm: Tpm, atlas: Path) -> None:
        assert tpm("add", "item", "Freeze", "owner=zoe", "after=T-77").code == 1
        assert len(tpm("ls", "person", "--json").json) == 2


class TestSet:
    def test_many_records_of_several_kinds_in_one_change(self, tpm: Tpm, atlas: Path) -> None:
        assert tpm("set", "T-2", "T-3", "R-1", "owner=ben").code == 0
        assert field(tpm, "T-2", "owner") == field(tpm, "R-1", "owner") == field(tpm, "P-2", "id")
        tpm("undo")
        assert field(tpm, "R-1", "owner") is None

    def test_an_empty_value_clears_a_field(self, tpm: Tpm, atlas: Path) -> None:
        tpm("set", "T-2", "owner=", "tags=")
        assert (field(tpm, "T-2", "owner"), field(tpm, "T-2", "tags")) == (None, [])

    def test_after_adds_a_link_and_a_loop_is_named(self, tpm: Tpm, atlas: Path) -> None:
        assert tpm("set", "T-4", "after=T-3").code == 0
        result = tpm("set", "T-2", "after=T-4")
        assert result.code == 1
        assert "loop" in result.err
        assert "T-4" in result.err

    def test_a_status_brings_its_dates(self, tpm: Tpm, atlas: Path) -> None:
        tpm("set", "T-4", "status=doing")
        assert field(tpm, "T-4", "actual_start") == "2026-11-23T12:00"

    @pytest.mark.parametrize("words", [("T-2",), ("status=done",)])
    def test_half_a_command_is_wrong_usage(self, tpm: Tpm, atlas: Path, words: tuple[str, ...]) -> None:
        assert tpm("set", *words).code == 2

    def test_one_record_that_is_not_there_refuses_all(self, tpm: Tpm, atlas: Path) -> None:
        assert tpm("set", "T-2", "T-99", "status=doing").code == 1
        assert field(tpm, "T-2", "status") == "backlog"

    @pytest.mark.parametrize("kind", KINDS)
    def test_notes_of_every_kind_can_be_set(self, tpm: Tpm, atlas: Path, kind: str) -> None:
        with Store.open(atlas) as store:
            store.load()
            fill(store, random.Random(1), each=1)
            key = store.plan[kind].columns["key"][-1]
        result = tpm("set", key, "notes=seen")
        if KINDS[kind].read_only_reason:
            assert (result.code, result.err) == (1, f"tpm: {KINDS[kind].read_only_reason}\n")
        else:
            assert (result.code, result.err) == (0, "")
            assert field(tpm, str(key), "notes") == "seen"


class TestRemove:
    def test_a_record_alone_goes_at_once(self, tpm: Tpm, atlas: Path) -> None:
        assert tpm("rm", "T-4").code == 0
        assert tpm("show", "T-4").code == 1

    def test_a_cascade_is_named_and_refused_where_nobody_can_be_asked(self, tpm: Tpm, atlas: Path) -> None:
        result = tpm("rm", "T-1")
        assert result.code == 1
        for what in ("Cut over", "2 items", "1 link", "1 check", "--yes"):
            assert what in result.err
        assert len(tpm("ls", "--json").json) == 4

    def test_with_yes_it_goes_and_undo_brings_all_back(self, tpm: Tpm, atlas: Path) -> None:
        before = {kind: tpm("ls", kind, "--json").json for kind in KINDS}
        assert tpm("rm", "T-1", "T-2", "--yes").code == 0
        assert [r["key"] for r in tpm("ls", "--json").json] == ["T-4"]
        assert tpm("undo").code == 0
        assert {kind: tpm("ls", kind, "--json").json for kind in KINDS} == before

    def test_the_programme_stays(self, tpm: Tpm, atlas: Path) -> None:
        assert tpm("rm", "PG-1", "--yes").code == 1


class TestLinks:
    def test_a_link_prints_its_key_and_is_changed_not_doubled(self, tpm: Tpm, atlas: Path) -> None:
        assert tpm("link", "T-3", "T-4", "--type", "ss", "--lag", "3ed").out == "L-2\n"
        assert tpm("link", "T-3", "T-4", "--type", "SS", "--lag=-50%").out == "L-2\n"
        (link,) = tpm("show", "T-4", "--json").json[0]["predecessors"]
        assert (link["type"], link["lag"], link["lag_unit"]) == ("SS", -50, "percent")

    def test_unlink_takes_the_one_named(self, tpm: Tpm, atlas: Path) -> None:
        assert tpm("unlink", "T-2", "T-3", "--type", "FF").code == 1
        assert tpm("unlink", "T-3", "T-2").code == 1
        assert tpm("unlink", "T-2", "T-3").code == 0
        assert tpm("ls", "link", "--json").json == []

    @pytest.mark.parametrize("args", [("T-2", "R-1"), ("T-2", "T-2"), ("T-2", "T-3", "--lag", "soon"), ("T-1", "T-2")])
    def test_what_makes_no_sense_is_refused(self, tpm: Tpm, atlas: Path, args: tuple[str, ...]) -> None:
        result = tpm("link", *args)
        assert (result.code, result.out) == (1, "")
        assert tpm("link", "T-2", "T-3", "--type", "XX").code == 2


class TestDone:
    def test_it_finishes_and_never_opens_again(self, tpm: Tpm, atlas: Path) -> None:
        for _ in range(2):
            assert tpm("done", "T-3", "T-4").code == 0
            assert field(tpm, "T-3", "status") == "done"

    def test_an_open_check_refuses_and_is_named(self, tpm: Tpm, atlas: Path) -> None:
        result = tpm("done", "T-2")
        assert result.code == 1
        assert "CK-1" in result.err
        tpm("run", "check.pass", "CK-1")
        assert tpm("done", "T-2").code == 0

    def test_actions_mitigations_and_promises_too(self, tpm: Tpm, atlas: Path) -> None:
        keys = [
            tpm("add", "action", "Book the room").out.strip(),
            tpm("add", "mitigation", "Second source", "risk=R-1").out.strip(),
        ]
        tpm("add", "stakeholder", "Dana Kim")
        keys.append(tpm("add", "contact", "Asked for dates", "stakeholder=Dana").out.strip())
        assert tpm("done", *keys).code == 0
        assert [field(tpm, k, n) for k, n in zip(keys, ("done", "done", "kept"), strict=True)] == [True] * 3
        assert tpm("done", "R-1").code == 1


class TestComment:
    def test_an_item_an_incident_and_a_stakeholder_each_in_their_way(self, tpm: Tpm, atlas: Path) -> None:
        tpm("add", "incident", "Queue is full")
        tpm("add", "stakeholder", "Dana Kim", "channel=call")
        for key in ("T-2", "I-1", "S-1"):
            assert tpm("comment", key, "Told", "the pilot").code == 0
        assert tpm("ls", "comment", "--json").json[0]["text"] == "Told the pilot"
        assert tpm("ls", "incident_entry", "--json").json[0]["author"] == "ana"
        assert tpm("ls", "contact", "--json").json[0]["channel"] == "call"
        assert tpm("comment", "P-1", "hello").code == 1

    def test_text_from_stdin(self, process: Tpm, tpm: Tpm, atlas: Path) -> None:
        assert process("comment", "T-2", "-", stdin="first\nsecond é\n".encode()).code == 0
        assert tpm("ls", "comment", "--json").json[0]["text"].strip() == "first\nsecond é"


class TestRun:
    def test_every_command_is_listed(self, tpm: Tpm) -> None:
        assert [c["id"] for c in tpm("run", "--json").json] == list(commands())
        assert all(any(line.startswith(id_) for line in tpm("run").lines) for id_ in commands())

    def test_a_command_with_parameters(self, tpm: Tpm, atlas: Path) -> None:
        assert tpm("run", "risk.score", "R-1", "probability=1", "impact=2").code == 0
        assert field(tpm, "R-1", "score") == 2

    def test_what_it_says_goes_to_stdout(self, tpm: Tpm, atlas: Path) -> None:
        assert "I-1" in tpm("run", "risk.occurred", "R-1").out

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (("risk.score", "T-1", "probability=1", "impact=1"), "works on"),
            (("risk.score", "R-1", "impact=1"), "needs probability=…"),
            (("risk.score", "R-1", "chance=1"), "no parameter 'chance'"),
            (("risk.scroe", "R-1"), "no command"),
            (("risk.score", "R-1", "probability=9", "impact=1"), "1 to 5"),
            (("link.chain", "T-1"), "mark 2"),
        ],
    )
    def test_why_it_cannot_run(self, tpm: Tpm, atlas: Path, words: tuple[str, ...], reason: str) -> None:
        result = tpm("run", *words)
        assert (result.code, result.out) == (1, "")
        assert reason in result.err

    def test_the_file_as_it_was_after_a_refusal(self, tpm: Tpm, atlas: Path) -> None:
        before = tpm("history", "--json").json
        tpm("run", "risk.score", "R-1", "T-1", "probability=1", "impact=1")
        assert tpm("history", "--json").json == before


class TestHistory:
    def test_undo_and_redo_say_what_they_took(self, tpm: Tpm, atlas: Path) -> None:
        tpm("set", "T-4", "status=doing")
        assert tpm("undo").out == "Set status of T-4\n"
        assert field(tpm, "T-4", "status") == "backlog"
        assert tpm("redo").out == "Set status of T-4\n"
        assert field(tpm, "T-4", "status") == "doing"
        assert [e["verb"] for e in tpm("history", "T-4", "--json").json] == ["redo", "undo", "record.set", "edit"]

    def test_nothing_to_undo_is_refused(self, tpm: Tpm, file: Path) -> None:
        for verb in ("undo", "redo"):
            result = tpm(verb)
            assert (result.code, result.out) == (1, "")
            assert "nothing of yours" in result.err

    def test_only_ones_own_changes(self, tpm: Tpm, atlas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TPM_AUTHOR", "ben")
        assert tpm("undo").code == 1

    def test_undo_refuses_what_has_changed_since(self, tpm: Tpm, atlas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        tpm("set", "T-4", "title=Train everyone")
        monkeypatch.setenv("TPM_AUTHOR", "ben")
        tpm("set", "T-4", "title=Train nobody")
        monkeypatch.setenv("TPM_AUTHOR", "ana")
        result = tpm("undo")
        assert result.code == 1
        assert "since" in result.err

    def test_the_history_of_a_deleted_record_is_still_told(self, tpm: Tpm, atlas: Path) -> None:
        tpm("rm", "T-4")
        edits = [e["edits"][0] for e in tpm("history", "t-4", "--json").json]
        assert [e["verb"] for e in edits] == ["delete", "add"]
        assert edits[0]["before"]["title"] == "Train the pilot"
        assert edits[0]["after"] is None
        assert tpm("history", "T-99").code == 1

    def test_each_field_old_and_new(self, tpm: Tpm, atlas: Path) -> None:
        tpm("set", "T-2", "owner=ben", "estimate=3d")
        text = tpm("history", "T-2").out
        assert "Owner: Ana → Ben" in text
        assert "Estimate: empty → 3d" in text
        assert len(tpm("history", "--limit", 1).lines) == 2


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.read_only_reason])
def test_what_the_program_keeps_is_neither_added_nor_changed(tpm: Tpm, file: Path, kind: str) -> None:
    with Store.open(file) as store:
        store.load()
        fill(store, random.Random(1), each=1)
        key = str(store.plan.value(kind, store.plan[kind].ids[0], "key"))
    notes = field(tpm, key, "notes")
    reason = KINDS[kind].read_only_reason
    for words in (
        ("add", kind, "anything"),
        ("set", key, "notes=otherwise"),
        ("run", "record.duplicate", key),
    ):
        refused = tpm(*words)
        assert refused.code == 1
        assert reason in refused.err
    (result,) = [k for k in tpm("kinds", "--json").json if k["name"] == kind]
    assert not any(f["settable"] for f in result["fields"])
    assert field(tpm, key, "notes") == notes
