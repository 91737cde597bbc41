"""Every view of the workspace: screen, key map, palette, help and config loop over this list."""

from collections.abc import Mapping, Sequence

from tpm_tui.app.views import (
    backlog,
    board,
    delivery,
    flow,
    money,
    promise,
    raci,
    registers,
    risks,
    stakeholders,
    strain,
    team,
    timeline,
)
from tpm_tui.app.views.base.view import View
from tpm_tui.config import none_of

#: In the order in which they are drawn and cycled through.
VIEWS: tuple[View, ...] = (
    backlog.VIEW,
    timeline.VIEW,
    risks.VIEW,
    stakeholders.VIEW,
    team.VIEW,
    money.VIEW,
    *registers.VIEWS,
    board.VIEW,
    flow.VIEW,
    delivery.VIEW,
    strain.VIEW,
    promise.VIEW,
    raci.VIEW,
)


def view_named(name: str) -> View:
    """The view with that id or digit. StopIteration if there is none."""
    return next(view for view in VIEWS if name in (view.id, view.digit))


def view_names() -> dict[str, str]:
    """The digit of each view by its id, empty where it has none."""
    return {view.id: view.digit for view in VIEWS}


def view_problem(name: str) -> str:
    """Why there is no view of that id or digit, in one line; empty if there is one."""
    names = view_names()
    return "" if name and name in names.values() else none_of(name, names)


def view_of_kind(kind: str) -> View:
    """The view that shows the records of a kind: a listed one, else a register made for it."""
    listed = (view for view in VIEWS if view.kind == kind)
    return next(listed, None) or registers.register_view(kind)


def view_letters(keys: Mapping[str, Sequence[str]]) -> dict[str, View]:
    """The views that no key in force shows, by the letter that shows each from the menu of views."""
    without = [view for view in VIEWS if not keys.get(view.action_id)]
    letters = {view.letter: view for view in without if view.letter}
    for view in without:
        if not view.letter:
            free = (char for char in f"{view.title.lower()}abcdefhijklnopqrstuvwxyz" if char.isalpha() and char != "g")
            letters[next(char for char in free if char not in letters)] = view
    return letters
