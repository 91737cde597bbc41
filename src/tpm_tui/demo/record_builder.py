"""From a line of a table to a record: days, names and estimates as people write them, turned into values."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from tpm_tui.demo.event_log import REVIEW, WORK, EventLog, EventStep
from tpm_tui.demo.working_days import WorkingDays
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import DAY_END, DAY_START, InputContext
from tpm_tui.domain.text.field_values import parse_value

if TYPE_CHECKING:
    from tpm_tui.store.store import Transaction

#: A record as the tables write it. Besides the kind's own fields: ``ref``, its name within the tables; ``day`` and
#: ``by``, when it was made and by whom; ``label``, of that transaction; ``then``, its later changes.
RecordSpec = Mapping[str, Any]
_ABOUT = frozenset({"ref", "day", "by", "label", "then", "clock"})


class RecordBuilder:
    """Makes records of specs. ``ids`` maps each ``ref`` to the id of its record, once it is made.

    In a spec a date is a number of working days from today, a time is (that number, "HH:MM"), a reference is a
    ``ref``, several of them are words in one text; durations, estimates, skills and cadences are as people type them.
    ``born`` tells on which day each item is made: a record that points at later items gets them when they are there.
    """

    def __init__(self, diary: EventLog, days: WorkingDays, born: Mapping[str, int]) -> None:
        self.diary = diary
        self.days = days
        self.ids: dict[str, str] = {}
        self.born = born
        self._words = InputContext(days.today)
        self._nothing = Plan.empty()

    def tell(self, kind: str, specs: Iterable[RecordSpec], phase: int = WORK) -> None:
        """Put the making of each record, and its later changes, into the diary."""
        label = KINDS[kind].label
        for spec in specs:
            values = {name: value for name, value in spec.items() if name not in _ABOUT}
            later = self._items_to_come(values, spec["day"])
            clock = spec.get("clock")
            self.diary.note(
                spec["day"],
                spec["by"],
                spec.get("label") or f"Add {label.lower()}: {_short(spec, kind)}",
                self._making(kind, spec.get("ref"), values),
                f"{kind}.add",
                phase=phase,
                clock=time.fromisoformat(clock) if clock else None,
            )
            for day, changes in later.items():
                about = "Trace to items"
                self.change(kind, spec["ref"], day, spec["by"], about, changes)
            for day, author, what, changes in spec.get("then", ()):
                self.change(kind, spec["ref"], day, author, what, changes)

    def _items_to_come(self, values: dict[str, Any], day: int) -> dict[int, RecordSpec]:
        """Take items not yet made out of the values; the day they are, and the whole list then."""
        found: dict[int, RecordSpec] = {}
        for name in ("item", "items"):
            refs = (values.get(name) or "").split()
            last = max((self.born[ref] for ref in refs), default=day)
            if last > day:
                found[last] = {name: values[name]}
                there = " ".join(ref for ref in refs if self.born[ref] <= day)
                values[name] = there if name == "items" else there or None
        return found

    def change(
        self,
        kind: str,
        ref: str,
        day: int,
        author: str,
        label: str,
        values: RecordSpec,
        phase: int = REVIEW,
        verb: str = "",
    ) -> None:
        """Put a change of a record into the diary; a ``clock`` among the values is the hour it was made."""
        values = dict(values)
        clock = values.pop("clock", None)

        def step(tx: "Transaction") -> None:
            tx.set(kind, self.ids[ref], **self.values(kind, values))

        hour = time.fromisoformat(clock) if clock else None
        self.diary.note(day, author, label, step, verb or f"{kind}.set", phase=phase, clock=hour)

    def add(self, tx: "Transaction", kind: str, ref: str | None, values: RecordSpec) -> str:
        """Make a record now. ValueError if its ``ref`` is taken."""
        id_ = tx.add(kind, **self.values(kind, values))
        if ref is not None:
            if ref in self.ids:
                raise ValueError(f"two records are called {ref!r}")
            self.ids[ref] = id_
        return id_

    def values(self, kind: str, values: RecordSpec) -> dict[str, Any]:
        columns = {c.name: c for c in KINDS[kind].columns}
        return {name: self._value(columns[name], value) for name, value in values.items()}

    def _making(self, kind: str, ref: str | None, values: RecordSpec) -> EventStep:
        def step(tx: "Transaction") -> None:
            self.add(tx, kind, ref, values)

        return step

    def _value(self, column: Column, raw: Any) -> Any:
        if column.ref and isinstance(raw, str):
            return tuple(self.ids[ref] for ref in raw.split()) if column.many else self.ids[raw]
        if isinstance(raw, int | tuple) and column.type in (date, datetime):
            return self._moment(column, raw)
        if isinstance(raw, str) and (column.type is not str or column.field.format):
            return parse_value(column, raw, self._nothing, self._words)
        return raw

    def _moment(self, column: Column, raw: int | tuple[int, str]) -> date | datetime:
        if column.type is date:
            return self.days.day(raw) if isinstance(raw, int) else self.days.day(raw[0])
        if isinstance(raw, int):
            return self.days.at(raw, DAY_END if column.field.format == "finish" else DAY_START)
        return self.days.at(raw[0], time.fromisoformat(raw[1]))


def _short(spec: RecordSpec, kind: str) -> str:
    title = str(spec.get(KINDS[kind].title, ""))
    return title if len(title) <= 40 else title[:39].rstrip() + "…"
