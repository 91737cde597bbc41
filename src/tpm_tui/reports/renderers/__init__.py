"""Writes documents: as lines of a terminal, as a picture (SVG), as a table (CSV)."""
