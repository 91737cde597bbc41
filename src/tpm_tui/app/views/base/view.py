"""What a view of the workspace is: declared in its module, listed in the registry of views and panes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from tpm_tui.app.input.key_names import key_name
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.services.ui_state import UiState
from tpm_tui.app.views.base.item_tree import ItemTree
from tpm_tui.app.widgets.view_table import ViewTable

#: Where a view is shown: in the grid of the first view, or over the whole screen.
Slot = Literal["first", "full"]


class ViewContext(Struct, frozen=True):
    """What views are made of: the open file, the keys in force by action id, what was remembered, the rows of the
    backlog (shared with the timeline), and the person's own colours by status and columns by kind."""

    session: WorkspaceSession
    keys: Mapping[str, Sequence[str]]
    ui_state: UiState
    item_tree: ItemTree
    status_colours: Mapping[str, str] = field(default_factory=dict)
    configured_columns: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def columns_for(self, kind: str) -> tuple[str, ...]:
        """The columns that were chosen for a kind: in the program, else in config.toml; empty for the usual ones."""
        return tuple(self.ui_state.get(f"columns.{kind}") or self.configured_columns.get(kind, ()))

    def key_of(self, view: "View") -> str:
        """The key in force that shows a view, for its title; empty where none does."""
        keys = self.keys.get(view.action_id, ())
        return key_name(keys[0]) if keys else ""


class View(Struct, frozen=True):
    """``id`` names it in config.toml; ``digit`` is the key that shows it, empty where none does; ``title`` stands in
    help, palette and borders. ``letter`` shows it behind the key of the menu of views; where none is given the menu
    takes one of its title. ``kind`` is the kind of record whose register it is, empty where it is none. ``reads``
    are the kinds whose changes its table follows; ``results``: it shows dates or the forecast.
    ``synonyms``: other words for it, beside those of its kind, by which the palette finds it."""

    id: str
    digit: str
    title: str
    factory: "Callable[[ViewContext, View], ViewTable]"
    reads: frozenset[str]
    slot: Slot = "full"
    kind: str = ""
    results: bool = False
    letter: str = ""
    synonyms: tuple[str, ...] = ()

    @property
    def action_id(self) -> str:
        """The id of the action that shows it: by this, config.toml gives it keys."""
        return f"view.{self.digit or self.id}"
