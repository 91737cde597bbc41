"""Kinds of quality: checks, gates, definitions of done."""
