"""Sub-commands on flow, sprints, incidents and releases."""
