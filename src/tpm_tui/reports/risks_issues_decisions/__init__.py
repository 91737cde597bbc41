"""Decisions and their options as facts and lines."""
