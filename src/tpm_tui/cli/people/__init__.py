"""Sub-commands on people: load, strain, roles, stakeholders."""
