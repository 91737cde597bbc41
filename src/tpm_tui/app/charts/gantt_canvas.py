"""A line of the timeline as cells, and the signs that stand in them."""

#: A run of text and the name of its style.
StyledText = tuple[str, str]

TODAY, STATUS, SLACK, REFERENCE, NON_WORKING, IDLE = "┊", "╏", "░", "▁", "▒", "·"
DONE, CRITICAL, SUMMARY, DEADLINE, CONFLICT, WHISKER = "█", "▓", "▀", "⚑", "✗", "┄"

#: What may be drawn over: everything behind a bar.
BACKGROUND = frozenset({" ", TODAY, STATUS, SLACK, IDLE, REFERENCE, WHISKER})


class Canvas:
    """A line of characters, each with the name of a style."""

    def __init__(self, cells: int) -> None:
        self.chars = [" "] * cells
        self.styles = [""] * cells

    def put(self, x: int, char: str, style: str) -> None:
        """Draw one character, if it is in view."""
        if 0 <= x < len(self.chars):
            self.chars[x], self.styles[x] = char, style

    def behind(self, x: int, char: str, style: str, over: frozenset[str] = BACKGROUND) -> bool:
        """Draw one character where nothing but the background is; whether it was."""
        if 0 <= x < len(self.chars) and self.chars[x] in over:
            self.chars[x], self.styles[x] = char, style
            return True
        return False

    def write(self, x: int, text: str, style: str) -> bool:
        """Write a text if it is in view as a whole, with nothing but the background there; whether it was."""
        if x < 0 or x + len(text) > len(self.chars):
            return False
        if any(c not in BACKGROUND for c in self.chars[x : x + len(text)]):
            return False
        self.chars[x : x + len(text)] = text
        self.styles[x : x + len(text)] = [style] * len(text)
        return True

    def runs(self) -> list[StyledText]:
        runs: list[StyledText] = []
        begin = 0
        for x in range(1, len(self.chars) + 1):
            if x == len(self.chars) or self.styles[x] != self.styles[begin]:
                runs.append(("".join(self.chars[begin:x]), self.styles[begin]))
                begin = x
        return runs
