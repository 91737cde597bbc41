"""Reads instances of the literature PSPLIB `.sm` (Kolisch, Sprecher 1997) and iMOPSE `.def`."""

from pathlib import Path

from tpm_tui.planning.levelling.problem.levelling_problem import (
    Activity,
    ActivityPart,
    Demand,
    LevellingProblem,
    PrecedenceRelation,
    Resource,
)


def read_psplib(path: Path) -> LevellingProblem:
    """One period is one unit of time; the dummy first and last job are left out."""
    text = path.read_text()
    following = _rows(text, "PRECEDENCE RELATIONS:", 1)
    requests = _rows(text, "REQUESTS/DURATIONS:", 2)
    capacities = _rows(text, "RESOURCEAVAILABILITIES:", 1)[0]
    last = len(requests)
    activities: list[Activity] = []
    for job, _, duration, *units in requests[1:-1]:
        demands = tuple(Demand(resource, count) for resource, count in enumerate(units) if count)
        activities.append(Activity(str(job), ((ActivityPart(0, duration, demands),),), release=0, start=0))
    relations = [
        PrecedenceRelation(row[0] - 2, successor - 2)
        for row in following
        for successor in row[3:]
        if row[0] != 1 and successor != last
    ]
    resources = [Resource(f"R{k + 1}", capacity) for k, capacity in enumerate(capacities)]
    return LevellingProblem(tuple(activities), tuple(relations), tuple(resources))


def _rows(text: str, heading: str, skipped: int) -> list[list[int]]:
    """The rows of numbers below a heading, up to the line of asterisks."""
    block = text.split(heading, 1)[1].split("****", 1)[0].strip("\n").splitlines()
    rows = [[int(number) for number in line.split()] for line in block[skipped:] if not line.startswith("---")]
    return [row for row in rows if row]


def _table(text: str, heading: str) -> list[str]:
    block = text.split(heading, 1)[1].split("====", 1)[0].splitlines()[1:]
    return [line for line in block if line.strip()]
