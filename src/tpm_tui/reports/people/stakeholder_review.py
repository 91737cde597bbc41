"""One stakeholder as facts for scripts and as a document: stand, promises both ways, supplies, and what changed."""

from datetime import date
from typing import Any

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.people.engagement import EngagementChange, engagement_gap
from tpm_tui.planning.people.promises_to_and_by_stakeholders import PromiseLedger
from tpm_tui.planning.people.supplier_promises import SuppliedItem
from tpm_tui.reports.document import Block, Bullet, BulletList, Document, Heading, Paragraph
from tpm_tui.reports.people.stakeholder_changes import StakeholderChange
from tpm_tui.reports.phrases import moves_text
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_day_text, minute_iso


class StakeholderReview(Struct, frozen=True):
    """One stakeholder: how their engagement moved, promises of ours and of theirs, what they supply, and what the
    changes of the last week mean to them. ``due`` is the day of the next contact, ISO, None without a cadence."""

    stakeholder: str
    due: str | None
    engagement: tuple[EngagementChange, ...]
    ours: PromiseLedger
    theirs: PromiseLedger
    supplies: tuple[SuppliedItem, ...]
    changes: tuple[StakeholderChange, ...]


def stakeholder_facts(plan: Plan, review: StakeholderReview, today: date) -> dict[str, Any]:
    """The documented object of ``tpm stakeholders --json``: gaps in steps, rates from 0 to 1, moves in calendar days,
    and in minutes on the clock where a finish moved."""
    row = plan["stakeholder"].row(review.stakeholder)
    now, desired = str(row["engagement"]), str(row["desired"])
    return {
        "key": row["key"],
        "name": row["name"],
        "power": row["power"],
        "interest": row["interest"],
        "engagement": now,
        "desired": desired,
        "gap": engagement_gap(now, desired),
        "engagement_history": [
            {
                "when": move.when.isoformat(timespec="seconds"), "who": move.who, "field": move.field,
                "from": move.before or None, "to": move.after,
            }
            for move in review.engagement
        ],
        "contact_due": review.due,
        "overdue": review.due is not None and review.due < today.isoformat(),
        "promises": {"ours": _ledger(review.ours), "theirs": _ledger(review.theirs)},
        "supplies": [
            {
                "key": str(plan.value("item", one.item, "key")),
                "title": plan.title("item", one.item),
                "promised": one.promised and one.promised.isoformat(),
                "kept": one.kept,
                "overdue": one.overdue,
                "revisions": [
                    {"when": m.when.isoformat(timespec="seconds"), "from": m.before.isoformat(),
                     "to": m.after.isoformat(), "days": m.days}
                    for m in one.revisions
                ],
            }
            for one in review.supplies
        ],
        "changes": [
            {"key": str(plan.value(c.kind, c.id, "key")), "title": plan.title(c.kind, c.id), "change": c.text,
             "moved_minutes": c.minutes, "finish": None if c.finish is None else minute_iso(c.finish)}
            for c in review.changes
        ],
    }  # fmt: skip


def _ledger(ledger: PromiseLedger) -> dict[str, Any]:
    rate = ledger.kept_rate
    return {
        "kept": ledger.kept,
        "open": ledger.open,
        "overdue": ledger.overdue,
        "kept_rate": None if rate is None else round(rate, 6),
    }


def stakeholder_document(plan: Plan, review: StakeholderReview, context: InputContext) -> Document:
    """The same for a person to read; what there is nothing of is left out."""
    row = plan["stakeholder"].row(review.stakeholder)
    now, desired = str(row["engagement"]), str(row["desired"])
    gap = engagement_gap(now, desired)
    steps = "where they should be" if not gap else f"{abs(gap)} step{'s' if abs(gap) > 1 else ''} to go"
    if gap < 0:
        steps = f"{-gap} step{'s' if gap < -1 else ''} beyond what is asked"
    role = ", ".join(str(row[field]) for field in ("role", "organisation") if row[field])
    blocks: list[Block] = [Paragraph(f"{row['name']}{f', {role}' if role else ''}: {now}, wanted {desired}: {steps}")]
    if review.due is not None:
        late = " (overdue)" if review.due < context.today.isoformat() else ""
        blocks.append(Paragraph(f"Next contact by {_day(review.due, context)}{late}"))
    moves = [
        f"{dates.day_text(move.when.date(), context)}: {'wanted ' if move.field == 'desired' else ''}"
        f"{f'{move.before} to ' if move.before else ''}{move.after}"
        for move in review.engagement
    ]
    blocks += _section("How they came to stand there", moves)
    sides = (("We", review.ours), ("They", review.theirs))
    blocks += _section("Promises", [_ledger_text(who, of) for who, of in sides if of.kept or of.open or of.overdue])
    blocks += _section("Supplied by them", [_supply_text(plan, one, context) for one in review.supplies])
    changes = [
        f"{plan.value(c.kind, c.id, 'key')} {plan.title(c.kind, c.id)}: {c.text}"
        f"{'' if c.finish is None else f', planned for {finish_day_text(c.finish, context)}'}"
        for c in review.changes
    ]
    blocks += _section("What this week's changes mean to them", changes or ["Nothing that they care about changed"])
    return Document(f"{row['key']} {row['name']}", blocks)


def _section(title: str, lines: list[str]) -> list[Block]:
    return [Heading(title), BulletList([Bullet(line) for line in lines])] if lines else []


def _ledger_text(who: str, ledger: PromiseLedger) -> str:
    were_due, rate = ledger.kept + ledger.overdue, ledger.kept_rate
    were = "was" if were_due == 1 else "were"
    kept = "" if rate is None else f" kept {ledger.kept} of {were_due} that {were} due ({rate:.0%})"
    late = f", {ledger.overdue} overdue" if ledger.overdue else ""
    rest = (
        f", {ledger.open} not yet due" if ledger.open and kept else f" {ledger.open}, not yet due" if not kept else ""
    )
    return f"{who}{kept or ' owe'}{late}{rest}"


def _supply_text(plan: Plan, one: SuppliedItem, context: InputContext) -> str:
    name = f"{plan.value('item', one.item, 'key')} {plan.title('item', one.item)}"
    if one.promised is None:
        return f"{name}: promised for no day"
    state = "overdue" if one.overdue else {None: "open", True: "kept", False: "late"}[one.kept]
    moved = f", {moves_text([move.days for move in one.revisions])}" if one.revisions else ""
    return f"{name}: promised for {dates.day_text(one.promised, context)}, {state}{moved}"


def _day(stored: str, context: InputContext) -> str:
    return dates.day_text(date.fromisoformat(stored[:10]), context)
