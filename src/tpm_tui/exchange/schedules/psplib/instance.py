"""The text of an instance: PSPLIB's ``.sm`` (Kolisch and Sprecher 1997), iMOPSE's ``.def`` (Myszkowski et al. 2015)."""

import re

from msgspec import Struct

from tpm_tui.domain.text.field_values import ValidationError


class PsplibInstance(Struct, frozen=True):
    """Capacities by resource; jobs as (name, duration in periods, units by resource); (predecessor, successor) pairs.

    The dummy first and last job are left out."""

    capacities: dict[str, int]
    jobs: list[tuple[str, int, dict[str, int]]]
    links: list[tuple[str, str]]


class MspspInstance(Struct, frozen=True):
    """People's skills by name; tasks as (name, duration in periods, skill, level); (predecessor, successor) pairs."""

    people: dict[str, dict[str, int]]
    tasks: list[tuple[str, int, str, int]]
    links: list[tuple[str, str]]


def parse_psplib(text: str) -> PsplibInstance:
    """Read an ``.sm`` file with one mode a job. ValidationError names what is missing or no number."""
    following = _rows(text, "PRECEDENCE RELATIONS:", 1)
    requests = _rows(text, "REQUESTS/DURATIONS:", 2)
    capacities = _rows(text, "RESOURCEAVAILABILITIES:", 1)
    if not capacities or len(requests) < 2 or len(following) != len(requests):
        raise ValidationError("this is no PSPLIB instance with one mode a job: its tables do not agree")
    names = [f"R{number + 1}" for number in range(len(capacities[0]))]
    if any(len(row) != 3 + len(names) for row in requests) or any(len(row) < 3 for row in following):
        raise ValidationError("this is no PSPLIB instance with one mode a job: a row has too few numbers")
    first, last = requests[0][0], requests[-1][0]
    jobs = [
        (str(job), duration, {name: units for name, units in zip(names, demands, strict=True) if units})
        for job, _, duration, *demands in requests[1:-1]
    ]
    links = [
        (str(job), str(successor))
        for job, _, _, *successors in following
        for successor in successors
        if job != first and successor != last
    ]
    return PsplibInstance(dict(zip(names, capacities[0], strict=True)), jobs, links)


def _rows(text: str, heading: str, skipped: int) -> list[list[int]]:
    """The rows of numbers below a heading, up to the next line of asterisks."""
    _, heading_there, block = text.partition(heading)
    if not heading_there:
        raise ValidationError(f"this is no PSPLIB instance: it has no {heading.rstrip(':').lower()}")
    lines = block.split("****", 1)[0].strip("\n").splitlines()[skipped:]
    try:
        rows = [[int(number) for number in line.split()] for line in lines if not line.startswith("---")]
    except ValueError as error:
        raise ValidationError(f"a row below {heading.rstrip(':').lower()} is no row of numbers: {error}") from None
    return [row for row in rows if row]


def parse_mspsp(text: str) -> MspspInstance:
    """Read a ``.def`` file. ValidationError where its tables are missing or a row is understood by nobody."""
    people = {
        line.split()[0]: {skill: int(level) for skill, level in _SKILL.findall(line)}
        for line in _table(text, "ResourceID")
    }
    tasks: list[tuple[str, int, str, int]] = []
    links: list[tuple[str, str]] = []
    for line in _table(text, "TaskID"):
        skill = _SKILL.search(line)
        before = line[: skill.start()].split() if skill is not None else []
        if skill is None or len(before) != 2 or not before[1].isdigit():
            raise ValidationError(f"this task has no duration and one skill: {line.strip()[:60]!r}")
        tasks.append((before[0], int(before[1]), skill[1], int(skill[2])))
        links += [(predecessor, before[0]) for predecessor in line[skill.end() :].split()]
    return MspspInstance(people, tasks, links)


_SKILL = re.compile(r"(Q\d+): (\d+)")


def _table(text: str, heading: str) -> list[str]:
    _, heading_there, block = text.partition(heading)
    if not heading_there:
        raise ValidationError(f"this is no iMOPSE instance: it has no table with {heading}")
    return [line for line in block.split("====", 1)[0].splitlines()[1:] if line.strip()]
