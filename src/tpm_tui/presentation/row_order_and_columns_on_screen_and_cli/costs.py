"""How costs, budgets, reserves, rates and logged time are shown."""

from tpm_tui.presentation.kind_presentation import Presentation

PRESENTATIONS = {
    "cost": Presentation(
        columns=("key", "title", "category", "planned", "committed", "actual", "at", "item"),
        sort="-at",
        kept_columns=("title", "planned", "committed", "actual", "category", "key"),
    ),
    "budget": Presentation(columns=("key", "title", "type", "amount", "category", "workstream")),
    "reserve_draw": Presentation(columns=("key", "at", "reserve", "amount", "person", "reason", "risk"), sort="-at"),
    "rate": Presentation(columns=("key", "person", "pool", "start", "rate")),
    "time_entry": Presentation(columns=("key", "day", "person", "item", "minutes", "amount"), sort="-day"),
}
