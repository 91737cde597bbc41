"""Findings, the audit, and what can be trusted of an import."""
