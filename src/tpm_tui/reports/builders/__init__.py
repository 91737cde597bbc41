"""Builds the reports: a module a kind, of what the file holds and of what changed since the last one."""
