"""Where each item lies, in working days from today: enough of a plan to freeze a believable baseline from.

It knows done work, what is left of running work, and links between the rest, in whole working days on one calendar.
The workspace's own schedule is made by the planning engine, to the minute.
"""

from collections.abc import Iterable, Mapping

from tpm_tui.demo.wbs import WbsItem, WbsLink
from tpm_tui.domain.text.dates import InputContext, parse_duration

Window = tuple[float, float]


def likely_days(estimate: str, context: InputContext) -> float:
    """The likely working days of an estimate as typed, 0 for none."""
    parts = estimate.split("/")
    return parse_duration(parts[len(parts) // 2], context) / context.minutes_per_day if estimate else 0.0


class PlannedWindows:
    """``window(ref)``: the start and finish of an item; a summary spans what is below it."""

    def __init__(self, nodes: Iterable[WbsItem], ties: Iterable[WbsLink], context: InputContext) -> None:
        self.nodes: Mapping[str, WbsItem] = {node.ref: node for node in nodes}
        self._words = context
        self._into: dict[str, list[WbsLink]] = {}
        for tie in ties:
            self._into.setdefault(tie.successor, []).append(tie)
        self._windows: dict[str, Window] = {}

    def window(self, ref: str) -> Window:
        if ref not in self._windows:
            node = self.nodes[ref]
            if node.children:
                below = [self.window(child.ref) for child in node.children if child.status != "dropped"]
                self._windows[ref] = min(w[0] for w in below), max(w[1] for w in below)
            else:
                self._windows[ref] = self._leaf(node)
        return self._windows[ref]

    def work(self, node: WbsItem, original: bool = False) -> float:
        """Working days of an item or of all below it; with ``original``, as first estimated."""
        if node.children:
            return sum(self.work(child, original) for child in node.children)
        return likely_days(node.was[0] if original and node.was else node.estimate, self._words)

    def _leaf(self, node: WbsItem) -> Window:
        length = self.work(node)
        if node.finish is not None and node.start is not None:
            return float(node.start), node.finish + (1.0 if node.type != "milestone" else 0.0)
        if node.start is not None:
            left = likely_days(node.left, self._words) if node.left else length * (1 - node.progress / 100)
            return float(node.start), left
        start = float(max(node.not_before or 0, 0))
        above: WbsItem | None = node
        while above is not None:
            for tie in self._into.get(above.ref, ()):
                start = max(start, self._bound(tie, length))
            above = above.parent
        return start, start + length

    def _bound(self, tie: WbsLink, length: float) -> float:
        """The earliest start that a link leaves an item of that length."""
        begin, end = self.window(tie.predecessor)
        lag = {"working": tie.lag / 480, "elapsed": tie.lag / 1440 * 5 / 7}.get(tie.unit, tie.lag / 100 * (end - begin))
        point = (end if tie.type[0] == "F" else begin) + lag
        return point if tie.type[1] == "S" else point - length
