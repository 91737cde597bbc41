"""How items are shown, and what belongs to them."""

from tpm_tui.presentation.kind_presentation import Part, Presentation

PRESENTATIONS = {
    "item": Presentation(
        columns=("title", "owner", "estimate", "status", "deadline"),
        list_columns=("key", "title", "status", "owner", "estimate", "deadline", "done_share", "waits"),
        kept_columns=("title", "status", "deadline", "owner", "estimate"),
        title_width=28,  # it holds the indent and the key as well
        hints=(
            ("item.done", "done"), ("risk.raise", "risk"), ("item.status", "status"), ("item.owner", "who"),
            ("item.due", "due"), ("link.after", "after"), ("item.comment", "comment"),
        ),
        summary=("status", "owner"),
        reads=frozenset({"link", "check", "state"}),
    ),
    "link": Presentation(list_columns=("key", "predecessor", "successor", "type", "lag", "lag_unit")),
    "comment": Presentation(sort="-at", part_order=6, summary=("author", "at")),
    "sprint": Presentation(sort="start", hints=(("sprint.start", "start"),)),
    "state": Presentation(sort="order"),
    "calendar": Presentation(parts=(Part("calendar_exception", "calendar"),)),
    "calendar_exception": Presentation(part_order=13),
    "baseline_entry": Presentation(part_order=14, empty="Take a baseline: press : and type baseline."),
}  # fmt: skip
