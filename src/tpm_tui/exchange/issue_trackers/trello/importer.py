"""Boards of Trello: cards become items, lists states, labels tags, the board a workstream, lines of checklists checks.

An archived card is dropped, unless its due date was marked complete: then it is done.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from msgspec import Struct

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.exchange.common import source_text
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.issue_trackers.common import tracker_importer
from tpm_tui.exchange.issue_trackers.common.known_tracker_exports import dialect_of
from tpm_tui.exchange.issue_trackers.common.tracker_importer import targets as targets
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable, read_issue_table
from tpm_tui.exchange.issue_trackers.trello.board import CheckItem, read_board


class ParsedBoard(Struct, frozen=True):
    """The table of a board's cards, and the lines of their checklists."""

    table: IssueTable
    checks: tuple[CheckItem, ...]


def read_source(where: str | Path | IO[str] | IO[bytes]) -> SourceText:
    """The text of a board: any JSON, whose kind is told when it is read."""
    return source_text.read_source(where, foreign=False)


def read(source: SourceText, options: ImportOptions, plan: Plan, steps: ProgressReporter) -> ParsedBoard:
    """The cards of a file. ValidationError if it holds something else."""
    board = read_board(source)
    return ParsedBoard(read_issue_table(source, options, plan, dialect_of, steps, board.table), tuple(board.checks))


def draft(parsed: ParsedBoard, change_set: ChangeSet, steps: ProgressReporter) -> None:
    """What the cards would change in a plan. A check that is there passes where it was ticked off; one that passed
    here stays so."""
    tracker_importer.draft(parsed.table, change_set, steps)
    items = dict(_items_by_card(change_set))
    known_checks = change_set.plan["check"]
    checks = known_checks.columns
    there = {
        (item, title): (id_, state)
        for id_, item, title, state in zip(
            known_checks.ids, checks["item"], checks["title"], checks["state"], strict=True
        )
    }
    for check in parsed.checks:
        item = items.get(check.card)
        if item is None:
            continue
        known = there.get((item, check.title))
        state = "passed" if check.complete else "open"
        if known is None:
            there[item, check.title] = (
                change_set.add("check", {"item": item, "title": check.title, "state": state}),
                state,
            )
        elif check.complete and known[1] == "open":
            change_set.set("check", known[0], {"state": state})


def _items_by_card(change_set: ChangeSet) -> Iterator[tuple[str, str]]:
    """(id of a card, id of its item) of what is there and of what comes."""
    items = change_set.plan["item"]
    for source, id_ in zip(items.columns["source_id"], items.ids, strict=True):
        yield str(source), id_
    for change in change_set.changes.values():
        if change.kind == "item" and change.new:
            yield str(change.values.get("source_id", "")), change.id
