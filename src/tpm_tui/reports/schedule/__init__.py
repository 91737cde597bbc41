"""Dates in words, tables and JSON: why, what changed, the forecast, the promise."""
