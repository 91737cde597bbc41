"""How the finish moved since a moment: the plan as it was then against the plan as it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tpm_tui.domain import clock, dates
from tpm_tui.domain.dates import Words
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.plan import Edit, Plan
from tpm_tui.planning.attribution import Attribution, attribute, with_percentiles
from tpm_tui.store.journal import Entry
from tpm_tui.store.store import Store

#: Iterations for the percentiles of each plan between then and now.
RUNS = 1000
#: Records that changed times items: past this, no single edit is measured, only its part.
MUCH = 2_000_000
#: The same for the percentiles of single edits, each of which is a simulation.
MUCH_SIMULATED = 60_000


@dataclass(frozen=True, slots=True)
class Then:
    """What the store knows of a moment: the plan as it was, and what was done since, oldest first.

    ``since`` is the moment, local and without zone: not before the file was made.
    """

    since: datetime
    plan: Plan
    entries: tuple[tuple[Entry, list[Edit]], ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """The move of the finish, and the two plans it lies between. ``detailed``: whether single edits were measured."""

    since: datetime
    until: datetime
    before: Plan
    after: Plan
    attribution: Attribution
    detailed: bool


def moment_meant(text: str, words: Words) -> datetime:
    """The moment meant by typed text: a day is its beginning. Refused where it is none, or lies ahead."""
    try:
        found = dates.parse_datetime(text, words.today)
    except ValueError as error:
        raise Refused(str(error)) from None
    if found.date() > words.today:
        raise Refused(f"{dates.show_date(found.date(), words)} lies ahead; say since when, as in: mon, -2w, 12 mar")
    return found


def as_it_was(store: Store, since: datetime) -> Then:
    """The plan at a local moment, or when the file was made if that was later. StoreError if it cannot be read."""
    from tpm_tui.domain.kinds import PROGRAMME_ID

    plan = store.as_of(since.astimezone())
    if PROGRAMME_ID not in plan["programme"]:
        first = store.entries_since(0)[:1]
        if first:
            since = max(since, clock.local(first[0][0].time))
            plan = store.as_of(first[0][0].time)
    return Then(since, plan, tuple(store.entries_since(plan.sequence)))


def moved(
    then: Then,
    after: Plan,
    words: Words,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Moved:
    """Split the move of the finish into its parts. Refused, saying why, where a plan has no dates."""
    from tpm_tui.planning.refusing import schedule_or_refuse

    words_before = replace(words, today=then.since.date())
    schedule_or_refuse(after, words)
    try:
        schedule_or_refuse(then.plan, words_before)
    except Refused as error:
        raise Refused(f"the plan of {dates.show_datetime(then.since, words)} cannot be compared: {error}") from None
    edits = [(entry.author, edit) for entry, edits in then.entries for edit in edits]
    much = len({(edit.kind, edit.id) for _, edit in edits}) * len(after["item"])
    detailed = much <= MUCH
    found = attribute(
        then.plan,
        after,
        words,
        words_before=words_before,
        edits=edits,
        percentiles=with_percentiles(RUNS, cancelled=cancelled),
        detail=detailed,
        percentiles_of_edits=much <= MUCH_SIMULATED,
        progress=progress,
    )
    return Moved(then.since, clock.local(clock.now()), then.plan, after, found, detailed)
