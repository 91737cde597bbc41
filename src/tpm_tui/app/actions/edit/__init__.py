"""Actions that change records."""
