"""A thousand random plans with states, actual dates and a status date, against a reference that shares no code.

The reference lists every working minute of half a year and counts in that list: no calendars, passes or rules of ours.
"""

from bisect import bisect_left
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from support.plan_records import TODAY, WORDS, item, link, new_plan
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of

PLANS = 1000
EPOCH = datetime(1970, 1, 1)
FIRST = date(2026, 8, 31)
HOURS = ((9, 12), (13, 18))


def minute(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds()) // 60


WORKED = [
    minute(datetime.combine(FIRST + timedelta(days=number), datetime.min.time())) + at
    for number in range(400)
    if (FIRST + timedelta(days=number)).weekday() < 5
    for start, end in HOURS
    for at in range(start * 60, end * 60)
]


def add(instant: int, work: int) -> int:
    before = bisect_left(WORKED, instant)
    if work > 0:
        return WORKED[before + work - 1] + 1
    return WORKED[before + work] if work else instant


def next_working(instant: int) -> int:
    return WORKED[bisect_left(WORKED, instant)]


Item = dict[str, Any]
Link = tuple[int, int, str, int]


def random_plan(rng: Random) -> tuple[list[Item], list[Link], datetime, datetime | None]:
    items: list[Item] = []
    for _ in range(rng.randint(1, 8)):
        values: Item = {"hours": rng.choice([0.5, 4, 8, 20, 60]), "status": "backlog"}
        kind = rng.choice(["open", "open", "open", "begun", "done", "dropped", "progress"])
        moment = datetime(2026, 11, rng.choice([2, 4, 9, 13, 17, 20]), rng.choice([9, 11, 15]))
        if kind == "begun":
            values |= {"status": "doing", "actual_start": moment, "progress": rng.choice([0, 30, 75])}
            if rng.random() < 0.4:
                values["remaining"] = rng.choice([60, 480, 3000])
        elif kind == "done":
            values |= {"status": "done", "actual_finish": moment}
            if rng.random() < 0.6:
                values["actual_start"] = moment - timedelta(days=3)
        elif kind == "progress":
            values |= {"status": "doing", "progress": rng.choice([25, 50])}
        elif kind == "dropped":
            values["status"] = "dropped"
        items.append(values)
    links = [
        (before, after, rng.choice(["FS", "FS", "SS", "FF", "SF"]), rng.choice([0, 0, 60, 480]))
        for after in range(len(items))
        for before in range(after)
        if rng.random() < 0.35
    ]
    start = datetime(2026, 11, rng.choice([2, 16, 23, 30]))
    return items, links, start, rng.choice([None, None, datetime(2026, 11, 11), datetime(2026, 11, 24, 14)])


def reference(
    items: list[Item], links: list[Link], start: datetime, status_date: datetime | None
) -> list[tuple[int, int] | None]:
    """Start and finish of each item, None for what is dropped."""
    facts = any(v["status"] not in ("backlog", "dropped") and _is_fact(v) for v in items)
    if status_date is None and facts:
        status_date = datetime.combine(TODAY, datetime.min.time())
    status = None if status_date is None else minute(status_date)
    dates: list[tuple[int, int] | None] = []
    for place, values in enumerate(items):
        duration = int(values["hours"] * 60)
        if values["status"] == "dropped":
            dates.append(None)
            continue
        began = minute(values["actual_start"]) if "actual_start" in values else None
        left = values.get("remaining", duration - round(duration * values.get("progress", 0) / 100))
        if "actual_finish" in values:
            ended = minute(values["actual_finish"])
            dates.append((add(ended, -duration) if began is None else began, ended))
            continue
        if began is None and left < duration and status is not None:
            began = add(status, left - duration)
        if began is not None:
            resumed = add(began, max(duration - left, 0))
            dates.append((began, add(max(resumed, status or resumed), left)))
            continue
        bounds = []
        for before, after, kind, lag in links:
            ahead = dates[before] if after == place else None
            if ahead is not None:
                end = ahead[1] if kind in ("FS", "FF") else ahead[0]
                bound = add(end, lag) if kind in ("FS", "SS") else add(add(end, -duration), lag)
                bounds.append(max(bound, minute(start)) if kind == "FF" else bound)
        first = next_working(max(bounds, default=minute(start)))
        if status is not None:
            first = max(first, next_working(status))
        dates.append((first, add(first, duration)))
    return dates


def _is_fact(values: Item) -> bool:
    return "actual_start" in values or "actual_finish" in values or bool(values.get("progress"))


@pytest.mark.slow
def test_a_thousand_plans_agree_with_a_reference_that_counts_minutes() -> None:
    for seed in range(PLANS):
        items, links, start, status_date = random_plan(Random(seed))
        records = [item(f"i{number}", **values) for number, values in enumerate(items)]
        ties = [link(f"i{before}", f"i{after}", kind, lag) for before, after, kind, lag in links]
        plan = new_plan(*records, *ties, start=start, status_date=status_date)
        schedule = schedule_of(plan, WORDS)
        for place, expected in enumerate(reference(items, links, start, status_date)):
            if expected is not None:
                given = schedule.start[place], schedule.finish[place]
                assert given == expected, (seed, place, items, links)
