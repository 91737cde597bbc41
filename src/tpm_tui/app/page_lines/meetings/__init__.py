"""Lines of meetings: what was said, and sections of agendas."""
