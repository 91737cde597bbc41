"""The calendar of work whose duration is elapsed time, as paint that dries: it never rests."""

from tpm_tui.domain.time.work_calendar import ROUND_THE_CLOCK
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.schedules.mspdi.importer.calendar_records import ROUND_THE_CLOCK_NAME, calendar_content
from tpm_tui.planning.model.calendars import WEEKDAYS


class ElapsedTimeCalendar:
    """Finds or makes the record of that calendar, once."""

    def __init__(self, change_set: ChangeSet) -> None:
        self._change_set = change_set
        self._id = ""

    @property
    def id(self) -> str:
        if not self._id:
            plan = self._change_set.plan
            same = (id_ for id_ in plan["calendar"].ids if calendar_content(plan, id_) == ROUND_THE_CLOCK)
            hours = dict.fromkeys(WEEKDAYS, "00:00-24:00")
            self._id = next(same, "") or self._change_set.add("calendar", {"name": ROUND_THE_CLOCK_NAME, **hours})
        return self._id
