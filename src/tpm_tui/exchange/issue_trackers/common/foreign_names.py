"""What cells call other rows and people: web addresses, titles with theirs behind them, paths, lists."""

import re

_ISSUE_ADDRESS = re.compile(r"https?://[^/\s]+/([\w.-]+/[\w.-]+)/(?:-/)?(?:issues|pull|merge_requests)/(\d+)\S*")
_ADDRESS_BEHIND = re.compile(r"\s*\((?:https?://[^()\s]*|[^()\s]+\.(?:md|csv)(?:\?[^()\s]*)?)\)(?:\s*,\s*)?")
_BETWEEN_NAMES = re.compile(r"[;,|\n]")


def issue_name(text: str) -> str:
    """``owner/repository#12`` of an issue's web address; any other text as it is."""
    match = _ISSUE_ADDRESS.fullmatch(text) if "://" in text else None
    return f"{match[1]}#{match[2]}" if match else text


def without_addresses(text: str) -> str:
    """Titles apart at semicolons where each had its web address behind it, as in Notion; any other text as it is."""
    return _ADDRESS_BEHIND.sub(";", text).strip("; ") if "(" in text else text


def path_end(text: str) -> str:
    """The last part of a path whose first one is the project, as ``Shop\\Sprint 3``; empty for the project alone."""
    return text.rpartition("\\")[2].strip() if "\\" in text else ""


def name_parts(text: str) -> list[str]:
    """The names of a list that stand apart at commas, semicolons, bars or line breaks."""
    return [part for part in (p.strip(" '\"") for p in _BETWEEN_NAMES.split(text)) if part]
