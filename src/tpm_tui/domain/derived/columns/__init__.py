"""The columns of each kind that nobody sets, declared by topic: what follows from other fields, and from planning."""
