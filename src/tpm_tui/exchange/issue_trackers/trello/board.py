"""A board of Trello, as its menu exports it to JSON (Print, export and share): one object with the board's lists,
cards, checklists, members and newest actions [Trello's REST interface: Board, Card, Checklist, Action].

The rows have the headers of Trello's CSV export, so that either of the two is known again after the other.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common.csv_rows import CsvTable
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.issue_trackers.common.json_objects import plain_text

HEADERS = (
    "Card ID", "Card Name", "Card Description", "Labels", "Members", "Due Date", "List Name", "Board Name", "Archived",
    "Start Date", "Due Complete", "Created", "State changed",
)  # fmt: skip

#: Members of a card that nothing here stands for, and what a person calls them.
_LEFT_OUT = {
    "attachments": "Attachments", "customFieldItems": "Custom fields", "stickers": "Stickers", "address": "Address",
    "idMembersVoted": "Votes",
}  # fmt: skip

_CARDS = re.compile(r'"cards"\s*:\s*\[')
#: The first eight digits of a Trello id are the second, in hexadecimal since 1970, in which it was made.
_ID = re.compile(r"[0-9a-f]{24}")


class CheckItem(Struct, frozen=True):
    """A line of a checklist: the card's id, what it says, whether it is ticked off."""

    card: str
    title: str
    complete: bool


class TrelloBoard(Struct, frozen=True):
    """What a file says: the rows of its cards, the lines of their checklists."""

    table: CsvTable
    checks: Sequence[CheckItem]


def read_board(source: SourceText) -> TrelloBoard:
    """The board of a file. ValidationError if it holds something else."""
    try:
        board = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(f"{source.name} is no JSON in line {getattr(error, 'lineno', 1)}") from None
    if not isinstance(board, dict) or not all(isinstance(board.get(name), list) for name in ("cards", "lists")):
        raise ValidationError(f"{source.name} holds no board of Trello: an object with lists and cards")
    rows = _Rows(board)
    cards = list(zip(_lines(source.text), rows.cards, strict=False))
    most = max((len(rows.comments(card)) for _, card in cards), default=0)
    others = [name for name in _LEFT_OUT if any(card.get(name) for _, card in cards)]

    def read_rows() -> Iterator[tuple[int, list[str]]]:
        for line, card in cards:
            comments = rows.comments(card)
            beside = [plain_text(card.get(name)) for name in others]
            yield line, [*rows.cells(card), *comments, *[""] * (most - len(comments)), *beside]

    headers = [*HEADERS, *["Comments"] * most, *(_LEFT_OUT[name] for name in others)]
    return TrelloBoard(CsvTable(headers, read_rows(), [], [], [], []), list(rows.checks()))


def _lines(text: str) -> Iterator[int]:
    """The line in which each card begins; the first where that cannot be told."""
    begin = _CARDS.search(text)
    decode, at = json.JSONDecoder().raw_decode, begin.end() if begin else len(text)
    line, counted = 1, 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at >= len(text) or text[at] == "]":
            break
        line, counted = line + text.count("\n", counted, at), at
        _, at = decode(text, at)
        yield line
    while True:
        yield line


class _Rows:
    """Cards as rows, with what the board says of their lists, members and history."""

    def __init__(self, board: Mapping[str, Any]) -> None:
        self.name = plain_text(board.get("name"))
        self.cards = _objects(board, "cards")
        self._lists = {one.get("id"): one for one in _objects(board, "lists")}
        self._members = {
            one.get("id"): plain_text(one.get("fullName")) or plain_text(one.get("username"))
            for one in _objects(board, "members")
        }
        self._checklists = _objects(board, "checklists")
        self._comments: dict[str, list[str]] = {}
        self._moved: dict[str, str] = {}
        # The newest action comes first.
        for action in _objects(board, "actions"):
            self._read_action(action)

    def _read_action(self, action: Mapping[str, Any]) -> None:
        data = action.get("data")
        card = data.get("card") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(card, dict):
            return
        id_, when = plain_text(card.get("id")), plain_text(action.get("date"))
        if action.get("type") == "commentCard":
            author = action.get("memberCreator")
            name = plain_text(author.get("fullName")) if isinstance(author, dict) else ""
            said = f"{when};{name.replace(';', ',')};{plain_text(data.get('text'))}"
            self._comments.setdefault(id_, []).insert(0, said)
        elif action.get("type") == "updateCard" and "listAfter" in data:
            self._moved.setdefault(id_, when)

    def comments(self, card: Mapping[str, Any]) -> list[str]:
        """``date;author;text`` of each, the oldest first."""
        return self._comments.get(plain_text(card.get("id")), [])

    def cells(self, card: Mapping[str, Any]) -> list[str]:
        """The cells of a card under :data:`HEADERS`."""
        id_, column = plain_text(card.get("id")), self._lists.get(card.get("idList"), {})
        labels = [
            (plain_text(label.get("name")) or plain_text(label.get("color"))).replace(",", " ")
            for label in _objects(card, "labels")
        ]
        ids = card.get("idMembers")
        members = [self._members.get(one, "").replace(",", " ") for one in (ids if isinstance(ids, list) else [])]
        archived = bool(card.get("closed") or column.get("closed"))
        complete = bool(card.get("dueComplete"))
        return [
            id_, plain_text(card.get("name")), plain_text(card.get("desc")), ",".join(filter(None, labels)),
            ",".join(filter(None, members)), plain_text(card.get("due")), plain_text(column.get("name")), self.name,
            # What was done before it was put away stays done.
            "TRUE" if archived and not complete else "FALSE", plain_text(card.get("start")),
            "TRUE" if complete else "FALSE", _made(id_), self._moved.get(id_, ""),
        ]  # fmt: skip

    def checks(self) -> Iterator[CheckItem]:
        """The lines of all checklists in their order, after the list's name where a card has several lists."""
        known = {plain_text(card.get("id")) for card in self.cards}
        lists = [plain_text(one.get("idCard")) for one in self._checklists]
        for card, checklist in zip(lists, self._checklists, strict=True):
            named = f"{plain_text(checklist.get('name'))}: " if lists.count(card) > 1 else ""
            for one in sorted(_objects(checklist, "checkItems"), key=_position):
                title = " ".join(plain_text(one.get("name")).split())
                if card in known and title:
                    yield CheckItem(card, named + title, one.get("state") == "complete")


def _objects(one: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    values = one.get(name)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _position(one: Mapping[str, Any]) -> float:
    at = one.get("pos")
    return float(at) if isinstance(at, int | float) else 0.0


def _made(id_: str) -> str:
    """When something was made, by its id, as ISO writes it; empty where the id does not say."""
    if not _ID.fullmatch(id_):
        return ""
    return datetime.fromtimestamp(int(id_[:8], 16), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
