"""What came of what a kept report said: the state, each date, decision, incident, risk and promise of then, today."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import counted, grouped_number
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.promise.promise import Promise
from tpm_tui.reports.report import LONGEST_TITLE, cut_text
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_day_text


class RecordOutcome(Struct, frozen=True):
    """Of one record: what was ``said`` then and what ``came``. ``kept``: whether it came by the day that was said, None
    where no day was said, or that day is still ahead."""

    key: str
    title: str
    said: str
    came: str
    kept: bool | None = None


def report_outcomes(
    plan: Plan, context: InputContext, promise: Promise, parts: Iterable[Promise], then: Mapping[str, Any]
) -> list[RecordOutcome]:
    """In the order of the kept report, whose facts ``then`` are; ``promise`` and ``parts`` are those of today. Records
    that a report only counted are left out."""
    numbers: dict[str, dict[str, Any]] = {}
    said: dict[str, str] = {}
    for section in then["sections"]:
        for line in section["lines"]:
            for number in line["numbers"]:
                numbers.setdefault(number["key"], {})[number["name"]] = number["value"]
            if line["records"] and not any(number["name"] == "left_out" for number in line["numbers"]):
                said.setdefault(line["records"][0], str(section["title"]))
    by_key, outcomes = {part.key: part for part in parts}, []
    for key, title in said.items():
        record = plan.find_key(key)
        figures = numbers.get(key, {})
        if record is None:
            outcomes.append(RecordOutcome(key, "", _said(figures, title, context), "deleted"))
        elif record[0] == "programme":
            if then.get("state"):
                outcomes.append(_programme(key, then, figures, promise, context))
        elif record[0] in _CAME:
            day = _day(figures.get("target") or figures.get("needed_by") or figures.get("promised_for"))
            came, kept = _CAME[record[0]](plan, context, record[1], day)
            part = by_key.get(key)
            if kept is None and part is not None and part.p80 is not None and came.startswith("open"):
                came += f", P80 now {finish_day_text(part.p80, context)}"
            name = cut_text(plan.title(*record), LONGEST_TITLE)
            outcomes.append(RecordOutcome(key, name, _said(figures, title, context), came, kept))
    return outcomes


def record_outcome_lines(outcomes: Sequence[RecordOutcome]) -> list[str]:
    """How many of the days that were said were kept, then a sentence of each record; nothing without records."""
    whether_kept = [outcome.kept for outcome in outcomes if outcome.kept is not None]
    count = [f"{sum(whether_kept)} of {counted(len(whether_kept), 'day')} that were said and have come were kept"]
    return [
        *(count if whether_kept else ()),
        *(" ".join(f"{one.key} {one.title}".split()) + f": {one.said}; {one.came}" for one in outcomes),
    ]


def record_outcome_facts(outcomes: Sequence[RecordOutcome]) -> list[dict[str, Any]]:
    """As ``tpm report --beside --json`` has them."""
    return [{"key": o.key, "title": o.title, "said": o.said, "came": o.came, "kept": o.kept} for o in outcomes]


def _said(figures: Mapping[str, Any], section: str, context: InputContext) -> str:
    """The days and the confidence that were said of a record, else where it stood in the report."""
    words = [
        f"{word} {dates.day_text(day, context)}"
        for name, word in (("target", "due"), ("needed_by", "needed by"), ("promised_for", "for"), ("p80", "P80"))
        if (day := _day(figures.get(name))) is not None
    ]
    if "probability" in figures:
        words.append(f"kept with {figures['probability']:.0%}")
    if "p80_days" in figures:
        words.append(f"{figures['p80_days']:.1f} working days at P80")
    if "expected_cost" in figures:
        words.append(f"expected cost {grouped_number(figures['expected_cost'])}")
    return ", ".join(words) or section[:1].lower() + section[1:]


def _programme(
    key: str, then: Mapping[str, Any], figures: Mapping[str, Any], promise: Promise, context: InputContext
) -> RecordOutcome:
    """The state, the target and how sure it was, then and today."""
    came = []
    if promise.shown_state is not None:
        came.append(promise.shown_state.value)
    if promise.target is not None:
        came.append(f"due {finish_day_text(promise.target, context)}")
    if promise.p80 is not None:
        came.append(f"P80 {finish_day_text(promise.p80, context)}")
    if promise.probability is not None:
        came.append(f"kept with {promise.probability:.0%}")
    said = f"{then['state']['rag']}, {_said(figures, '', context)}"
    return RecordOutcome(key, promise.name, said, f"now {', '.join(came)}")


def _item(plan: Plan, context: InputContext, item: str, day: date | None) -> tuple[str, bool | None]:
    status, finished = plan.value("item", item, "status"), _day(plan.value("item", item, "actual_finish"))
    if status == "dropped":
        return "dropped", None
    if finished is not None or plan.state_groups.get(str(status)) == "done":
        on = "" if finished is None else f" {dates.day_text(finished, context)}"
        if finished is None or day is None:
            return f"finished{on}", None
        late = (finished - day).days
        return f"finished{on}, " + (f"{counted(late, 'day')} late" if late > 0 else "in time"), late <= 0
    return _open(context, day, str(status))


def _decision(plan: Plan, context: InputContext, decision: str, day: date | None) -> tuple[str, bool | None]:
    row = plan["decision"].row(decision)
    if row["status"] == "proposed":
        return _open(context, day)
    decided = _day(row["decided_on"] or row["at"])
    on = "" if decided is None else f" {dates.day_text(decided, context)}"
    return f"{row['status']}{on}", None if decided is None or day is None else decided <= day


def _incident(plan: Plan, context: InputContext, incident: str, day: date | None) -> tuple[str, bool | None]:
    resolved = _day(plan.value("incident", incident, "resolved"))
    return _open(context, day) if resolved is None else (f"resolved {dates.day_text(resolved, context)}", None)


def _risk(plan: Plan, _context: InputContext, risk: str, _day: date | None) -> tuple[str, bool | None]:
    return str(plan.value("risk", risk, "status")), None


def _promise(plan: Plan, context: InputContext, contact: str, day: date | None) -> tuple[str, bool | None]:
    return ("kept", True) if plan.value("contact", contact, "kept") else _open(context, day)


def _need(plan: Plan, _context: InputContext, need: str, _day: date | None) -> tuple[str, bool | None]:
    return str(plan.value("requirement", need, "status")), None


def _open(context: InputContext, day: date | None, status: str = "") -> tuple[str, bool | None]:
    """Still open: broken where the day that was said has passed."""
    words = f"open, {status}" if status else "open"
    if day is None or day >= context.today:
        return words, None
    return f"{words}, {counted((context.today - day).days, 'day')} past", False


def _day(stored: object) -> date | None:
    """The day of a stored or exported day or moment."""
    return None if stored is None else datetime.fromisoformat(str(stored)).date()


#: What came of a record of each kind by the day that was said, if one was: in words, and whether it was kept.
_CAME = {
    "item": _item,
    "decision": _decision,
    "incident": _incident,
    "risk": _risk,
    "contact": _promise,
    "requirement": _need,
}
