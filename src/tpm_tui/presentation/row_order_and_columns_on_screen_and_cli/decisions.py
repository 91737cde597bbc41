"""How decisions are shown with their options, criteria and scores."""

from tpm_tui.presentation.kind_presentation import Part, Presentation

PRESENTATIONS = {
    "decision": Presentation(
        columns=("key", "title", "status", "at", "outcome", "leading"),
        kept_columns=("title", "outcome", "status", "key", "at", "leading"),
        wide_columns={"outcome": 30},
        parts=(Part("option", "decision"), Part("criterion", "decision"), Part("score", "")),
        reads=frozenset({"option", "criterion", "score"}),
    ),
    "option": Presentation(
        parts=(Part("score", "option"),), part_order=2, summary=("total",), reads=frozenset({"criterion", "score"})
    ),
    "criterion": Presentation(part_order=3, summary=("weight",)),
    "score": Presentation(part_order=4, summary=("option", "criterion")),
}
