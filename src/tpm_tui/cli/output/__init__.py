"""What the command line prints: streams and JSON."""
