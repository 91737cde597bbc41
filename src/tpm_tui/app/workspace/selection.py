"""The record under the cursor: what actions work on, and what belongs to it in the other views."""

from collections.abc import Sequence

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.services.ui_state import UiState
from tpm_tui.app.views.backlog import Backlog
from tpm_tui.app.views.timeline import Timeline
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.app.widgets.row_table import RowTable
from tpm_tui.app.widgets.view_table import ViewTable
from tpm_tui.app.workspace.layout import Layout
from tpm_tui.app.workspace.messages import Messages
from tpm_tui.domain.plan.related_records import Related, related_records
from tpm_tui.store.store import Changed


class Selection:
    """One cursor over all views of the first view."""

    def __init__(self, session: WorkspaceSession, layout: Layout, messages: Messages, ui_state: UiState) -> None:
        self._session = session
        self._ui_state = ui_state
        #: Whether the cursors are where they were the last time; what they pass before is not remembered.
        self._restored = False
        self._layout = layout
        self._messages = messages
        #: The record that the other views were narrowed to, as (kind, id).
        self.focused_on: tuple[str, str] | None = None
        for table in layout.first_tables():
            table.moved = self._follow_cursor

    # -- what actions work on

    @property
    def table(self) -> ViewTable | None:
        """The view that keys act on; None before it is mounted."""
        active = self._layout.active
        return active if active.is_mounted else None

    @property
    def record_table(self) -> RecordTable | None:
        """The table that edits act on: the active one, the backlog beside the timeline; None where rows are no
        records."""
        active = self._layout.active
        if isinstance(active, RecordTable):
            return active
        return self._layout.table_of(Backlog) if active.kind == "item" else None

    @property
    def shown_record_table(self) -> RecordTable | None:
        """The table whose rows are looked at: the active one, the backlog beside the timeline; None on a page, although
        its cursor may be on a record."""
        active = self._layout.active
        return self.record_table if isinstance(active, RecordTable | Timeline) else None

    @property
    def kind(self) -> str:
        """The kind of the record under the cursor, empty where there is none."""
        return self._layout.active.kind

    @property
    def current(self) -> str | None:
        """The id of the record under the cursor."""
        return None if self.table is None else self.table.current

    def targets(self) -> Sequence[str]:
        """Ids of what an action works on: the marked records, else the one under the cursor."""
        return [] if self.table is None else self.table.targets()

    # -- what belongs together

    def _follow_cursor(self, table: RowTable) -> None:
        """Keep backlog and timeline on the same row, and highlight what belongs to it."""
        self._align(table)
        if self._restored and isinstance(table, ViewTable) and table.current is not None:
            self._ui_state.set(self._cursor_name(table), table.current)
        active = self._layout.active
        if table is active or (isinstance(table, Backlog) and isinstance(active, Timeline)):
            self.sync()

    def _cursor_name(self, table: ViewTable) -> str:
        return f"cursor.{self._session.path}.{table.kind}"

    def restore_cursors(self) -> None:
        """Put the cursors of the first view where they were the last time, unless they have been moved already."""
        for table in self._layout.first_tables():
            there = self._ui_state.get(self._cursor_name(table), "")
            if there and table.cursor == 0 and there in table.rows:
                table.move_to_id(there)
        self._restored = True

    def _align(self, table: RowTable) -> None:
        if isinstance(table, Backlog):
            self._layout.table_of(Timeline).follow(table.cursor, table.top)
        elif isinstance(table, Timeline):
            backlog = self._layout.table_of(Backlog)
            backlog.go(table.cursor)
            if backlog.top != table.top:
                backlog.top = table.top
                backlog.refresh()

    def align_timeline(self) -> None:
        """Put the timeline on the row of the backlog."""
        self._align(self._layout.table_of(Backlog))

    def sync(self) -> None:
        """Highlight in the other views what belongs to the record under the cursor."""
        if not self._session.plan.complete or not self._layout.on_first_view:
            return
        active = self._layout.active
        related = {} if active.current is None else related_records(self._session.plan, active.kind, active.current)
        for table in self._layout.first_tables():
            if active.kind == table.kind == "item":
                # Backlog and timeline have one cursor: of an item, neither is lit by the other.
                table.set_highlighted(())
            elif table is not active:
                table.set_highlighted(related.get(table.kind, ()))

    def focus_on(self, kind: str, id_: str, related: Related) -> None:
        """Narrow the views of other kinds to what belongs to a record."""
        self.focused_on = (kind, id_)
        label = self._session.plan.label(kind, id_)
        for table in self._record_tables():
            if table.kind != kind and table.kind in related:
                table.restricted_ids, table.restricted_by = related[table.kind], label
                table.reload()
        self._layout.table_of(Timeline).reload()
        hint = self._messages.key_hint("focus", "shows all")
        self._messages.say(f"the other panes show what belongs to {label}{hint}")

    def follow_focus(self) -> None:
        """Narrow the views to what belongs to the record in the newest plan; show all where it has been deleted."""
        if self.focused_on is None:
            return
        kind, id_ = self.focused_on
        there = id_ in self._session.plan[kind]
        related = related_records(self._session.plan, kind, id_) if there else {}
        if not there:
            self.focused_on = None
        for table in self._record_tables():
            if table.restricted_ids is not None:
                ids = frozenset(related.get(table.kind, ())) if there else None
                if ids != table.restricted_ids:
                    table.restricted_ids = ids
                    table.reload()

    def clear_focus(self) -> None:
        """Show all again in the views that were narrowed."""
        self.focused_on = None
        for table in self._record_tables():
            if table.restricted_ids is not None:
                table.restricted_ids = None
                table.reload()
        self._layout.table_of(Timeline).reload()
        self._messages.say("")

    def _record_tables(self) -> list[RecordTable]:
        return [table for table in self._layout.first_tables() if isinstance(table, RecordTable)]

    def reveal_change(self, changed: Changed) -> None:
        """Put the cursor on the first record that changed in the active view, unless it is on one."""
        table = self.record_table
        if table is None:
            return
        ids = {e.id: None for e in changed.edits if e.kind == table.kind and e.id in changed.plan[table.kind]}
        if ids and table.current not in ids:
            table.reveal(next((id_ for id_ in table.rows if id_ in ids), next(iter(ids))))
