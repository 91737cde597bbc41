"""How stakeholders are shown, the log of contacts with them, their roles, and the glossary and reports for them."""

from tpm_tui.presentation.kind_presentation import Part, Presentation

PRESENTATIONS = {
    "stakeholder": Presentation(
        columns=("name", "role", "quadrant", "engagement", "contact_due", "channel"),
        list_columns=("key", "name", "role", "quadrant", "engagement", "desired", "cadence", "contact_due"),
        sort="contact_due",
        kept_columns=("name", "contact_due", "engagement", "quadrant", "role", "channel"),
        title_width=19,
        wide_columns={"engagement": 23},
        hints=(("contact.log", "log contact"), ("matrix", "power and interest")),
        parts=(Part("contact", "stakeholder"),),
        reads=frozenset({"contact"}),
        matrix=("power", "interest"),
    ),
    "contact": Presentation(
        columns=("at", "stakeholder", "channel", "summary", "sentiment", "follow_up", "due", "overdue"),
        sort="-at",
        hints=(("item.done", "promise kept"),),
        part_order=0,
        summary=("at", "sentiment"),
    ),
    "raci": Presentation(part_order=11, summary=("person", "stakeholder")),
    "term": Presentation(sort="term"),
    "report": Presentation(sort="-at"),
}
