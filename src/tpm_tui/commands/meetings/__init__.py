"""Commands on what is said in meetings and what comes of it."""
