"""The schedule of a plan, or in one line why it has none: for whoever answers to a person."""

from tpm_tui.domain.calendar import NoWorkingTimeError
from tpm_tui.domain.dates import Words
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.plan import Plan
from tpm_tui.planning.bridge import schedule_of
from tpm_tui.planning.schedule import Schedule
from tpm_tui.planning.topology import CycleError


def schedule_or_refuse(plan: Plan, words: Words) -> Schedule:
    """The schedule. Refused, naming the items, where links run in a loop; or where a calendar runs out of work."""
    try:
        return schedule_of(plan, words)
    except CycleError as error:
        ids = plan["item"].ids
        names = " → ".join(plan.label("item", ids[at]) for at in [*error.loop, *error.loop[:1]])
        raise Refused(f"there are no dates while links run in a loop: {names}; remove one of them") from None
    except NoWorkingTimeError as error:
        raise Refused(f"there are no dates: {error}") from None
