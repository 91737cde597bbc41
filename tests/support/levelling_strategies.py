"""Random levelling problems with everything in them: calendars, overnight shifts, lags, pins, skills, pools."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from support.plan_records import add, item, link, new_plan
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.levelling.problem.levelling_problem import (
    Activity,
    ActivityPart,
    Demand,
    Fixed,
    LevellingProblem,
    Mode,
    PrecedenceRelation,
    Resource,
)
from tpm_tui.planning.levelling.problem.working_time import CONTINUOUS, CYCLE, WorkingTime

DAY = 1440


def office(*absent: int) -> WorkingTime:
    """Two weeks of five days, a morning and an afternoon, without the days absent."""
    return WorkingTime(
        [
            (day * DAY + start, day * DAY + end)
            for day in range(14)
            if day % 7 < 5 and day not in absent
            for start, end in ((480, 720), (780, 1020))
        ],
        2 * CYCLE,
    )


NIGHT = WorkingTime([(day * DAY + 1320, (day + 1) * DAY + 360) for day in range(13) if day % 7 < 5], 2 * CYCLE)
WEEKEND = WorkingTime([(day * DAY, (day + 1) * DAY) for day in range(14) if day % 7 >= 5], 2 * CYCLE)
CALENDARS = (CONTINUOUS, office(), office(1, 2), office(7), NIGHT, WEEKEND)


@st.composite
def problems(draw: st.DrawFn, most: int = 9, calendars: tuple[WorkingTime, ...] = CALENDARS) -> LevellingProblem:
    """Up to `most` activities on three people and a pool; durations of up to two days."""
    resources = (
        Resource("Ana", 100),
        Resource("Ben", 100),
        Resource("Cem", 100),
        Resource("bench", 2, draw(st.sampled_from(((), ((2000, 1), (5000, 3)))))),
    )
    number = st.integers(0, len(calendars) - 1)
    minutes = st.sampled_from((0, 30, 60, 240, 480, 700, 960))
    count = draw(st.integers(1, most))
    activities: list[Activity] = []
    for j in range(count):
        modes = draw(_modes(number, minutes))
        release = draw(st.sampled_from((0, 0, 500, 3000)))
        wish = max(release, draw(st.integers(0, 6000)))
        start = min((calendars[part.calendar].start(wish) for part in modes[0] if part.duration), default=wish)
        fixed = None
        if draw(st.integers(0, 5)) == 0 and len(modes) == 1 and len(modes[0]) == 1:
            part = modes[0][0]
            fixed = Fixed(start, calendars[part.calendar].finish(start, part.duration))
        activities.append(
            Activity(
                f"T{j}",
                modes,
                release,
                start,
                fixed,
                deadline=draw(st.none() | st.integers(0, 8000)),
                weight=draw(st.integers(1, 5)),
                priority=draw(st.sampled_from((0, 500, 1000))),
            )
        )
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    relations = [
        PrecedenceRelation(
            predecessor,
            successor,
            draw(st.sampled_from(("FS", "FS", "SS", "FF", "SF"))),
            draw(st.sampled_from((0, 0, 60, 480, -60, -200))),
            draw(st.none() | number),
        )
        for predecessor, successor in (draw(st.lists(pairs, max_size=count, unique=True)) if count > 1 else [])
    ]
    return LevellingProblem(tuple(activities), tuple(relations), resources, calendars)


@st.composite
def _modes(draw: st.DrawFn, number: st.SearchStrategy[int], minutes: st.SearchStrategy[int]) -> tuple[Mode, ...]:
    """One person, one of several qualified, two together on calendars of their own, or a share of the pool."""
    kind = draw(st.sampled_from(("person", "skill", "pair", "pool")))
    duration = draw(minutes)
    units = st.sampled_from((50, 100, 100))
    if kind == "skill":
        able = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True))
        return tuple((ActivityPart(draw(number), duration, (Demand(person, 100),)),) for person in able)
    if kind == "pair":
        return (
            (
                ActivityPart(draw(number), duration, (Demand(0, draw(units)),)),
                ActivityPart(draw(number), draw(minutes), (Demand(1, draw(units)),)),
            ),
        )
    if kind == "pool":
        return ((ActivityPart(draw(number), duration, (Demand(3, draw(st.integers(1, 2))), Demand(2, 50))),),)
    return ((ActivityPart(draw(number), duration, (Demand(draw(st.integers(0, 2)), draw(units)),)),),)


NIGHT = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), "18:00-24:00")
NIGHT |= dict.fromkeys(("friday", "saturday", "sunday"), "")


LAGS = st.one_of(
    st.tuples(st.sampled_from((0, 60, -60, -480, 1440)), st.sampled_from(("working", "elapsed"))),
    st.tuples(st.sampled_from((0, 50, 100, -20, 150)), st.just("percent")),
)
"""Lags of all units; a share of a summary is one of the time that it spans."""


@st.composite
def plans_of_several_calendars(draw: st.DrawFn, kinds: Sequence[str] = ("FS", "SS", "FF", "SF")) -> Plan:
    """Few items of people on two calendars, alone, together, or of whoever has the skill; all links, lags and
    constraints, some of them in a summary with links of its own, some milestones."""
    edits: list[Edit] = [
        add("calendar", "night", name="Night", **NIGHT),
        add("calendar", "short", name="Short", monday="10:00-12:00 13:00-15:00", friday=""),
        add("person", "ana", name="Ana", skills=("py:2",)),
        add("person", "ben", name="Ben", skills=("py",), calendar=draw(st.sampled_from(("night", "short"))),
            capacity=draw(st.sampled_from((480, 240)))),
    ]  # fmt: skip
    summary = draw(st.booleans())
    if summary:
        edits += [item("S", None), item("Z", 4, owner="ana"), link("S", "Z", draw(st.sampled_from(kinds)), *draw(LAGS))]
    for n in range(draw(st.integers(2, 4))):
        who = draw(st.sampled_from(("ana", "ben", "both", "skill", None)))
        values: dict[str, Any] = {"owner": who} if who in ("ana", "ben") else {}
        values |= {"skills": ("py",)} if who == "skill" else {}
        values |= {"parent": "S"} if summary and draw(st.booleans()) else {}
        values |= {"type": "milestone"} if draw(st.integers(0, 7)) == 0 else {}
        if draw(st.integers(0, 4)) == 0:
            constraint = draw(st.sampled_from(("SNET", "FNET", "SNLT", "MSO", "FNLT", "MFO")))
            # typed in the night, too, where the date holds and does not limit
            hour = draw(st.sampled_from((11, 2, 20))) if constraint in ("SNET", "FNET") else 11
            day = datetime(2026, 11, draw(st.integers(23, 27)), hour)
            values |= {"constraint": constraint, "constraint_date": day}
        edits.append(item(f"T{n}", draw(st.sampled_from((0.5, 4, 8, 20, 0))), **values))
        if who == "both":
            edits += [
                add("assignment", f"{one}{n}", item=f"T{n}", person=one, units=draw(st.sampled_from((50, 100))))
                for one in ("ana", "ben")
            ]
        if n and draw(st.integers(0, 3)):
            kind = draw(st.sampled_from(kinds))
            edits.append(link(f"T{draw(st.integers(0, n - 1))}", f"T{n}", kind, *draw(LAGS)))
    return new_plan(*edits)
