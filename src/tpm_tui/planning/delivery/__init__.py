"""Figures of releases and incidents, and whether a change of a figure can be told from chance."""
