"""The technical project manager's workspace in a terminal."""

__version__ = "0.1.0"
