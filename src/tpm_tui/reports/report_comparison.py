"""Two reports side by side: what was said then, what is said now, what came of it, and the figures that differ."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.wrapping import wrap_text
from tpm_tui.reports.report_outcomes import RecordOutcome, record_outcome_lines
from tpm_tui.safe_text import fit, safe

#: Between the two columns.
_RULE = " │ "


class ReportLinePair(Struct, frozen=True):
    """A sentence of each report, empty where one has none; ``is_heading``: the title of a section."""

    then: str
    now: str
    is_heading: bool = False


def kept_report_facts(plan: Plan, report: str) -> dict[str, Any]:
    """The facts of a report that was kept; of one that was written by hand, its lines in one section."""
    row = plan["report"].row(report)
    try:
        facts = json.loads(str(row["facts"] or "{}"))
    except (ValueError, RecursionError):
        facts = {}
    if isinstance(facts, dict) and "sections" in facts:
        return facts
    lines = [line.lstrip("-# ").strip() for line in str(row["text"]).splitlines()]
    said = [{"text": line, "source": "person", "records": [], "numbers": []} for line in lines if line]
    until = None if row["at"] is None else str(row["at"])
    return {"kind": row["type"], "until": until, "sections": [{"title": str(row["title"]), "lines": said}]}


def report_line_pairs(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[ReportLinePair]:
    """Sections by their titles in the order of the newer report, then those that only the older one has; sentences of
    the same records side by side."""
    older = {_topic(section["title"]): section for section in then["sections"]}
    newer = {_topic(section["title"]): section for section in now["sections"]}
    pairs = []
    for topic in dict.fromkeys([*newer, *older]):
        left, right = (of.get(topic, {"title": "", "lines": []}) for of in (older, newer))
        pairs.append(ReportLinePair(left["title"], right["title"], is_heading=True))
        pairs += _sentences(left["lines"], right["lines"])
    return pairs


def _topic(title: str) -> str:
    """The title without the day that it may end with."""
    return title.partition(" since ")[0]


def _sentences(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> Iterator[ReportLinePair]:
    left = list(then)
    for line in now:
        same = next((one for one in left if line["records"] and one["records"][:1] == line["records"][:1]), None)
        if same is not None:
            left.remove(same)
        yield ReportLinePair("" if same is None else same["text"], line["text"])
    yield from (ReportLinePair(one["text"], "") for one in left)


def changed_figures(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Figures of both reports that differ: ``name``, ``key``, ``unit``, ``then`` and ``now``; not how many lines were
    left out."""
    older, newer = _figures(then), _figures(now)
    return [
        {"name": name, "key": key, "unit": newer[name, key][1], "then": older[name, key][0], "now": value}
        for (name, key), (value, _) in newer.items()
        if (name, key) in older and older[name, key][0] != value
    ]


def _figures(facts: Mapping[str, Any]) -> dict[tuple[str, str], tuple[Any, str]]:
    return {
        (number["name"], number["key"]): (number["value"], number["unit"])
        for section in facts["sections"]
        for line in section["lines"]
        for number in line["numbers"]
        if number["name"] != "left_out"
    }


def side_by_side_lines(
    then: Mapping[str, Any],
    now: Mapping[str, Any],
    outcomes: Sequence[RecordOutcome],
    context: InputContext,
    cells: int,
) -> list[str]:
    """Both reports in two columns of a terminal of so many cells, then what came of each record that the older one told
    of, and the figures that differ."""
    wide = max(20, (cells - len(_RULE)) // 2)
    titles = (f"said {_until(then, context)}", f"said {_until(now, context)}")
    lines = [f"{fit(titles[0], wide)}{_RULE}{titles[1]}"]
    for pair in report_line_pairs(then, now):
        lines += [""] if pair.is_heading else []
        columns = [_wrapped(text, wide, pair.is_heading) for text in (pair.then, pair.now)]
        lines += [f"{fit(a, wide)}{_RULE}{b}".rstrip() for a, b in zip_longest(*columns, fillvalue="")]
    changed = [
        f"{f['key']} {_name(f['name'])}: {_figure(f['then'], f['unit'], context)},"
        f" now {_figure(f['now'], f['unit'], context)}"
        for f in changed_figures(then, now)
    ]
    for title, sentences in (("What came of it", record_outcome_lines(outcomes)), ("Figures that differ", changed)):
        if sentences:
            lines += ["", title, *(line for text in sentences for line in _wrapped(text, cells, is_heading=False))]
    return lines


def _name(name: str) -> str:
    """What a figure is called, in words: ``cost P80`` for ``cost_p80``."""
    return name.replace("_", " ").replace("p50", "P50").replace("p80", "P80")


def _figure(value: Any, unit: str, context: InputContext) -> str:
    """A figure as a person reads it: a date, a share as percent, else with its unit."""
    if unit == "date":
        return dates.day_text(datetime.fromisoformat(str(value)).date(), context)
    if unit == "share":
        return f"{value:.0%}"
    shown = f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", " ") if isinstance(value, float) else str(value)
    return f"{shown} {unit}"


def _until(facts: Mapping[str, Any], context: InputContext) -> str:
    stored = facts.get("until")
    return dates.moment_text(datetime.fromisoformat(str(stored)[:16]), context) if stored else ""


def _wrapped(text: str, wide: int, is_heading: bool) -> list[str]:
    indent = "" if is_heading or not text else "- "
    return wrap_text(safe(text), wide, first=indent, rest=" " * len(indent)) or [""]
