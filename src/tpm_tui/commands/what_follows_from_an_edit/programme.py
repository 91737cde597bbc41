"""The programme cannot be deleted."""

from collections.abc import Sequence

from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules
from tpm_tui.domain.plan.plan import Plan


def _refusal(_plan: Plan, _ids: Sequence[str]) -> str:
    return "the programme is what the file is about; it cannot be deleted"


EDIT_RULES = {"programme": EditRules(deletion_refusal=_refusal)}
