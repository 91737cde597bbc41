"""How meetings are shown, and what comes of them: actions and requirements."""

from tpm_tui.presentation.kind_presentation import Part, Presentation

PRESENTATIONS = {
    "meeting": Presentation(
        sort="-at",
        parts=(
            Part("requirement", "meeting", ("type", "requirements")),
            Part("action", "meeting"),
            Part("cause", "meeting"),
        ),
    ),
    "action": Presentation(
        columns=("key", "title", "owner", "due", "done", "overdue", "meeting"),
        list_columns=("key", "title", "owner", "due", "done", "overdue", "item"),
        sort="due",
        hints=(("item.done", "done"), ("action.to_item", "to item"), ("item.owner", "who")),
        part_order=7,
        summary=("owner", "due"),
    ),
    "requirement": Presentation(
        columns=("key", "type", "statement", "priority", "status", "stakeholder", "items"),
        list_columns=("key", "statement", "type", "priority", "status", "stakeholder", "items"),
        kept_columns=("statement", "key", "status", "priority", "type", "stakeholder", "items"),
        form=("type", "priority", "stakeholder", "items", "checks", "status", "rationale"),
        hints=(("requirement.to_item", "to item"), ("requirement.agree", "agree")),
        part_order=15,
    ),
    "issue": Presentation(
        columns=("key", "title", "type", "owner", "cause", "status", "level", "needed_by", "items"),
        sort="raised_on",
        kept_columns=("title", "key", "status", "owner", "needed_by", "type"),
        hints=(("issue.resolve", "resolve"), ("issue.escalate", "escalate"), ("issue.to_item", "to item")),
        summary=("owner", "cause", "status"),
    ),
    "lesson": Presentation(columns=("key", "title", "cause", "action", "applies_to", "source"), part_order=16),
    "cause": Presentation(columns=("key", "title", "effect", "meeting", "issue"), part_order=18),
    "team_pulse": Presentation(columns=("on", "team", "mood", "word"), sort="-on", part_order=17),
}
