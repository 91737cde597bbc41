"""The calendar of the programme cannot be deleted."""

from collections.abc import Sequence

from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules
from tpm_tui.domain.plan.plan import Plan


def _refusal(plan: Plan, ids: Sequence[str]) -> str | None:
    own = plan.programme("calendar") in ids
    return "this is the programme's calendar; give the programme another first" if own else None


EDIT_RULES = {"calendar": EditRules(deletion_refusal=_refusal)}
