"""Strain, roles and stakeholders as facts and documents."""
