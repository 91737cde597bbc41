"""Lessons as a file that goes from one programme to the next."""
