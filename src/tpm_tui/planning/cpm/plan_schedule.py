"""The schedule of a plan, or in one line why it has none: for whoever answers to a person."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.work_calendar import NoWorkingTimeError
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.from_plan import schedule_of
from tpm_tui.planning.model.topology import CycleError


def validated_schedule(plan: Plan, words: InputContext) -> Schedule:
    """The schedule. Refused, naming the items, where links run in a loop; or where a calendar runs out of work."""
    try:
        return schedule_of(plan, words)
    except CycleError as error:
        ids = plan["item"].ids
        names = " → ".join(plan.label("item", ids[at]) for at in [*error.cycle, *error.cycle[:1]])
        raise ValidationError(f"there are no dates while links run in a loop: {names}; remove one of them") from None
    except NoWorkingTimeError as error:
        raise ValidationError(f"there are no dates: {error}") from None
