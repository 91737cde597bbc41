"""What of the money an MS Project file has no place for, said when it is written."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted


def left_out(plan: Plan) -> list[str]:
    """A line of each thing that stays here."""
    budgets, entries = plan["budget"].columns["workstream"], plan["time_entry"].columns
    loose = sum(None in pair for pair in zip(entries["person"], entries["item"], strict=True))
    counts = (
        (
            sum(stream is not None for stream in budgets),
            "workstream of",
            "budget",
            "",
            "it is a budget of the whole there",
        ),
        (
            sum(risk is not None for risk in plan["reserve_draw"].columns["risk"]),
            "risk behind",
            "draw from a reserve",
            "draws from a reserve",
            "",
        ),
        (loose, "", "time entry without a person or an item", "time entries without a person or an item", ""),
    )
    lines = []
    for number, before, one, many, why in counts:
        if number:
            what = f"the {before} " * bool(before) + counted(number, one, many)
            lines.append(f"left out of MS Project's file: {what}{f': {why}' if why else ''}")
    return lines
