"""How each kind of record is shown: one declaration a kind, read by the screen and the command line both."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.presentation.kind_presentation import Part, Presentation
from tpm_tui.presentation.row_order_and_columns_on_screen_and_cli import (
    costs,
    decisions,
    delivery,
    incidents,
    items,
    meetings,
    objectives,
    people,
    risks,
    stakeholders,
)

__all__ = ["PRESENTATIONS", "Part", "Presentation", "addable_parts", "presentation_of"]

#: Kinds of which something is to be said; the others are shown as they are declared.
PRESENTATIONS: dict[str, Presentation] = {}
for _topic in (items, people, stakeholders, risks, objectives, costs, meetings, incidents, delivery, decisions):
    PRESENTATIONS |= _topic.PRESENTATIONS

_PLAIN = Presentation()


def presentation_of(kind: str) -> Presentation:
    """How the records of a kind are shown."""
    return PRESENTATIONS.get(kind, _PLAIN)


def addable_parts(plan: Plan, kind: str, id_: str) -> tuple[Part, ...]:
    """What can be added below a record: what only records like it have, else what all of its kind have."""
    parts = presentation_of(kind).parts
    own = tuple(part for part in parts if part.only and plan.value(kind, id_, part.only[0]) == part.only[1])
    return own or tuple(part for part in parts if part.only is None)
