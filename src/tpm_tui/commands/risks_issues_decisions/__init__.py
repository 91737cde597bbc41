"""Commands on risks, issues, decisions and their causes."""
