"""A sprint as sections: committed against done, what came in and went out, burn-up with its scope line, velocity."""

from collections.abc import Sequence
from datetime import date

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext, show_date
from tpm_tui.domain.time.instants import EPOCH_ORDINAL
from tpm_tui.planning.sprints.sprint_figures import SprintFigures, velocity_spread
from tpm_tui.reports.report import Section, SectionBuilder

#: Cells of the longest bar of the burn-up.
_BAR_CELLS = 40


def sprint_sections(
    plan: Plan, context: InputContext, sprint: str, figures: SprintFigures, velocities: Sequence[int]
) -> list[Section]:
    """``velocities`` are those of the closed sprints before this one, in working minutes."""
    head = SectionBuilder("sprint", f"{plan.value('sprint', sprint, 'key')} {plan.title('sprint', sprint)}", 4)
    goal = str(plan.value("sprint", sprint, "goal") or "no goal was set")
    head.add(f"Goal: {goal}", ("sprint", sprint))
    head.add(f"{len(figures.committed)} committed, {len(figures.done)} done, {len(figures.carried)} not finished",
             ("sprint", sprint))  # fmt: skip
    spread = velocity_spread(velocities)
    past = ""
    if spread is not None:
        low, high = work_in_days(spread.low, context), work_in_days(spread.high, context)
        past = f"; the last {spread.sprints}: {work_in_days(round(spread.mean), context)}, from {low} to {high}"
    head.add(f"Velocity {work_in_days(figures.velocity, context)} of estimated work{past}", ("sprint", sprint))
    return [section for section in (head.build(), _burn_up(context, sprint, figures), *_item_sections(plan, figures))
            if section.lines]  # fmt: skip


def work_in_days(minutes: int, context: InputContext) -> str:
    """Work in days of the file's length, to a tenth where it is no whole number of them."""
    days = minutes / context.minutes_per_day
    return f"{days:.0f}d" if minutes % context.minutes_per_day == 0 else f"{days:.1f}d"


def _item_sections(plan: Plan, figures: SprintFigures) -> list[Section]:
    sections = []
    for name in ("done", "carried", "added", "dropped"):
        keys: tuple[str, ...] = getattr(figures, name)
        made = SectionBuilder(name, f"{name.capitalize()} {len(keys)}", 50)
        for key in keys:
            record = plan.find_key(key)
            made.add(f"{key} {plan.title(*record) if record else 'is gone'}", *([record] if record else []))
        sections.append(made.build())
    return sections


def _burn_up(context: InputContext, sprint: str, figures: SprintFigures) -> Section:
    made = SectionBuilder("burn-up", "Burn-up: ▰ done, ▱ scope", 60)
    longest = max((point.scope for point in figures.burn_up), default=0)
    for point in figures.burn_up:
        if not longest:
            break
        day = date.fromordinal(point.day + EPOCH_ORDINAL)
        full, whole = (round(_BAR_CELLS * minutes / longest) for minutes in (point.done, point.scope))
        done, scope = work_in_days(point.done, context), work_in_days(point.scope, context)
        # filled up with dots: a section keeps one space of several
        bar = f"{'▰' * min(full, whole)}{'▱' * max(0, whole - full)}".ljust(_BAR_CELLS, "·")
        made.add(f"{show_date(day, context)} {bar} {done} of {scope}", ("sprint", sprint))
    return made.build()
