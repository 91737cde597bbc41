"""The currency of a file: one, whose minor unit amounts are rounded to."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.amounts import minor_digits


def currency_digits(plan: Plan) -> int:
    """Digits of the minor unit of the file's currency."""
    return minor_digits(str(plan.programme("currency") or ""))
