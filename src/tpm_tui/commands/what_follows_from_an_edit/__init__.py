"""What follows from adding, changing or deleting a record, and what of it is refused, by topic."""
