"""Kinds of the scope: objectives and requirements."""
