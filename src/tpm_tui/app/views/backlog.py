"""The backlog: the tree of items with their states, owners, estimates and dates."""

from collections.abc import Mapping, Sequence
from threading import Lock

from rich.style import Style
from textual.geometry import Region

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.views.base.item_tree import MAX_KEY_CELLS, ItemTree
from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.widgets.record_table import RecordTable, record_reads
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.derived.item_progress import rolled_up_progress
from tpm_tui.domain.derived.waits_and_blocks import blocked_items, unfinished_predecessors
from tpm_tui.domain.fields import Column
from tpm_tui.safe_text import width
from tpm_tui.store.store import Changed

#: A mark for each group of states, so that no state is told by its colour alone.
STATUS_MARKS = {"todo": "○", "active": "●", "done": "✓"}
#: Before the key of an item whose due date has passed.
OVERDUE = "!"
#: Before the key of the predecessor that an item waits for.
_WAITS = "○ ⇠"
#: Cells of a day, and of one in another year.
_DAY_CELLS = 9
_STATUS_STYLES = {"todo": "", "active": "accent", "done": "good"}
#: What the timeline shows beside the backlog.
_SCHEDULE_COLUMNS = ("start", "finish", "total_slack")
#: What is shown of dates on a narrow screen.
_DATED_COLUMNS = ("title", "owner", "status", *_SCHEDULE_COLUMNS)
#: Cells from which on the dates take no room of states and days.
_CELLS_FOR_DATES = 100
_STRUCTURE = frozenset({"parent", "rank"})


class Backlog(RecordTable):
    """Items as a tree. Its rows are shared with the timeline."""

    def __init__(
        self,
        session: WorkspaceSession,
        keys: Mapping[str, Sequence[str]],
        item_tree: ItemTree,
        *,
        digit: str = "",
        colours: Mapping[str, str] | None = None,
    ) -> None:
        """``colours`` are the person's own by status."""
        super().__init__(session, "item", keys, digit=digit, id="backlog")
        self.item_tree = item_tree
        self.colours = colours or {}
        self._one_at_a_time = Lock()

    def named_style(self, name: str) -> Style:
        own = self.colours.get(name.removeprefix("status:")) if name.startswith("status:") else None
        return super().named_style("") + Style(color=own) if own else super().named_style(name)

    def empty_words(self) -> tuple[str, ...]:
        return (
            "Nothing planned yet.",
            f"Press {self.key('add')} to add an item, {self.key('add.child')} for one below it,",
            f"or {self.key('palette')} and type import to bring in an export of Jira, MS Project …",
            f"{self.key('help')} says what to begin with; tpm demo, in a shell, opens an example.",
        )

    def default_columns(self) -> tuple[str, ...]:
        """Alone on the screen, without the timeline beside it: the dates too, where there is room; on a narrow screen
        those in the place of others when it is asked for."""
        usual = super().default_columns()
        if self.alone and self.size.width >= _CELLS_FOR_DATES:
            return (*usual[:-1], *_SCHEDULE_COLUMNS, usual[-1])
        return _DATED_COLUMNS if self.maximised else usual

    def default_sort(self) -> tuple[str, bool]:
        return ("rank", False)

    def show_rows(self, rows: Sequence[str]) -> None:
        here = self.current
        super().show_rows(rows)
        if self.current == here:
            # The timeline stands beside these rows; of a cursor that moved it has heard already.
            self.moved(self)

    def compute_rows(self, most: int | None = None) -> list[str]:
        # A thread that was begun for an older filter must have ended before a newer one makes its rows.
        with self._one_at_a_time:
            sheet = self.session.sheet
            keep = self.filtered_ids(sheet)
            if self.restricted_ids is not None:
                keep = [i for i in (self.restricted_ids if keep is None else keep) if i in self.restricted_ids]
            self.item_tree.rebuild(sheet, keep, self.sort, most)
            return self.item_tree.rows

    def title(self) -> str:
        """Folds hide rows but are no filter: only a filter says how many of how many."""
        table = self.session.sheet.table("item")
        shown = len(self.item_tree.matched_ids) if self.item_tree.matched_ids is not None else table.total
        count = f"{shown} of {table.total}" if shown != table.total else str(table.total)
        return f"{self.digit} Backlog ─ {count}{self.remark()}{self.restriction_text()}"

    def remark(self) -> str:
        table = self.session.sheet.table("item")
        if not table.complete or not len(table):
            return " item" if table.total == 1 else " items"
        blocked, waiting = len(blocked_items(self.session.plan)), len(unfinished_predecessors(self.session.plan))
        held = (f" · {blocked} blocked" if blocked else "") + (f" · {waiting} waiting" if waiting else "")
        return f" item{'' if table.total == 1 else 's'}{held}{self.sort_text()}"

    def apply_change(self, changed: Changed) -> None:
        touched = {name for e in changed.edits if e.kind == "item" for name in (e.after or {})}
        here = self.current
        if touched & _STRUCTURE:
            self.reload()
            if here is not None and here != self.current:
                self.reveal(here)
        else:
            super().apply_change(changed)

    def reveal(self, id_: str) -> bool:
        """Put the cursor on an item, unfolding what hides it; False if a filter does, or it is gone."""
        if id_ in self.session.plan["item"] and self.item_tree.reveal(self.session.sheet, id_):
            self.reload()
        return self.move_to_id(id_)

    def toggle_fold(self) -> None:
        """Fold or unfold the row under the cursor."""
        if self.rows and self.item_tree.matched_ids is None and self.item_tree.fold(self.session.sheet, self.cursor):
            self.show_rows(self.item_tree.rows)

    def fold_or_parent(self) -> None:
        """Fold what is open, else go to the parent."""
        id_ = self.current
        if id_ is None:
            return
        if (
            id_ in self.session.plan.children
            and id_ not in self.item_tree.folded
            and self.item_tree.matched_ids is None
        ):
            self.toggle_fold()
            return
        parent = self.session.plan.value("item", id_, "parent")
        if parent is not None:
            self.move_to_id(str(parent))

    def unfold_or_child(self) -> None:
        """Unfold what is folded, else go to the first child."""
        id_ = self.current
        if id_ is None or id_ not in self.session.plan.children:
            return
        if id_ in self.item_tree.folded and self.item_tree.matched_ids is None:
            self.toggle_fold()
        else:
            self.go(self.cursor + 1)

    def pane_widths(self, names: Sequence[str]) -> Mapping[str, int]:
        """Days without their hour take little; of what is waited for the whole key is seen, within reason."""
        widths = {**super().pane_widths(names), **{name: _DAY_CELLS for name in names if name in _SCHEDULE_COLUMNS[:2]}}
        plan = self.session.plan
        if self.alone and widths.get("status") and plan.complete and unfinished_predecessors(plan):
            key = min(max(5, plan.key_width("item")), MAX_KEY_CELLS)
            widths["status"] = max(widths["status"], width(_WAITS) + key)
        return widths

    def drawn_columns(self) -> set[str]:
        """Titles carry the mark of what is overdue, states for how long an item has been blocked."""
        return super().drawn_columns() | {"overdue", "blocked_days"}

    def may_be_narrow(self, name: str) -> bool:
        """Of an item with parts the column of estimates shows how much is done."""
        return super().may_be_narrow(name) and (name != "estimate" or len(self.session.plan.children) < 2)

    def cell(self, id_: str, column: Column) -> StyledText:
        sheet = self.session.sheet
        plan = sheet.plan
        if column.name == "title":
            return self._title_cell(id_)
        if column.name == "status":
            return self._status_cell(id_)
        if column.name == "deadline":
            return _day_of(sheet.text("item", id_, "deadline")), "bad" if self._overdue(id_) else ""
        if column.name == "estimate" and id_ in plan.children:
            share = rolled_up_progress(plan)[plan["item"].position[id_]] if plan["item"].complete else 0
            filled = round(int(share or 0) / 20)
            return f"{share:>3}% {'▰' * filled}{'▱' * (5 - filled)}", "good" if share == 100 else "strong"
        text, style = super().cell(id_, column)
        if column.name in _SCHEDULE_COLUMNS[:2]:
            text = _day_of(text)
        return text, style or ("strong" if id_ in plan.children else "")

    def _overdue(self, id_: str) -> bool:
        """Whether its due date has passed and it is not finished."""
        return self.session.plan["item"].complete and bool(self.session.sheet.value("item", id_, "overdue"))

    def cell_region(self, name: str) -> Region:
        """Of a title what stands behind its key, so that one sees which item it is of."""
        region = super().cell_region(name)
        if name != "title" or self.current is None:
            return region
        key = self.session.plan.shown_key("item", self.current)
        before = min(self._indent(self.current) + 3 + max(self._key_cells(), len(key)), max(0, region.width - 12))
        return Region(region.x + before, region.y, region.width - before, 1)

    def _key_cells(self) -> int:
        """Cells for the keys, so that titles stand below each other; not more than a key of usual length takes."""
        plan = self.session.plan
        return min(max(5, plan.key_width("item")), MAX_KEY_CELLS) if plan.complete else 5

    def _indent(self, id_: str) -> int:
        return 2 * min(self.item_tree.depth.get(id_, 0), 12)

    def _title_cell(self, id_: str) -> StyledText:
        plan = self.session.plan
        table = plan["item"]
        if id_ in plan.children:
            glyph = "▸" if id_ in self.item_tree.folded and self.item_tree.matched_ids is None else "▾"
        else:
            glyph = "◆" if table.value(id_, "type") == "milestone" else " "
        # Before the key, where no width of the pane cuts it off.
        mark = OVERDUE if self._overdue(id_) else " "
        title = str(table.value(id_, "title"))
        text = f"{' ' * self._indent(id_)}{glyph}{mark}{plan.shown_key('item', id_):<{self._key_cells()}} {title}"
        if self.item_tree.matched_ids is not None and id_ not in self.item_tree.matched_ids:
            return text, "dim"
        return text, "strong" if id_ in plan.children else ""

    def _status_cell(self, id_: str) -> StyledText:
        text, style = self._status_run(id_)
        status = str(self.session.sheet.value("item", id_, "status"))
        return text, f"status:{status}" if status in self.colours else style

    def _status_run(self, id_: str) -> StyledText:
        plan = self.session.plan
        status = str(self.session.sheet.value("item", id_, "status"))
        group = plan.state_groups.get(status, "todo")
        if status == "blocked" or (plan.complete and id_ in blocked_items(plan)):
            # counted with the schedule, which comes after the first picture
            known = ("item", "blocked_days") in self.session.sheet.extras
            days = self.session.sheet.value("item", id_, "blocked_days") if known else None
            blocked = f"■ {status}{'' if status == 'blocked' else ', blocked'}"
            age = "" if days is None else f" {days}d"
            return blocked + age if width(blocked + age) <= self._status_cells() else blocked, "bad"
        if group == "todo" and plan.complete:
            held = unfinished_predecessors(plan).get(id_)
            if held is not None:
                return f"{_WAITS}{self._end_of_key(plan.label('item', held))}", "soft"
        if status == "dropped":
            return f"✗ {status}", "dim"
        return f"{STATUS_MARKS.get(group, '○')} {status}", _STATUS_STYLES.get(group, "")

    def _end_of_key(self, key: str) -> str:
        """What the column of states has room for of a key: of a long one its end, which tells it from others."""
        cells = self._status_cells() - width(_WAITS)
        return key if width(key) <= cells or cells < 2 else f"…{key[1 - cells :]}"

    def _status_cells(self) -> int:
        """The width of the column of states."""
        return next((size for column, _, size in self._layout if column.name == "status"), 0)


def _day_of(text: str) -> str:
    """A moment as it is shown without its hour, which has no room; the record says it."""
    return text.rpartition(" ")[0] if ":" in text else text


def _backlog(context: ViewContext, view: View) -> Backlog:
    table = Backlog(
        context.session, context.keys, context.item_tree, digit=context.key_of(view), colours=context.status_colours
    )
    table.chosen_columns = context.columns_for("item")
    return table


VIEW = View(
    "backlog",
    "1",
    "Backlog",
    _backlog,
    record_reads("item"),
    slot="first",
    kind="item",
    results=True,
    synonyms=("WBS", "work breakdown structure"),
)
