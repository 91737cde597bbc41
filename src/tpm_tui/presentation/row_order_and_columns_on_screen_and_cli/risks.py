"""How risks are shown, their mitigations and the forecasts they are part of."""

from tpm_tui.presentation.kind_presentation import Part, Presentation

PRESENTATIONS = {
    "risk": Presentation(
        columns=(
            "key", "title", "score", "p80_days", "response_p80_days", "days_per_1000", "chance", "delay", "owner",
            "response", "review_by", "trigger",
        ),
        list_columns=(
            "key", "title", "type", "probability_level", "impact_level", "score", "response", "owner", "status",
            "review_by",
        ),
        sort="-score",
        title_width=23,
        kept_columns=(
            "title", "score", "p80_days", "response_p80_days", "days_per_1000", "response", "key", "owner", "delay",
            "chance",
        ),
        hints=(("risk.occurred", "happened"), ("matrix", "matrix"), ("item.owner", "who")),
        parts=(Part("mitigation", "risk"),),
        summary=("score", "status"),
        matrix=("probability", "impact"),
    ),
    "mitigation": Presentation(
        hints=(("item.done", "done"), ("item.owner", "who")), part_order=1, summary=("due", "done")
    ),
    "forecast": Presentation(empty="The first of each day on which something is changed is remembered."),
}  # fmt: skip
