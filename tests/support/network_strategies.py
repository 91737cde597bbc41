"""Random networks for property tests: small, and with everything a plan can hold."""

from datetime import datetime
from fractions import Fraction

from hypothesis import strategies as st

from support.networks import make_network
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.joint_calendar import JointCalendar
from tpm_tui.domain.time.work_calendar import ROUND_THE_CLOCK, STANDARD_CALENDAR, STANDARD_WEEK, WorkCalendar
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, Network, NetworkLink

START = to_minute(datetime(2026, 11, 23, 8, 0))

HOLIDAYS = WorkCalendar(STANDARD_WEEK, {datetime(2026, 11, 26).date(): (), datetime(2026, 12, 4).date(): ((480, 600),)})
NIGHTS = WorkCalendar([((0, 180), (1320, 1440))] * 5 + [((0, 180),), ()])
JOINT = JointCalendar([(HOLIDAYS, Fraction(1)), (NIGHTS, Fraction(2, 3))])
CALENDARS = (STANDARD_CALENDAR, HOLIDAYS, NIGHTS, ROUND_THE_CLOCK)

EARLIEST = (Constraint.ASAP, Constraint.SNET, Constraint.FNET)
"""Constraints that can always hold."""

instants = st.builds(
    lambda day, minute: START - 480 + day * 1440 + minute,
    st.integers(-5, 40),
    st.sampled_from([0, 480, 600, 720, 780, 1020, 1439]),
)


@st.composite
def networks(
    draw: st.DrawFn,
    *,
    constraints: tuple[Constraint, ...] = tuple(Constraint),
    deadlines: bool = True,
    actuals: bool = True,
    summaries: bool = True,
    calendars: int = len(CALENDARS),
    elapsed: bool = True,
    joint: bool = False,
    most: int = 9,
) -> Network:
    """A network without loops: links run upwards in position, and no link leaves or enters a family of its own.

    With ``joint``, several people on calendars of their own work on some items.
    """
    n = draw(st.integers(1, most))
    parent = [-1] * n
    if summaries and n > 3:
        for position in range(1, n):
            up = draw(st.integers(-3, position - 1))
            # a child lies after its parent, and families do not interleave, as in an outline
            if up >= 0 and (parent[position - 1] == up or up == position - 1):
                parent[position] = up
    holders = {up for up in parent if up >= 0}
    duration = [draw(st.sampled_from([0, 30, 240, 480, 960, 1500])) for _ in range(n)]
    milestone = [not length and draw(st.booleans()) for length in duration]
    kinds = [draw(st.sampled_from(constraints)) if draw(st.integers(0, 3)) == 0 else Constraint.ASAP for _ in range(n)]
    dates = [draw(instants) if kind > 1 else None for kind in kinds]
    begun: list[int | None] = [None] * n
    ended: list[int | None] = [None] * n
    progress = [0] * n
    if actuals:
        for position in range(n):
            state = draw(st.integers(0, 5))
            if state < 2 and position not in holders:
                begun[position] = draw(instants)
                progress[position] = draw(st.sampled_from([0, 25, 50, 100]))
                if state == 0:
                    ended[position] = begun[position] + draw(st.sampled_from([0, 60, 1440]))
    return make_network(
        duration,
        draw(links(n, parent, elapsed=elapsed)),
        plan_start=START,
        parent=parent,
        milestone=milestone,
        constraint=kinds,
        constraint_date=dates,
        deadline=[draw(instants) if deadlines and draw(st.integers(0, 5)) == 0 else None for _ in range(n)],
        calendar=[draw(st.integers(-1, calendars - 1 + joint)) for _ in range(n)] if calendars > 1 else [-1] * n,
        actual_start=begun,
        actual_finish=ended,
        progress=progress,
        calendars=(*CALENDARS, JOINT) if joint else CALENDARS,
        status_date=draw(st.none() | instants) if actuals else None,
    )


@st.composite
def links(draw: st.DrawFn, n: int, parent: list[int], *, elapsed: bool = True) -> list[NetworkLink]:
    """Links from lower to higher positions between items of different families."""
    listed: list[NetworkLink] = []
    for _ in range(draw(st.integers(0, 2 * n))):
        before, after = draw(st.integers(0, n - 1)), draw(st.integers(0, n - 1))
        if before >= after or before in lineage(parent, after) or after in lineage(parent, before):
            continue
        units = list(LagUnit) if elapsed else [LagUnit.WORKING, LagUnit.PERCENT]
        unit = draw(st.sampled_from(units))
        lag = draw(st.sampled_from([0, 0, 50, -50, 100] if unit == LagUnit.PERCENT else [0, 0, 60, 480, 1440, -240]))
        listed.append(NetworkLink(before, after, draw(st.sampled_from(list(LinkType))), lag, unit))
    return listed


def lineage(parent: list[int], position: int) -> list[int]:
    """An item's ancestors."""
    listed = []
    while parent[position] >= 0:
        position = parent[position]
        listed.append(position)
    return listed
