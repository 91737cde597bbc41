"""Code reviews in the flow: how long those that are asked for have waited, how long those that were given took."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.planning.flow.flow_figures import ALWAYS, DayWindow
from tpm_tui.planning.flow.percentiles import nearest_rank

REVIEW_TYPE = "code review"


class OpenReview(Struct, frozen=True):
    """A review that nobody has given yet, by the key of its check; its age in clock minutes."""

    key: str
    item: str
    reviewer: str | None
    age_minutes: int


class ReviewFlow(Struct, frozen=True):
    """``waiting``, the oldest first; the turnaround of those that were given, from asked to decided, in clock minutes
    by nearest rank; None where none was."""

    waiting: tuple[OpenReview, ...]
    given: int
    p50: int | None
    p85: int | None


def review_flow(plan: Plan, now: int, chosen: Collection[str] | None = None, window: DayWindow = ALWAYS) -> ReviewFlow:
    """The reviews of items, of the chosen ones alone where they are given; ``now`` is a clock minute.

    A review is asked for when that is said, else when its check was made. Those that count as given were decided in
    the window; nobody waits for the review of what was dropped.
    """
    table, out, position = plan["check"], dropped_items(plan), plan["item"].position
    waiting, turnarounds = [], []
    for id_ in table.ids:
        row = table.row(id_)
        asked = row["asked_at"] or row["created"]
        if row["type"] != REVIEW_TYPE or asked is None or (chosen is not None and row["item"] not in chosen):
            continue
        begun = to_minute(datetime.fromisoformat(str(asked)).replace(tzinfo=None))
        if row["state"] == "open":
            place = position.get(str(row["item"]))
            if place is not None and out[place]:
                continue
            reviewer = plan.title("person", str(row["reviewer"])) if row["reviewer"] else None
            item = plan.label("item", str(row["item"]))
            waiting.append(OpenReview(str(row["key"]), item, reviewer, max(0, now - begun)))
        elif row["decided_at"] is not None:
            ended = to_minute(datetime.fromisoformat(str(row["decided_at"])).replace(tzinfo=None))
            if window.has(ended):
                turnarounds.append(max(0, ended - begun))
    return ReviewFlow(
        tuple(sorted(waiting, key=lambda review: -review.age_minutes)),
        len(turnarounds),
        nearest_rank(turnarounds, 50),
        nearest_rank(turnarounds, 85),
    )
