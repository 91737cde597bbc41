"""How people are shown, when they are away and what they are assigned to."""

from tpm_tui.presentation.kind_presentation import Part, Presentation

PRESENTATIONS = {
    "person": Presentation(
        columns=("key", "name", "function", "team", "capacity", "rate", "skills"),
        list_columns=("key", "name", "function", "team", "capacity", "skills", "email"),
        kept_columns=("name", "function", "team", "capacity", "rate", "key"),
        parts=(Part("absence", "person"),),
    ),
    "pool": Presentation(
        columns=("key", "name", "function", "capacity", "rate", "calendar"),
        list_columns=("key", "name", "function", "capacity", "calendar"),
    ),
    "absence": Presentation(part_order=9, summary=("start", "end")),
    "assignment": Presentation(part_order=10, summary=("person", "pool")),
    "shift": Presentation(columns=("key", "person", "start", "end", "role"), sort="start"),
}
