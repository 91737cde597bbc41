"""Why an item lies where it lies, and what it hangs together with: pages to walk from item to item."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.commands.schedule.links import show_lag
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.wrapping import wrap_text
from tpm_tui.domain.time.instants import finish_day, to_datetime
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.schedule_result import ScheduleResult

#: How many links away the graph reaches, and how many lines it has at most on each side.
MAX_DEPTH, MAX_NODES = 4, 120

#: From so many cells on a page says things in full.
TWO_COLUMN_WIDTH = 100

NOT_YET_SCHEDULED = PageLine((("The dates are being worked out; come back in a moment.", "dim"),))


def explanation_lines(session: WorkspaceSession, id_: str, cells: int) -> list[PageLine]:
    """What sets an item's dates, in sentences; those about other items lead on to them."""
    from tpm_tui.planning.analysis.driver import Cause
    from tpm_tui.reports.schedule.explanation_of_why_in_words import why_in_words

    result = session.schedule_result
    place = result.plan["item"].position.get(id_) if result is not None else None
    if result is None or place is None:
        return [NOT_YET_SCHEDULED]
    if result.place(id_) is None:
        return [PageLine((("It is dropped: it takes no time, and nothing waits for it.", "soft"),))]
    explained = why_in_words(result.plan, result.schedule, result.context, id_)
    ids = result.plan["item"].ids
    lines = [*_wrapped(explained.starts, cells, "strong"), *_wrapped(explained.finishes, cells, "strong")]
    for sentence in (*explained.conflicts, *explained.risks):
        lines += _wrapped(sentence, cells, "bad")
    limit, limited_by = explained.why.limits[-1]
    dated = (id_, ids[limit]) if limited_by.cause == Cause.DEADLINE else (id_,)
    for sentence in _deadline_sentences(session, dated):
        lines += _wrapped(sentence, cells, "bad")
    lines += _wrapped(explained.slack, cells, "critical" if explained.why.critical else "")
    if explained.chain:
        lines += [BLANK_LINE, heading_line("What that hangs on")]
        for sentence, reason in zip(explained.chain, explained.why.reasons[1:], strict=True):
            lines += _wrapped(sentence, cells, "", ids[reason.position])
    if explained.waiting:
        lines += [BLANK_LINE, heading_line(f"Waiting for it ({len(explained.waiting)})")]
        for sentence, follower in zip(explained.waiting, explained.why.successors, strict=True):
            lines += _wrapped(sentence, cells, "accent" if follower.is_driven else "", ids[follower.position])
    return lines


def driver_lines(session: WorkspaceSession, id_: str, cells: int) -> list[PageLine]:
    """The same in a few lines, for the page of the record; none for what has no dates."""
    from tpm_tui.reports.schedule.explanation_of_why_in_words import why_in_words

    result = session.schedule_result
    if result is None or result.place(id_) is None:
        return []
    explained = why_in_words(result.plan, result.schedule, result.context, id_)
    lines = [BLANK_LINE, heading_line("Why then")]
    for sentence in (explained.starts, explained.finishes):
        lines += _wrapped(sentence, cells, "")
    for sentence in (*explained.conflicts, *explained.risks):
        lines += _wrapped(sentence, cells, "bad")
    return [*lines, *_wrapped(explained.slack, cells, "critical" if explained.why.critical else "")]


def _wrapped(text: str, cells: int, style: str, id_: str | None = None) -> Iterator[PageLine]:
    for number, part in enumerate(wrap_text(safe(text), max(20, cells)) or [""]):
        first = number == 0
        yield PageLine(((part, style),), ("item", id_) if id_ and first else None, stop=bool(id_) and first)


def link_lines(session: WorkspaceSession, id_: str, cells: int) -> list[PageLine]:
    """An item between what it comes after and what comes after it, up to four links away; every line leads on."""
    before = list(_tree(session, id_, cells, back=True))
    after = list(_tree(session, id_, cells, back=False))
    if not before and not after:
        nothing = PageLine((("Nothing is linked to it yet: b links it after another item.", "dim"),))
        return [_node(session, id_, cells, 0, "● ", "", "strong"), BLANK_LINE, nothing]
    lines = [heading_line("Comes after"), *reversed(before)] if before else [heading_line("Comes after nothing")]
    lines += [BLANK_LINE, _node(session, id_, cells, 0, "● ", "", "strong"), BLANK_LINE]
    return lines + ([heading_line("Waited for by"), *after] if after else [heading_line("Nothing waits for it")])


def _tree(session: WorkspaceSession, id_: str, cells: int, *, back: bool) -> Iterator[PageLine]:
    """One side of the graph, nearest first, each item once."""
    seen = {id_}
    stack = [(link, far, 1) for link, far in reversed(_edges(session, id_, back))]
    count = 0
    while stack and count < MAX_NODES:
        link, far, depth = stack.pop()
        again = far in seen
        count += 1
        sign = "╭ " if back else "╰ "
        further = [] if again else _edges(session, far, back)
        words = _edge_text(session, link, back, again, cells)
        yield _node(session, far, cells, depth, sign, words, link=link, further=bool(further) and depth == MAX_DEPTH)
        if not again and depth < MAX_DEPTH:
            seen.add(far)
            stack.extend((on, to, depth + 1) for on, to in reversed(further))
    if stack:
        yield PageLine(((f"{'  ' * MAX_DEPTH}and {len(stack)} more: walk on to an item to see its own", "dim"),))


def _edges(session: WorkspaceSession, id_: str, back: bool) -> list[tuple[str, str]]:
    """(link, far end) of an item's links, then of those it has by what it lies in."""
    plan = session.plan
    near, far = ("successor", "predecessor") if back else ("predecessor", "successor")
    links = plan.ids_by_reference("link", near)
    edges = []
    for holder in (id_, *plan.ancestors(id_)):
        edges += [(link, str(plan.value("link", link, far))) for link in links.get(holder, ())]
    return edges


def _edge_text(session: WorkspaceSession, link: str, back: bool, again: bool, cells: int) -> str:
    """Type and lag of a link, whether it is what sets the start of its later end, whether the item is shown above."""
    plan = session.plan
    row = plan["link"].row(link)
    lag = show_lag(int(row["lag"] or 0), str(row["lag_unit"]), session.context)
    words = f"{row['type']} {lag}".strip()
    result = session.schedule_result
    if result is not None and _drives(result, str(row["predecessor"]), str(row["successor"])):
        words += " sets" if cells < TWO_COLUMN_WIDTH else " sets its start" if not back else " sets the start"
    return words + " (again)" * again


def _drives(result: "ScheduleResult", before: str, after: str) -> bool:
    from tpm_tui.planning.analysis.driver import driver

    position = result.plan["item"].position
    place, at = position.get(before), position.get(after)
    if place is None or at is None or result.out[at]:
        return False
    drives = driver(result.schedule, at)
    return drives.link is not None and result.schedule.network.links[drives.link].predecessor == place


def _node(
    session: WorkspaceSession,
    id_: str,
    cells: int,
    depth: int,
    sign: str,
    words: str,
    style: str = "",
    link: str = "",
    further: bool = False,
) -> PageLine:
    """One item of the graph: key, title, how it is tied, its dates and slack; … where the graph goes ``further``."""
    plan, result = session.plan, session.schedule_result
    span = result.span(id_) if result is not None else None
    when = slack = ""
    if result is not None and span is not None:
        days = to_datetime(span[0]).date(), finish_day(span[1])
        first, last = (dates.day_text(day, session.context) for day in days)
        when = last if first == last or cells < TWO_COLUMN_WIDTH else f"{first} – {last}"
        minutes = result.schedule.total_slack[result.plan["item"].position[id_]]
        slack = "critical" if result.schedule.critical[result.plan["item"].position[id_]] else (
            f"slack {dates.show_duration(minutes, session.context)}")  # fmt: skip
    group = plan.state_groups.get(str(plan.value("item", id_, "status")))
    if group == "done":
        slack = "done"
    indent = "  " * depth
    tied, dated = (26, 21) if cells >= TWO_COLUMN_WIDTH else (15, 6)
    title_cells = max(16, min(64, cells - tied - dated - 24))
    runs: list[StyledText] = [
        (f"{indent}{sign}", "soft"),
        (fit(plan.shown_key("item", id_), 6) + " ", "accent"),
        (fit(safe(plan.title("item", id_)), max(8, title_cells - len(indent))) + "  ", style),
        (fit(words, tied) + " ", "soft"),
        (fit(when, dated) + " ", ""),
        (slack, "good" if slack == "done" else "critical" if slack == "critical" else "soft"),
        (" …" if further else "", "soft"),
    ]
    return PageLine(tuple(runs), ("item", id_, link) if link else ("item", id_), stop=True)


def _deadline_sentences(session: WorkspaceSession, ids: Sequence[str]) -> Iterator[str]:
    """That the deadline of an item, or of the one that limits it, is kept with less than half."""
    for _, item, text in endangered_deadline_findings(session):
        if item in ids:
            yield text if item == ids[0] else f"{session.plan.label('item', item)}: {text}"


def endangered_deadline_findings(session: WorkspaceSession) -> list[tuple[str, str, str]]:
    """(kind, id, sentence) of the deadlines that the newest forecast keeps with less than half."""
    from tpm_tui.reports.quality.findings import endangered_findings

    result = session.forecast_result
    return [] if result is None else endangered_findings(result.problem, result.forecast, session.context)


def finding_lines(session: WorkspaceSession, findings: Sequence[tuple[str, str, str]], cells: int) -> list[PageLine]:
    """A line a finding, which leads to its record."""
    if not findings:
        return [PageLine((("Nothing: no date that cannot hold, no rule across records broken.", "good"),))]
    plan = session.plan
    lines = []
    for kind, id_, text in findings:
        runs: list[StyledText] = [
            (fit(safe(plan.label(kind, id_)), 8) + " ", "accent"),
            (fit(safe(plan.title(kind, id_)), max(12, min(40, cells // 3))) + " ", ""),
            (safe(text), "bad" if text.startswith("Conflict") else "warn"),
        ]
        lines.append(PageLine(tuple(runs), (kind, id_), stop=True))
    return lines


def page_title(session: WorkspaceSession, id_: str, what: str) -> str:
    return f"{what} ─ {session.plan.label('item', id_)} {session.plan.title('item', id_)}"


#: What each page is called, what makes its lines, and what its keys do.
ITEM_PAGES = {
    "why": ("Why", explanation_lines, "walk on · L links · o open"),
    "links": ("Links", link_lines, "walk on · b link · i change · d unlink · W why · o open"),
}
