"""Actions that open pages and registers."""
