"""A plan with all that MPXJ can write, as MS Project XML of every version that it knows: mspdi_versions.py OUT"""

import sys
from pathlib import Path


def main(out: Path) -> None:
    import jpype
    import mpxj  # noqa: F401  puts the jars on the class path

    jpype.startJVM("-Djava.awt.headless=true", convertStrings=False)
    from java.lang import Double, Integer
    from java.time import DayOfWeek, LocalDate, LocalDateTime, LocalTime
    from org import mpxj as m
    from org.mpxj.cpm import MicrosoftScheduler
    from org.mpxj.mspdi import MSPDIWriter, SaveVersion

    start = LocalDateTime.of(2026, 11, 23, 8, 0)
    file = m.ProjectFile()
    file.getProjectProperties().setStartDate(start)
    file.getProjectProperties().setStatusDate(start.plusDays(1))
    calendar = file.addDefaultBaseCalendar()
    file.setDefaultCalendar(calendar)
    calendar.addCalendarException(LocalDate.of(2026, 12, 24), LocalDate.of(2026, 12, 28)).setName("Christmas")
    yearly = m.RecurringData()
    yearly.setRecurrenceType(m.RecurrenceType.YEARLY)
    yearly.setRelative(False)
    yearly.setMonthNumber(Integer(1))
    yearly.setDayNumber(Integer(1))
    yearly.setStartDate(LocalDate.of(2027, 1, 1))
    yearly.setOccurrences(Integer(5))
    calendar.addCalendarException(yearly).setName("New Year")
    summer = calendar.addWorkWeek()
    summer.setName("Summer")
    summer.setDateRange(m.LocalDateRange(LocalDate.of(2027, 6, 1), LocalDate.of(2027, 8, 31)))
    nights = file.addDefaultBaseCalendar()
    nights.setName("Nights")
    for day in DayOfWeek.values():
        summer.setWorkingDay(day, day.getValue() < 5)
        nights.setWorkingDay(day, True)
        hours = nights.addCalendarHours(day)
        hours.clear()
        hours.add(m.LocalTimeRange(LocalTime.of(20, 0), LocalTime.MIDNIGHT))

    def lasting(number, unit=None):
        return m.Duration.getInstance(number, unit or m.TimeUnit.HOURS)

    def task(parent, name, number, unit=None):
        made = parent.addTask()
        made.setName(name)
        made.setDuration(lasting(number, unit))
        made.setActualDuration(lasting(0, unit))
        made.setRemainingDuration(lasting(number, unit))
        return made

    def link(after, before, kind, lag):
        after.addPredecessor(m.Relation.Builder().predecessorTask(before).type(kind).lag(lag))

    phase = file.addTask()
    phase.setName("Phase <&> “one”")
    first, second = task(phase, "First", 16), task(phase, "Second", 3, m.TimeUnit.DAYS)
    drying, reached = task(phase, "Drying", 2, m.TimeUnit.ELAPSED_DAYS), task(phase, "Reached", 0)
    reached.setMilestone(True)
    link(second, first, m.RelationType.FINISH_START, lasting(50, m.TimeUnit.PERCENT))
    link(drying, second, m.RelationType.START_START, lasting(1, m.TimeUnit.ELAPSED_DAYS))
    link(reached, drying, m.RelationType.FINISH_FINISH, lasting(-4))
    first.setNotes("one line\nand another")
    first.setText(1, "PLAT-7")
    first.setNumber(1, Double(3.5))
    first.setHyperlinkAddress("https://example.org/?a=1&b=2")
    file.getCustomFields().getOrCreate(m.TaskField.TEXT1).setAlias("Ticket")
    first.setBaselineStart(start)
    first.setBaselineFinish(start.plusDays(2))
    first.setBaselineStart(3, start)
    first.setBaselineFinish(3, start.plusDays(3))
    person, material = file.addResource(), file.addResource()
    person.setName("Ana Ruiz")
    material.setName("Concrete")
    material.setType(m.ResourceType.MATERIAL)
    own = person.addCalendar()
    own.setParent(calendar)
    own.addCalendarException(LocalDate.of(2026, 11, 25), LocalDate.of(2026, 11, 25)).setName("Away")
    work = first.addResourceAssignment(person)
    work.setUnits(Double(100))
    work.setWork(lasting(16))
    work.setRemainingWork(lasting(16))
    work.setActualWork(lasting(0))
    second.addResourceAssignment(material).setUnits(Double(3))
    pinned, off = task(file, "By hand", 8), task(file, "Inactive", 8)
    pinned.setTaskMode(m.TaskMode.MANUALLY_SCHEDULED)
    pinned.setManualDuration(lasting(8))
    pinned.setStart(start.plusDays(7))
    pinned.setFinish(start.plusDays(7).plusHours(9))
    off.setActive(False)
    due, begun = task(file, "Due", 8), task(file, "Begun", 16)
    due.setDeadline(start.plusDays(9))
    due.setConstraintType(m.ConstraintType.MUST_FINISH_ON)
    due.setConstraintDate(start.plusDays(4))
    begun.setActualStart(start)
    begun.setPercentageComplete(Double(50))
    begun.setActualDuration(lasting(8))
    begun.setRemainingDuration(lasting(8))
    MicrosoftScheduler().schedule(file, start)
    for version in SaveVersion.values():
        writer = MSPDIWriter()
        writer.setSaveVersion(version)
        writer.write(file, str(out / f"{version.name()}.xml"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
