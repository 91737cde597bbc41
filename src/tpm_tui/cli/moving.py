"""``tpm why --since``: how the finish moved between then and now, and by whose edits."""

from typing import Any

from tpm_tui.cli import output
from tpm_tui.cli.session import Session
from tpm_tui.safe import safe


def why_moved(session: Session, since: str, as_json: bool) -> None:
    """Print the account of the move. Refused where ``since`` is no moment, or a plan has no dates."""
    from tpm_tui.commands.moved import Moved, as_it_was, moment_meant, moved
    from tpm_tui.reports import moved as report

    with session.store() as store:
        when = moment_meant(since, store.words)
        plan = store.load()
        then = as_it_was(store, when)
        words = store.words
    with output.percent() as progress:
        found: Moved = moved(then, plan, words, progress=progress)
    if as_json:
        result: dict[str, Any] = report.facts(found.attribution, found.before, plan, found.since, found.until)
        output.write_json(result)
        return
    lines = report.headline(found.attribution, found.since, words)
    rows = []
    levels = found.attribution.levels
    for line in report.account(found.attribution, found.before, plan, words):
        moves = [report.signed(m) for m in line.moved]
        rows.append(["  " * line.depth + safe(line.text), *moves, *([""] * (len(levels) - len(moves)))])
    if rows:
        lines += [
            "",
            *output.table(["Because of", *levels], rows, [False, *[True] * len(levels)], output.terminal_cells()),
        ]
    if not found.detailed:
        lines += ["", "Single edits are not measured: there are too many."]
    output.lines(safe(text) for text in lines)
