"""Time sheets as CSV."""
