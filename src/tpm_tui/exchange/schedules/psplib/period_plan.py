"""What instances have in common in a plan: one period is a day of eight hours on a calendar without days off."""

from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.exchange.common.change_set import ChangeSet

PERIOD = STANDARD_DAY_MINUTES
"""Working minutes of a period."""

_HOURS = "09:00-17:00"
_CALENDAR = "Every day"
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def every_day(change_set: ChangeSet) -> str:
    """The calendar of the periods; in a plan without items it becomes the programme's."""
    names = change_set.plan["calendar"].columns["name"]
    known = dict(zip(names, change_set.plan["calendar"].ids, strict=True)).get(_CALENDAR)
    made = (c.id for c in change_set.changes.values() if c.kind == "calendar" and c.values.get("name") == _CALENDAR)
    calendar = (
        known or next(made, None) or change_set.add("calendar", {"name": _CALENDAR, **dict.fromkeys(_WEEK, _HOURS)})
    )
    if not len(change_set.plan["item"]):
        change_set.set("programme", PROGRAMME_ID, {"calendar": calendar})
    return calendar


def add_items(
    change_set: ChangeSet, jobs: dict[str, tuple[int, dict[str, Stored]]], links: list[tuple[str, str]]
) -> dict[str, str]:
    """Items by name with durations in periods and further values, and FS links; the items' ids by name.

    Of what came before (by its source id) only what differs is changed.
    """
    plan, calendar = change_set.plan, every_day(change_set)
    known = {str(s): i for s, i in zip(plan["item"].columns["source_id"], plan["item"].ids, strict=True) if s}
    estimate = KINDS["item"].column("estimate")
    ids: dict[str, str] = {}
    for name, (duration, values) in jobs.items():
        minutes = duration * PERIOD
        values = {
            "title": f"Job {name}",
            "type": "task" if duration else "milestone",
            "estimate": dump_value(estimate, ThreePoint(minutes, minutes, minutes)) if duration else None,
            "calendar": calendar,
            "source_id": name,
            **values,
        }
        if name in known:
            ids[name] = known[name]
            if not change_set.set("item", ids[name], values):
                change_set.same += 1
        else:
            ids[name] = change_set.add("item", values)
    c = plan["link"].columns
    have = set(zip(c["predecessor"], c["successor"], strict=True))
    for before, after in links:
        if (ids[before], ids[after]) not in have:
            change_set.add("link", {"predecessor": ids[before], "successor": ids[after]})
    return ids


def named_records(change_set: ChangeSet, kind: str, wanted: dict[str, dict[str, Stored]]) -> dict[str, str]:
    """Records of a kind by name, made where they are not there yet; their ids by name."""
    table = change_set.plan[kind]
    known = {str(name): id_ for name, id_ in zip(table.columns["name"], table.ids, strict=True)}
    for name, values in wanted.items():
        if name in known:
            change_set.set(kind, known[name], values)
        else:
            known[name] = change_set.add(kind, {"name": name, **values})
    return {name: known[name] for name in wanted}
