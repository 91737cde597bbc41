"""Lines of people: the team, its strain, absences, roles, stakeholders."""
