"""Reads the plan's outline: one line an item, its place in the tree by indentation, then its story in a few words.

``type ref | Title | words``, where the words, in any order, are

- a short name of a person (its owner), a function, an estimate such as ``3d/5d/9d``, ``!priority``, ``#tag``
- its state: ``ready:-4`` ``doing:-9:60%`` ``review:-8:90%`` ``blocked:-12:25%:-4`` (begun, done so far, blocked since;
  nothing for begun if it never was) ``done:-34:-27`` (begun, finished) ``dropped:-24``; none of these is the backlog.
  A summary says ``doing`` or ``done`` alone: its days are those of the items below
- ``plan:-50``, the day the items below were planned; ``new:-6``, the day this one was; ``halt:-29:-27``, days it stood
- ``was:2d/3d/5d@-6``, its estimate until day -6; ``due:+8``; ``snet:+14``, not before that day; ``left:3d``
- ``cal:crew``, its calendar; ``+jun:50``, who else works on it; ``pts:5``; ``skill:kafka:3``; ``env:production``

A day is a number of working days from today. Owner and function are those of the item above where none is given.
"""

import re
from dataclasses import dataclass, field

from tpm_tui.domain.kinds.items import FUNCTIONS, LINK_TYPES

_ESTIMATE = re.compile(r"\d+[hdw](/\d+[hdw]){0,2}")
_STATES = ("ready", "doing", "review", "blocked", "done", "dropped")


@dataclass(slots=True)
class WbsItem:
    """One item of the outline; days are working-day numbers, None where it did not happen."""

    ref: str
    type: str
    title: str
    workstream: str
    parent: "WbsItem | None" = None
    children: list["WbsItem"] = field(default_factory=list)
    owner: str = ""
    function: str = ""
    priority: str = "medium"
    tags: list[str] = field(default_factory=list)
    estimate: str = ""
    was: tuple[str, int] | None = None
    status: str = "backlog"
    ready: int | None = None
    start: int | None = None
    finish: int | None = None
    blocked: int | None = None
    halt: tuple[int, int] | None = None
    progress: int = 0
    left: str = ""
    created: int = 0
    planned: int | None = None
    due: int | None = None
    not_before: int | None = None
    calendar: str = ""
    helpers: list[tuple[str, int]] = field(default_factory=list)
    points: float | None = None
    skills: list[str] = field(default_factory=list)
    custom: dict[str, str] = field(default_factory=dict)

    @property
    def leaf(self) -> bool:
        return not self.children

    @property
    def work(self) -> bool:
        """True for what somebody works on: no summary, no milestone."""
        return self.leaf and self.type != "milestone"


def read_wbs(text: str, workstream: str) -> list[WbsItem]:
    """The nodes of an outline, each after its parent. ValueError, with the line, if one cannot be read."""
    nodes: list[WbsItem] = []
    above: list[tuple[int, WbsItem]] = []
    for line in filter(str.strip, text.splitlines()):
        try:
            head, title, words = (part.strip() for part in line.split("|"))
            kind, ref = head.split()
        except ValueError:
            raise ValueError(f"not 'type ref | Title | words': {line.strip()}") from None
        depth = len(line) - len(line.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        parent = above[-1][1] if above else None
        node = WbsItem(ref, kind, title, workstream, parent)
        given: set[str] = set()
        for word in words.split():
            if not _take(node, word, given):
                raise ValueError(f"{word!r} says nothing in: {line.strip()}")
        if parent is not None:
            parent.children.append(node)
            node.owner = node.owner or parent.owner
            node.function = node.function or parent.function
        node.function = node.function or "other"
        if "created" not in given:
            node.created = _created(node, parent)
        above.append((depth, node))
        nodes.append(node)
    for node in reversed(nodes):
        if node.children and node.status in ("doing", "done"):
            _span(node)
    return nodes


def _span(node: WbsItem) -> None:
    """A summary begins with the first item below it, and ends with the last."""
    node.start = min((c.start for c in node.children if c.start is not None), default=None)
    if node.status == "done":
        node.finish = max((c.finish for c in node.children if c.finish is not None), default=None)


def _created(node: WbsItem, parent: WbsItem | None) -> int:
    """The day the nearest item above was planned in detail; a top item is there from its own day of planning."""
    if parent is None:
        return node.planned or 0
    above: WbsItem | None = parent
    while above is not None and above.planned is None:
        above = above.parent
    return max(parent.created, (above.planned if above else None) or parent.created)


def _take(node: WbsItem, word: str, given: set[str]) -> bool:
    """Take one word of a node's story; False if it is none."""
    name, *rest = word.split(":")
    if word in FUNCTIONS:
        node.function = word
    elif _ESTIMATE.fullmatch(word):
        node.estimate = word
    elif word[0] == "!":
        node.priority = word[1:]
    elif word[0] == "#":
        node.tags.append(word[1:])
    elif word[0] == "+":
        node.helpers.append((name[1:], int(rest[0])))
    elif name in _STATES:
        _take_state(node, name, rest)
    elif name == "halt":
        node.halt = int(rest[0]), int(rest[1])
    elif name == "was":
        before, day = rest[0].split("@")
        node.was = before, int(day)
    elif name == "new":
        node.created = int(rest[0])
        given.add("created")
    elif name in ("plan", "due", "snet"):
        setattr(node, {"plan": "planned", "due": "due", "snet": "not_before"}[name], int(rest[0]))
    elif name == "left":
        node.left = rest[0]
    elif name == "cal":
        node.calendar = rest[0]
    elif name == "pts":
        node.points = float(rest[0])
    elif name == "skill":
        node.skills.append(":".join(rest))
    elif name in ("env", "change"):
        node.custom[{"env": "environment", "change": "change_ticket"}[name]] = rest[0]
    elif word.isalpha() and word.islower():
        node.owner = word
    else:
        return False
    return True


def _take_state(node: WbsItem, name: str, rest: list[str]) -> None:
    days = [int(part) if part and not part.endswith("%") else None for part in (*rest, "", "", "")]
    node.status = name
    node.progress = next((int(part[:-1]) for part in rest if part.endswith("%")), 0)
    if name == "ready":
        node.ready = days[0]
    elif name == "done":
        node.start, node.finish = days[0], days[1]
        node.progress = 100
    elif name == "dropped":
        node.finish = days[0]
    else:
        node.start = days[0]
        node.blocked = days[2] if name == "blocked" else None


@dataclass(frozen=True, slots=True)
class WbsLink:
    """A link of the outline; ``day`` is when it was drawn, None for as soon as both ends are there."""

    predecessor: str
    successor: str
    type: str = "FS"
    lag: int = 0
    unit: str = "working"
    day: int | None = None


_LAG = re.compile(r"([A-Z]{2})?([+-]\d+)?(d|h|ed|%)?")
_LAG_MINUTES = {"d": 480, "h": 60, "ed": 1440, "%": 1}
_LAG_UNIT = {"d": "working", "h": "working", "ed": "elapsed", "%": "percent"}


def read_links(text: str) -> list[WbsLink]:
    """Links of lines such as ``a > b > c``, ``a SS+2d b``, ``a FS+20ed b @-12``. ValueError if one cannot be read."""
    ties = []
    for line in text.strip().splitlines():
        body, _, day = line.partition("@")
        words = body.split()
        for before, sign, after in zip(words[::2], words[1::2], words[2::2], strict=False):
            match = _LAG.fullmatch("FS" if sign == ">" else sign)
            if not match or (match[1] or "FS") not in LINK_TYPES:
                raise ValueError(f"{sign!r} is no link in: {line.strip()}")
            unit = match[3] or "d"
            lag = int(match[2] or 0) * _LAG_MINUTES[unit]
            ties.append(
                WbsLink(
                    before,
                    after,
                    match[1] or "FS",
                    lag,
                    _LAG_UNIT[unit] if lag else "working",
                    int(day) if day else None,
                )
            )
    return ties
