"""What a person types for commands: fields, predecessors, a record in one line; for the screen and the command line."""
