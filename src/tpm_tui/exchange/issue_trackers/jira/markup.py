"""Jira's wiki markup as Markdown."""

import re

_HEADING = re.compile(r"^h([1-6])\. *", re.M)
_NUMBERED = re.compile(r"^# ", re.M)
_CODE = re.compile(r"\{(?:code|noformat)(?::([a-z0-9+#]+)[^}]*)?\}", re.I)
_WEB_LINK = re.compile(r"\[([^\]|\n]+)\|(https?://[^\]|\s]+)[^\]]*\]")


def wiki_to_markdown(text: str) -> str:
    """Jira's wiki text as Markdown, where headings, numbered lists, code and links are marked; line ends as one."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("# ") or "\n# " in text:
        text = _NUMBERED.sub("1. ", text)
    if "h" in text:
        text = _HEADING.sub(lambda m: "#" * int(m[1]) + " ", text)
    if "{" in text:
        text = _CODE.sub(lambda m: "```" + (m[1] or ""), text)
    if "|http" in text:
        text = _WEB_LINK.sub(r"[\1](\2)", text)
    return text
