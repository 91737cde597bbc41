"""Random plans with people as MS Project XML: several on a task, leave, part time, effort-driven, task calendars."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random

from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.work_calendar import STANDARD_WEEK, WorkCalendar
from tpm_tui.exchange.schedules.mspdi.project_data import (
    MspdiAssignment,
    MspdiCalendar,
    MspdiLink,
    MspdiProject,
    MspdiResource,
    MspdiTask,
)

START = date(2026, 11, 23)
WEEKS = (
    STANDARD_WEEK,
    (((360, 840),),) * 5 + ((), ()),
    (((660, 900), (930, 1170)),) * 5 + ((), ()),
    (((480, 720),),) * 6 + ((),),
    (((600, 840),), (), ((600, 840),), (), ((600, 840),), (), ()),
)
"""Standard, early, late, mornings of six days, and part of three days."""


def plan_with_people(seed: int, tasks: int = 14, people: int = 5) -> MspdiProject:
    """Tasks that have not begun, of all three types; each is done by none to three people at some of their units."""
    rng = Random(seed)
    file = MspdiProject(name=f"People {seed}", start=to_minute(datetime(2026, 11, 23, 8)), calendar_uid=1)
    for uid, week in enumerate((STANDARD_WEEK, *(rng.choice(WEEKS) for _ in range(people)), WEEKS[3]), start=1):
        base = uid in (1, people + 2)
        leave = [] if base else [START + timedelta(days=rng.randrange(30)) for _ in range(rng.randrange(6))]
        calendar = WorkCalendar(week, dict.fromkeys(leave, ()))
        file.calendars[uid] = MspdiCalendar(
            uid=uid, name=f"Calendar {uid}", base=base, base_uid=None if base else 1, calendar=calendar
        )
    most = [rng.choice([1.0, 1.0, 0.5]) for _ in range(people)]
    file.resources = [
        MspdiResource(uid=uid, name=f"Person {uid}", calendar_uid=uid + 1, max_units=units)
        for uid, units in enumerate(most, start=1)
    ]
    for uid in range(1, tasks + 1):
        minutes = 60 * rng.choice([2, 4, 8, 12, 16, 24, 40])
        kind = rng.choice([0, 0, 0, 1, 2])
        workers = rng.sample(range(people), rng.choice([0, 1, 1, 2, 3]))
        driven = kind == 2 or (kind == 0 and rng.random() < 0.3)
        before = rng.sample(range(1, uid), min(uid - 1, rng.randrange(3)))
        own = people + 2 if rng.random() < 0.15 else None
        file.tasks.append(
            MspdiTask(
                uid=uid, name=f"Task {uid}", type=kind, effort_driven=driven, duration=minutes,
                remaining_duration=minutes, actual_duration=0, calendar_uid=own,
                links=tuple(MspdiLink(predecessor_uid=other) for other in before),
                ignore_resource_calendar=own is not None and rng.random() < 0.5,
            )
        )  # fmt: skip
        for worker in workers:
            units = min(rng.choice([1.0, 1.0, 0.5]), most[worker])
            share = rng.choice([Fraction(1), Fraction(1), Fraction(1, 2)]) if kind == 0 and not driven else Fraction(1)
            work = round(minutes * share * Fraction(units))
            file.assignments.append(
                MspdiAssignment(
                    uid=len(file.assignments) + 1, task_uid=uid, resource_uid=worker + 1, units=units, work=work,
                    remaining_work=work, actual_work=0,
                )
            )  # fmt: skip
    return file
