"""What the panes have to do with each other: one cursor, what belongs to it, and the way to what has changed."""

from tpm_tui.app.views.backlog import Backlog
from tpm_tui.app.views.risks import Risks
from tpm_tui.app.views.stakeholders import Stakeholders
from tpm_tui.app.views.timeline import Timeline
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.app.widgets.row_table import RowTable
from tpm_tui.app.workspace.editor import EditGuard
from tpm_tui.domain.plan.related import Related, related_records
from tpm_tui.store.store import Changed


class SelectionSync(EditGuard, inherit_bindings=False):
    """The part of the workspace that keeps its panes together."""

    backlog: Backlog
    timeline: Timeline
    risks: Risks
    stakeholders: Stakeholders
    #: Whether the first view is shown, not a register that fills the screen.
    at_home: bool
    focused_on: tuple[str, str] | None
    _active: RowTable

    @property
    def register(self) -> RecordTable | None:
        """The register that edits act on."""
        raise NotImplementedError

    def follow_cursor(self, grid: RowTable) -> None:
        """Keep backlog and timeline on the same row, and light what belongs to it."""
        if grid is self.backlog:
            self.timeline.follow(grid.cursor, grid.top)
        elif grid is self.timeline:
            self.backlog.go(grid.cursor)
            if self.backlog.top != grid.top:
                self.backlog.top = grid.top
                self.backlog.refresh()
        if grid is self._active or (grid is self.backlog and self._active is self.timeline):
            self.sync_selection()

    def sync_selection(self) -> None:
        """Light in the other panes what belongs to the record under the cursor."""
        if not self.session.plan.complete or not self.at_home:
            return
        grid = self._active
        kind = getattr(grid, "kind", "")
        found = related_records(self.session.plan, kind, grid.current) if grid.current is not None else {}
        for pane in (self.backlog, self.risks, self.stakeholders):
            if pane is not grid and not (grid is self.timeline and pane is self.backlog):
                pane.set_highlighted(found.get(pane.kind, ()))
        if kind != "item":
            self.timeline.set_highlighted(found.get("item", ()))
        else:
            self.timeline.set_highlighted(())
            self.backlog.set_highlighted(())

    def focus_on(self, kind: str, id_: str, found: Related) -> None:
        """Narrow the panes of other kinds to what belongs to a record."""
        self.focused_on = (kind, id_)
        for pane in (self.backlog, self.risks, self.stakeholders):
            if pane.kind != kind and pane.kind in found:
                pane.restricted_ids, pane.restricted_by = found[pane.kind], self.session.plan.label(kind, id_)
                pane.reload()
        self.timeline.reload()
        label = self.session.plan.label(kind, id_)
        self.say(f"the other panes show what belongs to {label}{self.key_hint('focus', 'shows all')}")

    def clear_focus(self) -> None:
        self.focused_on = None
        for pane in (self.backlog, self.risks, self.stakeholders):
            if pane.restricted_ids is not None:
                pane.restricted_ids = None
                pane.reload()
        self.timeline.reload()
        self.say("")

    def go_to_change(self, changed: Changed) -> None:
        """Put the cursor on the first record that changed in the active pane, unless it is on one."""
        grid = self.register
        if grid is None:
            return
        ids = {e.id: None for e in changed.edits if e.kind == grid.kind and e.id in changed.plan[grid.kind]}
        if not ids or grid.current in ids:
            return
        first = next((id_ for id_ in grid.rows if id_ in ids), next(iter(ids)))
        if grid is self.backlog:
            self.backlog.reveal(first)
        else:
            grid.move_to_id(first)
