"""What a change of plan does: whose dates move, which dates can no longer be kept, which can again."""

from msgspec import Struct

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import Conflict, conflicts
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of


class DateChange(Struct, frozen=True):
    """An item that is in both plans, with other dates, in clock minutes; ``minutes`` of working time its finish moves
    by (its start where only that moves), positive for later."""

    item: str
    start: tuple[int, int]
    finish: tuple[int, int]
    minutes: int


class ChangeImpact(Struct, frozen=True):
    """The difference between two plans, in the outline order of the second.

    ``strained`` are items that must be done sooner than they can, with the working minutes by which (more than before).
    ``broken`` are dates that hold no more, or are missed by more than before; ``mended`` those that hold again.
    ``minutes`` is how much later (in working time) the whole plan finishes.
    """

    finish: tuple[int, int]
    minutes: int
    moved: tuple[DateChange, ...]
    new_conflicts: tuple[tuple[str, Conflict], ...]
    resolved_conflicts: tuple[tuple[str, Conflict], ...]
    new_negative_slack: tuple[tuple[str, int], ...]


def change_impact(before: Plan, after: Plan, context: InputContext) -> ChangeImpact:
    """Compare the schedules of two plans. Raises as scheduling does."""
    old, new = schedule_of(before, context), schedule_of(after, context)
    then, now = before["item"], after["item"]
    gone, out = dropped_items(before), dropped_items(after)
    moved = []
    for place in sorted(range(len(now)), key=new.network.rank.__getitem__):
        id_ = now.ids[place]
        was = then.position.get(id_)
        if was is None or gone[was] or out[place]:
            continue
        if old.start[was] == new.start[place] and old.finish[was] == new.finish[place]:
            continue
        calendar = new.network.calendar_of(place)
        by_start = old.finish[was] == new.finish[place]
        first, last = (old.start[was], new.start[place]) if by_start else (old.finish[was], new.finish[place])
        start, finish = (old.start[was], new.start[place]), (old.finish[was], new.finish[place])
        moved.append(DateChange(id_, start, finish, calendar.between(first, last)))
    held = {(then.ids[c.position], c.cause): c for c in conflicts(old) if not gone[c.position]}
    holds = {(now.ids[c.position], c.cause): c for c in conflicts(new) if not out[c.position]}
    broken = [(key[0], c) for key, c in holds.items() if key not in held or c.minutes > held[key].minutes]
    mended = [(key[0], c) for key, c in held.items() if key not in holds and key[0] in now]
    strained = []
    for place in sorted(range(len(now)), key=new.network.rank.__getitem__):
        slack, was = new.total_slack[place], then.position.get(now.ids[place])
        counts = slack < 0 and not out[place] and now.ids[place] not in after.children
        if counts and (was is None or gone[was] or slack < min(0, old.total_slack[was])):
            strained.append((now.ids[place], -slack))
    calendar = new.network.calendars[new.network.plan_calendar]
    return ChangeImpact(
        (old.plan_finish, new.plan_finish),
        calendar.between(old.plan_finish, new.plan_finish),
        tuple(moved),
        tuple(broken),
        tuple(mended),
        tuple(strained),
    )
