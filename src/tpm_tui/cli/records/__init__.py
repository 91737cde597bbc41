"""Sub-commands on records of any kind."""
