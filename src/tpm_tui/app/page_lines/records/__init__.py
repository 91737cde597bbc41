"""Lines of one record: its fields, its history, what was deleted."""
