"""What meetings open with, and what is said in them of causes and options."""

from pathlib import Path

from support.cli_driver import FRI, MON, THU, TUE, WED, Tpm


def sections(on: Tpm, day: str, meeting: str) -> dict[str, list[str]]:
    made = on(day, "session", meeting, "agenda", "--json").json
    return {section["title"]: [line["text"] for line in section["lines"]] for section in made}


def records(on: Tpm, day: str, meeting: str) -> dict[str, list[list[str]]]:
    made = on(day, "session", meeting, "agenda", "--json").json
    return {section["title"]: [line["records"] for line in section["lines"]] for section in made}


class TestTheStandUp:
    def test_it_says_by_person_what_was_done_since_the_last_one_what_is_next_and_what_is_blocked(self, on: Tpm) -> None:
        on(MON, "add", "item", "Old", "owner=Ana")
        on(MON, "done", "T-1")
        for title, owner in (("Build", "Ana"), ("Wire", "Ana"), ("Wait", "Ben"), ("Later", "Ben")):
            on(MON, "add", "item", title, f"owner={owner}")
        on(MON, "set", "T-3", "status=doing")
        on(MON, "set", "T-4", "status=doing")
        on(TUE, "add", "meeting", "Monday's", "type=stand-up", "at=2026-11-24T09:00")
        on(TUE, "done", "T-2")
        on(TUE, "run", "item.block", "T-4", "cause=vendor", "owner=Ben")
        on(THU, "add", "meeting", "Thursday's", "type=stand-up", "at=2026-11-26T09:00")
        said = sections(on, THU, "M-2")
        assert said["Ana"] == ["done T-2 Build", "goes on with T-3 Wire"]
        assert said["Ben"] == ["next T-5 Later, planned from 26 Nov", "blocked T-4 Wait, for 2 working days: vendor"]
        assert said["In the way"] == [
            "IS-1 T-4 blocked: vendor (Ben, team) for 2 working days, holds T-4"
        ]  # fmt: skip
        assert records(on, THU, "M-2")["Ana"] == [["T-2"], ["T-3"]]

    def test_next_is_what_waits_for_nothing_and_starts_first_by_the_plan(self, on: Tpm) -> None:
        for title, more in (
            ("Build", "status=doing"), ("Late", "constraint=SNET constraint_date=2026-12-07"),
            ("Early", "constraint=SNET constraint_date=2026-12-02"), ("Behind", "after=T-1"),
            ("Gone", "status=dropped"),
        ):  # fmt: skip
            on(MON, "add", "item", title, "owner=Ana", "estimate=5d", *more.split())
        on(MON, "add", "item", "Try", "function=qa", "estimate=2d", "after=T-1")
        on(MON, "add", "assignment", "item=T-6", "person=Ben")
        on(MON, "add", "meeting", "Daily", "type=stand-up", "at=2026-11-23T09:00")
        said = sections(on, MON, "M-1")
        assert said["Ana"] == ["goes on with T-1 Build", "next T-3 Early, planned from 2 Dec"]
        assert said["Ben"] == ["next T-6 Try, planned from 30 Nov, waits for T-1"]
        [ahead] = said["Hand-offs"]
        assert ahead.startswith("T-1 Build (")
        assert ahead.endswith(") goes next to Ben: T-6 Try (qa), planned from 30 Nov")
        on(TUE, "run", "item.block", "T-1", "cause=vendor", "owner=Ana")
        [ahead] = sections(on, THU, "M-1")["Hand-offs"]
        assert ") is in the way of Ben: T-6 Try (qa), planned from " in ahead
        assert ahead.endswith(", for 2 working days: vendor")

    def test_finished_work_that_another_function_waits_for_is_handed_on(self, on: Tpm) -> None:
        on(MON, "add", "item", "Build", "owner=Ana", "function=development")
        on(MON, "add", "item", "Try", "owner=Ben", "function=qa", "after=T-1")
        on(MON, "add", "item", "Build more", "owner=Cem", "function=development", "after=T-1")
        on(TUE, "add", "meeting", "Daily", "type=stand-up", "at=2026-11-24T09:00")
        on(TUE, "done", "T-1")
        assert sections(on, TUE, "M-1")["Hand-offs"] == [
            "T-1 Build is done (development): Ben can go on with T-2 Try (qa)"
        ]


class TestCommitments:
    def test_kept_of_made_with_the_reason_for_each_miss_and_what_is_overdue_rises(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "First", "type=retrospective", "at=2026-11-23T09:00")
        for title, due in (("a", TUE), ("b", TUE), ("c", WED), ("d", THU), ("e", FRI)):
            on(MON, "add", "action", title, "owner=Ana", f"due={due}")
        on(TUE, "done", "A-1")
        on(TUE, "set", "A-2", "missed_reason=the vendor was ill")
        on(THU, "add", "meeting", "Second", "type=retrospective", "at=2026-11-26T09:00")
        said = sections(on, THU, "M-2")
        assert said["Commitments since 23 Nov"] == [
            "1 of 3 kept (33%)",
            "A-2 b (Ana) was missed: the vendor was ill",
            "A-3 c (Ana) was missed: no reason given",
        ]
        assert said["Actions overdue"] == [
            "A-2 b (Ana) was due 24 Nov, carried through 1 meeting",
            "A-3 c (Ana) was due 25 Nov, carried through 1 meeting",
        ]


class TestTheRetrospective:
    def test_it_opens_with_its_evidence(self, on: Tpm) -> None:
        on(MON, "add", "item", "Build", "estimate=2d", "owner=Ana")
        on(MON, "add", "lesson", "Asked too late", "action=Ask at the start")
        on(MON, "add", "team_pulse", "Core", "mood=2", "word=tired", "on=2026-11-23")
        on(MON, "add", "meeting", "Before", "type=retrospective", "at=2026-11-23T12:00")
        on(TUE, "done", "T-1")
        on(TUE, "set", "T-1", "status=doing")
        on(WED, "set", "T-1", "estimate=10d")
        on(THU, "add", "meeting", "Now", "type=retrospective", "at=2026-11-26T09:00")
        said = sections(on, THU, "M-2")
        moved = said["What moved the finish since 23 Nov"]
        assert "+10d by estimates" in moved
        assert said["Reopened since 23 Nov"] == ["T-1 Build came back after it was done"]
        assert said["How the teams say it is, of 5"] == ["Core: 2 (tired, 23 Nov)"]
        assert said["Lessons of before"] == ["LE-1 Asked too late: Ask at the start"]

    def test_it_counts_what_was_blocked_and_reopened_since_the_last_one(self, on: Tpm) -> None:
        for key, title in (("T-1", "Build"), ("T-2", "Wire")):
            on(MON, "add", "item", title, "owner=Ana")
            on(MON, "done", key)
            on(MON, "set", key, "status=doing")
        on(MON, "add", "item", "Wait", "status=doing")
        on(MON, "run", "item.block", "T-3", "cause=vendor", "owner=Ben")
        on(WED, "add", "meeting", "Before", "type=retrospective", "at=2026-11-25T09:00")
        on(WED, "done", "T-2")
        on(THU, "set", "T-2", "status=doing")
        on(FRI, "add", "meeting", "Now", "type=retrospective", "at=2026-11-27T09:00")
        said = sections(on, FRI, "M-2")
        assert said["Reopened since 25 Nov"] == ["T-2 Wire came back after it was done"]
        assert said["Blocked time by cause since 25 Nov"] == ["vendor: 2 days 12 hours"]
        shown = on(FRI, "flow", "--since", WED, "--json").json["blocked_by_cause"]
        assert shown == [{"cause": "vendor", "minutes": (2 * 24 + 12) * 60}]


class TestProblemSolving:
    def test_causes_make_a_tree_and_options_a_decision(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "Night of the alarm", "type=problem-solving", "at=2026-11-23T09:00")
        lines = ("w1 No alarm", "w Route copied", "w Nobody tested", "w1 No one on call", "w2 Rota ends at six",
                 "o Pay for stand-by", "o Move the batch", "t Test each route @ana")  # fmt: skip
        keys = on(MON, "session", "M-1", "add", *lines).lines
        assert keys == ["CA-1", "CA-2", "CA-3", "CA-4", "CA-5", "O-1", "O-2", "A-1"]
        said = sections(on, MON, "M-1")
        assert said["Why it happened"] == [
            "CA-1 No alarm", "› CA-2 Route copied", "›› CA-3 Nobody tested", "CA-4 No one on call",
            "› CA-5 Rota ends at six",
        ]  # fmt: skip
        assert said["Options"] == ["O-1 Pay for stand-by", "O-2 Move the batch"]
        [decision] = on(MON, "ls", "decision", "--json").json
        assert decision["title"] == "Night of the alarm"

    def test_a_why_needs_one_above_it(self, on: Tpm, tpm: Tpm, tmp_path: Path) -> None:
        on(MON, "add", "meeting", "Alarm", "type=problem-solving")
        refused = tpm("-f", tmp_path / "a.db", "session", "M-1", "add", "w1 a", "w3 c")
        assert refused.code != 0
        assert "nothing was said 2 whys below the problem yet; say w2 first" in refused.err
        assert on(MON, "ls", "cause", "--json").json == []

    def test_a_cause_does_not_explain_itself(self, on: Tpm, tpm: Tpm, tmp_path: Path) -> None:
        on(MON, "add", "cause", "a")
        on(MON, "add", "cause", "b", "effect=CA-1")
        refused = tpm("-f", tmp_path / "a.db", "set", "CA-1", "effect=CA-2")
        assert "a cause cannot explain itself" in refused.err

    def test_a_cause_gets_an_owned_action_and_that_becomes_a_mitigation(self, on: Tpm) -> None:
        on(MON, "add", "cause", "No alarm")
        on(MON, "add", "risk", "Nobody notices")
        on(MON, "run", "cause.to_action", "CA-1", "title=Test the route", "owner=Ana", "due=2026-11-27")
        on(MON, "run", "action.to_mitigation", "A-1", "risk=R-1")
        [mitigation] = on(MON, "ls", "mitigation", "--json").json
        [person] = on(MON, "ls", "person", "--json").json
        expected = ("Test the route", person["id"], FRI)
        assert (mitigation["title"], mitigation["owner"], mitigation["due"]) == expected


class TestOtherMeetings:
    def test_a_requirements_session_opens_with_what_is_open(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "Needs", "type=requirements")
        on(MON, "session", "M-1", "add", "n It balances !must", "q Who signs?", "a Vendor delivers")
        said = sections(on, MON, "M-1")
        assert said["Needs that no item answers"] == ["Q-1 It balances (must)"]
        assert said["Questions without an answer"] == ["Q-2 Who signs?"]
        assert said["Assumptions that are open"] == ["Q-3 Vendor delivers"]

    def test_steering_opens_with_what_is_to_be_decided(self, on: Tpm) -> None:
        on(MON, "add", "meeting", "Board", "type=steering")
        on(MON, "add", "decision", "Which provider", "needed_by=2026-12-01")
        on(MON, "add", "issue", "A portal", "type=request for change")
        said = sections(on, MON, "M-1")
        assert said["To be decided"] == ["D-1 Which provider, needed by 1 Dec"]
        assert said["Requests for change"] == ["IS-1 A portal"]

    def test_one_to_one(self, on: Tpm) -> None:
        on(MON, "add", "item", "Build", "owner=Ana", "status=doing")
        on(MON, "add", "action", "Write", "owner=Ana")
        on(MON, "add", "meeting", "Ana and I", "type=one-to-one", "team=Ana")
        said = sections(on, MON, "M-1")
        assert said["Ana"] == ["goes on with T-1 Build"]
        assert said["Actions of Ana"] == ["A-1 Write"]


def test_what_a_sprint_left_goes_on_in_the_next_and_its_figures_stay(on: Tpm) -> None:
    on(MON, "add", "sprint", "One", f"start={MON}", f"end={WED}")
    on(MON, "add", "sprint", "Two", f"start={THU}", "end=2026-12-02")
    for title in ("a", "b"):
        on(MON, "add", "item", title, "sprint=One", "estimate=1d")
    on(MON, "run", "sprint.start", "SP-1")
    on(TUE, "done", "T-1")
    on(THU, "run", "sprint.carry_over", "SP-1")
    sprints = {row["id"]: row["key"] for row in on(THU, "ls", "sprint", "--json").json}
    assert [sprints[row["sprint"]] for row in on(THU, "ls", "item", "--json").json] == ["SP-1", "SP-2"]
    figures = on(THU, "sprint", "SP-1", "--json").json
    assert (figures["committed"], figures["done"], figures["carried"]) == (["T-1", "T-2"], ["T-1"], ["T-2"])


def test_a_summary_in_a_sprint_is_done_with_all_below_it_and_dropped_with_what_is_above(on: Tpm) -> None:
    on(MON, "add", "sprint", "One", f"start={MON}", f"end={WED}")
    on(MON, "add", "sprint", "Two", f"start={THU}", "end=2026-12-02")
    on(MON, "add", "item", "Whole", "sprint=One")
    on(MON, "add", "item", "Part", "parent=T-1")
    on(MON, "add", "item", "Half", "sprint=One", "estimate=1d")
    on(MON, "add", "item", "Above")
    on(MON, "add", "item", "Below", "parent=T-4", "sprint=One")
    on(MON, "run", "sprint.start", "SP-1")
    on(TUE, "done", "T-2")
    on(TUE, "set", "T-3", "progress=100")
    on(TUE, "set", "T-4", "status=dropped")
    figures = on(WED, "sprint", "SP-1", "--json").json
    assert (figures["done"], figures["carried"], figures["dropped"]) == (["T-1", "T-3"], [], ["T-5"])
    assert on(THU, "run", "sprint.carry_over", "SP-1").out.strip() == "nothing is left to carry over"
    on(TUE, "set", "T-4", "status=ready")
    on(TUE, "set", "T-2", "status=doing")
    assert on(WED, "sprint", "SP-1", "--json").json["carried"] == ["T-1", "T-5"]


def test_a_sprint_asks_the_work_below_a_summary_whatever_is_said_between(on: Tpm) -> None:
    on(MON, "add", "sprint", "One", f"start={MON}", f"end={FRI}")
    on(MON, "add", "item", "Whole", "sprint=One")
    on(MON, "add", "item", "Middle", "parent=T-1")
    on(MON, "add", "item", "Leaf", "parent=T-2")
    on(TUE, "set", "T-2", "status=doing")
    on(TUE, "done", "T-3")
    on(TUE, "add", "item", "Other", "parent=T-1", "status=done")

    def figures() -> tuple[list[str], list[str]]:
        made = on(THU, "sprint", "SP-1", "--json").json
        return made["done"], made["carried"]

    assert figures() == (["T-1"], [])
    on(WED, "set", "T-3", "status=doing")
    on(WED, "set", "T-2", "status=done")
    assert figures() == ([], ["T-1"])
    on(WED, "set", "T-3", "status=dropped")
    assert figures() == (["T-1"], [])


def test_what_is_moved_below_dropped_work_leaves_the_sprint_with_it_and_a_swap_is_no_endless_tree(
    on: Tpm, tmp_path: Path
) -> None:
    on(MON, "add", "sprint", "One", f"start={MON}", f"end={FRI}")
    on(MON, "add", "item", "Above")
    on(MON, "add", "item", "Below", "parent=T-1", "sprint=One")
    on(MON, "add", "item", "Gone", "status=dropped")
    on(TUE, "set", "T-1", "parent=T-3")
    figures = on(WED, "sprint", "SP-1", "--json").json
    assert (figures["dropped"], figures["carried"]) == (["T-2"], [])
    on(TUE, "set", "T-1", "parent=")
    assert on(WED, "sprint", "SP-1", "--json").json["carried"] == ["T-2"]
    swap = tmp_path / "swap.csv"
    swap.write_text("key,title,parent\nT-1,Above,T-2\nT-2,Below,\n")
    on(TUE, "import", "csv", swap)
    assert on(WED, "sprint", "SP-1", "--json").json["carried"] == ["T-2"]


def test_what_one_sprint_hands_on_is_not_handed_on_by_the_next_as_well(on: Tpm) -> None:
    for name, first, last in (("One", MON, MON), ("Two", TUE, TUE), ("Three", WED, WED)):
        on(MON, "add", "sprint", name, f"start={first}", f"end={last}")
    on(MON, "add", "item", "a", "sprint=One")
    assert "carried T-1 over" in on(WED, "run", "sprint.carry_over", "SP-1", "SP-2").out
    [item] = on(WED, "ls", "item", "--json").json
    assert item["sprint"] == on(WED, "ls", "sprint", "--json").json[1]["id"]


def test_somebody_of_the_team_is_the_owner_of_what_they_ask_for(on: Tpm) -> None:
    on(MON, "add", "person", "Dana Levy")
    on(MON, "add", "meeting", "Needs")
    on(MON, "session", "M-1", "add", "n It balances @dana", "n It is fast @zoe")
    dana, zoe = on(MON, "ls", "requirement", "--json").json
    assert (dana["owner"] is None, dana["stakeholder"]) == (False, None)
    assert (zoe["owner"], zoe["stakeholder"] is None) == (None, False)


def test_the_stand_up_report_names_what_is_marked_as_blocked(on: Tpm) -> None:
    on(MON, "add", "item", "Build", "status=doing")
    on(MON, "run", "item.block", "T-1", "cause=legal")
    report = on(MON, "report", "stand-up", "--json").json
    lines = {section["title"]: [line["text"] for line in section["lines"]] for section in report["sections"]}
    assert lines["Blocked"] == ["T-1 Build (nobody), for 0 working days: legal"]
    assert "In work" not in lines


def test_an_option_has_one_score_by_a_criterion(on: Tpm, tpm: Tpm, tmp_path: Path) -> None:
    on(MON, "add", "decision", "Which")
    on(MON, "add", "option", "Rent", "decision=D-1")
    on(MON, "add", "criterion", "Cost", "decision=D-1")
    on(MON, "add", "score", "option=O-1", "criterion=CR-1", "score=3")
    again = tpm("-f", tmp_path / "a.db", "add", "score", "option=O-1", "criterion=CR-1", "score=9")
    assert (again.code, "SC-1 is its score by that criterion; change that one" in again.err) == (1, True)
