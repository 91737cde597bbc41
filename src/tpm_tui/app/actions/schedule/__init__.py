"""Actions on the schedule as a whole: why, comparison, levelling, what-if."""
