"""Sessions on the command line: lines as they are said, coverage, sprints, and what is in the way."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.cli_driver import FRI, MON, THU, TUE, WED, Tpm
from tpm_tui.commands.meetings.session_lines import LETTERS, parse_session_line
from tpm_tui.domain.text.field_values import ValidationError


class TestLines:
    def test_each_letter_makes_its_own_and_says_its_key(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "Kick-off")
        lines = (
            "n The ledger balances @dana !must", "c no release in the freeze", "q who signs?", "a it is on time",
            "t write the notes @ana by:fri", "i the room is too small @ana", "l ask earlier", "no letter at all",
        )  # fmt: skip
        assert on(MON, "session", "M-1", "add", *lines).lines == [
            "Q-1", "Q-2", "Q-3", "Q-4", "A-1", "IS-1", "LE-1", "Q-5",
        ]  # fmt: skip
        said = {row["key"]: row for row in on(MON, "ls", "requirement", "--json").json}
        assert [said[f"Q-{n}"]["type"] for n in range(1, 6)] == ["need", "constraint", "question", "assumption", "need"]
        assert said["Q-1"]["statement"] == said["Q-1"]["said"] == "The ledger balances"
        assert said["Q-1"]["priority"] == "must"
        [action] = on(MON, "ls", "action", "--json").json
        assert action["due"] == FRI

    @pytest.mark.parametrize("letter", sorted(set("abcdefghijklmnopqrstuvwxyz") - LETTERS.keys()))
    def test_a_letter_that_means_nothing_is_refused_with_those_that_do(self, letter: str) -> None:
        with pytest.raises(ValidationError, match=f"the letter {letter!r}.*n need, .*o option"):
            parse_session_line(f"{letter} what")

    def test_what_was_said_before_is_not_made_twice(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "Kick-off")
        first = on(MON, "session", "M-1", "add", "n The ledger balances").lines
        assert on(MON, "session", "M-1", "add", "n  the LEDGER balances.").lines == first
        assert len(on(MON, "ls", "requirement", "--json").json) == 1

    def test_lines_are_read_from_a_pipe(self, process: Tpm, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        process("new", path)
        process("-f", path, "add", "meeting", "Kick-off")
        said = "".join(f"n need number {n}\n" for n in range(60)).encode()
        done = process("-f", path, "session", "M-1", "add", "-", stdin=said)
        assert len(done.lines) == 60

    @pytest.mark.parametrize("line", ["", "   ", "n @dana", "n it works @ana @ben", "n it works !urgent", "t x !must"])
    def test_a_line_that_says_nothing_is_refused(self, on: Tpm, tpm: Tpm, tmp_path: Path, line: str) -> None:
        on(MON, "add", "meeting", "Kick-off")
        done = tpm("-f", tmp_path / "a.db", "session", "M-1", "add", line or " ", "n another")
        if line.strip():
            assert done.code == 1
            assert len(done.err.splitlines()) == 1
            assert on(MON, "ls", "requirement", "--json").json == [], "all or nothing"

    @given(st.text(max_size=60))
    @settings(max_examples=300)
    def test_any_text_is_a_line_or_refused(self, text: str) -> None:
        try:
            line = parse_session_line(text)
        except ValidationError:
            return
        assert line.text.strip() == line.text != ""
        assert line.type in LETTERS.values()


class TestCoverage:
    def state(self, on: Tpm) -> dict[str, str]:
        return {need["key"]: need["state"] for need in on(MON, "trace", "--json").json["needs"]}

    def test_from_uncovered_to_covered_and_out_of_date(self, on: Tpm) -> None:
        on(MON, "add", "requirement", "The ledger balances")
        on(MON, "add", "item", "Ledger", "estimate=2d")
        assert self.state(on) == {"Q-1": "uncovered"}
        assert on(MON, "trace", "--json").json["untraced"] == ["T-1"]
        on(MON, "set", "Q-1", "items=T-1")
        assert self.state(on) == {"Q-1": "partly"}
        on(MON, "run", "requirement.criterion", "Q-1", "criterion=sums are equal")
        assert self.state(on) == {"Q-1": "covered"}
        on(MON, "set", "Q-1", "statement=The ledger balances daily")
        assert self.state(on) == {"Q-1": "outdated"}
        on(MON, "run", "requirement.confirm", "Q-1")
        assert self.state(on) == {"Q-1": "covered"}
        on(MON, "set", "Q-1", "priority=must")
        on(MON, "run", "requirement.confirm", "Q-1")
        assert self.state(on) == {"Q-1": "covered"}, "twice within a minute"

    def test_what_is_gone_is_named(self, on: Tpm) -> None:
        on(MON, "add", "requirement", "The ledger balances")
        on(MON, "add", "item", "Ledger")
        on(MON, "set", "Q-1", "items=T-1")
        on(MON, "rm", "T-1", "--yes")
        [need] = on(MON, "trace", "--json").json["needs"]
        assert (need["state"], need["orphaned"], need["items"]) == ("orphaned", ["T-1"], [])
        on(MON, "undo")
        assert self.state(on) == {"Q-1": "partly"}

    def test_a_trace_that_a_person_takes_away_is_no_orphan(self, on: Tpm) -> None:
        on(MON, "add", "requirement", "The ledger balances")
        on(MON, "add", "item", "Ledger")
        on(MON, "set", "Q-1", "items=T-1")
        on(MON, "set", "Q-1", "items=")
        [need] = on(MON, "trace", "--json").json["needs"]
        assert (need["state"], need["orphaned"]) == ("uncovered", [])

    def test_a_file_without_needs_traces_nothing(self, on: Tpm) -> None:
        on(MON, "add", "item", "Ledger")
        assert on(MON, "trace", "--json").json == {"needs": [], "untraced": []}

    def test_the_share_of_effort_of_the_musts_is_said(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "Kick-off", "type=requirements")
        for days, priority in ((7, "must"), (3, "could")):
            on(MON, "add", "item", priority, f"estimate={days}d")
            on(MON, "add", "requirement", f"It is {priority}", f"priority={priority}", f"items={priority}")
        assert "Musts take 70% of the effort that answers needs." in on(MON, "trace").out
        assert (
            "musts take 70% of the effort that answers needs, of at most 60%" in on(MON, "session", "M-1", "agenda").out
        )

    def test_the_matrix_leads_from_need_to_release_and_back(self, on: Tpm) -> None:
        for title in ("Ledger", "Report", "Extra"):
            on(MON, "add", "item", title)
        on(MON, "add", "requirement", "It balances", "items=T-2,T-1")
        on(MON, "add", "requirement", "It is fast")
        on(MON, "run", "requirement.criterion", "Q-1", "criterion=sums are equal")
        on(MON, "set", "CK-1", "state=passed", "evidence=run 7")
        on(MON, "add", "release", "1.0", "items=T-2")
        forth = on(MON, "trace", "--matrix", "--json").json
        assert [tuple(row.values()) for row in forth] == [
            ("Q-1", "T-2", "CK-1", "passed", "run 7", "1.0"), ("Q-1", "T-1", "", "", "", ""), ("Q-2", *[""] * 5),
        ]  # fmt: skip
        back = on(MON, "trace", "--back", "--json").json
        assert [(row["item"], row["need"]) for row in back] == [("T-1", "Q-1"), ("T-2", "Q-1"), ("T-3", "")]
        assert on(MON, "trace", "--back").lines[0].split()[:2] == ["Item", "Need"]

    def test_split_merge_and_reword_keep_what_was_said(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "Kick-off")
        on(MON, "session", "M-1", "add", "n Fast and safe @dana")
        on(MON, "run", "requirement.reword", "Q-1", "statement=It answers in 200 ms")
        on(MON, "run", "requirement.split", "Q-1", "statement=It loses nothing")
        first, second = sorted(
            on(MON, "ls", "requirement", "--json").json, key=lambda row: row["key"]
        )  # fmt: skip
        assert first["said"] == second["said"] == "Fast and safe"
        assert second["stakeholder"] == first["stakeholder"]
        on(MON, "run", "requirement.merge", "Q-1", "Q-2")
        assert {row["key"]: row["status"] for row in on(MON, "ls", "requirement", "--json").json}["Q-2"] == "dropped"

    def test_rewording_what_is_agreed_asks_for_a_change(self, on: Tpm) -> None:
        on(MON, "add", "requirement", "It is blue")
        on(MON, "add", "stakeholder", "Dana")
        on(MON, "run", "requirement.agree", "Q-1", "by=dana")
        on(MON, "run", "requirement.reword", "Q-1", "statement=It is green")
        [row] = on(MON, "ls", "requirement", "--json").json
        assert (row["statement"], row["agreed_on"]) == ("It is blue", MON)
        [asked] = on(MON, "ls", "issue", "--json").json
        assert asked["type"] == "request for change"
        on(MON, "run", "issue.accept", asked["key"], "by=dana")
        [asked] = on(MON, "ls", "issue", "--json").json
        assert asked["status"] == "accepted"
        [row] = on(MON, "ls", "requirement", "--json").json
        assert (row["statement"], row["said"], row["status"]) == ("It is green", "It is blue", "agreed")

    def test_what_is_agreed_is_not_changed_past_a_request(self, on: Tpm) -> None:
        on(MON, "add", "item", "Ledger", "estimate=5d", "owner=Ana")
        on(MON, "add", "item", "Audit", "estimate=3d", "after=T-1")
        on(MON, "add", "requirement", "It is blue", "items=T-1", "stakeholder=Dana")
        touched = "Q-1 touches T-1, T-2 and 1 more; the last of the items finishes 2 Dec; the plan 2 Dec; must hear: "
        assert touched + "Ana and Dana" in on(MON, "set", "Q-1", "statement=It is bluish").err
        on(MON, "run", "requirement.agree", "Q-1", "by=Dana")
        asked = on(MON, "set", "Q-1", "statement=It is red", "priority=must", "from_day=2027-01-04", "notes=why not")
        first, second = asked.err.splitlines()
        assert first == touched + "Dana and Ana"
        assert second.startswith("Q-1 is agreed: asked for as IS-1")
        [row] = on(MON, "ls", "requirement", "--json").json
        assert (row["statement"], row["priority"], row["notes"]) == ("It is bluish", "should", "why not")
        on(TUE, "run", "issue.accept", "IS-1", "by=Dana")
        [row] = on(TUE, "ls", "requirement", "--json").json
        assert (row["statement"], row["priority"], row["from_day"]) == ("It is red", "must", "2027-01-04")
        assert (row["said"], row["status"], row["agreed_on"]) == ("It is bluish", "agreed", TUE)
        on(TUE, "set", "Q-1", "notes=still red")
        on(TUE, "run", "requirement.days_off", "Q-1", "from_day=18dec", "to_day=4jan")
        on(TUE, "set", "Q-1", "status=open")
        on(TUE, "set", "Q-1", "statement=It is black")
        [row] = on(TUE, "ls", "requirement", "--json").json
        assert (row["statement"], row["binding"]) == ("It is black", "")
        assert [issue["key"] for issue in on(TUE, "ls", "issue", "--json").json] == ["IS-1", "IS-2"]

    def test_a_line_that_binds_what_is_agreed_otherwise_asks_for_a_change(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "Kick-off")
        on(MON, "session", "M-1", "add", "c Live by 15 Mar")
        on(MON, "run", "requirement.agree", "Q-1", "by=Dana")
        on(MON, "session", "M-1", "add", "c Live by 15 Mar by:20mar")
        [asked] = on(MON, "ls", "issue", "--json").json
        assert (asked["type"], asked["what_if"]) == ("request for change", 'Q-1 to_day="2027-03-20"')


class TestConstraints:
    def test_a_line_binds(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "Kick-off")
        lines = (
            "n Release at Christmas", "c Freeze from:18dec to:4jan vs:Q-1", "c Done by:15jan", "c Budget max:20k",
            "c Not yet from:1dec", "a It holds by:1feb",
        )  # fmt: skip
        on(MON, "session", "M-1", "add", *lines)
        rows = {row["key"]: row for row in on(MON, "ls", "requirement", "--json").json}
        bound = [(rows[f"Q-{n}"]["binding"], rows[f"Q-{n}"]["from_day"], rows[f"Q-{n}"]["to_day"]) for n in range(2, 6)]
        assert bound == [
            ("days off", "2026-12-18", "2027-01-04"), ("by", None, "2027-01-15"), ("at most", None, None),
            ("not before", "2026-12-01", None),
        ]  # fmt: skip
        assert rows["Q-4"]["limit"] == 20000
        assert rows["Q-6"]["review_on"] == "2027-02-01"
        [freeze] = on(MON, "ls", "calendar_exception", "--json").json
        assert (freeze["start"], freeze["end"], freeze["name"]) == ("2026-12-18", "2027-01-04", "Freeze")

    def test_plain_words_bind_and_it_is_said_how(self, on: Tpm, tpm: Tpm, tmp_path: Path) -> None:
        on(MON, "add", "meeting", "Kick-off")
        lines = (
            "c No deploys between 18 Dec and 4 Jan", "c Live by the end of March @dana", "c Nobody starts before 7 Jan",
            "c It costs no more than 120 000 EUR", "c The licence is valid until 3 May", "c No data leaves the EU",
        )  # fmt: skip
        done = on(MON, "session", "M-1", "add", *lines)
        assert done.lines == [f"Q-{n}" for n in range(1, 7)]
        assert [line for line in done.err.splitlines() if line.startswith("Q-")] == [
            "Q-1 binds the whole plan: days off 18 Dec to 4 Jan",
            "Q-2 binds the whole plan: by 31 Mar",
            "Q-3 binds the whole plan: not before 7 Jan",
            "Q-4 binds the whole plan: at most 120 000 EUR",
            "Q-5 does not bind: its words are none of: freeze from … to …, not before …, by …, at most …",
        ]
        [freeze] = on(MON, "ls", "calendar_exception", "--json").json
        assert (freeze["start"], freeze["end"]) == ("2026-12-18", "2027-01-04")
        on(MON, "add", "item", "Ledger", "estimate=1d")
        checked = tpm("-f", tmp_path / "a.db", "check")
        assert (checked.code, "T-1 lies before 7 Jan, the first day allowed" in checked.out) == (1, True)

    def test_what_was_understood_is_put_right_by_saying_it_again(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "Kick-off")
        said = ("c Freeze from 18 Dec to 4 Jan", "c Live by 15 Mar", "c Not before 7 Jan binds:no")
        on(MON, "session", "M-1", "add", *said)
        assert on(MON, "session", "M-1", "add", said[1]).lines == ["Q-2"]
        again = on(MON, "session", "M-1", "add", f"{said[0]} binds:no", f"{said[1]} by:20mar")
        assert again.lines == ["Q-1", "Q-2"]
        assert again.err.splitlines() == ["Q-1 does not bind", "Q-2 binds the whole plan: by 20 Mar"]
        assert on(MON, "ls", "calendar_exception", "--json").json == [], "the days are worked again"
        rows = {row["key"]: row for row in on(MON, "ls", "requirement", "--json").json}
        assert [rows[f"Q-{n}"]["binding"] for n in (1, 2, 3)] == ["", "by", ""]
        on(MON, "session", "M-1", "add", f"{said[0]} from:18dec to:3jan")
        [freeze] = on(MON, "ls", "calendar_exception", "--json").json
        assert (freeze["start"], freeze["end"]) == ("2026-12-18", "2027-01-03")

    def test_it_collides_both_ways(self, on: Tpm, tpm: Tpm, tmp_path: Path) -> None:
        on(MON, "add", "meeting", "Kick-off", "type=requirements")
        on(MON, "add", "item", "Ledger", "estimate=1d")
        on(MON, "session", "M-1", "add", "n Release at Christmas", "c Freeze vs:Q-1")
        checked = tpm("-f", tmp_path / "a.db", "check", "--json").json
        marked = {row["key"]: row["finding"] for row in checked if "collides" in row["finding"]}
        assert marked == {
            "Q-1": "it collides with Q-2: decide which of them gives way",
            "Q-2": "it collides with Q-1: decide which of them gives way",
        }
        assert "collides with Q-2" in on(MON, "trace").out
        assert "Q-2 Freeze: collides with Q-1" in on(MON, "session", "M-1", "agenda").out
        on(MON, "set", "Q-1", "status=dropped")
        assert "collides" not in tpm("-f", tmp_path / "a.db", "check").out

    @pytest.mark.parametrize(
        "line",
        [
            "n it works by:fri", "q who from:fri", "l ask @ana", "c a by:fri max:3", "c a to:fri", "o b by:fri",
            "t c from:fri", "c d vs:Q-9", "c e max:abc", "c f from:4jan to:18dec",
        ],
    )  # fmt: skip
    def test_what_a_line_cannot_keep_is_refused_and_never_dropped(
        self, on: Tpm, tpm: Tpm, tmp_path: Path, line: str
    ) -> None:
        on(MON, "add", "meeting", "Kick-off")
        refused = tpm("-f", tmp_path / "a.db", "session", "M-1", "add", line)
        assert (refused.code, len(refused.err.splitlines())) == (1, 1)


class TestRequestForChange:
    """A week of Ana's, and a request that adds another week of hers and a cost: worked out by hand."""

    @pytest.fixture
    def asked(self, on: Tpm) -> Tpm:
        on(MON, "set", "PG-1", "start=2026-11-23", "currency=EUR")
        on(MON, "add", "person", "Ana")
        on(MON, "add", "item", "Ledger", "estimate=5d", "owner=Ana")
        lines = "add item Audit estimate=5d owner=Ana after=T-1\nadd cost Auditor planned=5000 item=T-1"
        on(MON, "add", "issue", "Audit too", "type=request for change", f"what_if={lines}")
        return on

    def test_days_money_and_load_are_shown_before_it_is_decided(self, asked: Tpm) -> None:
        facts = asked(MON, "change", "IS-1", "--json").json
        assert facts["finish"] == ["2026-11-27T18:00", "2026-12-04T18:00"]
        assert facts["finish_minutes"] == 5 * 480
        assert facts["planned_cost"] == ["0.00", "5000.00"]
        assert facts["load"] == [{"key": "P-1", "minutes": [2400, 4800], "overloaded_days": [0, 0]}]
        assert facts["adds"] == ["Audit"]
        asked(MON, "add", "meeting", "Board", "type=steering")
        said = asked(MON, "session", "M-1", "agenda").out
        assert "Audit too: finish +7d, cost +5 000.00 EUR, Ana +5 days of work" in said
        assert len(asked(MON, "ls", "item", "--json").json) == 1, "nothing was changed"

    def test_days_above_capacity_are_part_of_the_load(self, asked: Tpm) -> None:
        asked(MON, "set", "IS-1", "what_if=add item Audit estimate=2d owner=Ana")
        [load] = asked(MON, "change", "IS-1", "--json").json["load"]
        assert load["overloaded_days"] == [0, 2]

    def test_accepted_it_is_done_and_linked_and_no_scope_without_request(
        self, asked: Tpm, tpm: Tpm, tmp_path: Path
    ) -> None:
        asked(MON, "baseline", "take", "Signed")
        asked(MON, "run", "issue.accept", "IS-1", "by=Dana")
        [issue] = asked(MON, "ls", "issue", "--json").json
        added = asked(MON, "show", "T-2", "--json").json[0]
        assert (issue["status"], issue["adds"], added["title"]) == ("accepted", [added["id"]], "Audit")
        assert "scope" not in tpm("-f", tmp_path / "a.db", "check").out
        asked(MON, "add", "item", "More")
        [finding] = [line for line in tpm("-f", tmp_path / "a.db", "check").lines if "without a request" in line]
        assert finding.startswith("T-3")

    def test_refused_it_changes_nothing_and_what_does_not_fit_says_why(
        self, asked: Tpm, tpm: Tpm, tmp_path: Path
    ) -> None:
        asked(MON, "set", "IS-1", "what_if=T-9 estimate=2d")
        wrong = tpm("-f", tmp_path / "a.db", "change", "IS-1")
        assert (wrong.code, wrong.err) == (1, "tpm: line 1: there is no T-9\n")
        asked(MON, "run", "issue.refuse", "IS-1", "by=Dana", "reason=no money")
        [issue] = asked(MON, "ls", "issue", "--json").json
        assert (issue["status"], issue["adds"]) == ("refused", [])
        assert len(asked(MON, "ls", "item", "--json").json) == 1


class TestSprint:
    def test_a_case_worked_by_hand(self, on: Tpm) -> None:
        """Three of 1d, 2d, 3d are planned on Monday. On Tuesday one of 5d comes in and the 2d one goes; on Wednesday
        the 3d one is found to be 4d; on Thursday the 1d one is done, reopened on Friday, done again."""
        on(MON, "add", "sprint", "S1", f"start={MON}", f"end={FRI}")
        for days in (1, 2, 3):
            on(MON, "add", "item", f"item {days}", f"estimate={days}d", "sprint=SP-1")
        on(TUE, "add", "item", "late", "estimate=5d", "sprint=SP-1")
        on(TUE, "set", "T-2", "sprint=")
        on(WED, "set", "T-3", "estimate=4d")
        on(THU, "done", "T-1")
        on(FRI, "set", "T-1", "status=doing")
        figures = on(FRI, "sprint", "SP-1", "--json").json
        assert figures["committed"] == ["T-1", "T-2", "T-3"]
        assert (figures["added"], figures["dropped"], figures["done"]) == (["T-4"], ["T-2"], [])
        assert [(p["day"][-2:], p["scope"] // 480, p["done"] // 480) for p in figures["burnup"]] == [
            ("23", 6, 0), ("24", 9, 0), ("25", 10, 0), ("26", 10, 1), ("27", 10, 0),
        ]  # fmt: skip
        on(FRI, "done", "T-1")
        figures = on(FRI, "sprint", "SP-1", "--json").json
        assert (figures["done"], figures["carried"], figures["velocity"]) == (["T-1"], ["T-3", "T-4"], 480)

    def test_an_item_that_is_deleted_leaves_it_and_one_deleted_later_keeps_its_key(self, on: Tpm) -> None:
        on(MON, "add", "sprint", "S1", f"start={MON}", f"end={THU}")
        for days in (1, 2, 4):
            on(MON, "add", "item", f"item {days}", f"estimate={days}d", "sprint=SP-1")
        on(TUE, "rm", "T-2", "--yes")
        on(WED, "rm", "T-3", "--yes")
        on(WED, "undo")
        on(THU, "done", "T-1")
        on(FRI, "rm", "T-1", "--yes")
        figures = on(FRI, "sprint", "SP-1", "--json").json
        assert (figures["committed"], figures["dropped"]) == (["T-1", "T-2", "T-3"], ["T-2"])
        assert (figures["done"], figures["carried"], figures["velocity"]) == (["T-1"], ["T-3"], 480)
        assert [point["scope"] // 480 for point in figures["burnup"]] == [7, 5, 5, 5]

    def test_a_closed_sprint_keeps_its_figures(self, on: Tpm) -> None:
        on(MON, "add", "sprint", "S1", f"start={MON}", f"end={WED}")
        for n in (1, 2, 3):
            on(MON, "add", "item", f"item {n}", "estimate=1d", "sprint=SP-1")
        on(TUE, "done", "T-1")
        closed = on(THU, "sprint", "SP-1", "--json").json
        on(THU, "done", "T-2")
        on(THU, "set", "T-3", "sprint=", "estimate=9d")
        on(FRI, "set", "T-1", "status=doing")
        assert on(FRI, "sprint", "SP-1", "--json").json == closed

    def test_dropped_and_brought_back(self, on: Tpm) -> None:
        on(MON, "add", "sprint", "S1", f"start={MON}", f"end={FRI}")
        on(MON, "add", "item", "one", "estimate=1d", "sprint=SP-1")
        on(TUE, "set", "T-1", "status=dropped")
        assert on(TUE, "sprint", "SP-1", "--json").json["dropped"] == ["T-1"]
        on(WED, "set", "T-1", "status=ready")
        figures = on(WED, "sprint", "SP-1", "--json").json
        assert (figures["dropped"], figures["carried"], figures["added"]) == ([], ["T-1"], [])

    def test_a_sprint_without_a_start_says_what_to_do(self, on: Tpm, tpm: Tpm, tmp_path: Path) -> None:
        on(MON, "add", "sprint", "S1")
        done = tpm("-f", tmp_path / "a.db", "sprint", "SP-1")
        assert done.code == 1
        assert "set its start" in done.err


class TestImpediments:
    def test_an_item_in_the_state_named_blocked_ages_as_a_marked_one(self, on: Tpm) -> None:
        for title in ("Ledger", "Audit", "Report"):
            on(MON, "add", "item", title)
        on(TUE, "set", "T-1", "status=blocked")
        on(WED, "run", "item.block", "T-2", "cause=legal")
        columns = ("ls", "item", "--columns", "key,blocked_days", "--json")
        ages = {row["key"]: row["blocked_days"] for row in on("2026-11-30", *columns).json}
        assert ages == {"T-1": 4, "T-2": 3, "T-3": None}, "over the weekend"
        assert "for 4 working days" in on("2026-11-30", "show", "T-1").out
        assert [row["key"] for row in on("2026-11-30", "ls", "item", "blocked_days>3", "--json").json] == ["T-1"]
        on("2026-11-30", "run", "item.block", "T-1", "cause=vendor @ana")
        [issue] = [row for row in on("2026-11-30", "ls", "issue", "--json").json if row["cause"] == "vendor"]
        assert issue["raised_on"] == "2026-11-24", "since it is blocked, so that naming the cause starts no age anew"
        on("2026-11-30", "set", "T-3", "status=blocked")
        on("2026-12-01", "set", "T-3", "status=doing")
        ages = {row["key"]: row["blocked_days"] for row in on("2026-12-02", *columns).json}
        assert ages == {"T-1": 6, "T-2": 5, "T-3": None}

    def test_age_is_in_working_days_and_rises_a_level(self, on: Tpm) -> None:
        on(THU, "add", "item", "Contract")
        on(THU, "run", "item.block", "T-1", "cause=legal", "owner=ana")
        ages = {}
        for day in (THU, FRI, "2026-11-28", "2026-11-29", "2026-11-30", "2026-12-01", "2026-12-04", "2026-12-07"):
            [one] = on(day, "impediments", "--json").json
            ages[day[5:]] = (one["age_days"], one["level"])
        assert ages == {
            "11-26": (0, "team"), "11-27": (1, "team"), "11-28": (1, "team"), "11-29": (1, "team"),
            "11-30": (2, "team"), "12-01": (3, "lead"), "12-04": (6, "sponsor"), "12-07": (7, "sponsor"),
        }  # fmt: skip
        assert one == {
            "key": "IS-1", "items": ["T-1"], "owner": "ana", "cause": "legal", "age_days": 7, "level": "sponsor",
        }  # fmt: skip

    def test_holidays_do_not_age_it(self, on: Tpm) -> None:
        on(THU, "add", "calendar_exception", "Holiday", "calendar=CAL-1", f"start={FRI}")
        on(THU, "add", "item", "Contract")
        on(THU, "run", "item.block", "T-1", "cause=legal")
        assert on("2026-11-30", "impediments", "--json").json[0]["age_days"] == 1

    def test_cause_and_owner_are_said_in_a_line(self, on: Tpm, tpm: Tpm, tmp_path: Path) -> None:
        on(MON, "add", "person", "Ana Ruiz")
        on(MON, "add", "item", "Contract")
        on(MON, "run", "item.block", "T-1", "cause=no answer from legal @ana")
        [issue] = on(MON, "impediments", "--json").json
        assert (issue["cause"], issue["owner"]) == ("no answer from legal", "Ana Ruiz")
        assert on(MON, "show", "T-1", "--json").json[0]["blocked_cause"] == "no answer from legal"
        on(MON, "add", "item", "Mail")
        refused = tpm("-f", tmp_path / "a.db", "run", "item.block", "T-2", "cause=@ana")
        assert refused.err == "tpm: say what is in the way too, as in: legal @ana\n"
        on(MON, "run", "item.block", "T-2", "cause=mail to a@b.c bounces")
        assert on(MON, "show", "T-2", "--json").json[0]["blocked_cause"] == "mail to a@b.c bounces"

    def test_its_age_stands_where_the_item_does(self, on: Tpm) -> None:
        on(THU, "add", "calendar_exception", "Holiday", "calendar=Standard", "start=2026-12-01")
        on(THU, "add", "person", "Ana")
        on(THU, "add", "item", "Contract", "owner=Ana")
        on(THU, "run", "item.block", "T-1", "cause=legal")
        for day, age in ((THU, "0 working days"), ("2026-11-29", "1 working day"), ("2026-12-02", "3 working days")):
            assert f", for {age}" in next(line for line in on(day, "show", "T-1").lines if "Blocked since" in line)
            assert f"T-1 Contract (Ana), for {age}: legal" in on(day, "report", "stand-up").out
            assert on(day, "impediments", "--json").json[0]["age_days"] == int(age.split()[0])

    def test_the_limits_are_the_programmes_own(self, on: Tpm) -> None:
        on(MON, "set", "PG-1", "escalation_days=0 1")
        on(MON, "add", "item", "Contract")
        on(MON, "run", "item.block", "T-1", "cause=legal")
        assert on(TUE, "impediments", "--json").json[0]["level"] == "lead"
        assert on(WED, "impediments", "--json").json[0]["level"] == "sponsor"

    def test_resolving_frees_what_nothing_else_blocks(self, on: Tpm) -> None:
        on(MON, "add", "item", "Contract")
        on(MON, "run", "item.block", "T-1", "cause=legal")
        on(MON, "add", "issue", "and the vendor", "items=T-1")
        on(TUE, "run", "issue.resolve", "IS-1", "resolution=signed")
        assert on(TUE, "show", "T-1", "--json").json[0]["blocked_since"] is not None
        on(TUE, "run", "issue.resolve", "IS-2", "resolution=called")
        assert on(TUE, "show", "T-1", "--json").json[0]["blocked_since"] is None
        assert on(TUE, "impediments", "--json").json == []

    def test_opened_again_it_goes_on_at_the_age_it_had(self, on: Tpm) -> None:
        on(MON, "add", "issue", "no access", "raised_on=2026-11-23")
        on(WED, "run", "issue.resolve", "IS-1", "resolution=granted")
        on(FRI, "set", "IS-1", "status=open")
        assert on("2026-11-30", "impediments", "--json").json[0]["age_days"] == 3

    def test_a_risk_becomes_an_issue_and_an_issue_becomes_work(self, on: Tpm) -> None:
        on(MON, "add", "item", "Contract")
        on(MON, "add", "risk", "Vendor late", "items=T-1", "owner=ana")
        on(MON, "run", "risk.to_issue", "R-1")
        [issue] = on(MON, "ls", "issue", "--json").json
        assert issue["title"] == "Vendor late"
        on(MON, "run", "issue.to_item", "IS-1")
        on(MON, "run", "issue.to_incident", "IS-1")
        on(MON, "run", "issue.to_decision", "IS-1")
        [issue] = on(MON, "show", "IS-1", "--json").json
        assert issue["item"]
        assert issue["incident"]
        assert issue["decision"]
