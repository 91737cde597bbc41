"""Which views are on the screen, where, and which of them keys act on."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from textual import events
from textual.containers import Container
from textual.containers import Grid as GridLayout

from tpm_tui.app.input.key_names import key_name
from tpm_tui.app.views.base.view import View, ViewContext
from tpm_tui.app.views.registry_of_views_and_panes import VIEWS, view_named, view_of_kind
from tpm_tui.app.widgets.view_table import ViewTable
from tpm_tui.store.store import Changed

V = TypeVar("V", bound=ViewTable)

#: Fewer columns than this show one view at a time.
NARROW_WIDTH = 110
#: Fewer columns than this give the backlog more of them, at the cost of the timeline.
COMPACT_WIDTH = 140


class Layout:
    """The views of the first view, in a grid or one at a time, and those that have the whole screen.

    Views over the whole screen are made when they are first shown. ``arranged`` is called when another view is active
    or views have another place; ``release_keys`` when keys typed ahead of a new view may be taken.
    """

    def __init__(
        self,
        context: ViewContext,
        width: Callable[[], int],
        arranged: Callable[[], None],
        release_keys: Callable[[], None],
    ) -> None:
        self._context = context
        self._width = width
        self._arranged = arranged
        self._release_keys = release_keys
        self.first = {view.id: view for view in VIEWS if view.slot == "first"}
        self.tables: dict[str, ViewTable] = {id_: view.factory(context, view) for id_, view in self.first.items()}
        self.views: dict[str, View] = dict(self.first)
        self.grid = GridLayout(*self.tables.values(), id="home")
        self.single = Container(id="single")
        self.active_id = next(iter(self.first))
        #: Whether one view was given the whole screen; where there is room for no other, it shows its dates then.
        self.maximised = False
        #: Whether a view has been made that is not drawn yet.
        self.mounting = False
        self._stale: set[str] = set()

    # -- what is shown

    @property
    def active(self) -> ViewTable:
        """The view that keys act on."""
        return self.tables[self.active_id]

    @property
    def on_first_view(self) -> bool:
        """Whether the first view is shown, and not one that has the whole screen."""
        return self.active_id in self.first

    @property
    def is_narrow(self) -> bool:
        """Whether there is room for one view only."""
        return self._width() < NARROW_WIDTH

    @property
    def one_at_a_time(self) -> bool:
        """Whether one view is shown at a time."""
        return self.maximised or self.is_narrow

    def first_tables(self) -> list[ViewTable]:
        """The tables of the first view, in the order of the registry."""
        return [self.tables[id_] for id_ in self.first]

    def shown_tables(self) -> list[ViewTable]:
        """The tables that follow changes at once: those of the first view, and the one over the whole screen."""
        return self.first_tables() + ([] if self.on_first_view else [self.active])

    def table_of(self, table_class: type[V]) -> V:
        """The table of the first view that is of a class. StopIteration if there is none."""
        return next(table for table in self.first_tables() if isinstance(table, table_class))

    def apply_change(self, changed: Changed) -> None:
        """Let the views that read what has changed follow it; those out of sight when they are shown again."""
        for id_, table in list(self.tables.items()):
            if changed.kinds & self.views[id_].reads:
                if id_ in self.first or (id_ == self.active_id and not self.on_first_view):
                    table.apply_change(changed)
                else:
                    self._stale.add(id_)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Leave the lower panes of the first view one line each where nothing is in any of them."""
        plan = self._context.session.plan
        lower = [view.kind for view in list(self.first.values())[2:]]
        self.grid.set_class(not any(plan[kind].total for kind in lower if kind), "sparse")

    def apply_results(self, columns: Mapping[tuple[str, str], object]) -> None:
        """Let the views that show dates or the forecast follow new ones."""
        for id_, table in list(self.tables.items()):
            if self.views[id_].results:
                if id_ in self.first or (id_ == self.active_id and not self.on_first_view):
                    table.apply_results(columns)
                else:
                    self._stale.add(id_)

    # -- going to a view

    def show_view(self, name: str) -> None:
        """Show a listed view by its id or digit. StopIteration if there is none."""
        self.show(view_named(name))

    def show_kind(self, kind: str) -> None:
        """Show the register of a kind."""
        self.show(view_of_kind(kind))

    def show_first(self) -> None:
        """Back to the first view."""
        self.show(next(iter(self.first.values())))

    def show(self, view: View) -> None:
        """Show a view and give it the keys."""
        if view.slot == "full":
            self._show_full(view)
        self.active_id = view.id
        self.arrange()
        self.active.focus()

    def _show_full(self, view: View) -> None:
        table = self.tables.get(view.id)
        if table is None:
            table = view.factory(self._context, view)
            self.tables[view.id], self.views[view.id] = table, view
            table.reload()
            self.single.mount(table)
            self.mounting = True
            table.call_after_refresh(self._mounted)
        elif view.id in self._stale:
            table.reload()
        self._stale.discard(view.id)
        for id_, other in self.tables.items():
            if id_ not in self.first:
                other.display = other is table

    def _mounted(self) -> None:
        self.mounting = False
        # Only now it is known what the line under the cursor is of.
        self.active.call_after_refresh(self._arranged)
        self._release_keys()

    def cycle(self, by: int) -> None:
        """To the next view of those in the same place, or so many on."""
        order = [id_ for id_ in self.tables if (id_ in self.first) == self.on_first_view]
        self.show(self.views[order[(order.index(self.active_id) + by) % len(order)]])

    # -- arranging

    def arrange(self) -> None:
        """One view at a time where there is no room or one is maximised, else all of the first."""
        alone = self.one_at_a_time
        self.grid.display = self.on_first_view
        self.single.display = not self.on_first_view
        self.grid.set_class(alone, "narrow")
        self.grid.set_class(self._width() < COMPACT_WIDTH, "compact")
        self._fit_rows()
        self.single.set_class(alone, "narrow")
        for id_ in self.first:
            table = self.tables[id_]
            if (table.alone, table.maximised) != (alone, self.maximised):
                table.alone, table.maximised = alone, self.maximised
                table.refresh()
            table.display = not alone or id_ == self.active_id
            table.set_side_titles(*(self._others(id_) if alone else ()))
        self._arranged()

    def maximise(self, maximised: bool) -> None:
        """Give the active view the whole screen, or show all of the first again."""
        self.maximised = maximised
        self.arrange()

    def follow_focus(self, event: events.DescendantFocus, focused: object) -> bool:
        """Whether the focus has come to another view, which is the active one now."""
        # A focus that has moved on by the time it is told of is not followed.
        if event.widget is not focused or event.widget is self.active:
            return False
        for id_, table in self.tables.items():
            if table is event.widget:
                if (id_ in self.first) != self.on_first_view:
                    # A prompt that closes gives the focus back where it was opened, which may be out of sight by now.
                    self.active.focus()
                    return False
                self.active_id = id_
                self.arrange()
                return True
        return False

    def _others(self, id_: str) -> Sequence[str]:
        """The other views with their keys, and the keys alone, for the border of the one that hides them."""
        keys = self._context.keys
        named = [
            (key_name(keys[view.action_id][0]), view.title)
            for view in self.first.values()
            if view.id != id_ and keys.get(view.action_id)
        ]
        return "  ".join(f"{key} {title}" for key, title in named), " ".join(key for key, _ in named)
