"""Tasks of Taskwarrior as JSON."""
