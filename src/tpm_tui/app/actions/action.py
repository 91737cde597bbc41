"""What an action is, and what it works on and with."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from tpm_tui.app.services.calculations.forecaster import Forecaster
from tpm_tui.app.services.calculations.scheduler import Scheduler
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.services.ui_state import UiState
from tpm_tui.app.terminal.control import TerminalControl
from tpm_tui.app.workspace.editor import Editor
from tpm_tui.app.workspace.layout import Layout
from tpm_tui.app.workspace.messages import Messages
from tpm_tui.app.workspace.progress_message import Progress
from tpm_tui.app.workspace.prompt_opener import Prompts
from tpm_tui.app.workspace.selection import Selection
from tpm_tui.app.workspace.updates import Updates
from tpm_tui.domain.kinds import KINDS
from tpm_tui.toml_lines import ConfigProblem


class ActionContext(Struct, frozen=True):
    """The parts of the workspace that actions are given.

    ``keys`` are those in force by action id; ``config_problems`` the lines of config.toml that are wrong; ``actions``
    everything that can be started, by id; ``run`` does one as the last part of another; ``open_record`` shows a record
    by kind and id until it is left; ``pressed_twice`` says whether the key before was the same.
    """

    session: WorkspaceSession
    ui_state: UiState
    keys: Mapping[str, Sequence[str]]
    messages: Messages
    prompts: Prompts
    progress: Progress
    editor: Editor
    layout: Layout
    selection: Selection
    updates: Updates
    terminal: TerminalControl
    config_problems: Sequence[ConfigProblem]
    actions: "Mapping[str, ScreenAction]"
    run: Callable[[str], Awaitable[None]]
    open_record: Callable[[str, str], Awaitable[None]]
    pressed_twice: Callable[[], bool]

    @property
    def scheduler(self) -> Scheduler:
        """Works out dates beside the screen."""
        return self.updates.scheduler

    @property
    def forecaster(self) -> Forecaster:
        """Forecasts beside the screen."""
        return self.updates.forecaster


#: The work of an action: done at once, or a coroutine that goes on beside the keys.
ActionHandler = Callable[[ActionContext], Any]
#: Why an action cannot run now, in one line; None if it can.
Precondition = Callable[[ActionContext], str | None]


#: The groups of help, in their order; commands may have others, which follow.
GROUPS = ("General", "Views", "Move", "Record", "Marks", "Look", "Plan", "File")


def group_order(group: str) -> int:
    """The place of a group in help."""
    return GROUPS.index(group) if group in GROUPS else len(GROUPS)


def always(_context: ActionContext) -> str | None:
    """The precondition of what can always run."""
    return None


#: Said with the title of the action: by itself it would not say what for.
NO_RECORD = "there is no record under the cursor"


#: Said likewise.
NO_TABLE = "this page is no table of records"


def needs_table(context: ActionContext) -> str | None:
    """For what works on the rows and columns of a table of records."""
    return NO_TABLE if context.selection.shown_record_table is None else None


def needs_record(context: ActionContext) -> str | None:
    """For what works on the record under the cursor."""
    return NO_RECORD if context.selection.current is None else None


def needs_writable(context: ActionContext) -> str | None:
    """For what changes the file."""
    reason = context.session.readonly
    return f"open for reading only: {reason}" if reason else None


def needs_editable_record(context: ActionContext) -> str | None:
    """For what changes the record under the cursor by hand."""
    kind = context.selection.kind
    return needs_writable(context) or (kind and KINDS[kind].read_only_reason) or needs_record(context)


class ScreenAction(Struct, frozen=True):
    """Something that a key or the palette starts: its id (by which config.toml gives it keys), title, default keys,
    group in help and palette, and handler.

    ``hint`` is its word in the footer, empty for what the footer does not name; ``why_not`` says why it cannot run now.
    ``kinds``: the kinds of record that its keys answer on, none given means all. ``by_hand``: it makes or changes a
    record by hand, which footers do not offer where the program keeps the records itself. ``command``: it is a command
    on records. ``synonyms``: other words for it, by which the palette finds it.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    group: str
    handler: ActionHandler
    hint: str = ""
    why_not: Precondition = always
    kinds: tuple[str, ...] = ()
    by_hand: bool = False
    command: bool = False
    synonyms: tuple[str, ...] = ()

    def overlaps(self, other: "ScreenAction") -> bool:
        """Whether one key could not be both's."""
        return not (self.kinds and other.kinds) or not set(self.kinds).isdisjoint(other.kinds)


def screen_action(
    id_: str, title: str, keys: str, group: str, handler: ActionHandler, hint: str = "", *,
    why_not: Precondition = always, by_hand: bool = False, synonyms: tuple[str, ...] = (),
) -> ScreenAction:  # fmt: skip
    """An action of the screen itself; ``keys`` are parted by blanks."""
    bound = tuple(keys.split())
    return ScreenAction(id_, title, bound, group, handler, hint, why_not, by_hand=by_hand, synonyms=synonyms)
