"""The schedule as columns of the item table, for whatever shows a sheet: grids, filters, exports, JSON."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import datetime

from tpm_tui.domain.derived.columns.items import BLOCK_COLUMN, SCHEDULE_COLUMNS
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.time.work_calendar import VECTOR_THRESHOLD
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.model.blocked_age import blocked_ages

#: Written minutes that are kept for the next time.
MAX_CACHED_TEXTS = 1_000_000


class _Texts(dict[int, str]):
    """Clock minute -> ISO text, each minute written once."""

    def __init__(self) -> None:
        super().__init__()
        self.written: dict[str, tuple[array[int], list[str]]] = {}
        """the instants of each column when it was last written, and their texts"""

    def __missing__(self, minute: int) -> str:
        text = self[minute] = to_datetime(minute).isoformat(timespec="minutes")
        return text

    def column(self, name: str, instants: array[int]) -> list[str]:
        """The texts of a column, not to be changed; of a long one only those of other instants than before are new."""
        known = self.written.get(name)
        if known is None or len(known[0]) != len(instants) or len(instants) < VECTOR_THRESHOLD:
            texts = [self[minute] for minute in instants]
        else:
            from tpm_tui.planning.model.graph.arrays import as_array

            before, texts = known
            differing = (as_array(before) != as_array(instants)).nonzero()[0].tolist()
            if len(differing) * 2 > len(texts):
                texts = list(map(self.__getitem__, instants.tolist()))
            elif differing:
                texts = list(texts)
                for place in differing:
                    texts[place] = self[instants[place]]
        self.written[name] = (instants, texts)
        return texts


def schedule_columns(plan: Plan, context: InputContext) -> dict[tuple[str, str], tuple[Column, list[Stored]]]:
    """("item", name) -> the column and its stored values in the table's order, dates and the age of blocks: the
    ``extras`` of a Sheet.

    Dropped items have no dates: None. Raises CycleError and NoWorkingTimeError as the schedule does.
    """
    schedule, out = schedule_of(plan, context), dropped_items(plan)
    texts = plan.memoised("schedule.texts", (), _Texts)  # reads nothing: kept from edit to edit
    if len(texts) > MAX_CACHED_TEXTS:
        texts.clear()
    values: dict[str, Sequence[Stored]] = {}
    written: dict[int, list[str]] = {}  # planned and early dates are most often the same columns
    for name in [name for name, column in SCHEDULE_COLUMNS.items() if column.type is datetime]:
        instants: array[int] = getattr(schedule, name)
        if id(instants) not in written:
            written[id(instants)] = texts.column(name, instants)
        values[name] = written[id(instants)]
    # an array makes a new number whenever one is taken out; kept as a list, equal ones are one
    one: dict[int, int] = {}
    for name, slack in (("total_slack", schedule.total_slack), ("free_slack", schedule.free_slack)):
        minutes = slack.tolist()
        values[name] = list(map(one.setdefault, minutes, minutes))
    values["critical"] = list(map(int, schedule.critical))
    if any(out):
        values = {
            name: [None if dropped else value for value, dropped in zip(column, out, strict=True)]
            for name, column in values.items()
        }
    columns = {("item", name): (column, list(values[name])) for name, column in SCHEDULE_COLUMNS.items()}
    return columns | block_column(plan, context)


def block_column(plan: Plan, context: InputContext) -> dict[tuple[str, str], tuple[Column, list[Stored]]]:
    """The age of the items' blocks in working days, as :func:`schedule_columns` has it; it needs no dates."""
    blocked = blocked_ages(plan, context.today)
    ages: list[Stored] = [blocked.get(id_) for id_ in plan["item"].ids] if blocked else [None] * len(plan["item"])
    return {("item", BLOCK_COLUMN.name): (BLOCK_COLUMN, ages)}
