"""What a change to a need touches, shown before the change is kept."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

T = TypeVar("T")

yes_option = click.option("-y", "--yes", is_flag=True, help="Keep what touches other records without asking.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what it touches and comes to, and write nothing.")

#: Makes a change; what it touches, and what it came to.
EditAndTouched = Callable[[Transaction], tuple[Sequence[str], T]]


class _Tried(Exception):
    """A change was made only to see what it comes to."""


def keep_change(
    invocation: Invocation, label: str, verb: str, edit: EditAndTouched[T], *, may_touch: bool, yes: bool, dry_run: bool
) -> T:
    """Make a change; what it touches is said on stderr first. Somebody at the terminal is then asked, unless ``yes``;
    without one it goes on. With ``dry_run`` nothing is kept. What it came to.

    ValidationError where the answer is no, and for what ``edit`` refuses.
    """
    asks = may_touch and not yes and streams.is_interactive()
    if dry_run or asks:
        touched, came_to = _try(invocation, label, verb, edit)
        _say(touched)
        if dry_run:
            streams.write_notice("nothing was changed: without --dry-run it is")
            return came_to
        if any(touched) and not streams.ask_yes_no("Keep the change?"):
            raise ValidationError("nothing was changed")
    with invocation.writing(label, verb) as tx:
        again, came_to = edit(tx)
        if not asks:
            _say(again)
        elif list(again) != list(touched):
            raise ValidationError("somebody else changed the file meanwhile; nothing was changed, look and try again")
    return came_to


def _try(invocation: Invocation, label: str, verb: str, edit: EditAndTouched[T]) -> tuple[Sequence[str], T]:
    made: list[tuple[Sequence[str], T]] = []
    try:
        with invocation.writing(label, verb) as tx:
            made.append(edit(tx))
            raise _Tried
    except _Tried:
        return made[0]


def _say(touched: Sequence[str]) -> None:
    for text in filter(None, touched):
        streams.write_notice(text)
