"""The plan as it is once a proposal was taken, counted on the fingers: what each person and pool does in each minute.

Nothing here knows networks, profiles or time-phased tables: calendars are the texts of their records.
"""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from support.plan_records import WORDS, add, change, item, link, new_plan
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.analysis.workload.load_by_person_skill_or_workstream import load_rows
from tpm_tui.planning.analysis.workload.load_by_resource_and_day import resource_load
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.levelling.levelling_of_plan import changed_values, level_plan
from tpm_tui.planning.levelling.problem.objective import LevellingObjective

EPOCH = date(1970, 1, 1)
STANDARD = ((540, 720), (780, 1080))
EVENING = ((1080, 1440),)
DAWN = ((0, 360),)
#: Hours by weekday, as they are written down below: a night goes over midnight.
WEEKS = {
    None: (STANDARD,) * 5 + ((), ()),
    "night": (EVENING, DAWN + EVENING, DAWN + EVENING, DAWN + EVENING, DAWN, (), ()),
    "short": ((STANDARD[0],),) * 4 + ((), (), ()),
    "long": (((480, 1200),),) * 4 + ((), (), ()),
}
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FEAST = date(2026, 11, 26)


def calendar(id_: str) -> Edit:
    hours = {
        day: " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in spans)
        for day, spans in zip(NAMES, WEEKS[id_], strict=True)
    }
    return add("calendar", id_, name=id_, **hours)


@st.composite
def programmes(draw: st.DrawFn) -> Plan:
    """Day and night, part time, leave, a feast, pools, skills, links, a summary, what has begun and what is pinned."""
    edits: list[Edit] = [
        calendar("night"), calendar("short"), calendar("long"),
        add("calendar_exception", "feast", calendar="calendar", name="Feast", start=FEAST),
        add("person", "ana", name="Ana", skills=("py:2",), capacity=draw(st.sampled_from((480, 240)))),
        add("person", "ben", name="Ben", skills=("py:1",), calendar=draw(st.sampled_from((None, "short", "night")))),
        add("pool", "env", name="env", capacity=2),
    ]  # fmt: skip
    for who in ("ana", "ben"):
        if draw(st.booleans()):
            first = date(2026, 11, draw(st.integers(23, 30)))
            edits.append(add("absence", f"off-{who}", person=who, start=first, end=first + timedelta(1), type="sick"))
    if draw(st.booleans()):
        edits.append(item("S", None))
    for n in range(draw(st.integers(2, 6))):
        kind = draw(st.sampled_from(("ana", "ben", "both", "pool", "skill")))
        values = {"owner": kind} if kind in ("ana", "ben") else {"skills": ("py:1",)} if kind == "skill" else {}
        values |= {"effort_type": draw(st.sampled_from(("fixed units", "fixed work", "fixed duration")))}
        values |= {"calendar": "long"} if draw(st.integers(0, 6)) == 0 else {}
        values |= {"parent": "S"} if len(edits) > 6 and edits[-1].id == "S" and draw(st.booleans()) else {}
        edits.append(item(f"T{n}", draw(st.sampled_from((1, 4, 8, 20))), **values))
        if kind in ("both", "pool"):
            edits += [
                add("assignment", f"{one}{n}", item=f"T{n}", person=one, units=draw(st.sampled_from((50, 100))))
                for one in (("ana", "ben") if kind == "both" else ())
            ]
            edits.append(add("assignment", f"env{n}", item=f"T{n}", pool="env", units=100))
        if n and draw(st.booleans()):
            lag = draw(st.sampled_from((0, 60, 1440, -60)))
            type_ = draw(st.sampled_from(("FS", "SS", "FF")))
            edits.append(link(f"T{draw(st.integers(0, n - 1))}", f"T{n}", type_, lag, draw(st.sampled_from(UNITS))))
    return new_plan(*edits)


UNITS = ("working", "elapsed")


def hours(plan: Plan, week: str | None, day: date, away: str | None = None) -> tuple[tuple[int, int], ...]:
    if week is None and day == FEAST:
        return ()
    c = plan["absence"].columns
    for who, first, last in zip(c["person"], c["start"], c["end"], strict=True):
        if who == away and date.fromisoformat(str(first)) <= day <= date.fromisoformat(str(last)):
            return ()
    return WEEKS[week][day.weekday()]


def minutes_of(plan: Plan, own: str | None, person: str | None, start: int, finish: int) -> list[int]:
    """The minutes that somebody can work on an item with a calendar of its own (or none) between two instants."""
    theirs = None if person is None else plan.value("person", person, "calendar")
    weeks = [own] if own is not None else []
    weeks += [None if theirs is None else str(theirs)] if theirs is not None or own is None else []
    minutes: list[int] = []
    for number in range(start // 1440, finish // 1440 + 1):
        day = EPOCH + timedelta(number)
        both = [{m for a, b in hours(plan, week, day, person) for m in range(a, b)} for week in weeks]
        minutes += [number * 1440 + m for m in sorted(set.intersection(*both))]
    return [minute for minute in minutes if start <= minute < finish]


def worked(plan: Plan) -> dict[str, Counter[int]]:
    """Person or pool -> minute -> percent that is asked of them, by the plan's dates and nothing else."""
    schedule = schedule_of(plan, WORDS)
    asked: dict[str, Counter[int]] = {"ana": Counter(), "ben": Counter(), "env": Counter()}
    table = plan["assignment"]
    for place, id_ in enumerate(plan["item"].ids):
        rows = [table.row(a) for a in plan.ids_by_reference("assignment", "item").get(id_, ())]
        owner = plan.value("item", id_, "owner")
        several = [(str(row["person"] or row["pool"]), int(str(row["units"]))) for row in rows]
        several = several or ([(str(owner), 100)] if owner else [])
        if id_ in plan.children or not several:
            continue
        own = plan.value("item", id_, "calendar")
        kind = plan.value("item", id_, "effort_type")
        likely = plan.value("item", id_, "estimate")
        minutes = int(str(likely).strip("[]").split(",")[1])
        given = {who: min(units, 50) if who == "ana" and part_time(plan) else units for who, units in several}
        # a thing is used while people work, all of a fixed duration; it works where nobody else does
        workers = [who for who in given if who != "env"] or list(given)
        together = sum(given[who] for who in workers)
        shares = {
            who: minutes * 100 / together if kind == "fixed work" else minutes * dict(several)[who] / given[who]
            for who in workers
        }
        first = None if kind == "fixed duration" else next((who for who in given if who != "env"), None)
        for who, _ in several:
            free = minutes_of(
                plan, None if own is None else str(own), first if who == "env" else who,
                schedule.start[place], schedule.finish[place],
            )  # fmt: skip
            share = shares.get(who, max(shares.values()))
            free = free if kind == "fixed duration" else free[: -int(-share // 1)]
            asked[who].update(dict.fromkeys(free, given[who]))
    return asked


def part_time(plan: Plan) -> bool:
    return plan.value("person", "ana", "capacity") == 240


@settings(max_examples=30, deadline=None)
@given(programmes(), st.sampled_from(list(LevellingObjective)))
def test_nobody_is_asked_for_more_than_there_is_on_any_minute(plan: Plan, objective: LevellingObjective) -> None:
    proposal = level_plan(plan, WORDS, objective, weeks=30, schedules=20)
    values = changed_values(plan, proposal)
    asked = worked(plan.applied([change(plan, "item", id_, **new) for id_, new in values.items()]))
    most = {"ana": 50 if part_time(plan) else 100, "ben": 100, "env": 200}
    above = [who for who, minutes in asked.items() if max(minutes.values(), default=0) > most[who]]
    assert proposal.proposal.feasible == (not above), above


@settings(max_examples=30, deadline=None)
@given(programmes())
def test_the_load_of_a_day_is_the_sum_of_its_minutes(plan: Plan) -> None:
    load = resource_load(plan, WORDS)
    rows = {row.id: row for row in load_rows(plan, load)}
    for who, minutes in worked(plan).items():
        by_day: Counter[int] = Counter()
        for minute, units in minutes.items():
            by_day[minute // 1440] += units
        for day in range(load.first, load.first + load.days):
            assert abs(rows[who].minutes[day - load.first] - by_day[day] / 100) < 1, (who, day)
