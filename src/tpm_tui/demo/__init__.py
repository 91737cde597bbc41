"""What the demo programme is made of: plain tables of text, and the few functions that turn them into history."""
