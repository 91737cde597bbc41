"""The states that items have been in, day by day, read from the journal."""
