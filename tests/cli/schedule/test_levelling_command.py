"""``tpm level``, ``tpm who`` and instances of the literature, from the command line."""

from pathlib import Path

import pytest

from support.cli_driver import Tpm

INSTANCE = """\
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          3           2   3   4
   2        1          1           5
   3        1          1           6
   4        1          1           6
   5        1          1           6
   6        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     2       2    0
  3      1     3       1    1
  4      1     2       2    0
  5      1     1       0    1
  6      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    1
************************************************************************
"""

SKILLS = """\
==========================================================
ResourceID 	 Salary 	 Skills
1	 	 	50.0	 	 Q0: 1 	  Q1: 0
2	 	 	40.0	 	 Q1: 1
==========================================================
TaskID 	 Duration 	 Skill 	 Predecessor IDs
1	 	 	3	 Q0: 1
2	 	 	2	 Q1: 0
3	 	 	2	 Q1: 1	 	1
==========================================================
"""


@pytest.fixture
def three(tpm: Tpm, file: Path) -> Tpm:
    """Three items of two days each, all Ana's."""
    for number in (1, 2, 3):
        tpm("add", "item", f"Work {number}", "owner=ana", "estimate=2d")
    return tpm


def test_level_proposes_and_takes_as_one_change(three: Tpm) -> None:
    proposal = three("level", "--json").json
    assert set(proposal) == {
        "finish_before", "finish_after", "lower_bound", "moved", "peak", "feasible", "proved", "stopped_by",
        "overloaded",
    }  # fmt: skip
    assert proposal["feasible"]
    assert proposal["overloaded"] == []
    assert len(proposal["moved"]) == 2
    assert proposal["peak"] == [{"name": "ana", "before": 3.0, "after": 1.0}]
    assert three("level", "--json").out == three("level", "--json").out
    assert three("level", "--take").code == 0
    assert three("level", "--json").json["moved"] == []
    assert three("undo").code == 0
    assert len(three("level", "--json").json["moved"]) == 2


def test_what_stays_above_capacity_is_named_with_the_work_that_stays(three: Tpm) -> None:
    three("add", "person", "Ben")
    for title in ("Later", "Later too"):
        three("add", "item", title, "owner=Ben", "estimate=1d", "constraint=SNET", "constraint_date=2027-03-01")
    three("set", "T-1", "actual_start=2026-11-23T09:00")
    three("set", "T-2", "promised=2026-11-24")
    three("set", "T-3", "constraint=MSO", "constraint_date=2026-11-24")
    said = three("level", "--json").json
    assert (said["feasible"], said["moved"]) == (False, [])
    assert said["overloaded"] == [
        {"name": "ana", "from": "2026-11-23T09:00", "items": ["T-1", "T-3", "T-2"]},
        {"name": "Ben", "from": "2027-03-01T09:00", "items": []},
    ]
    words = three("level").out
    assert "T-1 has begun, T-3 is bound to its date and T-2 is promised or frozen" in words
    assert "Ben is above capacity from 1 Mar 09:00, after the weeks that were asked for" in words
    assert [one["name"] for one in three("level", "--weeks", "20", "--json").json["overloaded"]] == ["ana"]


def test_taking_says_how_many_items_move_and_how_many_of_them_are_held(three: Tpm) -> None:
    three("add", "item", "Behind", "estimate=1d")
    for before in ("T-1", "T-2", "T-3"):
        assert three("link", before, "T-4").code == 0
    assert len(three("level", "--json").json["moved"]) == 3
    assert three("level", "--take").code == 0
    said = three("undo")
    assert "levelled: 3 items moved, by the levelled start or the owner of 2 items" in said.out + said.err


def test_slack_is_said_to_be_by_logic_in_a_levelled_plan(three: Tpm) -> None:
    three("add", "item", "Late", "estimate=20d")
    assert "It can slip" in three("why", "T-1").out
    assert "by logic" not in three("schedule").out.lower()
    three("level", "--take")
    assert "By logic it can slip" in three("why", "T-1").out
    assert "Slack by logic  Critical by logic" in three("schedule").out


def test_why_names_whose_work_comes_before(three: Tpm) -> None:
    three("level", "--take")
    told = " ".join(three("why", key).out for key in ("T-1", "T-2", "T-3"))
    assert "ana works on" in told


def test_why_names_the_thing_that_is_taken(tpm: Tpm, file: Path) -> None:
    for title in ("Rehearsal 1", "Rehearsal 2"):
        tpm("add", "item", title, "estimate=2d")
    for key in ("T-1", "T-2"):
        tpm("add", "assignment", f"item={key}", "pool=staging")
    assert tpm("level", "--take").code == 0
    assert "because staging is taken by T-" in tpm("why", "T-1").out + tpm("why", "T-2").out


def test_what_nobody_can_take_is_said_in_words(three: Tpm) -> None:
    three("add", "item", "Above")
    three("set", "T-1", "parent=T-4")
    assert three("who", "T-4").out.startswith("nobody can take it: it is done, holds other items")
    assert three("who", "T-4", "--json").json == []


def test_check_names_the_overloaded(three: Tpm) -> None:
    assert "ana is above capacity on 2 days" in three("check").out
    three("level", "--take")
    assert "above capacity" not in three("check").out


def test_who_ranks_those_with_the_skill_first(three: Tpm) -> None:
    three("add", "person", "Ben", "skills=go:3")
    three("set", "T-1", "skills=go:2")
    ranked = three("who", "T-1", "--json").json
    assert [person["name"] for person in ranked] == ["Ben", "ana"]
    assert set(ranked[0]) == {"key", "name", "skills", "free_minutes", "from", "finish_if_taken"}
    assert ranked[0]["skills"] == {"go": 3}
    assert ranked[0]["free_minutes"] == 960


def test_an_instance_of_the_literature_comes_to_its_optimum(tpm: Tpm, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.sm"
    path.write_text(INSTANCE)
    assert tpm("import", "psplib", str(path)).code == 0
    proposal = tpm("level", "--objective", "finish", "--json").json
    assert proposal["makespan"] == 7
    assert proposal["feasible"]
    assert "unchanged 4" in tpm("import", "psplib", str(path)).out or len(tpm("ls", "item", "--json").json) == 4


def test_one_person_a_task_with_the_skill(tpm: Tpm, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.def"
    path.write_text(SKILLS)
    assert tpm("import", "mspsp", str(path)).code == 0
    assert tpm("level", "--objective", "finish", "--json").json["makespan"] == 5


@pytest.mark.parametrize(("format_", "text"), [("psplib", "nothing"), ("mspsp", "nothing"), ("psplib", INSTANCE[:700])])
def test_what_is_no_instance_is_refused_in_one_line(tpm: Tpm, tmp_path: Path, format_: str, text: str) -> None:
    path = tmp_path / "bad"
    path.write_text(text)
    result = tpm("import", format_, str(path))
    assert result.code == 1
    assert len(result.err.strip().splitlines()) <= 2


def test_the_forecast_with_people_is_as_late_as_they_make_it(three: Tpm) -> None:
    logic, people = (three("simulate", "--runs", "10", "--json", *more).json for more in ((), ("--people",)))
    assert "bottleneck" not in logic
    assert (people["bottleneck"]["kind"], people["bottleneck"]["name"]) == ("person", "ana")
    told = three("simulate", "--runs", "10", "--people").out
    days = people["bottleneck"]["p80_minutes"] / (24 * 60)
    assert f"The bottleneck is ana: one more brings P80 forward by {days:.1f} calendar days." in told
    before = three("level", "--objective", "finish", "--json").json
    assert logic["deterministic"] == before["finish_before"]
    assert people["deterministic"] == before["finish_after"]
