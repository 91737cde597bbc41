"""The keys in force, and what the footer names of them."""

from collections.abc import Collection, Mapping, Sequence

from textual.binding import Binding

from tpm_tui.app.actions.action import ScreenAction
from tpm_tui.app.actions.action_catalog import all_actions, screen_actions
from tpm_tui.app.input.key_names import key_name, textual_key
from tpm_tui.commands.records import NOT_ADDED
from tpm_tui.config import is_bindable
from tpm_tui.domain.kinds import KINDS
from tpm_tui.presentation import presentation_of

#: Named only once the first of the view's own are.
_SECONDARY_HINTS = frozenset({"mark", "focus"})
#: Not named where the line under the cursor is of no record.
_FOR_RECORDS = frozenset({"mark", "open"})


def footer_hints(
    keys: Mapping[str, Sequence[str]],
    kind: str,
    cells: int,
    *,
    on_first_view: bool = True,
    works_not: Collection[str] = (),
) -> list[tuple[str, str]]:
    """(key, word) of what the footer names in a view of that kind of records, as many as fit into so many cells.

    ``on_first_view``: other panes stand beside it; ``works_not``: ids of actions that the view does not know.
    """
    read_only = kind not in KINDS or KINDS[kind].read_only_reason
    useless = {"focus"} if not on_first_view else set()
    if not kind:
        useless |= _FOR_RECORDS
    useless |= set(works_not)
    if kind in NOT_ADDED:
        useless.add("add")
    general = [
        (a.id, a.hint)
        for a in screen_actions().values()
        if a.hint and (not a.kinds or kind in a.kinds) and not (read_only and a.by_hand) and a.id not in useless
    ]
    own = presentation_of(kind).hints if kind in KINDS else ()
    first = [hint for hint in general if hint[0] not in _SECONDARY_HINTS]
    secondary = [hint for hint in general if hint[0] in _SECONDARY_HINTS]
    named: list[tuple[str, str]] = []
    for id_, word in (*first, *own[:2], *secondary, *own[2:]):
        if not keys.get(id_):
            continue
        name = key_name(keys[id_][0])
        cells -= len(name) + len(word) + 3
        if cells < -1:
            break
        named.append((name, word))
    return named


def effective_keys(changed: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Id -> keys in force: the defaults with the person's changes over them. A key that a person gives to one action is
    taken from the others that it would start as well."""
    everything = list(all_actions().values())
    given = [action for action in everything if action.id in changed]

    def keys_of(action: ScreenAction) -> tuple[str, ...]:
        if action.id in changed:
            return tuple(changed[action.id])
        lost = {textual_key(key) for other in given if action.overlaps(other) for key in changed[other.id]}
        return tuple(key for key in action.keys if textual_key(key) not in lost)

    return {action.id: keys_of(action) for action in everything}


def bindings(keys: Mapping[str, tuple[str, ...]]) -> list[Binding]:
    """Textual bindings for keys in force."""
    return [
        Binding(textual_key(key), f"start('{action.id}')", action.title, show=False, id=f"{action.id}.{number}")
        for action in all_actions().values()
        for number, key in enumerate(keys[action.id])
        if is_bindable(key)
    ]
