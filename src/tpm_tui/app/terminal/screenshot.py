"""The screen as an SVG that stands alone: fonts of the reader's own machine, nothing fetched."""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

_FONT_FACE = re.compile(r"@font-face\s*\{.*?\}\s*", re.S)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.S)
_FAMILY = re.compile(r"font-family:\s*[^;]+;")


def screenshot_svg(app: "App[Any]", title: str) -> str:
    """The screen as it is now, as SVG text."""
    svg = app.export_screenshot(title=title)
    svg = _COMMENT.sub("", _FONT_FACE.sub("", svg))
    return _FAMILY.sub("font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace;", svg)
