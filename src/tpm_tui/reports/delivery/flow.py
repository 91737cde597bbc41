"""The flow of items as data for scripts and as lines: cycle times, throughput, cumulative flow, the bottleneck."""

from collections.abc import Iterator, Sequence
from datetime import date
from json.encoder import encode_basestring
from typing import Any

from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.time.instants import EPOCH_ORDINAL, to_datetime
from tpm_tui.planning.delivery.action_effect import ActionEffect
from tpm_tui.planning.flow.flow_figures import WipCount
from tpm_tui.planning.flow.flow_of_plan import PlanFlow, working_days_of
from tpm_tui.planning.flow.history.working_day_count import WorkingDayCount
from tpm_tui.planning.flow.review_flow import ReviewFlow
from tpm_tui.planning.flow.workflow_bottleneck import StateLoad, days_text

_FLAG = {False: "false", True: "true"}
#: Items that a sentence names at most.
MAX_NAMED = 20


def flow_facts(flow: PlanFlow) -> dict[str, Any]:
    """The documented JSON of ``tpm flow``, without its items: days as dates, durations in clock minutes and days."""
    return {
        "cycle_time_days": {f"p{level}": value for level, value in flow.percentiles.items()},
        "lead_time_days": {f"p{level}": value for level, value in flow.lead_percentiles.items()},
        "throughput": [{"day": _day(day), "finished": count} for day, count in flow.throughput.items()],
        "cfd": [
            {
                "day": _day(entry.day),
                "reached": {s.name: n for s, n in zip(flow.workflow.steps, entry.reached, strict=True)},
                "wip": entry.wip,
            }
            for entry in flow.cumulative
        ],
        "flow_efficiency": None if flow.efficiency is None else float(flow.efficiency),
        "bottleneck": {
            "sentence": flow.bottleneck.sentence,
            "state": flow.bottleneck.state,
            "evidence": [_load(load) for load in flow.bottleneck.evidence],
        },
        "wip": [
            {"state": count.name, "items": count.items, "limit": count.limit, "exceeded": count.exceeded}
            for count in flow.wip
        ],
        "wip_by_function": [
            {"function": count.name, "items": count.items, "limit": count.limit, "exceeded": count.exceeded}
            for count in flow.functions
        ],
        "reviews": {
            "waiting": [
                {"key": r.key, "item": r.item, "reviewer": r.reviewer, "age_minutes": r.age_minutes}
                for r in flow.reviews.waiting
            ],
            "given": flow.reviews.given,
            "turnaround_minutes": {"p50": flow.reviews.p50, "p85": flow.reviews.p85},
        },
        "blocked_by_cause": [{"cause": cause, "minutes": minutes} for cause, minutes in flow.blocked.items()],
        "time_in_state": [
            {
                "state": entry.state, "items": entry.items, "total_minutes": entry.total,
                "p50_minutes": entry.p50, "p85_minutes": entry.p85,
            }
            for entry in flow.in_state
        ],
        "hand_offs": [
            {
                "from": wait.giver, "to": wait.receiver, "over": wait.over, "p50_minutes": wait.p50,
                "p85_minutes": wait.p85, "total_minutes": wait.total, "waiting": list(wait.waiting),
            }
            for wait in flow.hand_offs
        ],
    }  # fmt: skip


def effect_facts(effects: Sequence[ActionEffect]) -> list[dict[str, Any]]:
    """What actions came to, for scripts: ``p`` is that of the exact permutation test."""
    return [
        {
            "action": effect.action, "figure": effect.figure, "verdict": effect.comparison.verdict,
            "p": float(effect.comparison.p), "more": effect.comparison.more, "before": effect.before,
            "after": effect.after,
        }
        for effect in effects
    ]  # fmt: skip


def item_objects(flow: PlanFlow, days: WorkingDayCount) -> Iterator[str]:
    """The documented JSON object of each item: ISO local times, durations in clock minutes and days.

    As text, because a dict of each of ten thousand items, and its text after it, take most of the command's time.
    """
    moment: dict[int | None, str] = {None: "null"}
    states = {*flow.workflow.states, *(state for item in flow.items for state in item.minutes_in_state)}
    label = {state: f"{encode_basestring(state)}: " for state in states}
    for item in flow.items:
        key, created, started, finished, _, _, _, skipped, _, in_state, blocked, _ = item
        for minute in (created, started, finished):
            if minute not in moment and minute is not None:
                moment[minute] = f'"{to_datetime(minute).isoformat(timespec="minutes")}"'
        elapsed = inclusive = working = lead = age = age_days = "null"
        if finished is not None:
            elapsed, inclusive = _or_null(item.elapsed_minutes), _or_null(item.days_inclusive)
            working, lead = _or_null(working_days_of(item, days)), _or_null(item.lead_days_inclusive)
        elif started is not None:
            age, age_days = _or_null(item.age_minutes), _or_null(item.age_days_inclusive)
        spent = ", ".join([f"{label[state]}{minutes}" for state, minutes in in_state.items()])
        yield (
            f'{{"key": {encode_basestring(key)}, "started": {moment[started]}, "finished": {moment[finished]}, '
            f'"created": {moment[created]}, "lead_days_inclusive": {lead}, "elapsed_minutes": {elapsed}, '
            f'"days_inclusive": {inclusive}, "working_days_inclusive": {working}, "skipped": {_FLAG[skipped]}, '
            f'"reopened": {_FLAG[item.reopened]}, "age_minutes": {age}, "age_days_inclusive": {age_days}, '
            f'"blocked_minutes": {blocked}, "minutes_in_state": {{{spent}}}}}'
        )


def _or_null(number: int | None) -> str:
    return "null" if number is None else str(number)


def _load(load: StateLoad) -> dict[str, Any]:
    return {
        "state": load.state,
        "minutes": load.minutes,
        "share": float(load.share),
        "arrived": load.arrived,
        "left": load.left,
        "p85_minutes": load.p85_minutes,
        "items": list(load.items),
    }


def _day(day: int) -> str:
    return date.fromordinal(day + EPOCH_ORDINAL).isoformat()


def flow_lines(flow: PlanFlow) -> Iterator[str]:
    """The same for a person: a sentence a line, days being calendar days with both ends counted."""
    yield flow.bottleneck.sentence
    done = len(flow.finished)
    if done:
        p = flow.percentiles
        yield (
            f"{counted(done, 'item was', 'items were')} finished; half within {_days(p[50])}, "
            f"85% within {_days(p[85])}, 95% within {_days(p[95])} of their start, weekends included."
        )
        skipped = [item.key for item in flow.finished if item.skipped]
        if skipped:
            yield f"Straight from to-do to done, so with a cycle time of one day: {_named(skipped)}."
        lead = flow.lead_percentiles
        yield (
            f"From when they were made: half within {_days(lead[50])}, 85% within {_days(lead[85])}, "
            f"95% within {_days(lead[95])}."
        )
    else:
        yield "Nothing was finished, so there is no cycle time yet."
    if flow.efficiency is not None:
        yield f"Flow efficiency {round(100 * flow.efficiency)}%: the rest of the time work waited or was blocked."
    old = [item.key for item, over in flow.ageing if over]
    if old:
        yield f"Older than 85% of finished work ever got: {_named(old)}."
    for count in flow.wip:
        if count.exceeded:
            yield f"{count.name} holds {counted(count.items, 'item')}; its limit is {count.limit}."
    if flow.functions:
        yield f"In progress: {', '.join(map(function_text, flow.functions))}."
    yield from review_sentences(flow.reviews)
    for cause, minutes in flow.blocked.items():
        yield f"Blocked for {days_text(minutes)} by {cause or 'a cause nobody gave'}."
    for wait in flow.hand_offs[:3]:
        waiting = f"; {', '.join(wait.waiting)} still waiting" if wait.waiting else ""
        yield f"From {wait.giver} to {wait.receiver} work waited {days_text(wait.total)} in all{waiting}."


def review_sentences(reviews: ReviewFlow) -> Iterator[str]:
    """How long reviews take, and which one has waited longest; nothing where none was asked for."""
    if reviews.p50 is not None and reviews.p85 is not None:
        half, most = days_text(reviews.p50), days_text(reviews.p85)
        yield f"{counted(reviews.given, 'code review')} took {half} for half of them, {most} for 85%."
    if reviews.waiting:
        oldest = reviews.waiting[0]
        of = f" of {oldest.reviewer}" if oldest.reviewer else ""
        wait_text = counted(len(reviews.waiting), "code review waits", "code reviews wait")
        yield f"{wait_text}, {oldest.key} for {oldest.item}{of} the longest: {days_text(oldest.age_minutes)}."


def _named(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - MAX_NAMED} more" if len(keys) > MAX_NAMED else ""
    return f"{', '.join(keys[:MAX_NAMED])}{more}"


def _days(days: int | None) -> str:
    return "no days" if days is None else counted(days, "day")


def function_text(count: WipCount) -> str:
    """Work in progress of a function, with its limit where it has one: ``qa 3 (limit 2, exceeded)``."""
    if count.limit is None:
        return f"{count.name} {count.items}"
    return f"{count.name} {count.items} (limit {count.limit}{', exceeded' if count.exceeded else ''})"
