"""A plan as far as a past status date, by the dates that it keeps: for a time that its history does not reach."""

from datetime import datetime

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.values.codec import Stored


def plan_cut_at(plan: Plan, status_day: int) -> Plan:
    """The plan without what its items began or finished after the end of a day (since 1970-01-01).

    What began later has not begun, whether it is under way or done by now; of what finished later nobody knows how far
    it was, so no progress is left of it.
    """
    table, groups = plan["item"], plan.state_groups
    c = table.columns
    waiting = str(KINDS["item"].column("status").default)
    under_way = next((state for state in plan.states if groups.get(state) == "active"), waiting)
    edits = []
    for place, id_ in enumerate(table.ids):
        start, finish, status = c["actual_start"][place], c["actual_finish"][place], c["status"][place]
        later: dict[str, Stored] = {}
        if _is_after(start, status_day):
            later = {"actual_start": None, "actual_finish": None, "progress": 0, "remaining": None}
            if groups.get(str(status)) != "todo":
                later["status"] = waiting
        elif _is_after(finish, status_day):
            later = {"actual_finish": None, "progress": 0, "remaining": None}
            if groups.get(str(status)) == "done":
                later["status"] = under_way
        changed = {name: value for name, value in later.items() if value != c[name][place]}
        if changed:
            edits.append(Edit("item", id_, {name: c[name][place] for name in changed}, changed))
    return plan.applied(edits, plan.sequence)


def _is_after(instant: Stored, day: int) -> bool:
    return instant is not None and to_day_number(datetime.fromisoformat(str(instant)).date()) > day
