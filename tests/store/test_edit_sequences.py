"""Any sequence of edits: what is in memory is what is in the file, all undos give the first content back, all redos
the last, and any moment between can be seen again."""

import io
import random
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from support.record_strategies import value_of, values
from support.store_files import Clock, Rows, replayed, rows_in, rows_of, sound
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.exchange.export_file import export_file
from tpm_tui.store.store import Store
from tpm_tui.store.transaction import Transaction


def rows_of_plan(plan: Plan) -> Rows:
    return {
        kind: sorted((table.row(i) for i in table.ids), key=lambda row: str(row["id"]))
        for kind, table in plan.tables.items()
    }


class AnySequence(RuleBasedStateMachine):
    """Ana works in one file; after each step the file, the plan and what was seen before must agree."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "a.db"
        self.clock = Clock()
        self.store = Store.create(self.path, name="Test", author="ana", now=self.clock, rng=random.Random(1))
        self.seen: list[tuple[datetime, Rows]] = [(self.clock(), rows_of(self.path))]
        self.first = self.exported()

    def exported(self) -> str:
        out = io.StringIO()
        export_file(self.store, "json", out)
        return out.getvalue()

    def made(self) -> dict[str, list[str]]:
        return {kind: list(table.ids) for kind, table in self.store.plan.tables.items()}

    def step(self, label: str, work: Any) -> None:
        before = rows_of(self.path)
        try:
            with self.store.transaction(label) as tx:
                work(tx)
        except ValidationError:
            assert rows_of(self.path) == before, "what is refused leaves the file as it was"
        self.look()

    def look(self) -> None:
        rows = rows_of(self.path)
        assert rows_in(self.store) == rows
        self.seen.append((self.clock(), rows))

    @rule(kind=st.sampled_from(sorted(KINDS)), data=st.data(), full=st.booleans())
    def add(self, kind: str, data: st.DataObject, full: bool) -> None:
        made = self.made()
        needed = {c.ref for c in KINDS[kind].columns if c.ref and c.required}
        if kind == "link" and len(made["item"]) < 2:
            kind = "item"
        elif not all(made[ref] for ref in needed):
            kind = min(needed)
        self.step("Add", lambda tx: tx.add(kind, **values(kind, data, made, full)))

    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        made = self.made()
        kind = data.draw(st.sampled_from([k for k in KINDS if made[k]]))
        ids = data.draw(st.lists(st.sampled_from(made[kind]), min_size=1, max_size=3))

        def work(tx: Transaction) -> None:
            for id_ in ids:
                column = data.draw(st.sampled_from([c for c in KINDS[kind].columns if c.settable]))
                tx.set(kind, id_, **{column.name: data.draw(value_of(column, made))})

        self.step("Change", work)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        made = self.made()
        kind = data.draw(st.sampled_from([k for k in KINDS if made[k]]))
        ids = data.draw(st.lists(st.sampled_from(made[kind]), min_size=1, max_size=2))
        self.step("Delete", lambda tx: tx.delete(kind, *ids))

    @precondition(lambda self: len(self.store.plan["item"]) > 1)
    @rule(data=st.data())
    def link_or_move(self, data: st.DataObject) -> None:
        items = st.sampled_from(self.store.plan["item"].ids)
        one, other = data.draw(items), data.draw(items)
        if data.draw(st.booleans()):
            self.step("Link", lambda tx: tx.add("link", predecessor=one, successor=other))
        else:
            self.step("Move", lambda tx: tx.set("item", one, parent=other))

    @rule(data=st.data())
    def many_things_at_once(self, data: st.DataObject) -> None:
        """Made, changed, deleted and made again within one transaction: only what is left of it counts."""

        def work(tx: Transaction) -> None:
            first = tx.add("item", title="First")
            second = tx.add("item", title="Second", parent=first)
            tx.set("item", first, title="First, changed")
            tx.add("comment", item=second, text="Said")
            if data.draw(st.booleans()):
                tx.delete("item", first)
            elif data.draw(st.booleans()):
                row = dict(tx.plan["item"].row(second))
                tx.delete("item", second)
                tx.add_stored("item", row, id_=second)

        self.step("Much", work)

    @precondition(lambda self: len(self.store.plan["item"]))
    @rule(data=st.data())
    def changes_its_mind(self, data: st.DataObject) -> None:
        """What was there before is changed and then deleted, or made again as it was, in one transaction."""
        item = data.draw(st.sampled_from(self.store.plan["item"].ids))
        row = self.store.plan["item"].row(item)

        def work(tx: Transaction) -> None:
            tx.set("item", item, title="Changed, then deleted", progress=50)
            tx.delete("item", item)
            if row["parent"] is None and data.draw(st.booleans()):
                tx.add_stored("item", {**row, "notes": "Made again"}, id_=item)

        self.step("Change and delete", work)

    @rule()
    def breaks_off(self) -> None:
        before = rows_of(self.path)
        try:
            with self.store.transaction("Break off") as tx:
                tx.add("item", title="Never")
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
        assert rows_of(self.path) == before == rows_in(self.store)

    @rule()
    def undo(self) -> None:
        self.store.undo()
        self.look()

    @rule()
    def redo(self) -> None:
        self.store.redo()
        self.look()

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, author="ana", now=self.clock, rng=random.Random(len(self.seen)))
        self.store.load()
        self.look()

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        try:
            last, last_exported = rows_of(self.path), self.exported()
            steps = 0
            while self.store.undo() is not None:
                self.look()
                steps += 1
            assert self.seen[-1][1] == self.seen[0][1], "all undos give the first content back"
            assert self.exported() == self.first, "and the first JSON, to the letter"
            for _ in range(steps):
                assert self.store.redo() is not None
                self.look()
            assert rows_of(self.path) == last, "as many redos give the last content back"
            assert self.exported() == last_exported
            for moment, rows in self.seen:
                assert rows_of_plan(self.store.as_of(moment)) == rows
            assert replayed(self.path) == rows_of(self.path)
            assert sound(self.path)
        finally:
            self.store.close()
            self.folder.cleanup()


AnySequence.TestCase.settings = settings(deadline=None, max_examples=25, stateful_step_count=20)
TestAnySequence = AnySequence.TestCase
