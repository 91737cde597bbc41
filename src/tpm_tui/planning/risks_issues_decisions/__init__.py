"""Decisions as figures: weighted totals of their options, and how sure the winner is."""
