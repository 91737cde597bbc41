"""Sub-commands on whole files."""
