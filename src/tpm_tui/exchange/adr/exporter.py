"""Write decisions into a folder of records: each in its own file, as long as nobody else has changed that."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value
from tpm_tui.exchange.adr.adr_document import AdrFormat, read_adr
from tpm_tui.exchange.adr.adr_edit import AdrEditError
from tpm_tui.exchange.adr.adr_folder import AdrWrite, RefusedFile, digest_of, read_folder, write_folder
from tpm_tui.exchange.adr.decision_values import DecisionValues, title_of, with_decision
from tpm_tui.exchange.adr.new_adr import file_name, new_adr
from tpm_tui.store.store import Store


class AdrExport(Struct, frozen=True):
    """What came of an export: names of the files that were written, how many stayed as they are, what was refused."""

    written: tuple[str, ...]
    unchanged: int
    refused: tuple[RefusedFile, ...]


def export_folder(store: Store, where: str | Path, ids: Sequence[str] | None = None) -> AdrExport:
    """Write decisions (None: all) into a folder, which is made where there is none.

    A decision that came of a record goes back into its file with only the lines changed that say something else; one
    that is new gets the next number. What was written is remembered, so that the next export knows it again.
    ValidationError if the folder cannot be used, StoreError if the file of the plan cannot be written.
    """
    folder = Path(where)
    if folder.exists() and not folder.is_dir():
        raise ValidationError(f"{folder} is no folder")
    if not store.plan.complete:
        store.load()
    plan = store.plan
    table = plan["decision"]
    try:
        there = [] if not folder.exists() else read_folder(folder)[0]
        form = there[0].document.format if there else AdrFormat.MADR_4
        files = {id_: str(plan.value("decision", id_, "source_file")) for id_ in table.ids}
        taken = [file.number for file in there] + [_number(name) for name in files.values() if name]
        following = max(taken, default=0) + 1
        for id_ in table.ids if ids is None else ids:
            if not files[id_]:
                files[id_] = file_name(following, str(plan.value("decision", id_, "title")))
                following += 1
        writes: dict[str, AdrWrite] = {}
        refused: list[RefusedFile] = []
        for id_ in table.ids if ids is None else ids:
            try:
                writes[id_] = _write(plan, id_, files, form)
            except AdrEditError as error:
                refused.append(RefusedFile(files[id_], str(error)))
        written, more = write_folder(folder, writes.values(), store.path.stat().st_mode & 0o644)
    except OSError as error:
        raise ValidationError(f"{folder} cannot be written: {error.strerror}") from None
    names = set(written)
    remembered = {
        id_: write
        for id_, write in writes.items()
        if write.name in names
        and (plan.value("decision", id_, "source_text"), plan.value("decision", id_, "source_file"))
        != (write.text, write.name)
    }
    if remembered:
        with store.transaction(f"Export to {folder.name}", Operation.EXPORT) as tx:
            for id_, write in remembered.items():
                tx.set_stored("decision", id_, {"source_file": write.name, "source_text": write.text})
    return AdrExport(tuple(written), len(writes) - len(written) - len(more), (*refused, *more))


def _number(name: str) -> int:
    digits = name.partition("-")[0]
    return int(digits) if digits.isdigit() else 0


def _write(plan: Plan, id_: str, files: dict[str, str], form: AdrFormat) -> AdrWrite:
    values = _values(plan, id_)
    source, name = str(plan.value("decision", id_, "source_text")), files[id_]
    follower = plan.value("decision", id_, "superseded_by")
    successor = None
    if follower is not None and files.get(str(follower)):
        file = files[str(follower)]
        successor = _number(file), str(plan.value("decision", str(follower), "title")), file
    if plan.value("decision", id_, "source_file"):  # of an empty file nothing was read, and nothing is what it keeps
        document = read_adr(source)
        if values.texts["title"] == title_of(document, name):
            values = replace(values, texts={**values.texts, "title": document.value("title")})
        text = with_decision(document, values, successor).text
        return AdrWrite(name, text, digest_of(source.encode()))
    empty = new_adr(_number(name), {"title": values.texts["title"], "status": "proposed"}, (), form)
    return AdrWrite(name, with_decision(empty, values, successor).text, None)


def _values(plan: Plan, id_: str) -> DecisionValues:
    row = plan["decision"].row(id_)
    kind = KINDS["decision"]

    def names(field: str) -> tuple[str, ...]:
        return tuple(plan.title("stakeholder", other) for other in load_value(kind.column(field), row[field]))

    options = plan.ids_by_reference("option", "decision").get(id_, ())
    at = row["at"]
    return DecisionValues(
        texts={
            field: str(row[field] or "")
            for field in ("title", "context", "drivers", "rationale", "consequences", "confirmation")
        },
        people={field: names(field) for field in ("deciders", "consulted", "informed")},
        status=str(row["status"]),
        at=None if at is None else date.fromisoformat(str(at)),
        superseded_by=None,
        options=tuple(plan.title("option", option) for option in options),
        arguments={
            plan.title("option", option): (
                str(plan.value("option", option, "pros") or ""),
                str(plan.value("option", option, "cons") or ""),
            )
            for option in reversed(options)
        },
        chosen=None if row["outcome"] is None else plan.title("option", str(row["outcome"])),
    )
