"""Random plans as MS Project XML, scheduled by MPXJ's MicrosoftScheduler, with all that a plan can hold.

A script of its own, because a Java virtual machine does not share a process gladly:

    oracle_plans.py OUT COUNT SEED GROUP...

writes COUNT plans for each group into OUT/GROUP. A group is features joined by "+": constraints, lags (elapsed over FS
and SS, percent over all types), finish-lags (elapsed over FF and SF too), calendars, progress, deadlines, milestones,
summaries (links on them), late (as late as possible).
"""

import random
import sys
from pathlib import Path

START = (2026, 11, 23)


def main(out: Path, count: int, seed: int, groups: list[str]) -> None:
    import jpype
    import mpxj  # noqa: F401  puts the jars on the class path

    jpype.startJVM("-Djava.awt.headless=true", "-Xss64m", convertStrings=False)
    from java.time import DayOfWeek, LocalDate, LocalDateTime, LocalTime
    from org.mpxj import ConstraintType, Duration, LocalTimeRange, ProjectFile, Relation, RelationType, TimeUnit
    from org.mpxj.cpm import MicrosoftScheduler
    from org.mpxj.mspdi import MSPDIWriter

    start = LocalDateTime.of(*START, 8, 0)
    features: set[str] = set()
    types = [RelationType.FINISH_START] * 6 + [
        RelationType.START_START,
        RelationType.FINISH_FINISH,
        RelationType.START_FINISH,
    ]

    def hours(number):
        return Duration.getInstance(number, TimeUnit.HOURS)

    def add_calendars(rng, file):
        """An evening shift, a six-day week and one of nearly all hours; MPXJ errs where work ends at midnight."""
        made = []
        for name, days, spans in [
            ("Evening", range(1, 6), [((14, 0), (18, 0)), ((18, 30), (22, 30))]),
            ("Six days", range(1, 7), [((7, 30), (11, 30)), ((12, 0), (16, 0))]),
            ("Every day", range(1, 8), [((0, 30), (23, 30))]),
        ]:
            calendar = file.addCalendar()
            calendar.setName(name)
            for number in range(1, 8):
                day = DayOfWeek.of(number)
                calendar.setWorkingDay(day, number in days)
                ranges = calendar.addCalendarHours(day)
                for begin, end in spans if number in days else []:
                    ranges.add(LocalTimeRange(LocalTime.of(*begin), LocalTime.of(*end)))
            made.append(calendar)
        rng.shuffle(made)
        return made

    def when(rng):
        """A weekday at a time of work, most often its start or its end."""
        day = start.plusDays(7 * rng.randint(0, 8) + rng.randint(0, 4))
        return day.withHour(rng.choice([8, 8, 8, 10, 14, 17, 17])).withMinute(0)

    def lag(rng, kind):
        chosen = hours(rng.choice([0, 0, 0, 0, 2, 8, 16, -4, -8]))
        if "lags" in features or "finish-lags" in features:
            dice = rng.random()
            finish = kind in (RelationType.FINISH_FINISH, RelationType.START_FINISH)
            if dice < 0.12 and ("finish-lags" in features or not finish):
                chosen = Duration.getInstance(rng.choice([1, 6, 24, 48, -12, -24]), TimeUnit.ELAPSED_HOURS)
            elif 0.12 <= dice < 0.24:
                chosen = Duration.getInstance(rng.choice([50, 25, 100, -50]), TimeUnit.PERCENT)
        return chosen

    def constrain(rng, task):
        kinds = [ConstraintType.START_NO_EARLIER_THAN, ConstraintType.FINISH_NO_EARLIER_THAN]
        chance = 0.06
        if "constraints" in features:
            kinds += [
                ConstraintType.START_NO_LATER_THAN,
                ConstraintType.FINISH_NO_LATER_THAN,
                ConstraintType.MUST_START_ON,
                ConstraintType.MUST_FINISH_ON,
            ]
            chance = 0.15
        if rng.random() < chance:
            task.setConstraintType(rng.choice(kinds))
            task.setConstraintDate(when(rng))
        if "late" in features and rng.random() < 0.08:
            task.setConstraintType(ConstraintType.AS_LATE_AS_POSSIBLE)
            task.setConstraintDate(None)
        if "deadlines" in features and rng.random() < 0.1:
            task.setDeadline(when(rng))

    def progress(rng, task, length, index, size):
        """The first tasks of a plan have begun; of these the first have ended, one working day after another."""
        share = index / size
        if share < 0.3 and rng.random() < 0.7 and length:
            began = start.plusDays(rng.choice([0, 0, 1, 2, 3, 4, 7])).withHour(rng.choice([8, 10, 13]))
            task.setActualStart(began)
            if share < 0.15 and rng.random() < 0.7:
                task.setActualFinish(file_calendar(task).getDate(began, hours(length)))
                task.setActualDuration(hours(length))
                task.setRemainingDuration(hours(0))
                task.setPercentageComplete(100)
            else:
                percent = rng.choice([0, 25, 50, 75])
                task.setActualDuration(hours(length * percent / 100))
                task.setRemainingDuration(hours(length * (100 - percent) / 100))
                task.setPercentageComplete(percent)

    def file_calendar(task):
        return task.getEffectiveCalendar()

    def project(rng, size):
        file = ProjectFile()
        file.getProjectProperties().setStartDate(start)
        calendar = file.addDefaultBaseCalendar()
        file.setDefaultCalendar(calendar)
        for _ in range(rng.randint(0, 6)):
            day = LocalDate.of(*START).plusDays(rng.randint(3, 90))
            calendar.addCalendarException(day, day)
        others = add_calendars(rng, file) if "calendars" in features else []
        leaves, phases, parent = [], [], file
        for index in range(size):
            if rng.random() < 0.12:
                parent = file.addTask()
                parent.setName(f"Phase {index}")
                phases.append(parent)
            task = parent.addTask()
            task.setName(f"Task {index}")
            length = rng.choice([0, 1, 3, 4, 8, 8, 12, 16, 16, 20, 24, 40, 80]) if rng.random() < 0.95 else 0
            if "milestones" in features and rng.random() < 0.15:
                length = 0
                task.setMilestone(True)
            task.setDuration(hours(length))
            task.setActualDuration(hours(0))
            task.setRemainingDuration(hours(length))
            if others and rng.random() < 0.3:
                task.setCalendar(rng.choice(others))
            for before in rng.sample(leaves, min(len(leaves), rng.choice([0, 1, 1, 2, 3]))):
                kind = rng.choice(types)
                task.addPredecessor(Relation.Builder().predecessorTask(before).type(kind).lag(lag(rng, kind)))
            if "summaries" in features and phases and rng.random() < 0.1:
                before = rng.choice(phases)
                if before is not parent:
                    kind = rng.choice(types)
                    task.addPredecessor(Relation.Builder().predecessorTask(before).type(kind).lag(hours(0)))
            constrain(rng, task)
            if "progress" in features:
                progress(rng, task, length, index, size)
            leaves.append(task)
        if "summaries" in features:
            for phase in phases[1:]:
                if rng.random() < 0.4 and phase.hasChildTasks():
                    earlier = [other for other in phases[: phases.index(phase)] if other.hasChildTasks()]
                    if earlier:
                        before = rng.choice(earlier)
                        phase.addPredecessor(
                            Relation.Builder().predecessorTask(before).type(rng.choice(types[:7])).lag(hours(0))
                        )
        for task in file.getTasks():  # a phase without tasks is an ordinary task: it needs a duration
            if task.getDuration() is None and not task.hasChildTasks():
                task.setDuration(hours(8))
                task.setActualDuration(hours(0))
                task.setRemainingDuration(hours(8))
        return file

    for group in groups:
        features.clear()
        features.update(group.split("+"))
        folder = out / group
        folder.mkdir(parents=True, exist_ok=True)
        rng = random.Random(f"{seed} {group}")
        for number in range(count):
            file = project(rng, rng.choice([5, 12, 30, 60]))
            try:
                MicrosoftScheduler().schedule(file, start)
            except jpype.JException as error:
                print("skipped:", error)
                continue
            MSPDIWriter().write(file, str(folder / f"plan-{seed}-{number:03}.xml"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
