"""Incidents in figures: how soon they were taken up and over, and what was left of the service meanwhile."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from tpm_tui.planning.flow.item_flow import Span, joined


class Outage(Struct, frozen=True):
    """The moments of an incident in clock minutes, None where one has not come; ``affected`` is a share in percent."""

    key: str
    started: int
    detected: int | None = None
    acknowledged: int | None = None
    mitigated: int | None = None
    resolved: int | None = None
    affected: int = 100


class MeanTime(Struct, frozen=True):
    """A mean in minutes over the incidents with these keys; None over none."""

    minutes: Fraction | None
    keys: tuple[str, ...]

    @property
    def incidents(self) -> int:
        return len(self.keys)


def _mean(moments: Iterable[tuple[str, int | None, int | None]]) -> MeanTime:
    spans = {key: end - start for key, start, end in moments if start is not None and end is not None}
    return MeanTime(Fraction(sum(spans.values()), len(spans)) if spans else None, tuple(spans))


def time_to_acknowledge(outages: Iterable[Outage]) -> MeanTime:
    """MTTA: acknowledged − detected."""
    return _mean((outage.key, outage.detected, outage.acknowledged) for outage in outages)


def time_to_mitigate(outages: Iterable[Outage]) -> MeanTime:
    """Mitigated − detected."""
    return _mean((outage.key, outage.detected, outage.mitigated) for outage in outages)


def time_to_resolve(outages: Iterable[Outage]) -> MeanTime:
    """MTTR: resolved − detected."""
    return _mean((outage.key, outage.detected, outage.resolved) for outage in outages)


def downtime(outage: Outage, now: int, planned: Sequence[Span] = ()) -> Fraction:
    """Minutes of full outage: started → mitigated (else resolved, else now) × share affected, planned windows apart."""
    return _lost([outage], min(outage.started, now), now, planned)


class Availability(Struct, frozen=True):
    """Of a window: ``service`` minutes that were promised (planned windows apart), ``down`` of them lost."""

    service: int
    down: Fraction

    @property
    def share(self) -> Fraction | None:
        """1 − lost ÷ promised; None where nothing was promised."""
        return 1 - self.down / self.service if self.service else None

    def left(self, target: Fraction) -> Fraction:
        """Minutes that may still be lost before the target (a share) is missed; negative when it is [error budget]."""
        return (1 - target) * self.service - self.down


def availability(
    outages: Iterable[Outage], since: int, until: int, now: int, planned: Sequence[Span] = ()
) -> Availability:
    """Availability from ``since`` to ``until``, clock minutes, as far as it is past.

    A minute that several incidents affect counts once, with the largest share affected.
    """
    end = max(min(until, now), since)
    windows = [(max(start, since), min(stop, end)) for start, stop in planned]
    service = end - since - sum(stop - start for start, stop in joined(span for span in windows if span[0] < span[1]))
    return Availability(service, _lost(list(outages), since, end, planned))


def _lost(outages: Sequence[Outage], since: int, until: int, planned: Sequence[Span]) -> Fraction:
    spans = []
    for outage in outages:
        over = outage.mitigated if outage.mitigated is not None else outage.resolved
        start, stop = max(outage.started, since), until if over is None else min(over, until)
        if start < stop:
            spans.append((start, stop, outage.affected))
    apart = joined(span for span in planned if span[0] < span[1])
    edges = sorted({edge for start, stop, _ in spans for edge in (start, stop)} | {e for span in apart for e in span})
    lost = 0
    for start, stop in pairwise(edges):
        if any(first <= start < last for first, last in apart):
            continue
        lost += (stop - start) * max((share for first, last, share in spans if first <= start < last), default=0)
    return Fraction(lost, 100)
