"""Objectives and traces as facts and sections."""
