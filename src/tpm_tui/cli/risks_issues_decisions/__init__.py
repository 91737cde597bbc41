"""Sub-commands on decisions and on what is in the way."""
