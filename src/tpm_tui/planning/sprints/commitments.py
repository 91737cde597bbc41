"""Commitments: actions that fell due between two meetings, and which of them were kept [Last Planner System]."""

from datetime import date
from fractions import Fraction

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan


class Commitments(Struct, frozen=True):
    """Ids of the actions that fell due, in the order of their days: those that were kept, and those that were not."""

    kept: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def made(self) -> int:
        return len(self.kept) + len(self.missed)

    @property
    def share(self) -> Fraction | None:
        """Percent plan complete as a share of one; None where nothing fell due."""
        return Fraction(len(self.kept), self.made) if self.made else None


def commitments_due(plan: Plan, since: date, until: date) -> Commitments:
    """The actions whose day lies after ``since`` and before ``until``, which is today: it has not ended."""
    table = plan["action"]
    due = sorted(
        (str(day)[:10], place, id_)
        for place, (id_, day) in enumerate(zip(table.ids, table.columns["due"], strict=True))
        if day is not None and since.isoformat() < str(day)[:10] < until.isoformat()
    )
    done = table.columns["done"]
    return Commitments(
        tuple(id_ for _, place, id_ in due if done[place]), tuple(id_ for _, place, id_ in due if not done[place])
    )
