"""Between a decision record in Markdown and the fields of a decision."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from tpm_tui.exchange.adr.adr_document import AdrDocument, AdrFormat
from tpm_tui.exchange.adr.adr_edit import edit_options, edit_part
from tpm_tui.exchange.adr.adr_status import parse_status, superseded_by
from tpm_tui.exchange.adr.option_arguments import edit_arguments, pros_and_cons

#: Field of a decision -> the part of the record that holds the same text.
TEXT_PARTS = {
    "title": "title",
    "context": "context",
    "drivers": "drivers",
    "rationale": "outcome",
    "consequences": "consequences",
    "confirmation": "confirmation",
}
NAME_PARTS = ("deciders", "consulted", "informed")

#: What others write where MADR has another word, and what a status in no words means.
_SYNONYMS = {"approved": "accepted", "": "proposed"}


class DecisionValues(Struct, frozen=True):
    """A decision as a record tells of it: texts by field, people by field, options by name.

    ``superseded_by`` is the number of the record that replaced it; ``chosen`` the option of the outcome.
    ``arguments``: option -> the lines for it and those against it.
    """

    texts: Mapping[str, str]
    people: Mapping[str, tuple[str, ...]]
    status: str
    at: date | None
    superseded_by: int | None
    options: tuple[str, ...]
    chosen: str | None
    arguments: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def decision_values(document: AdrDocument) -> DecisionValues:
    """What a record says of a decision. A status that is none of MADR's is proposed; the words stay in the record."""
    words = document.value("status")
    options = tuple(option.title for option in document.options)
    chosen = document.chosen
    return DecisionValues(
        texts={name: document.value(part) for name, part in TEXT_PARTS.items()},
        people={part: _names(document.value(part)) for part in NAME_PARTS},
        status=parse_status(words) or _SYNONYMS.get(words.strip().casefold(), "proposed"),
        at=_date(document.value("date")),
        superseded_by=superseded_by(words),
        options=options,
        chosen=next((title for title in options if chosen and title.casefold() == chosen.casefold()), None),
        arguments={option.title: pros_and_cons(option.arguments) for option in reversed(document.options)},
    )


def title_of(document: AdrDocument, file: str) -> str:
    """The title of the decision that a record becomes: its own, else the name of its file."""
    return document.value("title").strip() or file


def with_decision(document: AdrDocument, values: DecisionValues, successor: tuple[int, str, str] | None) -> AdrDocument:
    """The record with another decision's values: what it says already keeps every byte.

    ``successor``: number, title and file of the record that supersedes it. AdrEditError where a text cannot stand in
    its part.
    """
    was = decision_values(document)
    for name, part in TEXT_PARTS.items():
        if values.texts[name] != was.texts[name]:
            document = edit_part(document, part, values.texts[name])
    for part in NAME_PARTS:
        if values.people[part] != was.people[part] and document.format is not AdrFormat.ADR_TOOLS:
            document = edit_part(document, part, ", ".join(values.people[part]))
    if values.at != was.at and values.at is not None:
        document = edit_part(document, "date", values.at.isoformat())
    number = successor[0] if successor else None
    if values.status != was.status or (number is not None and number != was.superseded_by):
        document = edit_part(document, "status", _status_text(document.format, values.status, successor))
    if values.options != was.options and (was.options or document.format is not AdrFormat.ADR_TOOLS):
        document = edit_options(document, values.options)
    listed = {option.title for option in document.options}
    for option, arguments in values.arguments.items():
        title = " ".join(option.split())
        if title in listed and arguments != was.arguments.get(option, ("", "")):
            document = edit_arguments(document, title, *arguments)
    if values.chosen is not None and values.chosen != was.chosen and document.format is not AdrFormat.ADR_TOOLS:
        document = edit_part(document, "outcome", _with_chosen(document.value("outcome"), values.chosen))
    return document


def _status_text(form: AdrFormat, status: str, successor: tuple[int, str, str] | None) -> str:
    if form is AdrFormat.ADR_TOOLS:
        if status == "superseded" and successor is not None:
            number, title, file = successor
            return f"Superseded by [{number}. {title}]({file})"
        return status.capitalize()
    return f"superseded by ADR-{successor[0]:04}" if status == "superseded" and successor is not None else status


def _with_chosen(outcome: str, chosen: str) -> str:
    named = re.sub(
        r"(Chosen option:\s*[*_]*[\"“]).+?([\"”])",
        lambda m: m[1] + chosen + m[2],
        outcome,
        count=1,
        flags=re.IGNORECASE,
    )
    return named if named != outcome else f'Chosen option: "{chosen}".\n\n{outcome}'.strip()


def _names(text: str) -> tuple[str, ...]:
    names: Sequence[str] = [name.strip().strip("\"'").removeprefix("@") for name in re.split(r"[,;]", text)]
    return tuple(dict.fromkeys(name for name in names if name and not name.startswith(("{", "<"))))


def _date(text: str) -> date | None:
    match = re.search(r"\d{4}-\d\d-\d\d", text)
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None
