"""An entry of a baseline cannot be deleted by itself."""

from collections.abc import Sequence

from tpm_tui.commands.what_follows_from_an_edit.edit_rules import EditRules
from tpm_tui.domain.plan.plan import Plan


def _refusal(_plan: Plan, _ids: Sequence[str]) -> str:
    return "a baseline is never changed; delete it as a whole, or take a new one"


EDIT_RULES = {"baseline_entry": EditRules(deletion_refusal=_refusal)}
