"""What reports of small plans say of dates, costs and risks, beside a simulation of a few lines."""

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from support.cli_driver import Tpm


def test_simulated_dates_and_the_probability_are_those_of_a_bare_simulation(
    tpm: Tpm, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two branches of work that end in a milestone, simulated with nothing but the standard library."""
    branches = ((("A", 2, 4, 9), ("B", 1, 3, 6)), (("C", 4, 6, 10), ("D", 1, 1, 4)))
    keys = iter(range(1, 6))
    last = []
    for branch in branches:
        before = ""
        for title, *days in branch:
            tpm(
                "add",
                "item",
                title,
                f"estimate={'/'.join(f'{n}d' for n in days)}",
                *([f"after={before}"] if before else []),
            )
            before = f"T-{next(keys)}"
        last.append(before)
    tpm("add", "item", "Live", "type=milestone", f"after={','.join(last)}")
    tpm("set", "PG-1", "start=2026-11-23", "target=T-5", "target_date=2026-12-04")
    facts = tpm("report", "executive", "--json").json
    (promise,) = [section for section in facts["sections"] if section["title"] == "The promise"]
    said = {number["name"]: number["value"] for number in promise["lines"][0]["numbers"]}
    random.seed(7)
    drawn = sorted(
        max(sum(random.triangular(best, worst, likely) for _, best, likely, worst in branch) for branch in branches)
        for _ in range(20_000)
    )
    for name, place in (("p50", 10_000), ("p80", 16_000)):
        worked = working_days(datetime(2026, 11, 23), datetime.fromisoformat(said[name]))
        assert worked == pytest.approx(drawn[place], abs=0.1)
    assert said["probability"] == pytest.approx(sum(days <= 10 for days in drawn) / len(drawn), abs=0.02)


def test_risks_costs_dates_and_moves_are_those_of_a_bare_simulation(
    tpm: Tpm, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chain with a risk on it beside a piece of work of its own; in the afternoon an estimate grows by two days."""
    monkeypatch.setenv("TPM_TODAY", "2026-11-23T08:00")
    tpm("add", "item", "A", "estimate=2d/3d/7d", "due=2026-11-26")
    tpm("add", "item", "B", "estimate=3d/4d/8d", "after=T-1", "due=2026-12-03")
    tpm("add", "item", "C", "estimate=5d/6d/7d")
    tpm("add", "risk", "R", "chance=60%", "delay=2d/4d/9d", "cost=1000/3000/8000", "items=T-2")
    tpm("add", "cost", "Licences", "planned=5000")
    tpm("add", "objective", "O", "items=T-2", "by=2026-12-04")
    tpm("add", "decision", "D", "items=T-2")
    tpm("add", "stakeholder", "S", "items=T-2")
    tpm("set", "PG-1", "start=2026-11-23", "target_date=2026-12-04", "budget=10000")
    monkeypatch.setenv("TPM_TODAY", "2026-11-23T16:00")
    tpm("set", "T-2", "estimate=3d/6d/10d")
    said = {
        (number["key"], number["name"]): number["value"]
        for report in (["executive"], ["steering"], ["brief"], ["letter", "--for", "S-1"])
        for section in tpm("report", *report, "--since", "2026-11-23 12:00", "--json").json["sections"]
        for line in section["lines"]
        for number in line["numbers"]
    }
    random.seed(11)
    runs = []
    for _ in range(40_000):
        first, second, other = (random.triangular(a, b, m) for a, m, b in ((2, 3, 7), (3, 6, 10), (5, 6, 7)))
        occurs = random.random() < 0.6
        delay, cost = random.triangular(2, 9, 4) * occurs, random.triangular(1000, 8000, 3000) * occurs
        chain = first + second + delay
        runs.append((max(chain, other), max(first + second, other), chain, first, 5000 + cost))
    whole, without, chains, first, money = (sorted(column) for column in zip(*runs, strict=True))
    p80 = int(0.8 * len(runs))
    begin = datetime(2026, 11, 23)

    def worked(key: str, name: str) -> float:
        return working_days(begin, datetime.fromisoformat(said[key, name]))

    assert worked("PG-1", "p80") == pytest.approx(whole[p80], abs=0.15)
    assert worked("T-1", "p80") == pytest.approx(first[p80], abs=0.1)
    assert worked("T-2", "p50") == pytest.approx(chains[len(runs) // 2], abs=0.15)
    assert worked("T-2", "p80") == pytest.approx(chains[p80], abs=0.15)
    assert said["R-1", "p80_days"] == pytest.approx(whole[p80] - without[p80], abs=0.15)
    assert said["PG-1", "cost_p80"] == pytest.approx(money[p80], rel=0.02)
    assert said["PG-1", "probability"] == pytest.approx(share(whole, 10), abs=0.02)
    assert said["T-1", "probability"] == pytest.approx(share(first, 4), abs=0.02)
    assert said["T-2", "probability"] == pytest.approx(share(chains, 9), abs=0.02)
    assert worked("OB-1", "last_p80") == pytest.approx(chains[p80], abs=0.15)
    assert said["D-1", "first_start"] == "2026-11-26T09:00"  # after the three likely days of A
    assert said["T-2", "finish_moved"] == 2 * 1440
    assert worked("T-2", "planned_finish") == 9
    # the likely durations, without what may occur: 3 and 4 days then, 3 and 6 now
    assert worked("PG-1", "finish") == 9
    moved = datetime.fromisoformat(said["PG-1", "finish"]) - timedelta(minutes=said["PG-1", "moved"])
    assert working_days(begin, moved) == 7
    assert said["PG-1", "moved"] == said["PG-1", "moved by estimates"]


def share(values: list[float], limit: float) -> float:
    return sum(value <= limit for value in values) / len(values)


def working_days(start: datetime, end: datetime) -> float:
    """Of the standard week, 9 to 12 and 13 to 18."""
    hours = 0.0
    for number in range((end.date() - start.date()).days + 1):
        day = start.date() + timedelta(days=number)
        for begin, stop in ((9, 12), (13, 18)) if day.weekday() < 5 else ():
            opens = datetime(day.year, day.month, day.day, begin)
            hours += max(0.0, (min(end, opens.replace(hour=stop)) - opens).total_seconds() / 3600)
    return hours / 8
