"""How severe a risk is, as a mark and a style."""


def severity_mark(score: int) -> str:
    """A mark that grows with a score of 1 to 25 (probability times impact)."""
    return "█" if score >= 15 else "▆" if score >= 8 else "▃" if score >= 4 else "▁"


def severity_style(score: int) -> str:
    """The style of a score of 1 to 25 (probability times impact): alarms only where somebody must act."""
    return "bad" if score >= 15 else "warn" if score >= 8 else ""
