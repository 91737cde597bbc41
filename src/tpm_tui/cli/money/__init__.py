"""Sub-commands on money and logged time."""
