"""The visible rows of the backlog: a tree with folds, or what a filter leaves of it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from tpm_tui.app.widgets.shown_rows import row_sorter
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.values.codec import Stored

if TYPE_CHECKING:
    from tpm_tui.app.services.ui_state import UiState

#: Cells that a key of another program takes at most in front of titles and bars.
MAX_KEY_CELLS = 12
#: Past this many items a file opens folded to its top level.
FOLD_ABOVE = 2000


class ItemTree:
    """Ids of the rows in view order with their depth; shared by the backlog and the timeline.

    Folding and unfolding splice the rows in place, so their cost is that of the branch, not of the file.
    """

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.depth: dict[str, int] = {}
        self.folded: set[str] = set()
        self.matched_ids: set[str] | None = None
        #: Counts up whenever the rows have become others.
        self.shape = 0
        self._begun = False
        self._keep: Callable[[set[str]], None] = lambda _folded: None
        self._kept: frozenset[str] | None = None

    def bind_state(self, remembered: "UiState", name: str) -> None:
        """Begin with the folds that were left, and keep them from now on."""
        kept = remembered.get(name)
        self._kept = frozenset(map(str, kept)) if isinstance(kept, list) else None
        self._keep = lambda folded: remembered.set(name, sorted(folded) if len(folded) <= FOLD_ABOVE else None)

    def rebuild(
        self, sheet: Sheet, keep: Iterable[str] | None, sort: tuple[str, bool] | None, most: int | None = None
    ) -> None:
        """Make the rows anew: all items but those folded away, or with ``keep`` those and what they lie in.

        ``most`` stops after so many rows: enough for a first look.
        """
        plan = sheet.plan
        children = plan.children
        if not self._begun and plan["item"].total:
            # Of a glance too, so that nothing moves when the rest of the file has come.
            self._begun = plan["item"].complete
            if plan["item"].total > FOLD_ABOVE:
                self.folded = {id_ for id_ in children if id_ is not None}
            if self._kept is not None:
                self.folded = {id_ for id_ in self._kept if id_ in children}
        included: set[Stored] | None = None
        self.matched_ids = None
        if keep is not None:
            self.matched_ids = set(keep)
            parents, position = plan["item"].columns["parent"], plan["item"].position
            above = {parents[position[id_]] for id_ in self.matched_ids} - {None}
            included = self.matched_ids | above
            while above:
                above = {parents[position[str(id_)]] for id_ in above} - included - {None}
                included |= above
        order = row_sorter(sheet, "item", sort) if sort else None
        rows: list[str] = []
        depth: dict[str, int] = {}

        def below(parent: str | None) -> Iterator[str]:
            ids: Iterable[str] = children.get(parent, ())
            if included is not None:
                ids = [b for b in ids if b in included]
            return iter(ids if order is None else order(ids))

        folded = self.folded if keep is None else frozenset()
        path = [below(None)]
        while path:
            level = len(path) - 1
            if most is not None and len(rows) >= most:
                break
            for id_ in path[-1]:
                rows.append(id_)
                depth[id_] = level
                if id_ in children and id_ not in folded:
                    path.append(below(id_))
                    break
            else:
                path.pop()
        self.rows, self.depth = rows, depth
        self.shape += 1

    def fold(self, sheet: Sheet, place: int) -> bool:
        """Fold or unfold the row; False if it holds nothing."""
        id_ = self.rows[place]
        children = sheet.plan.children
        if id_ not in children:
            return False
        level = self.depth[id_]
        if id_ in self.folded:
            self.folded.discard(id_)
            inside: list[str] = []
            stack = [(c, level + 1) for c in reversed(children[id_])]
            while stack:
                child, below = stack.pop()
                inside.append(child)
                self.depth[child] = below
                if child in children and child not in self.folded:
                    stack.extend((c, below + 1) for c in reversed(children[child]))
            self.rows[place + 1 : place + 1] = inside
        else:
            self.folded.add(id_)
            end = place + 1
            while end < len(self.rows) and self.depth[self.rows[end]] > level:
                end += 1
            del self.rows[place + 1 : end]
        self.shape += 1
        self._keep(self.folded)
        return True

    def reveal(self, sheet: Sheet, id_: str) -> bool:
        """Unfold whatever hides an item; True if something was unfolded (the rows must then be made anew)."""
        above = [a for a in sheet.plan.ancestors(id_) if a in self.folded]
        self.folded.difference_update(above)
        if above:
            self._keep(self.folded)
        return bool(above)
