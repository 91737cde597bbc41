"""Traceability of needs: what answers each, and what has gone out of date [states after OpenFastTrace].

A stamp is a place in a sequence of changes: of two, the later is the greater.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from msgspec import Struct

CoverageState = Literal["covered", "partly", "uncovered", "outdated", "orphaned", "duplicate"]

MUST_SHARE = Fraction(60, 100)
"""Musts should take no more of the effort than this [DSDM]."""


class Trace(Struct, frozen=True):
    """A need answered by an item or a check, as it was at a stamp."""

    target: str
    kind: Literal["item", "check"]
    stamp: int


class Need(Struct, frozen=True):
    """A need, the stamp of the last change to what it says, and its traces."""

    key: str
    statement: str
    changed: int
    traces: Sequence[Trace] = ()


class Coverage(Struct, frozen=True):
    """What answers a need. ``items`` and ``checks`` are what is there, ``orphaned`` what is pointed at and is gone,
    ``outdated`` what was traced before the need last changed, ``duplicate_of`` an earlier need that says the same.

    ``state``, the first that applies: duplicate; orphaned (nothing is left of what it was traced to); uncovered (no
    item); outdated; partly (an item, but no acceptance criterion); covered (both).
    """

    key: str
    state: CoverageState
    items: tuple[str, ...]
    checks: tuple[str, ...]
    outdated: tuple[str, ...]
    orphaned: tuple[str, ...]
    duplicate_of: str | None


def coverage(needs: Sequence[Need], existing: Collection[str]) -> list[Coverage]:
    """The coverage of each need, in their order. ``existing``: the items and checks that are there and not dropped.

    A target that was traced several times counts as of its last trace.
    """
    first: dict[str, str] = {}
    result = []
    for need in needs:
        latest: dict[str, Trace] = {}
        for trace in need.traces:
            if trace.target not in latest or trace.stamp >= latest[trace.target].stamp:
                latest[trace.target] = trace
        there = [trace for trace in latest.values() if trace.target in existing]
        items = tuple(trace.target for trace in there if trace.kind == "item")
        checks = tuple(trace.target for trace in there if trace.kind == "check")
        outdated = tuple(trace.target for trace in there if trace.stamp < need.changed)
        orphaned = tuple(trace.target for trace in latest.values() if trace.target not in existing)
        words = normalised_statement(need.statement)
        twin = first.setdefault(words, need.key) if words else need.key
        state: CoverageState
        if twin != need.key:
            state = "duplicate"
        elif orphaned and not there:
            state = "orphaned"
        elif not items:
            state = "uncovered"
        elif outdated:
            state = "outdated"
        else:
            state = "covered" if checks else "partly"
        result.append(Coverage(need.key, state, items, checks, outdated, orphaned, None if twin == need.key else twin))
    return result


@lru_cache(maxsize=4096)
def normalised_statement(statement: str) -> str:
    """A statement without what does not change its meaning: case, punctuation at words' ends, spaces."""
    words = (word.strip(".,;:!?\"'()[]") for word in re.split(r"\s+", statement.casefold()))
    return " ".join(word for word in words if word)


def untraced(work: Iterable[str], traced: Collection[str], parents: Mapping[str, str]) -> list[str]:
    """Items of ``work`` that answer no need: neither they, nor anything above or below them, are traced.

    ``parents``: item -> the item above it, without loops.
    """
    answering = set(traced)
    for item in traced:  # what lies above a traced item holds an answer
        above = parents.get(item)
        while above is not None and above not in answering:
            answering.add(above)
            above = parents.get(above)
    direct = set(traced)

    def answers(item: str) -> bool:
        at: str | None = item
        while at is not None:
            if at in direct:
                return True
            at = parents.get(at)
        return item in answering

    return [item for item in work if not answers(item)]


class EffortShare(Struct, frozen=True):
    """Minutes of work by priority; an item that answers several needs counts once, with the highest of them."""

    minutes: dict[str, int]
    must: Fraction | None
    """the share of the musts; None where there is no effort"""

    @property
    def exceeded(self) -> bool:
        """Whether the musts take more than they should."""
        return self.must is not None and self.must > MUST_SHARE


def effort_share(
    needs: Iterable[tuple[str, Iterable[str]]], effort: Mapping[str, int], priorities: Sequence[str]
) -> EffortShare:
    """The effort by priority. ``needs``: (priority, items); ``priorities`` from the highest, the first is must.

    ``effort``: item -> minutes of work, of items that have none below them, so that nothing counts twice.
    """
    rank = {priority: place for place, priority in enumerate(priorities)}
    best: dict[str, int] = {}
    for priority, items in needs:
        for item in items:
            if item in effort and priority in rank:
                best[item] = min(best.get(item, len(rank)), rank[priority])
    minutes = dict.fromkeys(priorities, 0)
    for item, place in best.items():
        minutes[priorities[place]] += effort[item]
    total = sum(minutes.values())
    return EffortShare(minutes, Fraction(minutes[priorities[0]], total) if total else None)
