"""Resource levelling: the plan meets the people (resource-constrained project scheduling, RCPSP)."""
