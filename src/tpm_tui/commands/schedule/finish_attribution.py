"""The plan as it was at a moment, to say why the finish moved since."""

from datetime import datetime

from tpm_tui.commands.command import deletion_problem
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time import clock
from tpm_tui.planning.analysis.finish_attribution import PastPlan
from tpm_tui.store.store import Store


def parse_since(text: str, context: InputContext) -> datetime:
    """The moment meant by typed text: a day is its beginning. ValidationError where it is none, or lies ahead."""
    try:
        moment = dates.parse_datetime(text, context.today, past=True)
    except ValueError as error:
        raise ValidationError(str(error)) from None
    if moment.date() > context.today:
        raise ValidationError(
            f"{dates.day_text(moment.date(), context)} lies ahead; say since when, as in: mon, -2w, 12 mar"
        )
    return moment


def named_baseline(text: str, plan: Plan) -> str | None:
    """Id of the baseline that a key or a name means, None if it means none."""
    table, wanted = plan["baseline"], text.strip().lower()
    names = zip(table.ids, table.columns["key"], table.columns["name"], strict=True)
    return next((id_ for id_, key, name in names if wanted in (str(key).lower(), str(name).lower())), None)


def past_plan(store: Store, since: datetime | str, with_edits: bool = True) -> PastPlan:
    """The plan at a local moment, or when the file was made if that was later; or when a baseline, given by its id,
    was taken. Without ``with_edits`` it is not read who edited what since. StoreError if it cannot be read,
    ValidationError where the baseline has been deleted."""
    if isinstance(since, str):
        if gone := deletion_problem(store.plan, "baseline", [since]):
            raise ValidationError(gone)
        taken = store.plan.value("baseline", since, "taken")
        sequence = store.sequence_of_creation("baseline", since)
        since = clock.to_local(clock.now()) if taken is None else datetime.fromisoformat(str(taken))
        plan = store.as_of(since.astimezone() if sequence is None else sequence)
    else:
        ends = store.first_and_last_entry()
        begun = None if ends is None else ends[0].time
        if begun is not None and begun > since.astimezone():
            since = clock.to_local(begun)
            plan = store.as_of(begun)
        else:
            plan = store.as_of(since.astimezone())
    later = store.entries_since(plan.sequence) if with_edits else ()
    return PastPlan(since, plan, tuple((entry.author, edit) for entry, edits in later for edit in edits))
