"""What the programme is for: which work serves each objective, and how far it is."""
