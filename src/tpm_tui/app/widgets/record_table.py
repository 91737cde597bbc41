"""A grid of one kind of record in columns: the base of the backlog, the risks, the stakeholders and every register."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.geometry import Region

from tpm_tui.app.input.key_names import key_name
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.column_widths import EMPTY_WIDTH, PlacedColumn, fit_columns, is_numeric, state_width
from tpm_tui.app.widgets.row_table import GUTTER
from tpm_tui.app.widgets.shown_rows import row_sorter
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.app.widgets.view_table import ViewTable
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, Kind
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.query.sums import column_sums
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.presentation import presentation_of
from tpm_tui.safe_text import fit, safe, width
from tpm_tui.store.store import Changed

if TYPE_CHECKING:
    from tpm_tui.domain.query.syntax import FilterNode

#: Words that say at a glance that something needs a look, by column.
_ALARMS = {
    ("severity", "SEV1"): "bad",
    ("state", "failed"): "bad",
    ("state", "open"): "warn",
    ("state", "passed"): "good",
}


#: Records whose texts decide how wide columns are, and the widest that a column gets.
_SAMPLE, _LONGEST = 200, 60
#: Stored values that show nothing.
NOTHING = (None, "", "[]")
#: What a filtered view without rows says.
NOTHING_FITS = ("Nothing fits the filter.", "Press esc to clear it.")
#: Cells of the flexible column beyond which states may have more than tells them apart.
_PLENTY = 36
#: Cells of the mark before the name of a state.
MARK_CELLS = 2


class RecordTable(ViewTable):
    """Records of one kind, filtered, sorted, in chosen columns. ``keys`` are those in force, by the action's id."""

    def __init__(
        self,
        session: WorkspaceSession,
        kind: str,
        keys: Mapping[str, Sequence[str]],
        *,
        digit: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(session, kind=kind, digit=digit, id=id)
        self.keys = keys
        self.filter: FilterNode | None = None
        self.filter_text = ""
        #: Why the filter leaves nothing, where it names what there is not, or a state or field that has been deleted.
        self.filter_failure = ""
        self.sort: tuple[str, bool] | None = None
        self.chosen_columns: tuple[str, ...] = ()
        self.restricted_ids: frozenset[str] | None = None
        #: What it is that ``only`` belongs to.
        self.restricted_by = ""
        self.column = ""
        #: The column of the cell that is being edited, whose heading is marked; empty where none is.
        self.edited_column = ""
        self._layout: list[PlacedColumn] = []
        self._layout_for: object = None

    @property
    def record_kind(self) -> Kind:
        return KINDS[self.kind]

    def empty_words(self) -> Sequence[str]:
        """What an empty pane says."""
        if presentation_of(self.kind).empty:
            return (f"No {self.record_kind.plural.lower()} yet.", presentation_of(self.kind).empty)
        label = self.record_kind.label.lower()
        article = "an" if label[0] in "aeiou" else "a"
        return (
            f"No {self.record_kind.plural.lower()} yet.",
            f"Press {self.key('add')} to add {article} {label}, {self.key('help')} for help.",
        )

    def key(self, act_id: str) -> str:
        """The key that starts something, by its name; the palette and what to look for there if it has none."""
        keys = self.keys.get(act_id)
        return key_name(keys[0]) if keys else f": {act_id}"

    # -- rows

    def default_columns(self) -> tuple[str, ...]:
        chosen = presentation_of(self.kind).columns
        if chosen:
            return chosen
        return tuple(c.name for c in self.record_kind.columns if not c.field.hidden and not c.field.long)[:8]

    def compute_rows(self, most: int | None = None) -> list[str]:
        """Ids in view order. Pure of the screen, so that it may run in a thread.

        ``most`` allows a register to stop after so many, for a first look.
        """
        sheet = self.session.sheet
        ids = self.filtered_ids(sheet)
        shown: Iterable[str] = sheet.table(self.kind).ids if ids is None else ids
        if self.restricted_ids is not None:
            shown = [i for i in shown if i in self.restricted_ids]
        return row_sorter(sheet, self.kind, self.sort or self.default_sort())(shown)

    def filtered_ids(self, sheet: Sheet) -> list[str] | None:
        """Ids that the filter leaves, None without one; none where it can no longer be applied."""
        self.filter_failure = ""
        if self.filter is None:
            return None
        from tpm_tui.domain.query.filters import filtered_ids
        from tpm_tui.domain.query.unknown_names import unknown_names

        try:
            ids = filtered_ids(self.filter, sheet, self.kind)
            if not ids:
                said = "; ".join(unknown_names(self.filter, sheet, self.kind))
                self.filter_failure = f"{said[:1].upper()}{said[1:]}." if said else ""
        except ValidationError as error:
            self.filter_failure = error.reason
            return []
        return ids

    def default_sort(self) -> tuple[str, bool]:
        return presentation_of(self.kind).sort_order or ("key", False)

    def reload(self) -> None:
        """Show what the newest plan holds."""
        self._layout_for = None
        self.show_reloaded(self.compute_rows())

    def show_reloaded(self, rows: Sequence[str]) -> None:
        """Show rows that were computed for the filter, sort and plan of now."""
        if self.filter is not None:
            self.empty = (safe(self.filter_failure), NOTHING_FITS[1]) if self.filter_failure else NOTHING_FITS
        elif self.restricted_ids is not None:
            self.empty = (f"Nothing here belongs to {self.restricted_by}.", "Press esc to show all.")
        else:
            self.empty = self.empty_words()
        self.show_rows(rows)
        self.set_title(self.title())

    def title(self) -> str:
        """The sentence in the border: the pane's digit, name, count, and what matters."""
        total, shown = self.session.sheet.table(self.kind).total, len(self.rows)
        count = f"{shown} of {total}" if shown != total else str(total)
        digit = f"{self.digit} " if self.digit else ""
        return f"{digit}{self.record_kind.plural} ─ {count}{self.remark()}{self.restriction_text()}"

    def restriction_text(self) -> str:
        """What keeps rows away, for the title: the record that others are narrowed to, the filter."""
        focus = f" ─ of {self.restricted_by}" if self.restricted_ids is not None else ""
        return focus + (f" ─ {self.filter_text}" if self.filter_text else "")

    def remark(self) -> str:
        return f"{self.sums_text()}{self.sort_text()}"

    def sums_text(self) -> str:
        """The sums of the amounts of the rows shown, for the title."""
        sheet = self.session.sheet
        names = [name for name in self.column_names() if sheet.columns(self.kind)[name].field.summed]
        if not names or len(self.rows) < 2:
            return ""
        position = sheet.table(self.kind).position
        sums = column_sums(sheet, self.kind, names, [position[id_] for id_ in self.rows if id_ in position])
        labels = [f"{sheet.columns(self.kind)[name].label.lower()} {total}" for name, total in sums.items()]
        return f" ─ {' · '.join(labels)}"

    def sort_text(self) -> str:
        """The order the person chose, for the title; empty for the usual one."""
        if self.sort is None:
            return ""
        column = self.session.sheet.columns(self.kind).get(self.sort[0])
        return f" ─ by {column.label if column else self.sort[0]} {'▼' if self.sort[1] else '▲'}"

    def apply_change(self, changed: Changed) -> None:
        """Follow a change of the plan: new rows where they may differ, else only the records that changed."""
        whole = any(e.kind == self.kind and (e.before is None or e.after is None) for e in changed.edits)
        ordered = (self.sort or self.default_sort())[0]
        touched = {name for e in changed.edits if e.kind == self.kind for name in (e.after or {})}
        if whole or self.filter is not None or ordered in touched or self._order_reads(ordered, changed):
            self.reload()
        else:
            self.set_title(self.title())
            self.refresh_changed()

    def _order_reads(self, ordered: str, changed: Changed) -> bool:
        """Whether the sort column is computed from what has changed."""
        return ordered not in self.session.plan[self.kind].columns and bool(changed.kinds & record_reads(self.kind))

    def apply_results(self, columns: Mapping[tuple[str, str], Any]) -> None:
        """Draw columns that were computed; rows anew where they are chosen or sorted by one of them."""
        computed = {name for kind, name in columns if kind == self.kind}
        ordered = (self.sort or self.default_sort())[0]
        if any(name == ordered or name in self.filter_text for name in computed):
            self.reload()
        elif not computed.isdisjoint(self.drawn_columns()):
            self.refresh_changed()

    # -- columns

    def column_names(self) -> tuple[str, ...]:
        known = self.session.sheet.columns(self.kind)
        return tuple(n for n in self.chosen_columns if n in known) or tuple(
            n for n in self.default_columns() if n in known
        )

    def shown_columns(self) -> list[str]:
        """Names of the columns in view, in order."""
        return [c.name for c, _, _ in self.layout_columns(self.size.width - GUTTER)]

    def drawn_columns(self) -> set[str]:
        """Names of the columns that anything in a row is drawn from."""
        return set(self.shown_columns())

    def step_column(self, by: int) -> None:
        """Move to another column, for editing and sorting."""
        shown = self.shown_columns()
        if not shown:
            return
        place = shown.index(self.column) + by if self.column in shown else (0 if by > 0 else len(shown) - 1)
        self.column = shown[max(0, min(place, len(shown) - 1))]
        self.repaint_head()

    def mark_edited(self, column: str) -> None:
        """Mark the heading of the cell that is being edited; of none where there is no name."""
        self.edited_column = column
        self.repaint_head()

    def repaint_head(self) -> None:
        """Draw the heading again."""
        self.refresh(Region(0, 0, self.size.width, self.header_height))

    def flexible(self) -> str:
        """The column that takes the room that is left."""
        return self.record_kind.title

    def layout_columns(self, cells: int) -> list[PlacedColumn]:
        """(column, offset, width) of what fits; the flexible one is never dropped."""
        names = self.column_names()
        now = (cells, self.size, self.alone, names, self.session.plan)
        if now == self._layout_for:
            return self._layout
        widths = self.pane_widths(names)
        known = self.session.sheet.columns(self.kind)
        flexible = self.flexible() if self.flexible() in names else names[0]
        placed = fit_columns(self.kind, names, known, flexible, cells, self.needs(names), widths)
        self._layout, self._layout_for = placed, now
        return placed

    def pane_widths(self, names: Sequence[str]) -> Mapping[str, int]:
        """In a pane: columns in which nothing stands give their room away, names of states are told apart."""
        plan = self.session.plan
        if self.id is None or not plan.complete or not len(plan[self.kind]):
            return {}
        columns = self.record_kind.columns_by_name
        empty = plan.memoised(
            f"empty_columns.{self.kind}",
            [(self.kind, name) for name in columns],
            lambda: {name for name in columns if _is_empty(plan, self.kind, name)},
        )
        widths = {name: EMPTY_WIDTH for name in names if name in empty and self.may_be_narrow(name)}
        known = self.session.sheet.columns(self.kind)
        others = sum(widths.get(name, known[name].field.width) + 1 for name in names if name != self.flexible())
        spare = max(0, self.size.width - GUTTER - others - _PLENTY)
        for name in names:
            if name in columns and columns[name].field.vocabulary == "state":
                width_ = min(columns[name].field.width, 40)
                widths[name] = state_width(_values(plan, self.kind, name), width_ - MARK_CELLS, spare) + MARK_CELLS
        return widths

    def may_be_narrow(self, name: str) -> bool:
        """Whether a column without a value shows nothing else."""
        return name != self.flexible()

    def needs(self, names: Sequence[str]) -> Mapping[str, int] | None:
        """Cells that each column's heading and first texts take; None in a pane, whose columns must not move about."""
        if self.id is not None:
            return None
        sheet, labels = self.session.sheet, self.session.sheet.columns(self.kind)
        ids = sheet.table(self.kind).ids[:_SAMPLE]
        return {
            n: min(_LONGEST, max([width(labels[n].label) + 1, *(width(sheet.text(self.kind, i, n)) for i in ids)]))
            for n in names
        }

    def heading(self, cells: int) -> list[StyledText]:
        sort = self.sort or self.default_sort()
        runs: list[StyledText] = [(" " * GUTTER, "head")]
        for column, _, size in self.layout_columns(cells - GUTTER):
            arrow = "" if column.name != sort[0] or self.sort is None else ("▼" if sort[1] else "▲")
            here = column.name == (self.edited_column or (self.column if self.has_focus else ""))
            label = (
                column.label if width(column.label) <= size or size > EMPTY_WIDTH else f"{column.label[: size - 1]}."
            )
            runs += [(_padded(column, label + arrow, size), "cursor" if here else "head"), (" ", "head")]
        return runs[:-1]

    def runs(self, id_: str, cells: int) -> list[StyledText]:
        runs: list[StyledText] = []
        for column, _, size in self.layout_columns(cells):
            text, style = self.cell(id_, column)
            runs.append((_padded(column, safe(text), size), style))
            runs.append((" ", ""))
        # Behind the last column there may be no cell left.
        return runs[:-1]

    def cell(self, id_: str, column: Column) -> StyledText:
        """What a cell says and in which style."""
        text = self.session.sheet.text(self.kind, id_, column.name)
        if column.type is bool:
            alarm = column.name in ("overdue", "failed")
            return (column.label.lower() if alarm and text == "yes" else text if text == "yes" else "",
                    "bad" if alarm and text == "yes" else "")  # fmt: skip
        return text, _ALARMS.get((column.name, text), "")

    def cell_region(self, name: str) -> Region:
        row = super().cell_region(name)
        for column, offset, size in self.layout_columns(self.size.width - GUTTER):
            if column.name == name:
                return Region(row.x + offset, row.y, size, 1)
        return row


def record_reads(kind: str) -> frozenset[str]:
    """The kinds whose changes a table of a kind's records follows: the kind itself, what it points at, and what its
    computed columns are made of."""
    pointed_at = {column.ref for column in KINDS[kind].columns if column.ref}
    return frozenset({kind, "state", "custom_field", *pointed_at}) | presentation_of(kind).reads


def _is_empty(plan: Plan, kind: str, name: str) -> bool:
    """Whether nothing stands in a column, looked at again only when the column is another list."""
    return plan.memoised(
        f"empty_column.{kind}.{name}",
        [(kind, name)],
        lambda: all(map(NOTHING.__contains__, plan[kind].columns[name])),
    )


def _values(plan: Plan, kind: str, name: str) -> list[str]:
    """What stands in a column, each once, in order."""
    return plan.memoised(
        f"values.{kind}.{name}", [(kind, name)], lambda: sorted(map(str, set(plan[kind].columns[name])))
    )


def _padded(column: Column, text: str, cells: int) -> str:
    """Text cut or filled to a width, numbers against the right edge."""
    return " " * (cells - width(text)) + text if is_numeric(column) and width(text) < cells else fit(text, cells)
