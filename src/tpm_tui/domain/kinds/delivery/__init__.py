"""Kinds of delivery and operation: sprints, releases, incidents, metrics, technologies."""
