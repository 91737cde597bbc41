"""Ten thousand damaged files: each is read or refused in one line; nothing is half imported and nothing falls over."""

import io
import random
import sqlite3
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from support.record_factory import fill
from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.field_rules import value_problem
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit, Tombstone
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.record_rules import require_valid
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.common import source_text as sources
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.export_options import ExportOptions
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.csv import exporter as csv_out
from tpm_tui.exchange.csv import importer as table_csv
from tpm_tui.exchange.export_file import export_file
from tpm_tui.exchange.import_file import import_file
from tpm_tui.exchange.issue_trackers.jira import importer as jira
from tpm_tui.exchange.json import exporter as json_out
from tpm_tui.exchange.json import importer as json_read
from tpm_tui.store.store import Store

ATLAS = Path(__file__).parent.parent / "data" / "jira" / "atlas.csv"
WORDS = InputContext(date(2026, 11, 23))
BITS = (
    b'"', b'""', b",", b";", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"{", b"}", b"[",
    b"]", b":", b"null", b"true", b"-1", b"1e999", b"NaN", b"9" * 400, b"\\ud800", b"\\u0000", b"=cmd", b"ATLAS-1",
    b"2026-02-30", b"done", b"waived", b'"id"', b'"key"', b"T-1", b"31/Feb/26", b"", b" ", b"\t", b"\xc3", b"9h",
)  # fmt: skip
#: (format, kind): a file of each is damaged so many times, ten thousand in all.
INPUTS = [("jira", "item"), ("csv", "item"), ("csv", "risk"), ("json", "item")]
EACH = 2500
#: Of these, so many go through a real file.
STORED = 50


def fresh(path: Path) -> Store:
    store = Store.create(path, name="One")
    fill(store, random.Random(5), each=1)
    return store


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Plan]:
    """One with records of every kind, and one of a file just made."""
    folder = tmp_path_factory.mktemp("plans")
    with fresh(folder / "one.db") as store, Store.create(folder / "new.db", name="New") as new:
        return store.plan, new.plan


def original(format_: str, kind: str, plan: Plan) -> bytes:
    """A small valid file."""
    if format_ == "jira":
        return b"".join(ATLAS.read_bytes().splitlines(keepends=True)[:24])
    out = io.StringIO(newline="")
    if format_ == "csv":
        csv_out.write(plan, WORDS, out, ExportOptions(kind))
    else:
        former = {f"T-{n}": id_ for n, id_ in enumerate(plan["item"].ids, 900)}
        gone = [Tombstone("risk", "gone", "R-77"), Tombstone("item", "gone too", "T-78")]
        json_out.write(Plan(plan.tables, aliases=former), WORDS, out, ExportOptions(deleted=gone))
    return out.getvalue().encode()


def damaged(data: bytes, rng: random.Random) -> bytes:
    """A few bytes put in, taken out, doubled, moved or changed; now and then the end cut off."""
    for _ in range(rng.randint(1, 4)):
        at, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
        end = min(end, at + rng.choice((1, 5, 40)))
        act = rng.randrange(6)
        if act == 0:
            data = data[:at] + rng.choice(BITS) + data[at:]
        elif act == 1:
            data = data[:at] + data[end:]
        elif act == 2:
            data = data[:end] + data[at:end] + data[end:]
        elif act == 3:
            data = data[:at] + rng.choice(BITS) + data[end:]
        elif act == 4:
            data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        elif rng.random() < 0.2:
            data = data[:at]
    return data


def drafted(module: Any, data: bytes, kind: str, plan: Plan) -> ChangeSet | str:
    """The draft, or why there is none."""
    numbers = count(1)
    try:
        parsed = module.read(
            sources.read_source(io.BytesIO(data)), ImportOptions({}, kind), plan, ProgressReporter(None, 1)
        )
        change_set = ChangeSet(plan, WORDS, lambda: f"new-{next(numbers)}")
        module.draft(parsed, change_set, ProgressReporter(None, 1))
    except ValidationError as problem:
        return problem.reason
    return change_set


def edits_of(draft: ChangeSet) -> list[Edit]:
    listed = []
    for c in draft.changes.values():
        if c.new:
            row = {**default_row(KINDS[c.kind]), "key": "?", **c.values, "id": c.id}
            listed.append(Edit(c.kind, c.id, None, row))
        else:
            listed.append(Edit(c.kind, c.id, {n: draft.plan.value(c.kind, c.id, n) for n in c.values}, c.values))
    gone = [Edit(kind, id_, draft.plan[kind].row(id_), None) for kind, id_ in draft.removed]
    return gone + listed


@pytest.mark.slow
@pytest.mark.parametrize(("format_", "kind"), INPUTS)
def test_a_damaged_file_is_read_or_refused(format_: str, kind: str, plans: tuple[Plan, Plan]) -> None:
    """What is left of each draft satisfies every rule of the store, so that nothing is refused half-way."""
    module = {"jira": jira, "csv": table_csv, "json": json_read}[format_]
    full, new = plans
    data = original(format_, kind, full)
    columns = {name: {c.name: c for c in k.columns} for name, k in KINDS.items()}
    taken = refused = 0
    for seed in range(EACH):
        rng = random.Random(f"{format_} {kind} {seed}")
        into = (full, new)[seed % 2]
        draft = drafted(module, damaged(data, rng), kind, into)
        if isinstance(draft, str):
            assert "\n" not in draft, seed
            refused += 1
            continue
        assert all("\n" not in reason for _, reason in draft.refused), seed
        edits = edits_of(draft)
        require_valid(into.applied(edits), edits)
        for e in edits:
            for name, stored in (e.after or {}).items():
                assert (
                    name in ("id", "key", "created", "changed") or value_problem(columns[e.kind][name], stored) is None
                ), (seed, e.kind, name)
        taken += bool(edits)
        refused += bool(draft.refused)
    assert taken > EACH / 40
    assert refused > EACH / 40


@pytest.mark.slow
@pytest.mark.parametrize(("format_", "kind"), INPUTS)
def test_a_damaged_file_is_imported_whole_or_not_at_all(
    format_: str, kind: str, plans: tuple[Plan, Plan], tmp_path: Path
) -> None:
    data = original(format_, kind, plans[0])
    with fresh(tmp_path / "one.db") as full, Store.create(tmp_path / "two.db", name="New") as new:
        written = 0
        for seed in range(STORED):
            rng = random.Random(f"{format_} {kind} {seed}")
            store = (full, new)[seed % 2]
            before = content(store)
            history = len(store.history())
            outcome = import_file(store, format_, io.BytesIO(damaged(data, rng)), kind=kind)
            assert outcome.written == (content(store) != before)
            assert not any(reason == "" or line < 0 for line, reason in outcome.refused)
            if outcome.written:
                written += 1
                assert len(store.history()) == history + 1
                store.undo()
                assert content(store) == before
        assert written
    for name in ("one.db", "two.db"):
        connection = sqlite3.connect(tmp_path / name)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()


def content(store: Store) -> str:
    out = io.StringIO()
    export_file(store, "json", out)
    return out.getvalue()
