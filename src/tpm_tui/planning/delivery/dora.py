"""The five metrics of software delivery [DORA 2026], with the records behind each."""

from collections.abc import Iterable
from fractions import Fraction
from statistics import median

from msgspec import Struct


class Deployment(Struct, frozen=True):
    """A release that went into production at ``deployed``; moments are clock minutes, None where nobody said.

    ``committed``: when its change was committed. ``failed``: it needed somebody to step in; ``detected`` and
    ``restored`` say when that was seen and when it was over. ``unplanned``: it was not planned and came of an incident.
    """

    key: str
    deployed: int
    committed: int | None = None
    failed: bool = False
    detected: int | None = None
    restored: int | None = None
    unplanned: bool = False


class Dora(Struct, frozen=True):
    """Figures of a window of ``days``; a share or a median of nothing is None. The tuples name the deployments."""

    days: int
    deployments: tuple[str, ...]
    lead_times: tuple[str, ...]
    failed: tuple[str, ...]
    recovered: tuple[str, ...]
    unplanned: tuple[str, ...]
    lead_time_median_minutes: float | None
    recovery_median_minutes: float | None

    @property
    def deployment_frequency_per_day(self) -> Fraction:
        """Deployments per calendar day of the window."""
        return Fraction(len(self.deployments), self.days)

    @property
    def days_between(self) -> Fraction | None:
        """Calendar days between two deployments on average; None where there were none."""
        return Fraction(self.days, len(self.deployments)) if self.deployments else None

    @property
    def change_fail_rate(self) -> Fraction | None:
        """Share of deployments that failed."""
        return self._share(self.failed)

    @property
    def rework_rate(self) -> Fraction | None:
        """Share of deployments that were unplanned and came of an incident."""
        return self._share(self.unplanned)

    def _share(self, part: tuple[str, ...]) -> Fraction | None:
        return Fraction(len(part), len(self.deployments)) if self.deployments else None


def dora(deployments: Iterable[Deployment], days: int) -> Dora:
    """The metrics of the deployments of a window of so many calendar days (at least 1; ValueError otherwise).

    Lead time is elapsed from committed to deployed, recovery of a failed deployment from detected to restored; both
    are medians over those that say both moments.
    """
    if days < 1:
        raise ValueError(f"a window has at least one day, not {days}")
    all_ = sorted(deployments, key=lambda deployment: (deployment.deployed, deployment.key))
    lead = {d.key: d.deployed - d.committed for d in all_ if d.committed is not None}
    recovery = {
        d.key: d.restored - d.detected for d in all_ if d.failed and d.detected is not None and d.restored is not None
    }
    return Dora(
        days=days,
        deployments=tuple(d.key for d in all_),
        lead_times=tuple(lead),
        failed=tuple(d.key for d in all_ if d.failed),
        recovered=tuple(recovery),
        unplanned=tuple(d.key for d in all_ if d.unplanned),
        lead_time_median_minutes=median(lead.values()) if lead else None,
        recovery_median_minutes=median(recovery.values()) if recovery else None,
    )
