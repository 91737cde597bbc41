"""Sprints: what was committed, what came of it, and what was in the way."""
