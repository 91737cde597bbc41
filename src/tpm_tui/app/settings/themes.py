"""Colours: dark, light, high contrast. Without colour there is Textual's ansi-dark.

Each colour means one thing everywhere; the help page says which.
"""

from textual.theme import Theme

THEMES = (
    Theme(
        name="tpm-dark", primary="#5f87af", secondary="#87afd7", accent="#5fd7d7", foreground="#d0d0d0",
        background="#121212", surface="#1c1c1c", panel="#262626", success="#87d787", warning="#ffd75f", error="#ff8787",
        dark=True, variables={"border": "#4e4e4e", "cursor": "#264f78", "cursor-text": "#ffffff", "soft": "#8a8a8a",
                               "critical": "#d787d7"},
    ),
    Theme(
        name="tpm-light", primary="#005f87", secondary="#0087af", accent="#005faf", foreground="#1c1c1c",
        background="#ffffff", surface="#eeeeee", panel="#e4e4e4", success="#005f00", warning="#875f00", error="#af0000",
        dark=False, variables={"border": "#a8a8a8", "cursor": "#afd7ff", "cursor-text": "#000000", "soft": "#5f5f5f",
                               "critical": "#87005f"},
    ),
    Theme(
        name="tpm-high-contrast", primary="#ffffff", secondary="#ffffff", accent="#00ffff", foreground="#ffffff",
        background="#000000", surface="#000000", panel="#000000", success="#00ff00", warning="#ffff00", error="#ff5f5f",
        dark=True, variables={"border": "#ffffff", "cursor": "#ffff00", "cursor-text": "#000000", "soft": "#d0d0d0",
                               "critical": "#ff87ff"},
    ),
)  # fmt: skip
