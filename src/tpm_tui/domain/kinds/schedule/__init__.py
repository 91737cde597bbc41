"""Kinds of the schedule: items, calendars, baselines."""
