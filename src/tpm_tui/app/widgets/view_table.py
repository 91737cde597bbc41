"""A table that is a view of the workspace: it shows what the newest plan holds and follows its changes."""

from collections.abc import Mapping
from typing import Any

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.row_table import RowTable
from tpm_tui.store.store import Changed


class ViewTable(RowTable):
    """``kind`` is the kind of the records in its rows, empty where rows are no records; ``digit`` the key that shows
    the view, for its title."""

    def __init__(self, session: WorkspaceSession, *, kind: str = "", digit: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.session = session
        self._kind = kind
        self.digit = digit
        #: Whether it has the screen for itself, as on a narrow one.
        self.alone = False
        #: Whether it was given the whole screen by its key.
        self.maximised = False

    @property
    def kind(self) -> str:
        """The kind of the record under the cursor, which is that of every row."""
        return self._kind

    def holds(self, id_: str) -> bool:
        return not self._kind or id_ in self.session.plan[self._kind]

    def reload(self) -> None:
        """Show what the newest plan holds."""
        raise NotImplementedError

    def turn_page(self) -> None:
        """Show the next page of a view that has several: what its key does where it is shown already."""

    def apply_change(self, changed: Changed) -> None:
        """Follow a change of the plan; to be called only for kinds that the view reads."""
        self.reload()

    def apply_results(self, columns: Mapping[tuple[str, str], Any]) -> None:
        """Follow new dates or a new forecast, which gave these (kind, name) columns: draw what looks different."""
        self.refresh_changed()

    def reveal(self, id_: str) -> bool:
        """Put the cursor on a record, whatever hides it; False if it cannot be shown."""
        return self.move_to_id(id_)
