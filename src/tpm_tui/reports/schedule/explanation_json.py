"""Why an item is where it is, as data for scripts: the chain of reasons, the item first."""

from typing import Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.analysis.driver import Cause
from tpm_tui.planning.analysis.explanation import Reason, item_explanation
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.reports.schedule.explanation_of_why_in_words import driver_text, why_in_words


def explanation_facts(plan: Plan, schedule: Schedule, context: InputContext, item: str) -> list[dict[str, Any]]:
    """One object an item, from ``item`` back along what sets each start; ISO local time, minutes.

    The first has ``limits`` (what sets its late finish, one after the other), ``followers``, ``conflicts`` and
    ``words``, the sentences, besides.
    """
    position = plan["item"].position[item]
    explained = item_explanation(schedule.network, schedule, position)
    chain = [_reason(plan, schedule, reason) for reason in explained.reasons]
    text = why_in_words(plan, schedule, context, item)
    keys = plan["item"].columns["key"]
    chain[0] |= {
        "limits": [
            {"key": keys[at], "cause": str(cause.cause), "at": _iso(cause.at)} for at, cause in explained.limits
        ],
        "followers": [
            {"key": keys[f.position], "room_minutes": f.free_slack, "driven": f.is_driven, **_link(schedule, f.link)}
            for f in explained.successors
        ],
        "conflicts": list(text.conflicts),
        "words": [line.strip() for line in text.lines() if line.strip()],
    }
    return chain


def _reason(plan: Plan, schedule: Schedule, reason: Reason) -> dict[str, Any]:
    at, cause = reason.position, reason.driver
    columns = plan["item"].columns
    link = _link(schedule, cause.link) if cause.cause == Cause.LINK and cause.link is not None else {}
    return {
        "key": columns["key"][at],
        "name": columns["title"][at],
        "start": _iso(reason.start),
        "finish": _iso(reason.finish),
        "cause": str(cause.cause),
        "driver": driver_text(plan, schedule, at),
        "at": _iso(cause.at),
        "type": link.get("type"),
        "lag_minutes": reason.lag,
        "lag_elapsed": reason.elapsed,
        "work_minutes": reason.work,
        "idle_before_minutes": reason.before.minutes,
        "idle_minutes": reason.during.minutes,
        "days_off": [day.isoformat() for day in (*reason.before.days, *reason.during.days)],
        "total_slack_minutes": schedule.total_slack[at],
        "free_slack_minutes": schedule.free_slack[at],
        "critical": schedule.critical[at],
    }


def _link(schedule: Schedule, index: int) -> dict[str, Any]:
    return {"type": schedule.network.links[index].type.name}


def _iso(minute: int) -> str:
    return to_datetime(minute).isoformat(timespec="minutes")
