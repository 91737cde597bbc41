"""A what-if at the screen: its sentence in the pulse line, the page of its edits and of what they do, its draft."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tpm_tui.app.detail import BLANK, head
from tpm_tui.app.foreseen import IN_THE_FILE, Foreseen
from tpm_tui.app.pulse import days_between
from tpm_tui.app.session import Session
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.app.widgets.strips import Run
from tpm_tui.domain import dates
from tpm_tui.domain.calendar import moment_of
from tpm_tui.domain.dates import Words
from tpm_tui.domain.plan import Edit, Plan
from tpm_tui.reports.phrases import constraint
from tpm_tui.safe import fit, safe
from tpm_tui.store.layer import Step

if TYPE_CHECKING:
    from tpm_tui.planning.conflicts import Conflict
    from tpm_tui.planning.consequences import Consequences

#: Lines a list has at most.
MOST = 150


def what_if_runs(session: Session, cells: int = 160) -> list[Run]:
    """``WHAT-IF 3 edits · finish 15 Mar, +3d · P80 03 Apr, in the file 28 Mar`` for a pulse line of so many cells;
    nothing where edits go to the file."""
    layer = session.layer
    if layer is None:
        return []
    count = len(layer.steps)
    runs: list[Run] = [(f" WHAT-IF {count} edit{'' if count == 1 else 's'}", "bad")]
    ahead = session.foreseen
    known = [] if ahead is None or ahead.plan is not session.plan else list(percentiles(ahead, session.words))
    narrow = cells < 110
    planned = session.planned
    real = planned.real_finish if planned is not None and planned.plan is session.plan else None
    if planned is not None and real is not None and not (narrow and known):
        found = planned.schedule
        calendar = found.network.calendars[found.network.plan_calendar]
        by = calendar.between(real, found.plan_finish)
        day = dates.show_date(moment_of(found.plan_finish).date(), session.words)
        style = "bad" if by > 0 else "good" if by < 0 else "strong"
        runs += [(f" · finish {day}, ", "strong"), (later(by, session.words), style)]
    for percent, now, then, moved in known[narrow:]:
        about = "~" if ahead is not None and ahead.rough else ""
        style = "bad" if moved > 0 else "good" if moved < 0 else "strong"
        runs += [(f" · {about}P{percent} ", "strong"), (now, style), (f", {IN_THE_FILE} {then}", "dim")]
    return [*runs, ("   ", "")]


def percentiles(found: Foreseen, words: Words) -> Iterator[tuple[int, str, str, int]]:
    """Of P50 and P80: the percentile, its date in the what-if and in the file, and the days it moves by. Nothing where
    the forecast was compared with something else."""
    if found.earlier is None or found.earlier.name != IN_THE_FILE:
        return
    for percent, before in ((50, found.earlier.p50), (80, found.earlier.p80)):
        after = found.forecast.finish.percentile(percent)
        now, then = (dates.show_date(moment_of(minute).date(), words) for minute in (after, before))
        yield percent, now, then, days_between(before, after)


def later(minutes: int, words: Words) -> str:
    """``+3d``, ``-4h`` or ``as it is`` of working time."""
    return f"{'+' if minutes > 0 else ''}{dates.show_duration(minutes, words)}" if minutes else "as it is"


def page_lines(
    plan: Plan,
    words: Words,
    steps: Sequence[Step],
    found: "Consequences",
    ahead: Foreseen | None,
    marked: Collection[int],
    cells: int,
) -> list[PageLine]:
    """The page of a what-if: what was tried, how sure its dates are beside those of the file, and what else it does."""
    nothing = [PageLine((("Nothing tried yet: edit as usual, the file stays as it is.", "dim"),))]
    tried = list(step_lines(steps, marked, cells)) or nothing
    sure = []
    for percent, now, then, days in percentiles(ahead, words) if ahead is not None else ():
        style = "bad" if days > 0 else "good" if days < 0 else "soft"
        moved = f"{days:+}d" if days else "as it is"
        parts = (f"P{percent}     ", "soft"), (f"{then} → {now}  " if days else f"{now}  ", "strong"), (moved, style)
        sure.append(PageLine(parts))
    return [head("Tried"), *tried, BLANK, *sure, *consequence_lines(plan, words, found, cells)]


def step_lines(steps: Sequence[Step], marked: Collection[int], cells: int) -> Iterator[PageLine]:
    """A line an edit, to be marked for keeping; its target is its number."""
    for number, step in enumerate(steps):
        sign = "✓" if number in marked else " "
        count = len(step.edits)
        more = f"{count} records" if count > 1 else ""
        runs: list[Run] = [
            (f"[{sign}] ", "good" if sign.strip() else "soft"),
            (fit(safe(step.label), max(20, cells - 20)), ""),
            (f" {more}", "soft"),
        ]
        yield PageLine(tuple(runs), ("step", number), stop=True)


def consequence_lines(plan: Plan, words: Words, found: "Consequences", cells: int) -> list[PageLine]:
    """What a change does: the finish, what can no longer be kept, whose dates move. Lines lead to the items."""
    then, now = (dates.show_date(moment_of(minute).date(), words) for minute in found.finish)
    style = "bad" if found.minutes > 0 else "good" if found.minutes < 0 else "soft"
    lines = [PageLine((
        ("Finish  ", "soft"), (f"{then} → {now}  " if then != now else f"{now}  ", "strong"),
        (later(found.minutes, words), style),
    ))]  # fmt: skip
    for title, chosen, tone in (("Would have to give", found.broken, "bad"), ("Holds again", found.mended, "good")):
        if chosen:
            lines += [BLANK, head(f"{title} ({len(chosen)})")]
            lines += [_broken_line(plan, words, id_, conflict, tone, cells) for id_, conflict in chosen[:MOST]]
    if found.strained:
        lines += [BLANK, head(f"Would have to be done sooner ({len(found.strained)})")]
        for id_, minutes in found.strained[:MOST]:
            runs: list[Run] = [
                (fit(str(plan.value("item", id_, "key")), 7) + " ", "accent"),
                (fit(safe(plan.title("item", id_)), max(12, cells - 44)) + " ", ""),
                (f"by {dates.show_duration(minutes, words)}", "warn"),
            ]
            lines.append(PageLine(tuple(runs), ("item", id_), stop=True))
    milestones = [m for m in found.moved if plan.value("item", m.item, "type") == "milestone"]
    rest = [m for m in found.moved if m not in milestones and m.item not in plan.children]
    for title, moved in (("Milestones that move", milestones), ("Work that moves", rest)):
        if moved:
            lines += [BLANK, head(f"{title} ({len(moved)})")]
            for m in moved[:MOST]:
                before, after = (dates.show_date(moment_of(minute).date(), words) for minute in m.finish)
                runs = [
                    (fit(str(plan.value("item", m.item, "key")), 7) + " ", "accent"),
                    (fit(safe(plan.title("item", m.item)), max(12, cells - 44)) + " ", ""),
                    (fit(f"{before} → {after}", 22) + " ", ""),
                    (later(m.minutes, words), "bad" if m.minutes > 0 else "good"),
                ]
                lines.append(PageLine(tuple(runs), ("item", m.item), stop=True))
            if len(moved) > MOST:
                lines.append(PageLine(((f"and {len(moved) - MOST} more", "dim"),)))
    if not found.moved and not found.broken and not found.mended:
        lines.append(PageLine((("No date moves.", "soft"),)))
    return lines


def _broken_line(plan: Plan, words: Words, id_: str, conflict: "Conflict", style: str, cells: int) -> PageLine:
    day = dates.show_date(moment_of(conflict.at).date(), words)
    short = dates.show_duration(conflict.minutes, words)
    due = plan.value("item", id_, "deadline")
    by_deadline = due is not None and str(due)[:10] == moment_of(conflict.at).date().isoformat()
    kind = str(plan.value("item", id_, "constraint"))
    what = f"due {day}" if by_deadline else constraint(kind, conflict.at, words)
    runs: list[Run] = [
        (fit(str(plan.value("item", id_, "key")), 7) + " ", "accent"),
        (fit(safe(plan.title("item", id_)), max(12, cells - 48)) + " ", ""),
        (f"✗ {what}, missed by {short}" if style == "bad" else f"✓ {what}", style),
    ]
    return PageLine(tuple(runs), ("item", id_), stop=True)


# -- the draft, so that a lost line loses no edits


def packed(steps: Sequence[Step]) -> list[Any]:
    """Steps as JSON holds them."""
    return [
        {"label": s.label, "verb": s.verb, "edits": [[e.kind, e.id, e.before, e.after] for e in s.edits]} for s in steps
    ]


def unpacked(found: Any) -> list[Step]:
    """The steps of :func:`packed`; what is none is left out."""
    steps = []
    for one in found if isinstance(found, list) else ():
        try:
            edits = tuple(Edit(str(kind), str(id_), before, after) for kind, id_, before, after in one["edits"])
            steps.append(Step(str(one["label"]), str(one["verb"]), edits))
        except (KeyError, TypeError, ValueError):
            continue
    return steps
