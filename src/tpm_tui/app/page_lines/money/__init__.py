"""Lines of the money view: what it costs, what it has earned."""
