"""Stakeholders: who is responsible, who cares, what was promised both ways, and who must hear about a change."""
