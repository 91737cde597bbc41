"""Plans as MPXJ dates them: mspdi_scheduled.py IN OUT schedules each MS Project XML in IN and writes it to OUT."""

import sys
from pathlib import Path


def main(into: Path, out: Path) -> None:
    import jpype
    import mpxj  # noqa: F401  puts the jars on the class path

    jpype.startJVM("-Djava.awt.headless=true", "-Xss64m", convertStrings=False)
    from org.mpxj import TaskField
    from org.mpxj.cpm import MicrosoftScheduler
    from org.mpxj.mspdi import MSPDIReader, MSPDIWriter

    calculated = (TaskField.TOTAL_SLACK, TaskField.START_SLACK, TaskField.FINISH_SLACK, TaskField.CRITICAL)
    for path in sorted(into.glob("*.xml")):
        file = MSPDIReader().read(str(path))
        for task in file.getTasks():
            for field in calculated:  # what the file says of them would be kept
                task.set(field, None)
        MicrosoftScheduler().schedule(file, file.getProjectProperties().getStartDate())
        MSPDIWriter().write(file, str(out / path.name))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
