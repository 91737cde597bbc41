"""Boards of Trello as JSON."""
