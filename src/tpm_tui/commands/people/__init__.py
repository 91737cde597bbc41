"""Commands on the roles of people and on stakeholders."""
