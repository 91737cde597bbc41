"""Earned schedule: when what is earned by now should have been earned [Lipke 2003].

The schedule performance index in money tends to 1 as the work ends, however late it is; the one in time does not. Time
is counted in periods (working days) from the start of the baseline; all figures are exact.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

Exact = int | Fraction


class EarnedSchedule(Struct, frozen=True):
    """Periods: ES ``es``, actual time ``at``, planned duration ``pd``; what they leave undefined is None."""

    es: Fraction
    at: Fraction
    pd: int

    @property
    def sv_t(self) -> Fraction:
        """Schedule variance in periods, ES - AT: negative is behind."""
        return self.es - self.at

    @property
    def spi_t(self) -> Fraction | None:
        """Schedule performance index in time, ES / AT; None before the start."""
        return self.es / self.at if self.at else None

    @property
    def ieac_t(self) -> Fraction | None:
        """Independent estimate of the duration, PD / SPI(t); None before the start and while nothing is earned."""
        return self.pd / self.spi_t if self.spi_t else None

    @property
    def tspi(self) -> Fraction | None:
        """The index that the rest needs to keep the planned duration, (PD - ES) / (PD - AT)."""
        return (self.pd - self.es) / (self.pd - self.at) if self.pd != self.at else None


def earned_schedule(
    curve: Sequence[Exact], ev: Exact, at: Exact, *, finished_at: Exact | None = None
) -> EarnedSchedule:
    """Earned schedule of an earned value on a curve of planned value.

    ``curve[p]`` is the planned value at the end of period p, from ``curve[0]`` at the start, and never falls; it ends
    where it first reaches the budget at completion. ``at`` is the actual time; it stands still at ``finished_at``, once
    the work is done. ES = C + (EV - PV_C) / (PV_C+1 - PV_C), with C the last period with PV_C <= EV; 0 while nothing is
    earned.
    """
    pd = bisect_left(curve, curve[-1]) if curve else 0
    at = Fraction(max(at if finished_at is None else min(at, finished_at), 0))
    if ev <= 0 or pd == 0:
        return EarnedSchedule(Fraction(0), at, pd)
    if ev >= curve[pd]:
        return EarnedSchedule(Fraction(pd), at, pd)
    last = bisect_right(curve, ev, 0, pd + 1) - 1
    if last < 0:  # the curve begins above what is earned
        return EarnedSchedule(Fraction(0), at, pd)
    part = Fraction(ev - curve[last]) / (curve[last + 1] - curve[last])
    return EarnedSchedule(last + part, at, pd)
