"""Figures of requirements, sprints, impediments and decisions, and what a record reaches."""
