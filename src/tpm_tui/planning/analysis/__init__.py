"""What a plan and its schedule say: derived figures, each a pure function."""
