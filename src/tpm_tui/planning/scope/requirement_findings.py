"""What deserves a look in requirements and agreements: constraints that are broken, assumptions nobody looked at again,
musts that take too much of the effort, work added without a request for change, actions past their day.

A finding is the kind and the id of a record, and what is to be seen of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.kinds.scope.requirements import MOSCOW_PRIORITIES
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext, day_text
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.values.codec import Stored, stored_day, stored_ids
from tpm_tui.planning.analysis.variance import baseline_entries, planned_work
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.blocked_age import blocked_ages
from tpm_tui.planning.scope.conflicting_requirements import collision_text, collisions
from tpm_tui.planning.scope.exceeded_constraint_limits import broken_limits
from tpm_tui.planning.scope.traceability import MUST_SHARE, Coverage, EffortShare, effort_share

#: Keys that a sentence names before it counts the rest.
_NAMED = 3


def requirement_findings(plan: Plan, context: InputContext, schedule: Schedule) -> list[tuple[str, str, str]]:
    """Findings of requirements and actions of a plan that has dates."""
    return [
        *_broken_constraints(plan, context, schedule),
        *_assumptions_due(plan, context),
        *_musts(plan, context),
        *_scope_without_request(plan),
        *_overdue_actions(plan, context),
        *_unowned_blocks(plan, context),
        *_collisions(plan),
    ]


def trace_findings(plan: Plan, needs: Iterable[Coverage]) -> list[tuple[str, str, str]]:
    """Findings of what needs are traced to: outdated, orphaned, said twice."""
    return [
        ("requirement", id_, text)
        for need in needs
        for text in _trace_texts(need)
        if (id_ := plan.id_of_key("requirement", need.key)) is not None
    ]


def must_share(plan: Plan, context: InputContext) -> EffortShare:
    """The effort of the needs by priority, in working minutes of planned work."""
    table, children, position = plan["requirement"], plan.children, plan["item"].position
    work = planned_work(plan, context)
    needs = []
    for id_ in table.ids:
        row = table.row(id_)
        if row["type"] == "need" and row["status"] != "dropped":
            needs.append((str(row["priority"]), _with_descendants(plan, stored_ids(row["items"]))))
    effort = {id_: work[place] for id_, place in position.items() if id_ not in children}
    return effort_share(needs, effort, MOSCOW_PRIORITIES)


def must_share_text(plan: Plan, context: InputContext) -> str:
    """What share of the effort that answers needs the musts take, in words; empty where there is no effort."""
    share = must_share(plan, context)
    return "" if share.must is None else f"musts take {float(share.must):.0%} of the effort that answers needs"


def _trace_texts(need: Coverage) -> Iterator[str]:
    if need.duplicate_of:
        yield f"it says the same as {need.duplicate_of}; merge them"
    if need.outdated:
        yield f"it changed after {_keys(need.outdated)} was traced to it: do they still answer it?"
    if need.orphaned:
        yield f"it is traced to {_keys(need.orphaned)}, which is gone or dropped"


def _broken_constraints(plan: Plan, context: InputContext, schedule: Schedule) -> Iterator[tuple[str, str, str]]:
    table = plan["requirement"]
    for id_ in table.ids:
        row = table.row(id_)
        if row["type"] != "constraint" or row["status"] in ("dropped", "met"):
            continue
        text = _broken(plan, context, schedule, row)
        if text:
            yield "requirement", id_, text


def _broken(plan: Plan, context: InputContext, schedule: Schedule, row: dict[str, Stored]) -> str:
    """How the plan breaks a constraint that binds; empty where it keeps it. It concerns its items, else the plan."""
    out, children, items = dropped_items(plan), plan.children, plan["item"]
    named = _with_descendants(plan, stored_ids(row["items"])) or items.ids
    counted = [id_ for id_ in named if not out[items.position[id_]]]
    work = [id_ for id_ in counted if id_ not in children]
    first, last = stored_day(row["from_day"]), stored_day(row["to_day"])
    if row["binding"] == "not before" and first is not None:
        bound = _minute(first)
        early = [id_ for id_ in work if schedule.start[items.position[id_]] < bound]
        return f"{_labels(plan, early)} before {day_text(first, context)}, the first day allowed" if early else ""
    if row["binding"] == "by" and (last or first) is not None:
        day = last or first
        assert day is not None
        bound = _minute(day) + MINUTES_PER_DAY
        late = [id_ for id_ in work if schedule.finish[items.position[id_]] > bound]
        return f"{_labels(plan, late)} after {day_text(day, context)}, the last day allowed" if late else ""
    if row["binding"] == "days off" and first is not None and last is not None:
        worked = _days_worked(schedule, first, last)
        return f"{worked} of its days {'is' if worked == 1 else 'are'} worked: take them as days off" if worked else ""
    if row["binding"] == "at most":
        return "; ".join(broken_limits(plan, context, schedule, row, counted))
    return ""


def _days_worked(schedule: Schedule, first: date, last: date) -> int:
    """Days from ``first`` to ``last`` on which the programme's calendar works."""
    calendar = schedule.network.calendars[schedule.network.plan_calendar]
    days = range(_minute(first), _minute(last) + MINUTES_PER_DAY, MINUTES_PER_DAY)
    return sum(calendar.between(day, day + MINUTES_PER_DAY) > 0 for day in days)


def _collisions(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Constraints that collide with needs, on both."""
    for id_, others in collisions(plan).items():
        yield "requirement", id_, f"it {collision_text(plan, others)}: decide which of them gives way"


def _assumptions_due(plan: Plan, context: InputContext) -> Iterator[tuple[str, str, str]]:
    table = plan["requirement"]
    for id_ in table.ids:
        row = table.row(id_)
        look = stored_day(row["review_on"])
        if row["type"] != "assumption" or row["status"] not in ("open", "agreed"):
            continue
        if look is not None and look <= context.today:
            yield "requirement", id_, f"it was to be looked at again on {day_text(look, context)}: does it still hold?"


def _musts(plan: Plan, context: InputContext) -> Iterator[tuple[str, str, str]]:
    if must_share(plan, context).exceeded:
        text = f"{must_share_text(plan, context)}, over {float(MUST_SHARE):.0%}"
        yield "programme", PROGRAMME_ID, f"{text}: what could wait if time runs short? [DSDM]"


def _scope_without_request(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """The topmost items that are not in the latest baseline and that no accepted request for change added.

    What repairs a defect is no scope, and neither is what lies below it.
    """
    baselines = plan["baseline"]
    if not baselines.ids:
        return
    latest = max(baselines.ids, key=lambda id_: (str(baselines.value(id_, "taken") or ""), baselines.position[id_]))
    then = baseline_entries(plan, latest)
    allowed = {
        item
        for id_ in plan["issue"].ids
        if plan.value("issue", id_, "status") in ("accepted", "resolved")
        for item in _with_descendants(plan, stored_ids(plan.value("issue", id_, "adds")))
    }
    out, items = dropped_items(plan), plan["item"]
    bugs = [id_ for id_, type_ in zip(items.ids, items.columns["type"], strict=True) if type_ == "bug"]
    allowed.update(_with_descendants(plan, bugs))
    added = [id_ for place, id_ in enumerate(items.ids) if id_ not in then and id_ not in allowed and not out[place]]
    new = set(added)
    for id_ in added:
        if items.value(id_, "parent") not in new:
            name = baselines.value(latest, "name")
            yield "item", id_, f"it came into scope after the baseline {name} without a request for change"


def _overdue_actions(plan: Plan, context: InputContext) -> Iterator[tuple[str, str, str]]:
    for id_ in overdue_actions(plan, context.today):
        due = stored_day(plan.value("action", id_, "due"))
        assert due is not None
        met = meetings_since(plan, due, context.today)
        carried = f", and carried through {counted(met, 'meeting')} since" if met else ""
        yield "action", id_, f"it was due on {day_text(due, context)}{carried}"


def _unowned_blocks(plan: Plan, context: InputContext) -> Iterator[tuple[str, str, str]]:
    """Items that are blocked, and no open issue says by what and whose it is to free them."""
    ages = blocked_ages(plan, context.today)
    issues = plan["issue"]
    held = {
        item
        for items, status in zip(issues.columns["items"], issues.columns["status"], strict=True)
        if status == "open"
        for item in stored_ids(items)
    }
    for id_ in (id_ for id_ in plan["item"].ids if id_ in ages and id_ not in held):
        yield (
            "item",
            id_,
            f"it has been blocked for {counted(ages[id_], 'working day')}, and no issue says who frees it",
        )


def overdue_actions(plan: Plan, today: date) -> list[str]:
    """Ids of actions that are not done and past their day, the oldest first."""
    table = plan["action"]
    late = [
        (str(due), id_)
        for id_, due, done in zip(table.ids, table.columns["due"], table.columns["done"], strict=True)
        if due is not None and not done and str(due)[:10] < today.isoformat()
    ]
    return [id_ for _, id_ in sorted(late)]


def meetings_since(plan: Plan, day: date, today: date) -> int:
    """How many meetings were held after a day, today's among them."""
    held = (str(at)[:10] for at in plan["meeting"].columns["at"] if at is not None)
    return sum(day.isoformat() < at <= today.isoformat() for at in held)


def _with_descendants(plan: Plan, ids: Sequence[str]) -> list[str]:
    known = plan["item"].position
    return list(dict.fromkeys(below for id_ in ids if id_ in known for below in (id_, *plan.descendants(id_))))


def _labels(plan: Plan, ids: Sequence[str]) -> str:
    return f"{_keys([plan.label('item', id_) for id_ in ids])} {'lies' if len(ids) == 1 else 'lie'}"


def _keys(keys: Sequence[str]) -> str:
    rest = len(keys) - _NAMED
    return ", ".join(keys[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _minute(day: date) -> int:
    return to_day_number(day) * MINUTES_PER_DAY
