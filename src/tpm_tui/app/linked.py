"""What the panes have to do with each other: one cursor, what belongs to it, and the way to what has changed."""

from tpm_tui.app.changing import Changing
from tpm_tui.app.panes.backlog import Backlog
from tpm_tui.app.panes.risks import Risks
from tpm_tui.app.panes.stakeholders import Stakeholders
from tpm_tui.app.panes.timeline import Timeline
from tpm_tui.app.widgets.grid import Grid
from tpm_tui.app.widgets.register import Register
from tpm_tui.domain.related import Related, related
from tpm_tui.store.store import Changed


class Linked(Changing, inherit_bindings=False):
    """The part of the workspace that keeps its panes together."""

    backlog: Backlog
    timeline: Timeline
    risks: Risks
    stakeholders: Stakeholders
    #: Whether the first view is shown, not a register that fills the screen.
    at_home: bool
    focused_on: tuple[str, str] | None
    _active: Grid

    @property
    def register(self) -> Register | None:
        """The register that edits act on."""
        raise NotImplementedError

    def follow_cursor(self, grid: Grid) -> None:
        """Keep backlog and timeline on the same row, and light what belongs to it."""
        if grid is self.backlog:
            self.timeline.follow(grid.cursor, grid.top)
        elif grid is self.timeline:
            self.backlog.go(grid.cursor)
            if self.backlog.top != grid.top:
                self.backlog.top = grid.top
                self.backlog.refresh()
        if grid is self._active or (grid is self.backlog and self._active is self.timeline):
            self.link_panes()

    def link_panes(self) -> None:
        """Light in the other panes what belongs to the record under the cursor."""
        if not self.session.plan.complete or not self.at_home:
            return
        grid = self._active
        kind = getattr(grid, "kind", "")
        found = related(self.session.plan, kind, grid.current) if grid.current is not None else {}
        for pane in (self.backlog, self.risks, self.stakeholders):
            if pane is not grid and not (grid is self.timeline and pane is self.backlog):
                pane.set_lit(found.get(pane.kind, ()))
        if kind != "item":
            self.timeline.set_lit(found.get("item", ()))
        else:
            self.timeline.set_lit(())
            self.backlog.set_lit(())

    def set_focus_on(self, kind: str, id_: str, found: Related) -> None:
        """Narrow the panes of other kinds to what belongs to a record."""
        self.focused_on = (kind, id_)
        for pane in (self.backlog, self.risks, self.stakeholders):
            if pane.kind != kind and pane.kind in found:
                pane.only, pane.only_of = found[pane.kind], self.session.plan.label(kind, id_)
                pane.reload()
        self.timeline.reload()
        label = self.session.plan.label(kind, id_)
        self.say(f"the other panes show what belongs to {label}{self.tail('focus', 'shows all')}")

    def clear_focus(self) -> None:
        self.focused_on = None
        for pane in (self.backlog, self.risks, self.stakeholders):
            if pane.only is not None:
                pane.only = None
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
            grid.go_to(first)
