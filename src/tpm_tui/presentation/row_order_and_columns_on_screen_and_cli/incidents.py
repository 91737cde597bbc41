"""How incidents are shown with their timeline."""

from tpm_tui.presentation.kind_presentation import Part, Presentation

PRESENTATIONS = {
    "incident": Presentation(
        columns=("key", "title", "severity", "state", "detected", "to_acknowledge", "to_resolve", "owner"),
        list_columns=("key", "title", "severity", "state", "owner", "started", "to_resolve"),
        sort="-detected",
        hints=(("incident.advance", "next step"), ("incident.note", "note"), ("item.owner", "who")),
        parts=(Part("incident_entry", "incident"),),
    ),
    "incident_entry": Presentation(sort="at", part_order=8, summary=("at", "author")),
}
