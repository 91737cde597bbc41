"""Bring a folder of decision records in: a decision a record, an option a considered option."""

from collections.abc import Mapping
from pathlib import Path
from typing import IO

from msgspec import Struct

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import MAX_TEXT_LENGTH, ValidationError
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.exchange.adr.adr_document import AdrDocument
from tpm_tui.exchange.adr.adr_folder import AdrFile, RefusedFile, read_folder
from tpm_tui.exchange.adr.decision_values import DecisionValues, decision_values, title_of
from tpm_tui.exchange.adr.option_arguments import pros_and_cons
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions


class FolderSource(Struct, frozen=True):
    """The records of a folder, in place of the text of a file."""

    name: str
    text: str
    files: tuple[AdrFile, ...]
    refused: tuple[RefusedFile, ...]


def read_source(where: str | Path | IO[str] | IO[bytes]) -> FolderSource:
    """The records of a folder. ValidationError, in one line, for what is no folder or holds none."""
    if not isinstance(where, str | Path):
        raise ValidationError("decision records lie in a folder: name it")
    folder = Path(where)
    try:
        files, refused = read_folder(folder)
    except FileNotFoundError:
        raise ValidationError(f"{folder} does not exist") from None
    except NotADirectoryError:
        raise ValidationError(f"{folder} is no folder") from None
    except (OSError, ValueError) as error:
        raise ValidationError(f"{folder} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not files and not refused:
        raise ValidationError(f"{folder} holds no decision records: their names begin with a number and a dash")
    return FolderSource(folder.name, "", tuple(files), tuple(refused))


def read(source: FolderSource, _options: ImportOptions, _plan: Plan, _steps: ProgressReporter) -> FolderSource:
    """The records as they are: they were read with the folder."""
    return source


def draft(source: FolderSource, changes: ChangeSet, steps: ProgressReporter) -> None:
    """The change set: a decision is known again by the name of its file."""
    plan = changes.plan
    changes.main = "decision"
    changes.refused += [(0, f"{file.name}: {file.reason}") for file in source.refused]
    table = plan["decision"]
    known = {str(name): id_ for id_, name in zip(table.ids, table.columns["source_file"], strict=True) if name}
    people = {
        str(name).casefold(): id_
        for id_, name in zip(plan["stakeholder"].ids, plan["stakeholder"].columns["name"], strict=True)
    }
    by_number: dict[int, str] = {}
    read: list[tuple[AdrFile, str, DecisionValues]] = []
    for file in source.files:
        if len(file.document.text) > MAX_TEXT_LENGTH:
            changes.refused.append((0, f"{file.name}: the text is too long"))
            continue
        values = decision_values(file.document)
        id_ = known.get(file.name)
        stored = _stored(changes, people, file, values)
        if id_ is None:
            id_ = changes.add("decision", stored)
        elif not changes.set("decision", id_, stored):
            changes.same += 1
        by_number.setdefault(file.number, id_)
        read.append((file, id_, values))
        steps.advance()
    superseded = zip(table.ids, table.columns["superseded_by"], strict=True)
    successors = {id_: str(other) for id_, other in superseded if other is not None}
    for file, id_, values in read:
        options = _options(changes, id_, file.document)
        late: dict[str, Stored] = {"outcome": options.get(values.chosen or "")}
        successor = None if values.superseded_by is None else by_number.get(values.superseded_by)
        if successor is not None and id_ not in _chain(successors, successor):
            late["superseded_by"] = successors[id_] = successor
        changes.set("decision", id_, late)


def _chain(successors: Mapping[str, str], first: str) -> list[str]:
    """A decision and those that supersede it, one after the other. Records may say it in a circle: that is no chain."""
    chain = [first]
    while chain[-1] in successors:
        chain.append(successors[chain[-1]])
    return chain


def _stored(changes: ChangeSet, people: dict[str, str], file: AdrFile, values: DecisionValues) -> dict[str, Stored]:
    kind = KINDS["decision"]
    stored: dict[str, Stored] = {**values.texts, "source_file": file.name, "source_text": file.document.text}
    stored["title"] = title_of(file.document, file.name)
    stored["status"] = values.status
    if values.at is not None:
        stored["at"] = values.at.isoformat()
    for field, names in values.people.items():
        ids = []
        for name in names:
            if name.casefold() not in people:
                people[name.casefold()] = changes.add("stakeholder", {"name": name})
            ids.append(people[name.casefold()])
        stored[field] = dump_value(kind.column(field), ids)
    return stored


def _options(changes: ChangeSet, decision: str, document: AdrDocument) -> dict[str, str]:
    """Option's name -> its id; new ones are added, those that are gone stay: scores may hang on them.

    Arguments are taken over again where the record is another than the one that was read.
    """
    plan = changes.plan
    there = plan.ids_by_reference("option", "decision").get(decision, ()) if decision in plan["decision"] else ()
    ids = {str(plan.value("option", id_, "name")): id_ for id_ in there}
    is_changed = decision in plan["decision"] and plan.value("decision", decision, "source_text") != document.text
    seen: set[str] = set()
    for option in document.options:
        pros, cons = pros_and_cons(option.arguments)
        if option.title not in ids:
            ids[option.title] = changes.add(
                "option", {"decision": decision, "name": option.title, "pros": pros, "cons": cons}
            )
        elif is_changed and option.title not in seen:
            changes.set("option", ids[option.title], {"pros": pros, "cons": cons})
        seen.add(option.title)
    return ids
