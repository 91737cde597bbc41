"""The lines of the team view and of levelling: absences and holidays, what nobody does yet, what a proposal costs."""

from datetime import date, datetime

from support.plan_records import WORDS, add, item, link, new_plan
from tpm_tui.app.page_lines.people.team import team_lines
from tpm_tui.app.page_lines.schedule.levelling import proposal_lines
from tpm_tui.app.services.calculations.team_figures import team_figures
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.planning.analysis.schedule_result import ScheduleRequest, compute_result
from tpm_tui.planning.levelling.levelling_of_plan import level_plan
from tpm_tui.safe_text import width


def lines_of(plan: Plan, by: str = "person", cells: int = 80) -> list[str]:
    figures = team_figures(compute_result(ScheduleRequest(plan, WORDS)), Sheet(plan, WORDS), by)
    return ["".join(text for text, _ in line.runs) for line in team_lines(figures, cells)]


PEOPLE = (
    add("person", "ana", name="Ana"),
    add("person", "ben", name="Ben", function="qa"),
    add("absence", "a1", person="ana", start=date(2026, 11, 25), end=date(2026, 11, 30), type="sick"),
    add("absence", "a2", person="ben", start=date(2026, 12, 24)),
    add("absence", "gone", person="ben", start=date(2026, 11, 2)),
    add("calendar_exception", "x", calendar="calendar", name="Feast", start=date(2026, 12, 1)),
    add("calendar_exception", "y", calendar="calendar", name="Half", start=date(2026, 12, 2), hours="9:00-12:00"),
    item("T1", 40, owner="ana"),
    item("T2", 24, owner="ben"),
)


def test_absences_and_holidays_are_drawn_and_listed() -> None:
    lines = lines_of(new_plan(*PEOPLE))
    drawn = {line.split()[0]: line[18:] for line in lines if line.startswith(("Ana ", "Ben "))}
    # from Monday 23 November: two days of work, away over a weekend until the 30th, a feast, then half a day
    assert drawn["Ana"].startswith("██aaa··ah█")
    assert drawn["Ben"].startswith("███  ·· h ")
    assert lines[lines.index("Away") : lines.index("Away") + 4] == [
        "Away", "  25 Nov – 30 Nov  Ana: sick leave", "  1 Dec  everybody: Feast", "  24 Dec  Ben: holiday",
    ]  # fmt: skip
    assert lines[-1] == "▁ … █ share of a day's capacity, 2 … 9 times it, a away, h holiday, · free"
    assert not any("aa" in line for line in lines_of(new_plan(*PEOPLE), "function")), "a group is not away"


def test_what_nobody_does_yet_is_what_is_left_of_open_work() -> None:
    plan = new_plan(
        *PEOPLE,
        item("U1", 32, function="qa"),
        item("U2", 32, function="qa", status="dropped"),
        item("U3", 32, function="qa", actual_start=datetime(2026, 11, 20, 9), progress=50),
        item("U4", 32, function="qa", status="done", actual_finish=datetime(2026, 11, 20, 9)),
        item("U5", 16, function="operations"),
        add("assignment", "none", item="U5", person="ana", units=0),
    )
    lines = lines_of(plan)
    at = lines.index("Nobody does these yet, by function")
    assert [line.split() for line in lines[at + 1 : at + 3]] == [
        ["operations", "2.0", "days", "in", "1", "item"],
        ["qa", "6.0", "days", "in", "2", "items"],
    ]


def test_a_proposal_says_whole_what_it_costs_on_80_columns() -> None:
    plan = new_plan(
        add("person", "ana", name="Ana"),
        *(item(f"T{n}", 80, owner="ana", title="A title that is longer than the line has room for") for n in (1, 2)),
        item("M", None, type="milestone", title="A milestone whose name is as long as it can be"),
        *(link(f"T{n}", "M") for n in (1, 2)),
    )
    lines = [
        "".join(text for text, _ in line.runs) for line in proposal_lines(plan, WORDS, level_plan(plan, WORDS), (), 76)
    ]
    assert max(map(width, lines)) <= 76
    costs = [line for line in lines if line.startswith(("  M ", "  T"))]
    assert [line.rstrip().endswith("14 calendar days later") for line in costs] == [True, True, True]
