"""The edits of a what-if, kept in the state of the program, so that closing it loses none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.services.ui_state import UiState
from tpm_tui.domain.plan.edits import Edit

if TYPE_CHECKING:
    from tpm_tui.store.what_if import WhatIfStep


def save_draft(session: WorkspaceSession, ui_state: UiState) -> None:
    """Keep the edits tried so far, or forget them where there is no what-if."""
    steps = session.what_if.steps if session.what_if is not None else []
    ui_state.set(_name(session), pack_steps(steps) or None)


def load_draft(session: WorkspaceSession, ui_state: UiState) -> "list[WhatIfStep]":
    """The edits of a what-if that was left open; those that are none are left out."""
    return unpack_steps(ui_state.get(_name(session)))


def _name(session: WorkspaceSession) -> str:
    return f"what-if.{session.path}"


def pack_steps(steps: "Sequence[WhatIfStep]") -> list[Any]:
    """Steps as JSON holds them."""
    return [
        {"label": s.label, "verb": s.verb, "edits": [[e.kind, e.id, e.before, e.after] for e in s.edits]} for s in steps
    ]


def unpack_steps(kept: Any) -> "list[WhatIfStep]":
    """The steps of :func:`pack_steps`; what is none is left out."""
    from tpm_tui.store.what_if import WhatIfStep

    steps = []
    for one in kept if isinstance(kept, list) else ():
        try:
            edits = tuple(Edit(str(kind), str(id_), before, after) for kind, id_, before, after in one["edits"])
            steps.append(WhatIfStep(str(one["label"]), str(one["verb"]), edits))
        except (KeyError, TypeError, ValueError):
            continue
    return steps
