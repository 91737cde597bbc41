"""The share of its budget that each item has earned by its rule, at the end of a status date."""

from datetime import date, datetime
from fractions import Fraction

from tpm_tui.domain.derived.item_progress import parents_in_order, rolled_up_progress
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.values.codec import Stored
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.money.earned_value.earned_value import EarningRule, earned_share


def earned_shares(plan: Plan, status_day: int) -> tuple[dict[str, Fraction], dict[str, int | None]]:
    """The share each item has earned; and the day it was finished, None where it is not."""
    table, groups = plan["item"], plan.state_groups
    c = table.columns
    progress, children = rolled_up_progress(plan), plan.children
    checks: dict[str, list[tuple[int, bool]]] = {}
    k = plan["check"].columns
    for item, weight, state in zip(k["item"], k["weight"], k["state"], strict=True):
        if weight is not None:
            checks.setdefault(str(item), []).append((int(weight), state in ("passed", "waived")))
    finished = [
        percent == 100 if id_ in children
        else status != "dropped" and (
            groups.get(str(status)) == "done" or percent == 100 if day is None else _finish_day(day, 0) <= status_day
        )
        for id_, status, day, percent in zip(table.ids, c["status"], c["actual_finish"], progress, strict=True)
    ]  # fmt: skip
    below = [[table.position[child] for child in children.get(id_, ())] for id_ in table.ids]
    logged = _minutes_logged(plan, status_day)
    shares: dict[str, Fraction] = {}
    days: dict[str, int | None] = {}
    for place, id_ in enumerate(table.ids):
        summary, status, remaining = id_ in children, str(c["status"][place]), c["remaining"][place]
        percent = int(progress[place] or 0)
        milestones = checks.get(id_, []) + [
            (int(c["weight"][at] or 0), finished[at]) for at in below[place] if c["weight"][at] is not None
        ]
        rule = EarningRule(str(c["earning_rule"][place]))
        if rule is EarningRule.WEIGHTED_MILESTONES and sum(weight for weight, _ in milestones) != 100:
            rule = EarningRule.PERCENT_COMPLETE  # `check` says that the weights do not sum up
        started = bool(c["actual_start"][place]) or percent > 0 or groups.get(status) == "active"
        share = earned_share(
            rule, progress=percent, started=started, finished=finished[place] and not summary, milestones=milestones
        )
        if rule is EarningRule.PERCENT_COMPLETE and not share and remaining is not None and not summary:
            # Nobody said how far it is, but what it still takes, of what it has taken so far or was to take.
            share = _share_by_remaining(int(remaining), logged.get(id_), c["estimate"][place] if started else None)
        shares[id_] = share
        days[id_] = _finish_day(c["actual_finish"][place], status_day) if finished[place] else None
    for id_ in reversed(parents_in_order(plan)):
        if days[id_] is not None:  # a summary is finished with the last of its parts
            days[id_] = max((day for part in children[id_] if (day := days[part]) is not None), default=status_day)
    return shares, days


def _share_by_remaining(remaining: int, logged: int | None, estimate: Stored) -> Fraction:
    if logged is not None:
        return Fraction(logged, logged + remaining)
    likely = 0 if estimate is None else round(ThreePoint.load(str(estimate)).likely)
    return Fraction(max(likely - remaining, 0), likely) if likely else Fraction(0)


def _minutes_logged(plan: Plan, status_day: int) -> dict[str, int]:
    """Minutes logged on each item up to the status date, where there are any."""
    minutes: dict[str, int] = {}
    c = plan["time_entry"].columns
    for item, day, spent in zip(c["item"], c["day"], c["minutes"], strict=True):
        if item is not None and spent and to_day_number(date.fromisoformat(str(day))) <= status_day:
            minutes[str(item)] = minutes.get(str(item), 0) + int(spent)
    return minutes


def _finish_day(finish: Stored, status_day: int) -> int:
    return status_day if finish is None else to_day_number(datetime.fromisoformat(str(finish)).date())
