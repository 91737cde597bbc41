"""How checks of items, gates, releases, metrics with their readings, and technologies are shown."""

from tpm_tui.presentation.kind_presentation import Part, Presentation

PRESENTATIONS = {
    "check": Presentation(
        columns=("key", "item", "title", "type", "state", "reason"),
        hints=(("check.pass", "passed"),),
        part_order=5,
        summary=("type", "state"),
    ),
    "gate": Presentation(
        columns=("key", "title", "milestone", "release", "decision", "decided_by", "decided_on"),
        hints=(("gate.continue", "continue"),),
    ),
    "protocol": Presentation(columns=("key", "name", "item_types")),
    "release": Presentation(
        columns=("key", "version", "at", "workstream", "planned", "failed", "restored", "accepted_by"), sort="-at"
    ),
    "metric": Presentation(
        columns=("key", "name", "target", "direction", "unit", "release"),
        parts=(Part("reading", "metric"),),
        reads=frozenset({"reading"}),
    ),
    "reading": Presentation(sort="-at", part_order=12, summary=("at",)),
    "technology": Presentation(columns=("key", "name", "ring", "why", "look_again", "end_of_support", "owner")),
    "feasibility": Presentation(
        columns=("key", "question", "spike", "technical", "skills", "cost", "schedule", "legal")
    ),
}
