"""Commands on sprints, states, incidents and metrics."""
