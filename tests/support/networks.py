"""Networks from plain lists, for tests of what is calculated of them."""

from collections.abc import Hashable, Iterable, Sequence

from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR, WorkCalendar
from tpm_tui.planning.model.network import Network, NetworkLink


def make_network(
    duration: Sequence[int],
    links: Iterable[NetworkLink | tuple[int, ...]] = (),
    *,
    plan_start: int,
    parent: Sequence[int] | None = None,
    milestone: Sequence[bool] | None = None,
    constraint: Sequence[int] | None = None,
    constraint_date: Sequence[int | None] | None = None,
    deadline: Sequence[int | None] | None = None,
    calendar: Sequence[int] | None = None,
    actual_start: Sequence[int | None] | None = None,
    actual_finish: Sequence[int | None] | None = None,
    remaining: Sequence[int | None] | None = None,
    progress: Sequence[float] | None = None,
    rank: Sequence[int] | None = None,
    calendars: Sequence[WorkCalendar] = (STANDARD_CALENDAR,),
    plan_calendar: int = 0,
    status_date: int | None = None,
    critical_slack_limit: int = 0,
    ids: Sequence[Hashable] | None = None,
) -> Network:
    """A network from plain lists; what is left out is empty, unconstrained, on the plan's calendar.

    `links` may be tuples (predecessor, successor, type, lag, unit).
    """
    n = len(duration)
    nothing: Sequence[None] = [None] * n
    return Network(
        parent=[-1] * n if parent is None else parent,
        duration=duration,
        milestone=[False] * n if milestone is None else milestone,
        constraint=[0] * n if constraint is None else constraint,
        constraint_date=nothing if constraint_date is None else constraint_date,
        deadline=nothing if deadline is None else deadline,
        calendar=[-1] * n if calendar is None else calendar,
        actual_start=nothing if actual_start is None else actual_start,
        actual_finish=nothing if actual_finish is None else actual_finish,
        remaining=nothing if remaining is None else remaining,
        progress=[0] * n if progress is None else progress,
        rank=range(n) if rank is None else rank,
        links=[link if isinstance(link, NetworkLink) else NetworkLink(*link) for link in links],  # type: ignore[arg-type]
        calendars=calendars,
        plan_calendar=plan_calendar,
        plan_start=plan_start,
        status_date=status_date,
        critical_slack_limit=critical_slack_limit,
        ids=range(n) if ids is None else ids,
    )
