"""Commands on logged time, and earned value from the journal."""
