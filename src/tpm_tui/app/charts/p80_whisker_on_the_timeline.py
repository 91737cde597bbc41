"""The P80 whisker: from where a milestone lies to where it is sure to four fifths, and the date of that."""

from tpm_tui.app.charts.gantt_canvas import CONFLICT, WHISKER, Canvas


def draw_whisker(canvas: Canvas, end: int, high: int, late: bool, trouble: str, words: str) -> None:
    """From a bar that ends before the cell ``high`` to the cell of its P80, and ``words`` there; where that is out of
    view, at the edge. ``late``: the P80 lies past the deadline; ``trouble``: what cannot hold, in a few words."""
    style = "warn" if late else "soft"
    for x in range(max(high, 0), min(end + 1, len(canvas.chars))):
        canvas.behind(x, WHISKER, style)
    conflict = f"{CONFLICT} {trouble} " if trouble else ""
    text = f" {conflict}{words} "
    before = (min(end, len(canvas.chars)) - len(text), high - 2 - len(text))
    after = range(max(end + 1, 0), min(end + 40, len(canvas.chars)))
    if any(canvas.write(x, text, "bad" if conflict else style) for x in (*after[:6], *before, *after[6:])):
        return
    any(canvas.write(x, f" {words} ", style) for x in (*after, *before))
